import { lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { isBook } from '../../shared/domain/settings.ts';
import { Acquire } from '../features/acquire/acquire.tsx';
import { BackupsPage } from '../features/backups/backups-page.tsx';
import { AsOfPage } from '../features/book/as-of-page.tsx';
import { BookPage } from '../features/book/book-page.tsx';
import { CheckPage } from '../features/check/check-page.tsx';
import { ComparePage } from '../features/compare/compare-page.tsx';
import { GuidesPage } from '../features/guides/index.ts';
import { HelpPage } from '../features/help/help-page.tsx';
import { Home } from '../features/home/home.tsx';
import { ImportPage } from '../features/imports/import-page.tsx';
import { DisposePage } from '../features/record/dispose.tsx';
import { RecordPage } from '../features/record/record.tsx';
import { LatePage } from '../features/reports/late-page.tsx';
import { Setup } from '../features/setup/setup.tsx';
import { TrailPage } from '../features/trail/trail-page.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Waiting } from '../ui/states.tsx';
import { ForRole } from './for-role.tsx';

// The PDF preview is the heaviest part of the app, and most days nobody prints.
const Reports = lazy(() => import('../features/reports/reports.tsx').then((m) => ({ default: m.Reports })));

const ReportsAsOf = lazy(() => import('../features/reports/as-of.tsx').then((m) => ({ default: m.ReportsAsOf })));

const lineOf = (text: string | undefined): number | undefined =>
  text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

const NotFound = () => (
  <Page title="No such page">
    <Empty title="There is nothing here." actions={<Link href="/">Go home</Link>}>
      The address may be mistyped.
    </Empty>
  </Page>
);

/** Every page by its address, and what it needs. Addresses hold at most a line number: never a serial or a name. */
export const Routes = () => (
  <Suspense fallback={<Waiting />}>
    <Switch>
      <Route path="/">
        <Home />
      </Route>
      <Route path="/book">
        <ForRole needs="inspect">
          <BookPage />
        </ForRole>
      </Route>
      <Route path="/book/:book/:line">
        {({ book, line }) =>
          isBook(book) && lineOf(line) ? (
            <ForRole needs="inspect" book={book}>
              <RecordPage key={`${book} ${line}`} book={book} line={lineOf(line)!} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/book/:book/:line/dispose">
        {({ book, line }) =>
          isBook(book) && lineOf(line) ? (
            <ForRole needs="write">
              <DisposePage key={`${book} ${line}`} book={book} line={lineOf(line)!} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/book/:book/as-of/:size">
        {({ book, size }) =>
          isBook(book) && lineOf(size) ? (
            <ForRole needs="inspect" book={book}>
              <AsOfPage book={book} size={lineOf(size)!} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/compare/:a/:b/:c/:d">
        {({ a, b, c, d }) =>
          isBook(a) && lineOf(b) && isBook(c) && lineOf(d) ? (
            <ForRole needs="look">
              <ComparePage a={{ book: a, line: lineOf(b)! }} b={{ book: c, line: lineOf(d)! }} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/acquire/:book?">
        {({ book }) => (
          <ForRole needs="write">
            <Acquire key={book} book={book} />
          </ForRole>
        )}
      </Route>
      <Route path="/book/:book">
        {({ book }) =>
          isBook(book) ? (
            <ForRole needs="inspect" book={book}>
              <BookPage book={book} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/check">
        <ForRole needs="look">
          <CheckPage />
        </ForRole>
      </Route>
      <Route path="/help">
        <HelpPage />
      </Route>
      <Route path="/import/:book?">
        {({ book }) =>
          book === undefined || isBook(book) ? (
            <ForRole needs="write">
              <ImportPage key={book} book={book} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/guides">
        <GuidesPage />
      </Route>
      <Route path="/guides/:guide">{({ guide }) => <GuidesPage guide={guide} />}</Route>
      <Route path="/reports">
        <ForRole needs="inspect">
          <Reports />
        </ForRole>
      </Route>
      <Route path="/reports/as-of/:book/:size">
        {({ book, size }) =>
          isBook(book) && lineOf(size) ? (
            <ForRole needs="inspect" book={book}>
              <ReportsAsOf key={`${book} ${size}`} book={book} size={lineOf(size)!} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/reports/late/:book?">
        {({ book }) =>
          book === undefined || isBook(book) ? (
            <ForRole needs="inspect" book={book}>
              <LatePage key={book} book={book} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/reports/line/:book/:line">
        {({ book, line }) =>
          isBook(book) && lineOf(line) ? (
            <ForRole needs="look">
              <Reports key={`${book} ${line}`} book={book} line={lineOf(line)!} />
            </ForRole>
          ) : (
            <NotFound />
          )
        }
      </Route>
      <Route path="/trail">
        <ForRole needs="inspect">
          <TrailPage />
        </ForRole>
      </Route>
      <Route path="/backups">
        <ForRole needs="look">
          <BackupsPage />
        </ForRole>
      </Route>
      <Route path="/set-up">
        <ForRole needs="look">
          <Setup />
        </ForRole>
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  </Suspense>
);
