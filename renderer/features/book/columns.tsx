import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { showDate } from '../../../shared/domain/dates.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { Serial } from '../../ui/serial.tsx';
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
    {show ? show(textOf(line, field)) : textOf(line, field)}
  </>
);

/** Who and where: the name, and under it whichever of address, licence number or form number the book holds. */
const Party = ({ line, side }: { line: BookLine; side: 'acquiredFrom' | 'disposedTo' }) => {
  const locators = (
    [`${side}Licence`, `${side}Address`, ...(side === 'disposedTo' ? ['form4473'] : [])] as EntryField[]
  ).filter((field) => line[field] !== '' || (line.struck[field]?.length ?? 0) > 0);
  // One of them is what the book asks for; the others are in the tip, on the line's page and on paper.
  const corrected = locators.filter((field) => (line.struck[field]?.length ?? 0) > 0);
  const shown = corrected.length > 0 ? corrected : locators.slice(0, 1);
  return (
    <>
      <span className={css.one} title={line[side]}>
        <Text line={line} field={side} />
      </span>
      <span className={css.two} title={locators.map((field) => line[field]).join(' · ')}>
        {shown.map((field, n) => (
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

const When = ({ line, field }: { line: BookLine; field: 'acquiredOn' | 'disposedOn' }) => (
  <>
    <span className={css.one}>
      <Text line={line} field={field} show={date} />
    </span>
    {(field === 'acquiredOn' ? line.acquiredLate : line.disposedLate) ? (
      <span className={css.late}>entered late</span>
    ) : null}
  </>
);

const Whither = ({ line }: { line: BookLine }) =>
  line.status === 'voided' ? (
    <>
      <span className={css.one}>Voided</span>
      <span className={css.two} title={line.voidReason}>
        {line.voidReason}
      </span>
    </>
  ) : (
    <Party line={line} side="disposedTo" />
  );

const Two = ({ line, fields }: { line: BookLine; fields: readonly [EntryField, EntryField] }) => (
  <>
    <span className={css.one} title={line[fields[0]]}>
      <Text line={line} field={fields[0]} />
    </span>
    <span className={css.two} title={line[fields[1]]}>
      <Text line={line} field={fields[1]} />
    </span>
  </>
);

const Clamped = ({ line, field }: { line: BookLine; field: EntryField }) => (
  <span className={css.clamp} title={line[field]}>
    <Text line={line} field={field} />
  </span>
);

const place = helper.group({
  id: 'place',
  header: '',
  columns: helper.columns([
    helper.accessor('line', {
      header: 'Line',
      cell: ({ row: { original: line } }) => (
        <span className={css.lineNo}>
          <span className="mono">{line.line.toLocaleString('en-US')}</span>
          {line.status === 'voided' ? <span>void</span> : null}
        </span>
      ),
    }),
  ]),
});

const maker = helper.accessor('manufacturer', {
  header: 'Manufacturer, importer',
  cell: ({ row }) => <Two line={row.original} fields={['manufacturer', 'importer']} />,
});
const model = helper.accessor('model', {
  header: 'Model',
  cell: ({ row }) => <Clamped line={row.original} field="model" />,
});
const serial = helper.accessor('serial', {
  header: 'Serial number',
  cell: ({ row: { original: line } }) => (
    <span className={css.clamp} title={line.serial}>
      <span className="mono">
        <Struck line={line} field="serial" />
      </span>
      <Serial serial={line.serial} />
    </span>
  ),
});

/** The columns of 27 CFR 478.125(e) in their three groups, and the line number before them. */
export const wideColumns = helper.columns([
  place,
  helper.group({
    id: 'description',
    header: 'Description of firearm',
    columns: helper.columns([
      maker,
      model,
      serial,
      helper.accessor('type', { header: 'Type', cell: ({ row }) => <Clamped line={row.original} field="type" /> }),
      helper.accessor('caliber', {
        header: 'Caliber, gauge',
        cell: ({ row }) => <Clamped line={row.original} field="caliber" />,
      }),
    ]),
  }),
  helper.group({
    id: 'receipt',
    header: 'Receipt',
    columns: helper.columns([
      helper.accessor('acquiredOn', {
        header: 'Date',
        cell: ({ row }) => <When line={row.original} field="acquiredOn" />,
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
        cell: ({ row }) => <When line={row.original} field="disposedOn" />,
      }),
      helper.accessor('disposedTo', {
        header: 'Name and address, licence or 4473 number',
        cell: ({ row }) => <Whither line={row.original} />,
      }),
    ]),
  }),
]);

/** The same columns for a narrow window: type over caliber, and each date over its name. */
export const narrowColumns = helper.columns([
  place,
  helper.group({
    id: 'description',
    header: 'Description of firearm',
    columns: helper.columns([
      maker,
      model,
      serial,
      helper.accessor('type', {
        header: 'Type, caliber or gauge',
        cell: ({ row }) => <Two line={row.original} fields={['type', 'caliber']} />,
      }),
    ]),
  }),
  helper.group({
    id: 'receipt',
    header: 'Receipt',
    columns: helper.columns([
      helper.accessor('acquiredFrom', {
        header: 'Date, name and address or licence',
        cell: ({ row }) => (
          <>
            <When line={row.original} field="acquiredOn" />
            <Party line={row.original} side="acquiredFrom" />
          </>
        ),
      }),
    ]),
  }),
  helper.group({
    id: 'disposition',
    header: 'Disposition',
    columns: helper.columns([
      helper.accessor('disposedTo', {
        header: 'Date, name and address, licence or 4473 number',
        cell: ({ row }) => (
          <>
            <When line={row.original} field="disposedOn" />
            <Whither line={row.original} />
          </>
        ),
      }),
    ]),
  }),
]);

/** How many columns each set shows, for `aria-colcount` and for rows that are still on their way. */
export const COLUMN_COUNT = { wide: 10, narrow: 7 } as const;
