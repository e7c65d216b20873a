import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocation } from 'wouter';
import { acquisitionDue, parseDate, showDate } from '../../../shared/domain/dates.ts';
import { type Finding, isRefused } from '../../../shared/domain/findings.ts';
import { type BookLine, useRules } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf } from '../../bridge/errors.ts';
import { DescriptionFields } from '../../categories/firearm/description-fields.tsx';
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
import { GuideFor } from '../guides/index.ts';
import css from './acquire.module.css';
import { Committed } from './committed.tsx';
import { draftOf, type Entry, freshEntry, isTouched, likeLine, useEntry } from './draft.ts';
import { LookAlikes } from './look-alikes.tsx';
import { SourceFields } from './source-fields.tsx';
import { isMissing, sayable, useFindings } from './use-findings.ts';
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

/** Which unit is this, and is the number right? Fields; what there is to say of them; where the number stands. */
export const Acquire = () => {
  const [, navigate] = useLocation();
  const [entry, setEntry, found] = useEntry();
  const [tried, setTried] = useState(false);
  const [focused, setFocused] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  const [foundHere, setFoundHere] = useState(found);
  const [warnings, setWarnings] = useState<Finding[]>([]);
  const [written, setWritten] = useState<BookLine>();
  const form = useRef<HTMLFormElement>(null);
  const findings = useFindings(entry);
  const said = sayable(findings, focused, tried);
  const goOn = useGoOn();
  const rules = useRules();
  useKnownDescription(entry, setEntry);

  const commit = useMutation({
    mutationFn: (accepted: Record<string, string>) => client.entries.acquire({ draft: draftOf(entry), accepted }),
    onSuccess: async ({ line }) => {
      setWarnings([]);
      setWritten(line);
      setEntry(() => freshEntry());
      await bookChanged();
    },
    onError: (error) => {
      const refusedWith = findingsOf(error);
      if (refusedWith.length > 0 && !isRefused(refusedWith)) return setWarnings(refusedWith);
      setWarnings([]);
      const first = refusedWith.find((f) => f.severity === 'refused');
      if (first) setTimeout(() => focusField(first.field));
    },
  });
  const tryCommit = () => {
    if (commit.isPending) return;
    commit.reset();
    flushSync(() => setTried(true));
    const stops = findings.filter((f) => f.severity === 'refused');
    if (stops.length > 0) return focusFirst(stops.map((f) => f.field));
    const toAccept = findings.filter((f) => f.severity === 'warning');
    if (toAccept.length > 0) setWarnings(toAccept);
    else commit.mutate({});
  };
  useShortcut('Ctrl+Enter', tryCommit, { enabled: !written });
  const repeat = async () => {
    const { lines } = await client.book.lines({ view: 'corrected', from: 1, count: 1, newestFirst: true });
    if (lines[0]) begin(() => likeLine(lines[0]!));
  };
  useShortcut('F8', () => void repeat().catch(() => undefined), { enabled: !written });
  useShortcut('Alt+A', () => begin(freshEntry), { enabled: written !== undefined });

  /** Starts an entry anew: the next number is typed at once where the rest is known. */
  const begin = (make: () => ReturnType<typeof freshEntry>) => {
    setWritten(undefined);
    setTried(false);
    setFoundHere(false);
    commit.reset();
    const next = make();
    setEntry(() => next);
    setTimeout(() => focusField(next.draft.manufacturer ? 'serial' : 'manufacturer'));
  };
  const leave = () => (isTouched(entry) ? setLeaving(true) : navigate('/book'));

  if (written)
    return (
      <Committed line={written} onAnother={() => begin(() => likeLine(written))} onFresh={() => begin(freshEntry)} />
    );

  const missing = findings.filter(isMissing);
  const on = parseDate(entry.draft.acquiredOn, rules.today);
  const due = on.ok && on.date <= rules.today ? acquisitionDue(on.date, rules.openDays) : rules.today;
  const late = due < rules.today ? showDate(due) : undefined;
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
          title="Your unfinished entry is still here"
          actions={
            <Button size="compact-sm" variant="default" onClick={() => begin(freshEntry)}>
              Start over
            </Button>
          }
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
              <h2>The firearm</h2>
              <Filled entry={entry} onUndo={() => setEntry(undoFill)} />
            </div>
            <DescriptionFields
              draft={entry.draft}
              onChange={(change) =>
                setEntry((e) => ({
                  ...e,
                  draft: { ...e.draft, ...change },
                  // A field changed by hand is no longer one that was filled in.
                  filled:
                    e.filled && Object.keys(change).some((k) => (e.filled!.fields as string[]).includes(k))
                      ? { ...e.filled, fields: e.filled.fields.filter((f) => !(f in change)) }
                      : e.filled,
                }))
              }
              findings={said}
              onFocus={setFocused}
              onBlur={() => setFocused(undefined)}
              filled={entry.filled?.fields ?? []}
            />
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
        <div className={css.aside}>
          {commit.error && refusedBy.length === 0 && warnings.length === 0 ? (
            <Notice meaning="stop" title={sentenceOf(commit.error)} live>
              What you typed is still here.
            </Notice>
          ) : null}
          <FindingsColumn
            findings={[...said.filter((f) => !isMissing(f)), ...refusedBy]}
            missing={missing}
            late={late}
            tried={tried}
            onGo={focusField}
          />
          <LookAlikes serials={entry.draft.serials} />
        </div>
        <div className={css.guide}>
          <GuideFor type={entry.draft.type} />
        </div>
      </form>
      <AcceptWarnings
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
          setEntry(() => freshEntry());
          navigate('/book');
        }}
      >
        It has not been committed: nothing of it is in the book.
      </Ask>
    </Page>
  );
};
