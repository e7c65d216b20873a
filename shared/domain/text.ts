import { type Finding, refused, warning } from './findings.ts';
import { UNSEEN } from './unseen.ts';

/** The text with its first letter in capitals, to begin a sentence with. */
export const capital = (text: string): string => text.replace(/^./, (first) => first.toUpperCase());

/** A label in the middle of a sentence: `car`, `SUV or van`, `VIN or other number`. */
export const inSentence = (label: string): string =>
  label.replace(/^\p{Lu}(?!\p{Lu})/u, (first) => first.toLowerCase());

/** Longest text one field of an entry may hold, in characters. Longer is a paste by accident. */
export const LONGEST_FIELD = 200;
export const LONGEST_NOTE = 2000;

// Anything a person cannot see but a record would carry: C0/C1 controls, bidirectional marks, zero-width characters,
// soft hyphen, fillers, variation selectors, byte order mark, tags (all of them “default ignorable” in Unicode), line
// and paragraph separators, the blank Braille cell, lone surrogates, private use.
const INVISIBLE = new RegExp(String.raw`[${UNSEEN}\u2800\uFFF9-\uFFFB]`, 'u');
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3]/u;
/** ©, ® and ™ count as pictographs in Unicode but stand in trade names, and print. */
const TRADE_SIGNS = /[©®™]/gu;
/** Scripts that the book's printing font covers. Others are kept and printed as their code points. */
const PRINTABLE = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u;

const LAYOUT = /[\t\n\r\u00A0\u2007\u202F]+/gu;
/** Beyond Latin-1, where a letter may have a second, composed form. */
const MAYBE_DECOMPOSED = /[\u0300-\uFFFF]/;

/** Nothing to tidy: most texts by far, and an import has a million of them. */
const TIDY = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The text as the book keeps it: ends trimmed, tabs, line breaks and no-break spaces turned to one space, letters with
 * accents in composed form (NFC). Nothing else is touched: case, inner spaces and hyphens stay as typed.
 */
export const tidy = (text: string): string => {
  if (text === '' || TIDY.test(text)) return text;
  const flat = text.replace(LAYOUT, ' ').trim();
  return MAYBE_DECOMPOSED.test(flat) ? flat.normalize('NFC') : flat;
};

const codePoint = (found: RegExpExecArray): string =>
  `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const PLAIN = /^[\x20-\x7E\u00A1-\u00AC\u00AE-\u017F]*$/;

/**
 * Findings about the characters of one tidied field. Invisible characters and pictures are refused, because two
 * records could then look alike on paper and differ in the file; scripts that the font lacks are warned about.
 */
export const checkText = (field: string, label: string, text: string, longest = LONGEST_FIELD): Finding[] => {
  if (text.length > longest) {
    return [
      refused(
        field,
        'text-too-long',
        `${label} is ${text.length.toLocaleString('en-US')} characters long; at most ${longest.toLocaleString('en-US')} fit. Shorten it${longest < LONGEST_NOTE ? ', or put the rest in a note' : ''}.`,
      ),
    ];
  }
  if (PLAIN.test(text)) return [];
  const emoji = EMOJI.exec(text.replace(TRADE_SIGNS, ''));
  if (emoji) {
    return [
      refused(
        field,
        'text-picture',
        `${label} holds a picture (${codePoint(emoji)}), which a printed book can't show. Use letters.`,
      ),
    ];
  }
  const invisible = INVISIBLE.exec(text);
  if (invisible) {
    return [
      refused(
        field,
        'text-invisible',
        `${label} holds a character that can't be seen (${codePoint(invisible)}). Type it again rather than pasting it.`,
      ),
    ];
  }
  if (text.includes('\uFFFD')) {
    return [
      warning(
        field,
        'text-damaged',
        `${label} holds � where a letter was lost on the way here. Write the letter that belongs there.`,
      ),
    ];
  }
  if (!PRINTABLE.test(text)) {
    return [
      warning(
        field,
        'text-not-printable',
        `${label} has letters that the printed book can't draw; it will print their code numbers. Add the name in Latin letters.`,
      ),
    ];
  }
  return [];
};

/** As long as the contract takes a reason to save past a warning. */
const LONGEST_ACCEPTED = 500;

/**
 * What keeps a reason to save past a warning from being kept, if anything: it stands in the trail and on paper, as the reason
 * of a correction does. That it is there at all is asked elsewhere.
 */
export const reasonRefusal = (reason: string): Finding | undefined =>
  checkText('reason', 'The reason', tidy(reason).replace(/\s+/g, ' '), LONGEST_ACCEPTED).find(
    (f) => f.severity === 'refused',
  );

/** Lower case without accents, for finding: `Müller` and `MULLER` are one. Never for storing. */
export const fold = (text: string): string => {
  const lower = text.toLowerCase();
  return PLAIN_ASCII.test(lower)
    ? lower
    : lower
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[ßøłđðıæœþ]/g, (letter) => ONE_LETTER[letter]!);
};
/** Letters that don't come apart into a plain one and a mark. */
const ONE_LETTER: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};
const PLAIN_ASCII = /^[\x20-\x7E]*$/;
