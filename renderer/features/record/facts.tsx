import { CATEGORIES, fieldName, fieldsOf } from '../../../shared/categories/registry.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { showMoney } from '../../../shared/domain/money.ts';
import { type BookLine, type TimedEntry, useMoment } from '../../app/ledger.tsx';
import { Sign } from '../../ui/meaning.tsx';
import { Struck } from '../book/columns.tsx';
import { ClockBehind, Recorded } from '../trail/recorded.tsx';
import css from './record.module.css';

const GROUPS: Readonly<Record<'receipt' | 'disposition', readonly EntryField[]>> = {
  receipt: ['acquiredOn', 'acquiredFrom', 'acquiredFromAddress', 'acquiredFromLicence'],
  disposition: [
    'disposedOn',
    'disposedTo',
    'disposedToAddress',
    'disposedToLicence',
    'form4473',
    'odometerOut',
    'priceSold',
  ],
};
const ALWAYS: readonly EntryField[] = ['manufacturer', 'model', 'serial', 'type', 'acquiredOn', 'acquiredFrom'];

/** The fields of one part of a line that hold something, held something before a correction, or always should. */
export const factsOf = (line: BookLine, part: 'description' | keyof typeof GROUPS): readonly EntryField[] =>
  (part === 'description' ? fieldsOf(line.category, 'register').map((f) => f.name) : GROUPS[part]).filter(
    (f) => textOf(line, f) !== '' || (line.struck[f]?.length ?? 0) > 0 || ALWAYS.includes(f),
  );

const MONO: readonly EntryField[] = ['serial', 'acquiredFromLicence', 'disposedToLicence', 'form4473'];
const isMono = (line: BookLine, field: EntryField): boolean =>
  MONO.includes(field) || CATEGORIES[line.category].fields.some((f) => f.name === field && f.mono);

/** A field's text for the eye: dates, amounts and distances as people write them. */
export const showField = (field: EntryField, text: string): string => {
  if (text === '') return text;
  if (field === 'acquiredOn' || field === 'disposedOn' || field === 'warrantyUntil') return showDate(text);
  if (field === 'price' || field === 'value' || field === 'priceSold') return showMoney(text);
  return field.startsWith('odometer') ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text;
};

type Props = {
  line: BookLine;
  facts: readonly EntryField[];
  recordedAt?: string;
  /** How long after its day it was recorded, where that is known in full; else only whether it was late. */
  timed?: TimedEntry | undefined;
  late?: boolean;
  long?: boolean;
};

/**
 * Fields of a line, each with what it held before it was corrected, struck through; and when it was written down. Where
 * there are many, they run in several columns.
 */
export const Facts = ({ line, facts, recordedAt, timed, late = false, long = false }: Props) => {
  const moment = useMoment();
  return (
    <>
      <dl className={css.facts} data-long={long || undefined}>
        {facts.map((field) => (
          <div key={field}>
            <dt>{fieldName(field, line.category)}</dt>
            <dd className={isMono(line, field) ? 'mono' : undefined}>
              <Struck line={line} field={field} show={(text) => showField(field, text)} />
              {textOf(line, field) === '' ? (
                <span className="dim">none</span>
              ) : (
                <bdi>{showField(field, textOf(line, field))}</bdi>
              )}
            </dd>
          </div>
        ))}
        {recordedAt !== undefined ? (
          <div>
            <dt>Written down</dt>
            <dd>
              {line.imported && recordedAt ? `Brought in ${moment(recordedAt)}` : moment(recordedAt)}
              {late && !timed?.lateness ? (
                <span className={css.late}>
                  <Sign meaning="mind" size={16} /> late
                </span>
              ) : null}
              {timed?.lateness ? (
                <div>
                  <Recorded lateness={timed.lateness} />
                </div>
              ) : null}
              {timed?.clockBehind ? (
                <div>
                  <ClockBehind since={moment(timed.clockBehindOf)} />
                </div>
              ) : null}
            </dd>
          </div>
        ) : null}
      </dl>
      {line.imported && recordedAt !== undefined ? (
        <p className={css.imported}>It came with an import, so whether it was first entered in time is not known.</p>
      ) : null}
    </>
  );
};
