import { isNoSerial } from '../../shared/serials/serial.ts';
import { type KnownShape, shapeOf } from '../../shared/serials/shape.ts';

/** What a line says of the shape of its maker's numbers. */
export type ShapedLine = { id: number; manufacturer: string; serial: string };

/**
 * How many serials of each maker have which shape. Kept in memory beside the near index and made in the same pass, because
 * reading some hundred lines of a maker anew was a quarter of an entry's time.
 */
export type ShapeTally = {
  /** Counts a line, or counts it anew. */
  put(line: ShapedLine): void;
  /** A line that is voided counts no longer. */
  drop(id: number): void;
  /**
   * The shapes of a maker's numbers, of any number of lines.
   *
   * @param maker as written, in capitals or not
   * @param except entry id of a line that is left out
   */
  known(maker: string, except?: number): KnownShape[];
};

type Counted = KnownShape & { maker: string };

export const makeShapeTally = (): ShapeTally => {
  const makers = new Map<string, Map<string, Counted>>();
  /** By entry id, so that a line that changes is taken out of where it was counted. */
  const counted: (Counted | undefined)[] = [];
  const drop = (id: number): void => {
    const before = counted[id];
    if (!before) return;
    before.count -= 1;
    counted[id] = undefined;
  };
  return {
    drop,
    put: ({ id, manufacturer, serial }) => {
      drop(id);
      // Of a unit with several numbers none is the maker's usual one; a word for none has no shape.
      if (manufacturer === '' || serial === '' || serial.includes(';') || isNoSerial(serial)) return;
      const maker = manufacturer.toLowerCase();
      let shapes = makers.get(maker);
      if (!shapes) {
        shapes = new Map();
        makers.set(maker, shapes);
      }
      const shape = shapeOf(serial);
      let here = shapes.get(shape);
      if (!here) {
        here = { maker, shape, count: 0 };
        shapes.set(shape, here);
      }
      here.count += 1;
      counted[id] = here;
    },
    known: (maker, except) => {
      const own = except === undefined ? undefined : counted[except];
      return [...(makers.get(maker.toLowerCase())?.values() ?? [])]
        .map((each) => ({ shape: each.shape, count: each.count - Number(each === own) }))
        .filter(({ count }) => count > 0);
    },
  };
};
