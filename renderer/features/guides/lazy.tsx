import { lazy, Suspense } from 'react';
import { Waiting } from '../../ui/states.tsx';
import type { GuideForProps } from './guide-for.tsx';

// The guides come with the first page that shows one, not with the app's first page.
const LazyPage = lazy(() => import('./guides-page.tsx').then((m) => ({ default: m.GuidesPage })));
const LazyBeside = lazy(() => import('./guide-for.tsx').then((m) => ({ default: m.GuideFor })));
const LazyAlone = lazy(() => import('./alone.tsx').then((m) => ({ default: m.GuideAlone })));

/** All guides, or the one whose id the address names. */
export const GuidesPage = ({ guide }: { guide?: string | undefined }) => (
  <Suspense fallback={<Waiting />}>
    <LazyPage guide={guide} />
  </Suspense>
);

/** The guide for a unit, beside the entry form. */
export const GuideFor = (props: GuideForProps) => (
  <Suspense fallback={null}>
    <LazyBeside {...props} />
  </Suspense>
);

/** One guide by itself, in a window of its own. */
export const GuideAlone = () => (
  <Suspense fallback={<Waiting />}>
    <LazyAlone />
  </Suspense>
);
