import { lazy, Suspense } from 'react';
import { Waiting } from '../../ui/states.tsx';

// The drawings come with the first page that shows one, not with the app's first page.
const LazyPage = lazy(() => import('./guides-page.tsx').then((m) => ({ default: m.GuidesPage })));
const LazyBeside = lazy(() => import('./guide-for.tsx').then((m) => ({ default: m.GuideFor })));

/** All guides, or the one whose id the address names. */
export const GuidesPage = ({ guide }: { guide?: string | undefined }) => (
  <Suspense fallback={<Waiting />}>
    <LazyPage guide={guide} />
  </Suspense>
);

/** The guide for a type, beside the entry form. */
export const GuideFor = ({ type }: { type: string }) => (
  <Suspense fallback={null}>
    <LazyBeside type={type} />
  </Suspense>
);
