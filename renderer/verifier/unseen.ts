import { UNSEEN } from '../../shared/domain/unseen.ts';

/**
 * What a person can't see, or what turns the order of letters on a page around, is shown by its number as on paper: controls,
 * direction marks, joiners, unassigned and private characters, line separators, lone surrogates.
 */
const UNSHOWN = new RegExp(String.raw`[${UNSEEN}\p{Cf}\p{Cn}]`, 'u');
const RUNS = new RegExp(`(${UNSHOWN.source})\\1*`, 'gu');

export type Piece = { text: string; unseen: boolean };

const number = (c: string): string => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** A text in pieces that can be seen. The same unseen character many times over is one piece. */
export const pieces = (text: string): Piece[] => {
  const found: Piece[] = [];
  let from = 0;
  for (const run of text.matchAll(RUNS)) {
    if (run.index > from) found.push({ text: text.slice(from, run.index), unseen: false });
    const times = [...run[0]].length;
    found.push({ text: times > 1 ? `${number(run[1]!)} × ${times}` : number(run[1]!), unseen: true });
    from = run.index + run[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), unseen: false });
  return found;
};

/** JSON with its unseen characters escaped as JSON itself does: the same value, and nothing hidden. Line feeds stay. */
export const visibleJson = (json: string): string =>
  json.replace(new RegExp(UNSHOWN.source, 'gu'), (c) =>
    c === '\n'
      ? c
      : Array.from({ length: c.length }, (_, at) => `\\u${c.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
