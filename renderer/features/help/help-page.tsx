import { lazy, Suspense } from 'react';
import { Waiting } from '../../ui/states.tsx';

// The answers name guides, and the words of the guides do not come with the app's first page.
const LazyPage = lazy(() => import('./answers-page.tsx').then((m) => ({ default: m.AnswersPage })));

/** What people ask about serial numbers, and where to ask further; `question` is the id of an answer to begin at. */
export const HelpPage = ({ question }: { question?: string | undefined }) => (
  <Suspense fallback={<Waiting />}>
    <LazyPage question={question} />
  </Suspense>
);
