import type { Face } from './fonts.ts';
import type { Sheet } from './sheet.ts';

const PLAIN = /^[\x20-\x7E]*$/;

/**
 * The face for a number: mono with its slashed zero, unless mono lacks a letter that the text face has. So a Greek
 * serial number prints as letters and not as code points.
 */
export const faceForNumber = ({ mono, sans }: Sheet['faces'], text: string): Face => {
  if (PLAIN.test(text)) return mono;
  for (const char of text) {
    const codePoint = char.codePointAt(0)!;
    if (!mono.has(codePoint) && sans.has(codePoint)) return sans;
  }
  return mono;
};

/** The numbers of a serial column's text, in marked order, without the semicolons between them. */
export const serialTexts = (text: string): string[] =>
  text
    .split(';')
    .map((serial) => serial.trim())
    .filter((serial) => serial !== '');

/** The same, each but the last with its semicolon: how they stand under one another in the book's column. */
export const serialLines = (text: string): string[] => {
  const serials = serialTexts(text);
  return serials.map((serial, n) => (n < serials.length - 1 ? `${serial};` : serial));
};
