/**
 * The columns of the printed book: those of 27 CFR 478.125(e), in its order and its three groups, and no others. Extra
 * data on a printout could draw action (domain notes on Ruling 2016-1), so notes and entry times stay out of it.
 */
export type ColumnId =
  | 'line'
  | 'maker'
  | 'model'
  | 'serial'
  | 'type'
  | 'caliber'
  | 'acquiredOn'
  | 'acquiredFrom'
  | 'disposedOn'
  | 'disposedTo'
  | 'disposedLocator';

type Group = '' | 'Description of firearm' | 'Receipt' | 'Disposition';

/** `width` is what the text may take at the least, in points, without padding; `share` is its part of what is left over. */
type ColumnPlan = { id: ColumnId; group: Group; title: string; width: number; share: number };

const PLAN: readonly ColumnPlan[] = [
  { id: 'line', group: '', title: 'Line no.', width: 30.5, share: 0 },
  {
    id: 'maker',
    group: 'Description of firearm',
    title: 'Manufacturer and importer (if any)',
    width: 78,
    share: 3,
  },
  { id: 'model', group: 'Description of firearm', title: 'Model', width: 54, share: 3 },
  { id: 'serial', group: 'Description of firearm', title: 'Serial number', width: 72, share: 2 },
  { id: 'type', group: 'Description of firearm', title: 'Type', width: 43, share: 1 },
  { id: 'caliber', group: 'Description of firearm', title: 'Caliber or gauge', width: 43.5, share: 1 },
  { id: 'acquiredOn', group: 'Receipt', title: 'Date', width: 45, share: 0 },
  {
    id: 'acquiredFrom',
    group: 'Receipt',
    title: 'Name and address, or name and licence number',
    width: 102,
    share: 4,
  },
  { id: 'disposedOn', group: 'Disposition', title: 'Date', width: 45, share: 0 },
  { id: 'disposedTo', group: 'Disposition', title: 'Name', width: 62, share: 3 },
  // Wide enough for a licence number of 20 characters on one line.
  {
    id: 'disposedLocator',
    group: 'Disposition',
    title: 'Address, or licence no., or Form 4473 no.',
    width: 91,
    share: 3,
  },
];

/** White on each side of a column's text. */
export const CELL_PAD = 3.2;

export type Column = ColumnPlan & { /** Left edge of the text. */ x: number };

/** The columns laid over a table that begins at `left` and is `width` wide. */
export const layColumns = (left: number, width: number): Column[] => {
  const least = PLAN.reduce((sum, c) => sum + c.width + 2 * CELL_PAD, 0);
  const shares = PLAN.reduce((sum, c) => sum + c.share, 0);
  const spare = (width - least) / shares;
  let x = left;
  return PLAN.map((plan) => {
    const column = { ...plan, width: plan.width + plan.share * spare, x: x + CELL_PAD };
    x += column.width + 2 * CELL_PAD;
    return column;
  });
};
