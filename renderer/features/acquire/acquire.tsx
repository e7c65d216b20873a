import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import { CATEGORIES } from '../../../shared/categories/registry.ts';
import { acquisitionDue, parseDate, showDate } from '../../../shared/domain/dates.ts';
import type { Finding } from '../../../shared/domain/findings.ts';
import { type BookLine, useBook, useRules } from '../../app/ledger.tsx';
import { bookPath } from '../../app/paths.ts';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf, warningsOf } from '../../bridge/errors.ts';
import { FieldGrid } from '../../categories/described-fields.tsx';
import { FORMS } from '../../categories/registry.ts';
import { AcceptWarnings } from '../../ui/accept-warnings.tsx';
import { Ask } from '../../ui/ask.tsx';
import { FindingsColumn } from '../../ui/findings-column.tsx';
import { focusField, focusFirst } from '../../ui/focus-field.ts';
import { useGoOn } from '../../ui/go-on.ts';
import { RepeatIcon, UndoIcon } from '../../ui/icons.ts';
import { ariaKeys, isForDialog, Keys, useShortcut } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page } from '../../ui/page.tsx';
import { listIsOpen } from '../../ui/suggest.tsx';
import { ReadingDialog, type ReadingStart } from '../evidence/reading-dialog.tsx';
import { GuideFor } from '../guides/index.ts';
import css from './acquire.module.css';
import { Committed } from './committed.tsx';
import {
  draftOf,
  type Entry,
  freshEntry,
  isKeyedOnce,
  isTouched,
  likeLine,
  useEntry,
  withNumber,
  withReading,
} from './draft.ts';
import { keepWith } from './keep-with.ts';
import { LookAlikes } from './look-alikes.tsx';
import { Readings } from './readings.tsx';
import { SourceFields } from './source-fields.tsx';
import { isMissing, isWanted, sayable, useFindings } from './use-findings.ts';
import { undoFill, useKnownDescription } from './use-known.ts';

/** What a known maker and model filled in, and the way to take it back. */
const Filled = ({ entry, onUndo }: { entry: Entry; onUndo: () => void }) => {
  const { filled } = entry;
  return (
    <div className={css.filled} role="status">
      {filled && filled.fields.length > 0 ? (
        <>
          <span>
            Filled in {filled.fields.map((f) => SHORT[f]).join(', ')} from{' '}
            {filled.seen === 1 ? 'one earlier line' : `${filled.seen.toLocaleString('en-US')} earlier lines`}
          </span>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<UndoIcon size={16} stroke={1.5} aria-hidden="true" />}
            onClick={onUndo}
          >
            Undo
          </Button>
        </>
      ) : null}
    </div>
  );
};
const SHORT = { importer: 'importer', type: 'type', caliber: 'caliber' } as const;

/**
 * What is asked while a number was typed once only: whether that is to stay so comes first, since other findings quote it.
 */
const askedUnseen = (warnings: readonly Finding[]): Finding[] =>
  warnings.filter((f) => f.field !== 'serial' || f.code === 'serial-keyed-once');

/** The lines that findings name, each once. */
const othersOf = (findings: readonly { other?: { book: string; line: number } | undefined }[]) => [
  ...new Map(
    findings.flatMap(({ other }) => (other ? [[`${other.book} ${other.line}`, other] as const] : [])),
  ).values(),
];

/** Which unit is this, and is the number right? Fields; what there is to say of them; where the number stands. */
export const Acquire = ({ book: asked }: { book?: string | undefined }) => {
  const [, navigate] = useLocation();
  const first = useBook(asked);
  const [entry, setEntry, found] = useEntry(() => freshEntry(first.id, first.categories[0]!));
  const book = useBook(entry.book);
  const { category } = entry.draft;
  const fresh = () =>
    first.id === book.id ? freshEntry(book.id, category) : freshEntry(first.id, first.categories[0]!);
  const [tried, setTried] = useState(false);
  const [focused, setFocused] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  const [foundHere, setFoundHere] = useState(found);
  const [warnings, setWarnings] = useState<Finding[]>([]);
  const [written, setWritten] = useState<BookLine>();
  const form = useRef<HTMLFormElement>(null);
  const { findings, local, settled } = useFindings(entry);
  // Until a number was typed a second time, nothing here may tell what was typed first: findings quote it.
  const unseen = book.secondKeying && isKeyedOnce(entry.draft);
  const said = sayable(findings, focused, tried).filter(
    (f) => !(unseen && f.field === 'serial' && f.code !== 'serial-keyed-once'),
  );
  const goOn = useGoOn();
  const rules = useRules(entry.book);
  const [reading, setReading] = useState<ReadingStart>();
  const [switched, setSwitched] = useState(false);
  const [kept, setKept] = useState(0);
  const [notKept, setNotKept] = useState<string[]>([]);
  const [alike, setAlike] = useState<{ book: string; line: number }[]>([]);
  useKnownDescription(entry, setEntry);

  const commit = useMutation({
    mutationFn: async (accepted: Record<string, string>) => {
      const { line, warnings: said } = await client.entries.acquire({
        book: entry.book,
        draft: draftOf(entry),
        readings: entry.readings,
        accepted,
      });
      return { line, said, notKept: await keepWith(line, entry.photos) };
    },
    onSuccess: async ({ line, said, notKept: failed }) => {
      setNotKept(failed);
      setKept(entry.readings.length + entry.photos.length - failed.length);
      setAlike(othersOf(said));
      setWarnings([]);
      setWritten(line);
      setEntry(fresh);
      await bookChanged();
    },
    onError: (error, accepted) => {
      const toAccept =
        unseen && !('serial-keyed-once' in accepted) ? askedUnseen(warningsOf(error)) : warningsOf(error);
      setWarnings(toAccept);
      if (toAccept.length > 0) return;
      const first = findingsOf(error).find((f) => f.severity === 'refused');
      if (first) setTimeout(() => focusField(first.field));
    },
  });
  const tryCommit = () => {
    if (commit.isPending) return;
    commit.reset();
    flushSync(() => setTried(true));
    // Right after typing, what the ledger said is of other text: then the rules and the commit itself are asked instead.
    const stops = (settled ? findings : local).filter((f) => f.severity === 'refused');
    if (stops.length > 0) return focusFirst(stops.map((f) => f.field));
    const all = settled ? findings.filter((f) => f.severity === 'warning') : [];
    const toAccept = unseen ? askedUnseen(all) : all;
    if (toAccept.length > 0) setWarnings(toAccept);
    else commit.mutate({});
  };
  useShortcut('Ctrl+Enter', tryCommit, { enabled: !written });
  const repeat = async () => {
    const { lines } = await client.book.lines({
      book: book.id,
      view: 'corrected',
      from: 1,
      count: 1,
      newestFirst: true,
    });
    if (lines[0]) begin(() => likeLine(lines[0]!));
  };
  useShortcut('F8', () => void repeat().catch(() => undefined), { enabled: !written });
  useShortcut('Alt+A', () => begin(fresh), { enabled: written !== undefined });

  /** Starts an entry anew: the next number is typed at once where the rest is known. */
  const begin = (make: () => Entry) => {
    setWritten(undefined);
    setTried(false);
    setFoundHere(false);
    commit.reset();
    const next = make();
    setEntry(() => next);
    setTimeout(() => focusFirst(next.draft.manufacturer ? ['serial'] : ['manufacturer', 'type']));
  };
  const leave = () => (isTouched(entry) ? setLeaving(true) : navigate(bookPath(book.id)));

  if (written)
    return (
      <Committed
        line={written}
        kept={kept}
        notKept={notKept}
        alike={alike}
        onAnother={() => begin(() => likeLine(written))}
        onFresh={() => begin(fresh)}
      />
    );

  const missing = findings.filter(isMissing);
  const on = parseDate(entry.draft.acquiredOn, rules.today);
  const due = on.ok && on.date <= rules.today ? acquisitionDue(on.date, rules.openDays) : rules.today;
  const late = book.kind === 'statutory' && due < rules.today ? showDate(due) : undefined;
  const Description = FORMS[category];
  const { noun, keeping } = CATEGORIES[category];
  const described = {
    draft: entry.draft,
    onChange: (change: Partial<Entry['draft']>) =>
      setEntry((e) => ({
        ...e,
        draft: { ...e.draft, ...change },
        // A field changed by hand is no longer one that was filled in.
        filled:
          e.filled && Object.keys(change).some((k) => (e.filled!.fields as string[]).includes(k))
            ? { ...e.filled, fields: e.filled.fields.filter((f) => !(f in change)) }
            : e.filled,
      })),
    findings: said,
    onFocus: setFocused,
    onBlur: () => setFocused(undefined),
    filled: entry.filled?.fields ?? [],
  };
  const refusedBy = findingsOf(commit.error).filter((f) => f.severity === 'refused');
  return (
    <Page
      title="Acquire"
      focusHeading={false}
      actions={
        <Button
          variant="default"
          leftSection={<RepeatIcon size={18} stroke={1.5} aria-hidden="true" />}
          rightSection={<Keys combo="F8" />}
          aria-keyshortcuts="F8"
          onClick={() => void repeat().catch(() => undefined)}
        >
          Repeat the last
        </Button>
      }
    >
      {foundHere ? (
        <Notice
          meaning="note"
          title={
            first.id === book.id
              ? 'Your unfinished entry is still here'
              : `Your unfinished entry for the ${book.title.toLowerCase()} is still here`
          }
          actions={
            <Button size="compact-sm" variant="default" onClick={() => begin(fresh)}>
              Start over
            </Button>
          }
        />
      ) : null}
      {book.categories.length > 1 ? (
        <SegmentedControl
          aria-label="What it is"
          className={css.categories ?? ''}
          value={category}
          onChange={(next) => {
            setSwitched(true);
            setEntry((e) => ({
              ...freshEntry(e.book, next as CategoryId),
              draft: { ...e.draft, category: next as CategoryId, details: {}, type: '', importer: '', caliber: '' },
              readings: e.readings,
              photos: e.photos,
            }));
          }}
          data={book.categories.map((id) => ({ value: id, label: CATEGORIES[id].label }))}
        />
      ) : null}
      <form
        ref={form}
        aria-label="Acquisition"
        className={css.columns}
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isForDialog() && !listIsOpen(event.target)) leave();
          else goOn(event);
        }}
      >
        <div className={css.fields}>
          <section className={css.group}>
            <div className={css.groupHead}>
              <h2>The {noun}</h2>
              <Filled entry={entry} onUndo={() => setEntry(undoFill)} />
            </div>
            <Description {...described} book={book.kind} secondKeying={book.secondKeying} focusFirst={!switched} />
          </section>
          <section className={css.group}>
            <SourceFields
              entry={entry}
              onChange={setEntry}
              findings={said}
              onFocus={setFocused}
              onBlur={() => setFocused(undefined)}
            />
          </section>
          {book.kind === 'statutory' ? null : (
            <section className={css.group}>
              <div className={css.groupHead}>
                <h2>Kept beside it</h2>
              </div>
              <FieldGrid specs={keeping} {...described} />
            </section>
          )}
          <Readings entry={entry} hidden={unseen} onChange={setEntry} onRead={() => setReading({})} />
          <div className={css.commit}>
            <Button
              data-commit
              onClick={tryCommit}
              loading={commit.isPending}
              rightSection={<Keys combo="Ctrl+Enter" />}
              aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
            >
              Commit
            </Button>
            <Button variant="default" onClick={leave} rightSection={<Keys combo="Esc" />}>
              Cancel
            </Button>
            <span className="dim">It can be corrected later, never erased.</span>
          </div>
        </div>
        <div className={css.beside}>
          <div className={css.aside}>
            {commit.error && refusedBy.length === 0 && warnings.length === 0 ? (
              <Notice meaning="stop" title={sentenceOf(commit.error)} live>
                What you typed is still here.
              </Notice>
            ) : null}
            <FindingsColumn
              category={category}
              findings={[...said.filter((f) => !isMissing(f)), ...refusedBy]}
              missing={missing}
              wanted={tried ? [] : findings.filter((f) => isWanted(f) && f.severity === 'warning')}
              late={late}
              tried={tried}
              onGo={focusField}
              onUse={(finding, number) => {
                if (finding.field === 'imei') described.onChange({ details: { ...entry.draft.details, imei: number } });
                else described.onChange(withNumber(entry.draft, number));
                focusField(finding.field);
              }}
            />
            {unseen ? null : <LookAlikes serials={entry.draft.serials} />}
          </div>
          <div className={css.guide}>
            <GuideFor
              category={category}
              type={entry.draft.type}
              manufacturer={entry.draft.manufacturer}
              model={entry.draft.model}
              year={entry.draft.details.year}
              onReading={setReading}
            />
          </div>
        </div>
      </form>
      <ReadingDialog
        category={category}
        start={reading}
        onBack={() => setReading(undefined)}
        onSave={(taken) => {
          setReading(undefined);
          setEntry((e) => ({
            ...e,
            readings: [...e.readings, taken],
            draft: withReading(e.draft, taken, book.secondKeying),
          }));
        }}
      />
      <AcceptWarnings
        category={category}
        warnings={warnings}
        action="Commit"
        busy={commit.isPending}
        onBack={() => {
          const field = warnings[0]?.field;
          setWarnings([]);
          commit.reset();
          if (field) setTimeout(() => focusField(field), 120);
        }}
        onAccept={(accepted) => commit.mutate(accepted)}
      />
      <Ask
        opened={leaving}
        title="Leave this entry?"
        keep="Keep typing"
        go="Throw it away"
        onKeep={() => setLeaving(false)}
        onGo={() => {
          setEntry(fresh);
          navigate(bookPath(book.id));
        }}
      >
        It has not been committed: nothing of it is in the book.
      </Ask>
    </Page>
  );
};
