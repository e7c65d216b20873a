export type { ReadingPlace } from './guide-for.tsx';
export { GuideFor, GuidesPage } from './lazy.tsx';
