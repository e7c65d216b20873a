import type { Face } from './fonts.ts';

const SPACE = 0x20;

/** After these a line may break without a space: hyphen, slash, semicolon, comma, en dash. */
const breaksAfter = (code: number): boolean =>
  code === 0x2d || code === 0x2f || code === 0x3b || code === 0x2c || code === 0x2013;

/**
 * Breaks a text into lines by words; a word longer than a line is broken where the line is full. No character is lost
 * but the spaces at a break, and none is added, so that a broken serial number reads on as it was marked.
 *
 * @param limit the longest line, in the face's units (1/1000 em)
 * @param indent what already stands on the first line, in the same units; the first line may come out empty
 * @param out where the lines go; without it they are only counted
 * @param words break at hyphens and the like too, as words allow; otherwise only at spaces, as numbers ask for
 * @returns how many lines; 0 for an empty text
 */
export const wrap = (face: Face, text: string, limit: number, indent = 0, out?: string[], words = true): number => {
  const length = text.length;
  if (length === 0) return 0;
  let lines = 0;
  let start = 0;
  let room = limit - indent;
  while (start < length) {
    let width = 0;
    let at = start;
    /** Where the line would end and the next begin, at the last place that allows a break. */
    let end = -1;
    let next = -1;
    while (at < length) {
      let code = text.charCodeAt(at);
      if (code >= 0xd800 && code <= 0xdfff) code = text.codePointAt(at)!;
      const advance = face.advance(code);
      if (code === SPACE) {
        // Spaces may hang over the edge: they are not drawn there.
        if (next !== at) end = at;
        next = at + 1;
      } else if (width + advance > room && (at > start || indent > 0)) break;
      width += advance;
      at += code > 0xffff ? 2 : 1;
      if (words && breaksAfter(code) && width <= room) {
        end = at;
        next = at;
      }
    }
    if (at >= length) {
      end = length;
      next = length;
    } else if (next <= start) {
      // No place to break: a word too long for the line. Beside a label, it first gets a line of its own.
      end = indent > 0 && lines === 0 ? start : at;
      next = end;
    }
    out?.push(text.slice(start, end));
    lines++;
    start = next;
    room = limit;
    indent = 0;
  }
  return lines;
};
