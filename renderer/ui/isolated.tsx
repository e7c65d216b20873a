import { Fragment } from 'react';

/** Letters of the scripts that run from right to left, with their marks and digits (Unicode's ranges for them). */
const LETTER = '[\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}]';
/** Words of such letters, with what stands between two of them. */
const RUN = new RegExp(`(${LETTER}+(?:[^\\p{L}\\p{N}]+${LETTER}+)*)`, 'u');

/**
 * A sentence or a list of texts in one line. Words that run from right to left are set apart: left to themselves they would
 * take a number that stands after them to their other side.
 */
export const Isolated = ({ text }: { text: string }) =>
  text.split(RUN).map((piece, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    <Fragment key={n}>{n % 2 === 1 ? <bdi>{piece}</bdi> : piece}</Fragment>
  ));
