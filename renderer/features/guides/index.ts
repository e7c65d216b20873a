export { aloneGuideOf } from './alone-path.ts';
export { GuideAlone, GuideFor, GuidesPage } from './lazy.tsx';
