import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { showMoney } from '../../../shared/domain/money.ts';
import type { Book, BookLine } from '../../app/ledger.tsx';
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
        <bdi>{text === '' ? '(empty)' : show ? show(text) : text}</bdi>
      </del>{' '}
    </span>
  ));
};

/** A text that runs from right to left moves nothing that stands beside it. */
const Text = ({ line, field, show }: { line: BookLine; field: EntryField; show?: (t: string) => string }) => {
  const text = show ? show(textOf(line, field)) : textOf(line, field);
  return (
    <>
      <Struck line={line} field={field} {...(show ? { show } : {})} />
      {/* Where there is nothing, nothing is there: a line of its own then takes no room. */}
      {text === '' ? null : <bdi>{text}</bdi>}
    </>
  );
};

/** Who and where: the name, and under it whichever of address, licence number or form number the book holds. */
const Party = ({ line, side }: { line: BookLine; side: 'acquiredFrom' | 'disposedTo' }) => {
  const locators = (
    [`${side}Licence`, `${side}Address`, ...(side === 'disposedTo' ? ['form4473'] : [])] as EntryField[]
  ).filter((field) => textOf(line, field) !== '' || (line.struck[field]?.length ?? 0) > 0);
  // One of them is what the book asks for; the others are in the tip, on the line's page and on paper.
  const corrected = locators.filter((field) => (line.struck[field]?.length ?? 0) > 0);
  const shown = corrected.length > 0 ? corrected : locators.slice(0, 1);
  return (
    <>
      <span className={css.one} title={line[side]}>
        <Text line={line} field={side} />
      </span>
      <span className={css.two} title={locators.map((field) => textOf(line, field)).join(' · ')}>
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
        <bdi>{line.voidReason}</bdi>
      </span>
    </>
  ) : (
    <Party line={line} side="disposedTo" />
  );

type TwoProps = {
  line: BookLine;
  fields: readonly [EntryField, EntryField];
  show?: (text: string) => string;
};

/** Two fields of a line, one under the other. */
const Two = ({ line, fields, show }: TwoProps) => (
  <>
    <span className={css.one} title={textOf(line, fields[0])}>
      <Text line={line} field={fields[0]} {...(show ? { show } : {})} />
    </span>
    <span className={css.two} title={textOf(line, fields[1])}>
      <Text line={line} field={fields[1]} {...(show ? { show } : {})} />
    </span>
  </>
);

const Clamped = ({ line, field }: { line: BookLine; field: EntryField }) => (
  <span className={css.clamp} title={textOf(line, field)}>
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

const two = (id: string, header: string, fields: readonly [EntryField, EntryField], show?: (text: string) => string) =>
  helper.display({
    id,
    header,
    cell: ({ row }) => <Two line={row.original} fields={fields} {...(show ? { show } : {})} />,
  });
const one = (field: EntryField, header: string) =>
  helper.display({ id: field, header, cell: ({ row }) => <Clamped line={row.original} field={field} /> });
const serialColumn = (header: string) =>
  helper.display({
    id: 'serial',
    header,
    cell: ({ row: { original: line } }) => (
      <span className={css.clamp} title={line.serial}>
        <span className="mono">
          <Struck line={line} field="serial" />
        </span>
        {line.serial === '' && line.serialState ? (
          <span className="dim">{line.serialState}</span>
        ) : (
          <Serial serial={line.serial} />
        )}
      </span>
    ),
  });

const money = (text: string): string => (/^\d/.test(text) ? showMoney(text) : text);
const distance = (text: string): string => text.replace(/\B(?=(\d{3})+$)/g, ',');

/** How a book describes its units: five columns where there is room, four where there is not. */
type Description = { header: string; wide: readonly ColumnDef[]; narrow: readonly ColumnDef[] };
type ColumnDef = ReturnType<typeof one>;

const described = (header: string, columns: readonly [ColumnDef, ColumnDef, ColumnDef, ColumnDef, ColumnDef]) => ({
  header,
  wide: columns,
  narrow: columns.slice(0, 4),
});

const maker = two('manufacturer', 'Manufacturer, importer', ['manufacturer', 'importer']);
const DESCRIPTIONS: Readonly<Record<CategoryId | 'mixed', Description>> = {
  // The columns of 27 CFR 478.125(e).
  firearm: {
    header: 'Description of firearm',
    wide: [
      maker,
      one('model', 'Model'),
      serialColumn('Serial number'),
      one('type', 'Type'),
      one('caliber', 'Caliber, gauge'),
    ],
    narrow: [
      maker,
      one('model', 'Model'),
      serialColumn('Serial number'),
      two('type', 'Type, caliber or gauge', ['type', 'caliber']),
    ],
  },
  vehicle: described('Description of vehicle', [
    two('manufacturer', 'Make, year', ['manufacturer', 'year']),
    two('model', 'Model, body', ['model', 'body']),
    serialColumn('VIN or other number'),
    two('odometer', 'Odometer', ['odometer', 'odometerStatus'], distance),
    two('plate', 'Plate, title', ['plate', 'titleNumber']),
  ]),
  tool: described('Description of tool', [
    two('manufacturer', 'Brand, kind', ['manufacturer', 'type']),
    two('model', 'Model, type no.', ['model', 'typeNumber']),
    serialColumn('Serial number'),
    two('assetTag', 'Tag, place', ['assetTag', 'location']),
    two('dateCode', 'Date code, lot', ['dateCode', 'lot']),
  ]),
  electronics: described('Description of device', [
    two('manufacturer', 'Brand, kind', ['manufacturer', 'type']),
    one('model', 'Model'),
    serialColumn('Serial number'),
    two('imei', 'IMEI, tag', ['imei', 'assetTag']),
    two('price', 'Price, value', ['price', 'value'], money),
  ]),
  appliance: described('Description of appliance', [
    two('manufacturer', 'Brand, kind', ['manufacturer', 'type']),
    two('model', 'Model, type no.', ['model', 'typeNumber']),
    serialColumn('Serial number'),
    one('location', 'Place'),
    two('price', 'Price, value', ['price', 'value'], money),
  ]),
  other: described('Description', [
    two('manufacturer', 'Brand, kind', ['manufacturer', 'type']),
    one('model', 'Model'),
    serialColumn('Serial number'),
    two('location', 'Place, tag', ['location', 'assetTag']),
    two('price', 'Price, value', ['price', 'value'], money),
  ]),
  mixed: described('Description', [
    two('type', 'What, brand', ['type', 'manufacturer']),
    one('model', 'Model'),
    serialColumn('Serial number'),
    one('location', 'Place'),
    two('price', 'Price, value', ['price', 'value'], money),
  ]),
};

/** How the columns of a book describe its units: by its one category, or for all of them. */
const descriptionOf = (book: Book): Description =>
  DESCRIPTIONS[book.categories.length === 1 ? book.categories[0]! : 'mixed'];

const wide = (d: Description, whence: string, whither: string) =>
  helper.columns([
    place,
    helper.group({
      id: 'description',
      header: d.header,
      columns: [...d.wide],
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
          header: whence,
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
          header: whither,
          cell: ({ row }) => <Whither line={row.original} />,
        }),
      ]),
    }),
  ]);

const narrow = (d: Description, whence: string, whither: string) =>
  helper.columns([
    place,
    helper.group({
      id: 'description',
      header: d.header,
      columns: [...d.narrow],
    }),
    helper.group({
      id: 'receipt',
      header: 'Receipt',
      columns: helper.columns([
        helper.accessor('acquiredFrom', {
          header: `Date, ${lower(whence)}`,
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
          header: `Date, ${lower(whither)}`,
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

const lower = (text: string): string => text.replace(/^./, (c) => c.toLowerCase());

const STATUTORY = ['Name and address or licence', 'Name and address, licence or 4473 number'] as const;
const PLAIN = ['Name and address', 'Name and address'] as const;

const made = new Map<string, { wide: ReturnType<typeof wide>; narrow: ReturnType<typeof narrow> }>();

/**
 * The columns of a book in their three groups, and the line number before them; for a narrow window fewer and taller
 * ones. The same list for the same book, so that the table does not build its rows anew.
 */
export const columnsOf = (book: Book) => {
  let columns = made.get(book.id);
  if (!columns) {
    const [whence, whither] = book.kind === 'statutory' ? STATUTORY : PLAIN;
    const d = descriptionOf(book);
    columns = { wide: wide(d, whence, whither), narrow: narrow(d, whence, whither) };
    made.set(book.id, columns);
  }
  return columns;
};

/** How many columns each set shows, for `aria-colcount` and for rows that are still on their way. */
export const COLUMN_COUNT = { wide: 10, narrow: 7 } as const;
