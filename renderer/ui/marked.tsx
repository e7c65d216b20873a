import { Fragment } from 'react';
import { fold } from '../../shared/domain/text.ts';

/**
 * Cuts a text where the words of a query stand in it, without regard to case or accents.
 *
 * @returns the pieces in order; every second one (odd index) is a match
 */
export const cutAtMatches = (text: string, query: string): string[] => {
  const words = query.split(/\s+/).map(fold).filter(Boolean);
  const folded = fold(text);
  // Folding may lengthen a letter (ß); then places no longer agree, and nothing is marked.
  if (words.length === 0 || folded.length !== text.length) return [text];
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      hit.fill(true, at, at + word.length);
  }
  const pieces = [''];
  for (let i = 0; i < text.length; i++) {
    if (hit[i] !== (pieces.length % 2 === 0)) pieces.push('');
    pieces[pieces.length - 1] = `${pieces.at(-1)}${text[i]}`;
  }
  return pieces;
};

/** A text with what was searched for marked in it. */
export const Marked = ({ text, query }: { text: string; query: string }) =>
  cutAtMatches(text, query).map((piece, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    <Fragment key={n}>{n % 2 === 1 ? <mark>{piece}</mark> : piece}</Fragment>
  ));
