import { lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { Acquire } from '../features/acquire/acquire.tsx';
import { BookPage } from '../features/book/book-page.tsx';
import { GuidesPage } from '../features/guides/index.ts';
import { Home } from '../features/home/home.tsx';
import { ImportPage } from '../features/imports/import-page.tsx';
import { DisposePage } from '../features/record/dispose.tsx';
import { RecordPage } from '../features/record/record.tsx';
import { Setup } from '../features/setup/setup.tsx';
import { TrailPage } from '../features/trail/trail-page.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Waiting } from '../ui/states.tsx';

// The PDF preview is the heaviest part of the app, and most days nobody prints.
const Reports = lazy(() => import('../features/reports/reports.tsx').then((m) => ({ default: m.Reports })));

const lineOf = (text: string | undefined): number | undefined =>
  text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

const NotFound = () => (
  <Page title="No such page">
    <Empty title="There is nothing here." actions={<Link href="/">Go home</Link>}>
      The address may be mistyped.
    </Empty>
  </Page>
);

/** Every page by its address. Addresses hold at most a line number: never a serial or a name. */
export const Routes = () => (
  <Suspense fallback={<Waiting />}>
    <Switch>
      <Route path="/">
        <Home />
      </Route>
      <Route path="/book">
        <BookPage />
      </Route>
      <Route path="/acquire/:book?">{({ book }) => <Acquire key={book} book={book} />}</Route>
      <Route path="/book/:line">
        {({ line }) => (lineOf(line) ? <RecordPage key={line} line={lineOf(line)!} /> : <NotFound />)}
      </Route>
      <Route path="/book/:line/dispose">
        {({ line }) => (lineOf(line) ? <DisposePage key={line} line={lineOf(line)!} /> : <NotFound />)}
      </Route>
      <Route path="/import">
        <ImportPage />
      </Route>
      <Route path="/guides">
        <GuidesPage />
      </Route>
      <Route path="/guides/:guide">{({ guide }) => <GuidesPage guide={guide} />}</Route>
      <Route path="/reports">
        <Reports />
      </Route>
      <Route path="/reports/line/:line">
        {({ line }) => (lineOf(line) ? <Reports key={line} line={lineOf(line)!} /> : <NotFound />)}
      </Route>
      <Route path="/trail">
        <TrailPage />
      </Route>
      <Route path="/set-up">
        <Setup />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  </Suspense>
);
