import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import { inWords } from '../../../shared/domain/findings.ts';
import { isNoSerial } from '../../../shared/serials/serial.ts';
import { checkShapeAmong, type KnownShape, shapeOf } from '../../../shared/serials/shape.ts';
import type { ImportFinding } from './format.ts';
import { ownCopy } from './repeats.ts';

/** Rows of one shape that are remembered. A shape that more of a maker's rows have than this is not told of all of them. */
const MOST_OF_A_SHAPE = 100;

type OddRow = { row: number; category: CategoryId; serial: string; column: string };
/** `before`: the lines of the ledger with this shape. */
type Shaped = { before: number; count: number; rows: OddRow[] };

/**
 * Finds rows whose serial is of a form unlike the others of its maker, in the file and in the ledger together. What is usual
 * is known at the end of the file only, when the rows are written: so all that it tells are hints, and none is saved past.
 *
 * @param known the shapes of a maker's numbers in the ledger
 */
export const oddShapeFinder = (known: (maker: string) => KnownShape[]) => {
  const makers = new Map<string, Map<string, Shaped>>();
  const shapesOf = (manufacturer: string): Map<string, Shaped> => {
    const maker = manufacturer.toLowerCase();
    const met = makers.get(maker);
    if (met) return met;
    const shapes = new Map<string, Shaped>();
    for (const { shape, count } of known(manufacturer)) shapes.set(shape, { before: count, count: 0, rows: [] });
    makers.set(ownCopy(maker), shapes);
    return shapes;
  };
  return {
    /** @param column that the serial came from, as the file names it */
    note: (row: number, { category, manufacturer, serials }: AcquisitionDraft, column: string): void => {
      const [serial, second] = serials;
      // Of a unit with several numbers none is the maker's usual one; a word for none has no shape.
      if (manufacturer === '' || !serial || second !== undefined || isNoSerial(serial)) return;
      const shapes = shapesOf(manufacturer);
      const shape = shapeOf(serial);
      let here = shapes.get(shape);
      if (!here) {
        here = { before: 0, count: 0, rows: [] };
        shapes.set(ownCopy(shape), here);
      }
      here.count += 1;
      if (here.rows.length < MOST_OF_A_SHAPE) here.rows.push({ row, category, serial: ownCopy(serial), column });
    },
    /** What there is to tell, in the order of the rows. */
    settle: (): ImportFinding[] => {
      const told: ImportFinding[] = [];
      for (const shapes of makers.values()) {
        const all = [...shapes].map(([shape, { before, count }]) => ({ shape, count: before + count }));
        for (const { rows } of shapes.values())
          for (const { row, category, serial, column } of rows)
            for (const finding of checkShapeAmong(category, serial, all))
              told.push({ row, field: column, code: finding.code, severity: 'hint', message: inWords(finding) });
      }
      return told.sort((a, b) => a.row - b.row);
    },
  };
};
