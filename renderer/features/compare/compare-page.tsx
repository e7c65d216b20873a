import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { fieldName, fieldsOf } from '../../../shared/categories/registry.ts';
import {
  COMPARISON_OUTCOMES,
  COMPARISON_STEPS,
  type ComparisonOutcome,
  readNumberName,
} from '../../../shared/domain/evidence.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { alignSerials, compareSerials } from '../../../shared/serials/similar.ts';
import { type BookLine, type Outputs, useLedger, useMay } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { bookChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice, Sign } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { StatusTag } from '../../ui/status.tsx';
import { showField } from '../record/facts.tsx';
import css from './compare.module.css';

type Place = { book: string; line: number };
type Compared = Outputs['entries']['compare']['a'];

const LIKENESS = {
  same: 'The two numbers are the same.',
  partly: 'The two numbers agree as far as both can be read.',
  'look-alike': 'The two numbers look alike: only characters that are misread for one another differ.',
  transposition: 'Two neighbouring characters are swapped.',
  'one-edit': 'One character is different, missing or too many.',
  shifted: 'One number is a part of the other, or moved within it.',
  different: 'The two numbers are different.',
} as const;

/** Two numbers laid under each other, with the places where they differ marked. */
const Aligned = ({ a, b }: { a: string; b: string }) => (
  <div className={css.scroll}>
    <table className={css.aligned}>
      <tbody>
        {(['a', 'b'] as const).map((side) => (
          <tr key={side}>
            {alignSerials(a, b).map((place, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what identifies a character
              <td key={at} data-differs={!place.same || undefined} data-alike={place.lookAlike || undefined}>
                {place[side] || '·'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const FIELDS: readonly EntryField[] = ['acquiredOn', 'acquiredFrom', 'disposedOn', 'disposedTo'];

const Side = ({ side, other, place }: { side: Compared; other: BookLine; place: Place }) => {
  const { line } = side;
  const names = [...fieldsOf(line.category, 'register').map((f) => f.name), ...FIELDS].filter(
    (field) => field !== 'serial' && (textOf(line, field) !== '' || textOf(other, field) !== ''),
  );
  const readings = side.evidence.filter((e) => e.evidence.kind === 'reading' && e.withdrawn === '');
  return (
    <Panel
      title={
        <span className={css.head}>
          <Link href={linePath(place)}>Line {line.line.toLocaleString('en-US')}</Link>{' '}
          <StatusTag status={line.status} />
        </span>
      }
    >
      <dl className={css.facts}>
        {names.map((field) => (
          <div key={field} data-differs={textOf(line, field) !== textOf(other, field) || undefined}>
            <dt>{fieldName(field, line.category)}</dt>
            <dd>
              {textOf(line, field) === '' ? (
                <span className="dim">none</span>
              ) : (
                <bdi>{showField(field, textOf(line, field))}</bdi>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <h3 className={css.small}>Read on it</h3>
      {readings.length === 0 ? (
        <p className="dim">No second reading yet.</p>
      ) : (
        <ul className={css.readings}>
          {readings.map((r) =>
            r.evidence.kind === 'reading' ? (
              <li key={r.seq}>
                <bdi className="mono">{r.evidence.text || '(not legible)'}</bdi>{' '}
                <bdi className="dim">{[r.evidence.place, readNumberName(r.evidence)].filter(Boolean).join(' · ')}</bdi>
              </li>
            ) : null,
          )}
        </ul>
      )}
    </Panel>
  );
};

const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase());

/** What to do once the outcome is known. */
const NEXT: Partial<Record<ComparisonOutcome, string>> = {
  'same unit': 'One of the two lines was entered in error: void it from its record.',
  'mistyped here': 'Correct the serial number on the first line.',
  'mistyped there': 'Correct the serial number on the second line.',
  'asked the maker': 'Record whom you asked as a referral on the first line.',
};

const Outcome = ({ a, b }: { a: Place; b: Place }) => {
  const [, navigate] = useLocation();
  const [steps, setSteps] = useState<string[]>([]);
  const [outcome, setOutcome] = useState<ComparisonOutcome | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const record = useMutation({
    mutationFn: () =>
      client.evidence.add({
        ...a,
        evidence: { kind: 'comparison', with: b, steps, outcome: outcome!, note: note.trim() },
      }),
    onSuccess: async () => {
      await bookChanged();
      navigate(linePath(a));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (outcome && (outcome !== 'unresolved' || note.trim() !== '')) record.mutate();
  };
  return (
    <Panel title="Settle it">
      <form className={css.form} onSubmit={submit} noValidate>
        <Checkbox.Group label="What was done" value={steps} onChange={setSteps}>
          <div className={css.steps}>
            {COMPARISON_STEPS.map((step) => (
              <Checkbox key={step} value={step} label={step} />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label="What came of it"
          placeholder="Choose"
          data={COMPARISON_OUTCOMES.map((value) => ({ value, label: capital(value) }))}
          value={outcome}
          onChange={(value) => setOutcome(value as ComparisonOutcome | null)}
          error={tried && !outcome ? errorNote('Say what came of it.') : undefined}
        />
        {outcome && NEXT[outcome] ? (
          <p className={css.next}>
            <Sign meaning="note" size={16} /> {NEXT[outcome]}
          </p>
        ) : null}
        <Textarea
          label={outcome === 'unresolved' ? 'What is still open' : 'Note, if any'}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2000}
          error={
            tried && outcome === 'unresolved' && note.trim() === '' ? errorNote('Say what is still open.') : undefined
          }
        />
        {record.error ? <Notice meaning="stop" title={sentenceOf(record.error)} live /> : null}
        <div>
          <Button type="submit" loading={record.isPending}>
            Record the outcome
          </Button>
        </div>
      </form>
    </Panel>
  );
};

/** Two records whose numbers are the same or alike: are they one unit, two, or one mistyped? */
export const ComparePage = ({ a, b }: { a: Place; b: Place }) => {
  const { books } = useLedger();
  const may = useMay();
  const both = useQuery(api.entries.compare.queryOptions({ input: { a, b } }));
  const title = `Compare lines ${a.line} and ${b.line}`;
  if (both.isError)
    return (
      <Page title={title}>
        <Failed error={both.error} onRetry={() => void both.refetch()} />
      </Page>
    );
  if (!both.data)
    return (
      <Page title={title}>
        <Waiting />
      </Page>
    );
  const { a: first, b: second } = both.data;
  const [left, right] = [first.line.serials[0] ?? '', second.line.serials[0] ?? ''];
  const bookName = (id: string) => books.find((book) => book.id === id)?.short ?? id;
  return (
    <Page title={title} lead={a.book === b.book ? bookName(a.book) : `${bookName(a.book)} and ${bookName(b.book)}`}>
      <section className={css.numbers} aria-label="The two numbers">
        <Aligned a={left} b={right} />
        <p>{LIKENESS[compareSerials(left, right).kind]}</p>
        <p className="dim">
          Read the number in every place on both units, compare the receipts, and ask the maker where that does not
          settle it.
        </p>
      </section>
      <div className={css.sides}>
        <Side side={first} other={second.line} place={a} />
        <Side side={second} other={first.line} place={b} />
      </div>
      {may('write') ? <Outcome a={a} b={b} /> : null}
    </Page>
  );
};
