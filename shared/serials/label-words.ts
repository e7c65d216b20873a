import { type Finding, hint, warning } from '../domain/findings.ts';
import { isVinShaped } from './vin-check-digit.ts';

/**
 * Words that stand on a label before the number and were copied with it: `S/N 12345`. They are no part of the number, and a
 * record that has them is not found beside one that has not.
 */
const NUMBER = '(?:[ ]?(?:numbers?|num\\.?|nos?\\.?|nr\\.?))?';
const WORDS = [
  `serial${NUMBER}`,
  'ser\\.?[ ]?no\\.?',
  's[/\\\\]n',
  's\\.n\\.',
  'imei(?:/meid)?(?:[ ]?[12])?',
  'meid',
  `(?:vin|hin|pin)${NUMBER}`,
  `(?:chassis|frame|engine|hull)[ ]?(?:id[ ]?)?(?:numbers?|nos?\\.?)`,
].join('|');

/** A sign, a space or both must part the word from the number: `SERIAL` may begin one. */
const SURE = new RegExp(`^(${WORDS})\\s*(?:[:#=]\\s*|\\s+#?\\s*)(\\S.*)$`, 'i');
/** Run together only where the word itself has a sign that no number has. */
const SIGNED = /^(s\/n)\.?\s*(\S.*)$/i;
const SHORT = /^(sn)\s*[:#=]\s*(\S.*)$/i;
const UNSURE = /^(no\.|no(?=\s)|nr\.|nr(?=\s)|sn(?=\s)|#)\s*(\S.*)$/i;
const RUN_TOGETHER = /^(vin)(.{17})$/i;

/** A word is parted from its number by one of these; most numbers have none of them. */
const MAY_HAVE_ONE = /[\s:#=./\\]|^vin/i;

/** Fewer characters than these are no number, and what follows the word must have a digit. */
const isNumber = (text: string): boolean => /\d/.test(text) && text.replace(/[^\p{L}\p{N}?]/gu, '').length >= 3;

/**
 * The word of a label before a number, and the number without it; undefined where there is none.
 *
 * @returns `sure` where no number begins so; `No.`, `SN ` and `#` may be marked as a part of it
 */
export const labelBefore = (text: string): { label: string; rest: string; sure: boolean } | undefined => {
  if (!MAY_HAVE_ONE.test(text)) return undefined;
  const typed = text.trim();
  for (const words of [SURE, SIGNED, SHORT, UNSURE]) {
    const [, label, rest] = words.exec(typed) ?? [];
    if (label !== undefined && rest !== undefined && isNumber(rest)) return { label, rest, sure: words !== UNSURE };
  }
  const [, label, rest] = RUN_TOGETHER.exec(typed) ?? [];
  return label !== undefined && rest !== undefined && isVinShaped(rest.toUpperCase())
    ? { label, rest, sure: true }
    : undefined;
};

/** What is said of it: the number alone is offered. */
export const labelFinding = (text: string): Finding | undefined => {
  const found = labelBefore(text);
  if (!found) return undefined;
  const { label, rest, sure } = found;
  return {
    ...(sure
      ? warning(
          'serial',
          'serial-label',
          `“${label}” is the label’s word for the number and no part of it. Enter ${rest} alone, or the same number is not found beside this one.`,
        )
      : hint(
          'serial',
          'serial-label',
          `“${label}” is mostly the label’s word for the number and no part of it. If so, enter ${rest} alone.`,
        )),
    suggestion: rest,
  };
};
