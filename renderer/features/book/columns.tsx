import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { showDate } from '../../../shared/domain/dates.ts';
import type { EntryField } from '../../../shared/domain/entry.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { Serial } from '../../ui/serial.tsx';
import { StatusTag } from '../../ui/status.tsx';
import css from './grid.module.css';

export const features = tableFeatures({});
const helper = createColumnHelper<typeof features, BookLine>();

/** Earlier texts of a field, struck through; a screen reader hears what they are. */
export const Struck = ({ line, field, show }: { line: BookLine; field: EntryField; show?: (t: string) => string }) => {
  const earlier = line.struck[field];
  if (!earlier || earlier.length === 0) return null;
  return earlier.map((text, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the same text may have stood there twice
    <span key={n}>
      <del>
        <span className="unseen">struck out: </span>
        {text === '' ? '(empty)' : show ? show(text) : text}
      </del>{' '}
    </span>
  ));
};

const Text = ({ line, field, show }: { line: BookLine; field: EntryField; show?: (t: string) => string }) => (
  <>
    <Struck line={line} field={field} {...(show ? { show } : {})} />
    {show ? show(line[field]) : line[field]}
  </>
);

/** Who and where: the name, and under it whichever of address, licence number or form number the book holds. */
const Party = ({ line, side }: { line: BookLine; side: 'acquiredFrom' | 'disposedTo' }) => {
  const locators = (
    [`${side}Licence`, `${side}Address`, ...(side === 'disposedTo' ? ['form4473'] : [])] as EntryField[]
  ).filter((field) => line[field] !== '' || (line.struck[field]?.length ?? 0) > 0);
  return (
    <>
      <span className={css.one}>
        <Text line={line} field={side} />
      </span>
      <span className={css.two}>
        {locators.map((field, n) => (
          <span key={field}>
            {n > 0 ? ' · ' : ''}
            {field === 'form4473' ? '4473 no. ' : ''}
            <span className={field.endsWith('Address') ? undefined : 'mono'}>
              <Text line={line} field={field} />
            </span>
          </span>
        ))}
      </span>
    </>
  );
};

const date = (text: string): string => (text === '' ? '' : showDate(text));

/** The columns of 27 CFR 478.125(e) in their three groups, and the line number before them. */
export const columns = helper.columns([
  helper.group({
    id: 'place',
    header: '',
    columns: helper.columns([
      helper.accessor('line', {
        header: 'Line',
        cell: ({ row }) => (
          <span className={css.lineNo}>
            <span className="mono">{row.original.line.toLocaleString('en-US')}</span>
            {row.original.status === 'open' ? null : <StatusTag status={row.original.status} />}
          </span>
        ),
      }),
    ]),
  }),
  helper.group({
    id: 'description',
    header: 'Description of firearm',
    columns: helper.columns([
      helper.accessor('manufacturer', {
        header: 'Manufacturer, importer',
        cell: ({ row }) => (
          <>
            <span className={css.one}>
              <Text line={row.original} field="manufacturer" />
            </span>
            <span className={css.two}>
              <Text line={row.original} field="importer" />
            </span>
          </>
        ),
      }),
      helper.accessor('model', {
        header: 'Model',
        cell: ({ row }) => (
          <span className={css.clamp}>
            <Text line={row.original} field="model" />
          </span>
        ),
      }),
      helper.accessor('serial', {
        header: 'Serial number',
        cell: ({ row }) => (
          <span className={css.clamp}>
            <span className="mono">
              <Struck line={row.original} field="serial" />
            </span>
            <Serial serial={row.original.serial} />
          </span>
        ),
      }),
      helper.accessor('type', {
        header: 'Type',
        cell: ({ row }) => (
          <span className={css.clamp}>
            <Text line={row.original} field="type" />
          </span>
        ),
      }),
      helper.accessor('caliber', {
        header: 'Caliber, gauge',
        cell: ({ row }) => (
          <span className={css.clamp}>
            <Text line={row.original} field="caliber" />
          </span>
        ),
      }),
    ]),
  }),
  helper.group({
    id: 'receipt',
    header: 'Receipt',
    columns: helper.columns([
      helper.accessor('acquiredOn', {
        header: 'Date',
        cell: ({ row }) => (
          <>
            <span className={css.one}>
              <Text line={row.original} field="acquiredOn" show={date} />
            </span>
            {row.original.acquiredLate ? <span className={css.late}>entered late</span> : null}
          </>
        ),
      }),
      helper.accessor('acquiredFrom', {
        header: 'Name and address or licence',
        cell: ({ row }) => <Party line={row.original} side="acquiredFrom" />,
      }),
    ]),
  }),
  helper.group({
    id: 'disposition',
    header: 'Disposition',
    columns: helper.columns([
      helper.accessor('disposedOn', {
        header: 'Date',
        cell: ({ row }) => (
          <>
            <span className={css.one}>
              <Text line={row.original} field="disposedOn" show={date} />
            </span>
            {row.original.disposedLate ? <span className={css.late}>entered late</span> : null}
          </>
        ),
      }),
      helper.accessor('disposedTo', {
        header: 'Name and address, licence or 4473 number',
        cell: ({ row }) =>
          row.original.status === 'voided' ? (
            <>
              <span className={css.one}>Voided</span>
              <span className={css.two}>{row.original.voidReason}</span>
            </>
          ) : (
            <Party line={row.original} side="disposedTo" />
          ),
      }),
    ]),
  }),
]);
