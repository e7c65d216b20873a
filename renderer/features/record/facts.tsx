import { showDate } from '../../../shared/domain/dates.ts';
import { type EntryField, FIELD_LABELS, textOf } from '../../../shared/domain/fields.ts';
import { type BookLine, useMoment } from '../../app/ledger.tsx';
import { Sign } from '../../ui/meaning.tsx';
import { Struck } from '../book/columns.tsx';
import css from './record.module.css';

const GROUPS: Readonly<Record<'description' | 'receipt' | 'disposition', readonly EntryField[]>> = {
  description: ['manufacturer', 'importer', 'model', 'serial', 'type', 'caliber'],
  receipt: ['acquiredOn', 'acquiredFrom', 'acquiredFromAddress', 'acquiredFromLicence'],
  disposition: ['disposedOn', 'disposedTo', 'disposedToAddress', 'disposedToLicence', 'form4473'],
};
const ALWAYS: readonly EntryField[] = [
  'manufacturer',
  'model',
  'serial',
  'type',
  'caliber',
  'acquiredOn',
  'acquiredFrom',
];

/** The fields of one part of a line that hold something, held something before a correction, or always should. */
export const factsOf = (line: BookLine, part: keyof typeof GROUPS): readonly EntryField[] =>
  GROUPS[part].filter((f) => line[f] !== '' || (line.struck[f]?.length ?? 0) > 0 || ALWAYS.includes(f));

const MONO: readonly EntryField[] = ['serial', 'acquiredFromLicence', 'disposedToLicence', 'form4473'];
const show = (field: EntryField, text: string): string =>
  text !== '' && (field === 'acquiredOn' || field === 'disposedOn') ? showDate(text) : text;

type Props = { line: BookLine; facts: readonly EntryField[]; late?: boolean; recordedAt?: string };

/** Fields of a line, each with what it held before it was corrected, struck through; and when it was written down. */
export const Facts = ({ line, facts, late = false, recordedAt }: Props) => {
  const moment = useMoment();
  return (
    <>
      <dl className={css.facts}>
        {facts.map((field) => (
          <div key={field}>
            <dt>{FIELD_LABELS[field]}</dt>
            <dd className={MONO.includes(field) ? 'mono' : undefined}>
              <Struck line={line} field={field} show={(text) => show(field, text)} />
              {line[field] === '' ? <span className="dim">none</span> : show(field, textOf(line, field))}
            </dd>
          </div>
        ))}
        {recordedAt !== undefined ? (
          <div>
            <dt>Written down</dt>
            <dd>
              {line.imported && recordedAt ? `Brought in ${moment(recordedAt)}` : moment(recordedAt)}
              {late ? (
                <span className={css.late}>
                  <Sign meaning="mind" size={16} /> late
                </span>
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
