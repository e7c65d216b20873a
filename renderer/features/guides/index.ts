export { GuideFor, GuidesPage } from './lazy.tsx';
