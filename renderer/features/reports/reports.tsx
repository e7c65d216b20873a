import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { View } from '../../../shared/contract/lines.ts';
import { onForget } from '../../app/forget.ts';
import { useBook, useLedger, useMay } from '../../app/ledger.tsx';
import { asOfPath, latePath } from '../../app/paths.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { errorNote } from '../../ui/finding.tsx';
import { DownloadIcon, ReportsIcon } from '../../ui/icons.ts';
import { InTheClear } from '../../ui/in-the-clear.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { bookThen, type Earlier } from '../book/as-of.ts';
import { AsOfBanner } from '../book/as-of-gate.tsx';
import { CsvButton } from './csv-button.tsx';
import { type ExportInput, type Paper, type PrintInput, printJob } from './jobs.ts';
import { Preview } from './preview.tsx';
import { PrintButton } from './print-button.tsx';
import { SaveProof } from './proof-button.tsx';
import css from './reports.module.css';

type Choice = {
  book: string;
  kind: 'book' | 'acquisition';
  view: View;
  from: string;
  to: string;
  order: 'line' | 'acquired';
  paper: Paper;
  line: string;
  asOf?: number | undefined;
};

const VIEW_WORDS: Readonly<Record<View, string>> = {
  original: 'As first written, without later corrections.',
  corrected: 'As it reads today.',
  both: 'As it reads today, with what was corrected struck through beside it.',
};

const VIEW_WORDS_THEN: Readonly<Record<View, string>> = {
  original: 'As first written, without corrections.',
  corrected: 'As it read then.',
  both: 'As it read then, with what had been corrected struck through beside it.',
};

const numberIn = (text: string): number | undefined => {
  const bare = text.replace(/[,\s]/g, '');
  return /^[1-9]\d{0,8}$/.test(bare) ? Number(bare) : undefined;
};

/** What is wrong with the choice, by field; nothing where it can be made. */
const problemsOf = (choice: Choice, lines: number): Partial<Record<'from' | 'to' | 'line', string>> => {
  const last = lines.toLocaleString('en-US');
  const outside = (text: string) => {
    const value = numberIn(text);
    return value === undefined || value > lines ? `Lines run from 1 to ${last}.` : undefined;
  };
  if (choice.kind === 'acquisition') {
    const line = outside(choice.line);
    return line ? { line: choice.line === '' ? `Which line? ${line}` : line } : {};
  }
  const problems: Partial<Record<'from' | 'to', string>> = {};
  const from = choice.from === '' ? undefined : outside(choice.from);
  const to = choice.to === '' ? undefined : outside(choice.to);
  if (from) problems.from = from;
  if (to) problems.to = to;
  if (!from && !to && (numberIn(choice.from) ?? 1) > (numberIn(choice.to) ?? lines))
    problems.to = 'The last line comes before the first.';
  return problems;
};

const inputOf = (choice: Choice): PrintInput => {
  if (choice.kind === 'acquisition')
    return { kind: 'acquisition', book: choice.book, line: numberIn(choice.line) ?? 0, paper: choice.paper };
  const from = numberIn(choice.from);
  const to = numberIn(choice.to);
  return {
    kind: 'book',
    book: choice.book,
    view: choice.view,
    order: choice.order,
    paper: choice.paper,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(choice.asOf ? { asOf: choice.asOf } : {}),
  };
};

/** The same choice as a table, which shows the texts that stand where paper shows both. */
const exportOf = (choice: Choice): ExportInput => {
  const from = numberIn(choice.from);
  const to = numberIn(choice.to);
  return {
    book: choice.book,
    view: choice.view === 'original' ? 'original' : 'corrected',
    order: choice.order,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(choice.asOf ? { asOf: choice.asOf } : {}),
  };
};

const asOfIn = (input: PrintInput): number | undefined => (input.kind === 'book' ? input.asOf : undefined);

const starting = (book: string, line: number | undefined, asOf?: number): Choice => ({
  book,
  kind: line === undefined ? 'book' : 'acquisition',
  view: 'corrected',
  from: '',
  to: '',
  order: 'line',
  paper: 'letter',
  line: line === undefined ? '' : String(line),
  ...(asOf === undefined ? {} : { asOf }),
});

/** Choices kept between visits, so that a look at a line does not lose them. */
let kept: Choice | undefined;
onForget(() => {
  kept = undefined;
});

type Props = {
  book?: string;
  /** The line whose record is wanted. */
  line?: number;
  /** The earlier state that is printed in today's place. */
  earlier?: Earlier;
};

/** What does the officer, adjuster or buyer need? The choice, and beside it the pages as they will print. */
export const Reports = ({ book: asked, line, earlier }: Props) => {
  const ledger = useLedger();
  const may = useMay();
  const first = useBook(asked);
  const [choice, setChoice] = useState<Choice>(() => {
    if (earlier) return starting(asked ?? first.id, undefined, earlier.size);
    return line === undefined ? (kept ?? starting(first.id, undefined)) : starting(first.id, line);
  });
  const today = useBook(choice.book);
  const books = earlier ? earlier.books.flatMap(({ id }) => bookThen(earlier, id) ?? []) : ledger.books;
  const book = earlier ? bookThen(earlier, choice.book) : today;
  const lines = book?.lines ?? 0;
  const [tried, setTried] = useState(false);
  const made = useJob(printJob);
  // Today's pages are never shown for an earlier state, nor the other way round.
  const job = made.status !== 'idle' && asOfIn(made.input) !== choice.asOf ? ({ status: 'idle' } as const) : made;
  const begun = useRef(false);
  useEffect(() => {
    if (line === undefined && choice.asOf === undefined) kept = choice;
  }, [choice, line]);
  const set = (change: Partial<Choice>) => setChoice((c) => ({ ...c, ...change }));
  const problems = problemsOf(choice, lines);
  const ok = Object.keys(problems).length === 0;
  const make = () => {
    setTried(true);
    if (ok && lines > 0) void printJob.start(inputOf(choice));
  };
  useShortcut('Ctrl+Enter', make);
  // Who comes from a line wants its record, not a form.
  useEffect(() => {
    if (line !== undefined && !begun.current) {
      begun.current = true;
      void printJob.start({ kind: 'acquisition', book: first.id, line, paper: 'letter' });
    }
  }, [line, first.id]);
  const save = useMutation({ mutationFn: saveDocument });

  const stale = job.status === 'done' && ok && JSON.stringify(job.input) !== JSON.stringify(inputOf(choice));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make();
  };
  return (
    <Page
      title="Reports"
      layout="fill"
      actions={
        earlier ? undefined : (
          <Button component={Link} href={latePath(choice.book)} variant="subtle">
            Entries recorded late
          </Button>
        )
      }
    >
      {earlier ? (
        <AsOfBanner earlier={earlier} today="/reports">
          <Button
            component={Link}
            href={asOfPath({ book: choice.book, size: earlier.size })}
            variant="default"
            size="sm"
          >
            Look at it
          </Button>
        </AsOfBanner>
      ) : null}
      {books.length > 1 ? (
        <SegmentedControl
          aria-label="Book"
          className={css.books ?? ''}
          value={choice.book}
          onChange={(id) => set({ book: id, from: '', to: '', line: '' })}
          data={books.map((b) => ({ value: b.id, label: b.short }))}
        />
      ) : null}
      {lines === 0 ? (
        <Empty
          icon={<ReportsIcon size={40} stroke={1.25} />}
          title={earlier ? 'There was nothing to print yet' : 'There is nothing to print yet'}
        >
          {today.kind === 'statutory'
            ? 'Once the book has a line, it prints here as an officer expects it: the columns of 27 CFR 478.125(e), numbered pages, and the mark that proves nothing was changed.'
            : 'Once it has a line, it prints here with numbered pages and the mark that proves nothing was changed.'}
        </Empty>
      ) : (
        <div className={css.columns}>
          <form className={css.choice} onSubmit={submit} noValidate aria-label="What to print">
            {may('look') && !earlier ? (
              <fieldset>
                <legend>What</legend>
                <SegmentedControl
                  aria-label="What to print"
                  fullWidth
                  value={choice.kind}
                  onChange={(kind) => set({ kind: kind as Choice['kind'] })}
                  data={[
                    { value: 'book', label: 'The book' },
                    { value: 'acquisition', label: 'One line' },
                  ]}
                />
              </fieldset>
            ) : null}
            {choice.kind === 'book' ? (
              <>
                <fieldset>
                  <legend>View</legend>
                  <SegmentedControl
                    aria-label="View"
                    fullWidth
                    value={choice.view}
                    onChange={(view) => set({ view: view as View })}
                    data={[
                      { value: 'original', label: 'Original' },
                      { value: 'corrected', label: 'Corrected' },
                      { value: 'both', label: 'Both' },
                    ]}
                  />
                  <p className={css.why}>{(earlier ? VIEW_WORDS_THEN : VIEW_WORDS)[choice.view]}</p>
                </fieldset>
                <div className={css.range}>
                  <TextInput
                    label="From line"
                    placeholder="1"
                    value={choice.from}
                    onChange={(event) => set({ from: event.currentTarget.value })}
                    error={tried || choice.from !== '' ? errorNote(problems.from) : undefined}
                    classNames={{ input: 'mono' }}
                    inputMode="numeric"
                    autoComplete="off"
                  />
                  <TextInput
                    label="To line"
                    placeholder={lines.toLocaleString('en-US')}
                    value={choice.to}
                    onChange={(event) => set({ to: event.currentTarget.value })}
                    error={tried || choice.to !== '' ? errorNote(problems.to) : undefined}
                    classNames={{ input: 'mono' }}
                    inputMode="numeric"
                    autoComplete="off"
                  />
                </div>
                <fieldset>
                  <legend>Order</legend>
                  <SegmentedControl
                    aria-label="Order"
                    fullWidth
                    value={choice.order}
                    onChange={(order) => set({ order: order as Choice['order'] })}
                    data={[
                      { value: 'line', label: 'Line number' },
                      { value: 'acquired', label: 'Date acquired' },
                    ]}
                  />
                </fieldset>
              </>
            ) : (
              <TextInput
                label="Line"
                value={choice.line}
                onChange={(event) => set({ line: event.currentTarget.value })}
                error={tried || choice.line !== '' ? errorNote(problems.line) : undefined}
                description="Its acquisition record, with what stands behind its number and its history."
                classNames={{ input: 'mono' }}
                inputMode="numeric"
                autoComplete="off"
              />
            )}
            <fieldset>
              <legend>Paper</legend>
              <SegmentedControl
                aria-label="Paper"
                fullWidth
                value={choice.paper}
                onChange={(paper) => set({ paper: paper as Paper })}
                data={[
                  { value: 'letter', label: 'Letter' },
                  { value: 'a4', label: 'A4' },
                ]}
              />
            </fieldset>
            <Button
              type="submit"
              variant={job.status === 'done' && !stale ? 'default' : 'filled'}
              rightSection={<Keys combo="Ctrl+Enter" />}
              aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
              disabled={job.status === 'running'}
            >
              Make the pages
            </Button>
            {choice.kind === 'book' ? (
              <CsvButton
                input={ok ? exportOf(choice) : undefined}
                statutory={(book ?? today).kind === 'statutory'}
                onAsk={() => setTried(true)}
              />
            ) : null}
            {job.status === 'done' ? (
              <div className={css.made}>
                <h2>
                  {job.result.pages.toLocaleString('en-US')} {job.result.pages === 1 ? 'page' : 'pages'}
                </h2>
                <p className="dim">{sizeWords(job.result.bytes)}</p>
                <InTheClear
                  what="What you save or print"
                  also={
                    job.input.kind === 'acquisition'
                      ? 'The proof holds all that was recorded of the line, notes and prices too.'
                      : undefined
                  }
                />
                {stale ? <p className={css.stale}>The preview still shows the choice before.</p> : null}
                <div className={css.ways}>
                  <Button
                    variant={stale ? 'default' : 'filled'}
                    leftSection={<DownloadIcon size={18} stroke={1.5} aria-hidden="true" />}
                    loading={save.isPending}
                    onClick={() => save.mutate(job.result)}
                  >
                    Save PDF
                  </Button>
                  <PrintButton document={job.result} />
                  {job.input.kind === 'acquisition' ? (
                    <SaveProof
                      key={`${job.input.book} ${job.input.line}`}
                      book={job.input.book}
                      line={job.input.line}
                    />
                  ) : null}
                </div>
                {save.error ? <Notice meaning="stop" title={sentenceOf(save.error)} live /> : null}
              </div>
            ) : null}
          </form>
          <section className={css.preview} aria-label="Preview">
            {job.status === 'running' ? (
              <div className={css.making}>
                <JobProgress label="Making the pages" state={job} onCancel={printJob.cancel} />
              </div>
            ) : null}
            {job.status === 'failed' ? (
              <div className={css.making}>
                <Notice meaning="stop" title={sentenceOf(job.error)} live />
              </div>
            ) : null}
            {job.status === 'idle' || job.status === 'cancelled' ? (
              <Empty
                icon={<ReportsIcon size={40} stroke={1.25} />}
                title={job.status === 'cancelled' ? 'Stopped' : 'The pages show here before they are printed'}
              >
                {job.status === 'cancelled' ? 'Nothing was made.' : 'Choose what to print, then make the pages.'}
              </Empty>
            ) : null}
            {job.status === 'done' ? (
              <Preview key={job.result.token} token={job.result.token} name={job.result.name} />
            ) : null}
          </section>
        </div>
      )}
    </Page>
  );
};

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
