import { type Finding, hint, warning } from '../domain/findings.ts';
import { serialSkeleton } from './normalise.ts';
import { looksLike } from './similar.ts';

/**
 * Numbers of mobile equipment. An IMEI has 14 digits (8 of them the type allocation code) and a Luhn check digit; an
 * IMEISV has the 14 and a software version of 2; a MEID has 14 hexadecimal digits of which the first is A to F, or 18
 * decimal ones. Sources: 3GPP TS 23.003 section 6, through secondary descriptions; the MEID from memory.
 */
export type ImeiKind = 'imei' | 'imei-without-check-digit' | 'imeisv' | 'meid' | 'unknown';

export type ImeiReading = {
  kind: ImeiKind;
  /** Digits (or hexadecimal digits, upper case) without separators and without a label before them. */
  number: string;
  /** `unknown` where the number has no check digit to hold it against. */
  valid: 'yes' | 'no' | 'unknown';
  /** The first eight digits: make and model, in a registry that is not public. */
  typeAllocation?: string;
  /** The check digit that the first 14 call for. */
  checkDigit?: string;
  /** At most three numbers with a right check digit, one swap of neighbours or one look-alike away. Offered only. */
  repairs: string[];
  findings: Finding[];
};

const RULE = { cite: '3GPP TS 23.003, section 6.2.1 and annex B', certainty: 'secondary' } as const;
const MOST_REPAIRS = 3;

/** The Luhn check digit of a row of digits (ISO/IEC 7812-1, annex B). */
export const luhnDigit = (digits: string): string => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
};

/** True for digits whose last is the Luhn check digit of the others. */
export const luhnHolds = (digits: string): boolean =>
  /^\d{2,}$/.test(digits) && luhnDigit(digits.slice(0, -1)) === digits.at(-1);

/**
 * Swaps of neighbours first, then digits that are misread for one another: in each place but the last, since another check
 * digit would make any misread number look right; and never the number itself.
 */
const repairsOf = (digits: string): { swaps: number; all: string[] } => {
  const found = new Set<string>();
  const holding = () => [...found].filter((d) => d !== digits && luhnHolds(d));
  for (let i = 0; i + 1 < digits.length; i++)
    found.add(digits.slice(0, i) + digits[i + 1] + digits[i] + digits.slice(i + 2));
  const swaps = holding().length;
  for (let i = 0; i + 1 < digits.length; i++)
    for (const other of '0123456789')
      if (looksLike(digits[i]!, other)) found.add(digits.slice(0, i) + other + digits.slice(i + 1));
  return { swaps, all: holding() };
};

/** True for a kind of device, in whatever words, that is on a mobile network or may be; also where no kind is given. */
export const mayHaveImei = (type: string): boolean =>
  type.trim() === '' ||
  /(?<!head|ear|micro|gramo)phone|tablet|\bi?pad\b|watch|router|modem|hotspot|mobile|cellular/i.test(type);

const LABEL = /^\s*(?:IMEI(?:\/MEID)?|IMEISV|MEID)(?:\s*(?:\d|SV))?\s*[:#]\s*|^\s*(?:IMEI|IMEISV|MEID)\s+/i;

/**
 * Reads the number of a phone, tablet or modem, with spaces, dashes, dots or slashes or without. The check digit finds
 * every single wrong digit and every swap of neighbours but 0 and 9; it does not say that the number was ever issued.
 *
 * @returns findings are about the field `imei`. An empty text gives none.
 */
export const readImei = (text: string): ImeiReading => {
  const number = text
    .replace(LABEL, '')
    .toUpperCase()
    .replace(/[\s\-–—./]/g, '');
  const reading = (kind: ImeiKind, valid: ImeiReading['valid'], ...findings: Finding[]): ImeiReading => ({
    kind,
    number,
    valid,
    ...(/^\d{14,16}$/.test(number)
      ? { typeAllocation: number.slice(0, 8), checkDigit: luhnDigit(number.slice(0, 14)) }
      : {}),
    repairs: [],
    findings,
  });
  if (number === '') return reading('unknown', 'unknown');
  if (/^[A-F][0-9A-F]{13}$/.test(number)) return reading('meid', 'unknown');
  if (/[^0-9]/.test(number)) return withLetters(number, reading);
  if (/^(\d)\1+$/.test(number) && number.length >= 14)
    return reading(
      'unknown',
      'no',
      warning(
        'imei',
        'imei-placeholder',
        `${number} is one digit repeated, not a number of a phone. Dial *#06# to see it.`,
      ),
    );
  switch (number.length) {
    case 14:
      return reading(
        'imei-without-check-digit',
        'unknown',
        hint(
          'imei',
          'imei-no-check-digit',
          `This has 14 digits: an IMEI without its check digit, which would be ${luhnDigit(number)}. Copy all 15 if they are shown.`,
          RULE,
        ),
      );
    case 15: {
      if (luhnHolds(number)) return reading('imei', 'yes');
      const { swaps, all } = repairsOf(number);
      const repairs = all.slice(0, MOST_REPAIRS);
      // Put forward where two swapped digits are the only slip that explains it; a misread digit can’t be told.
      const meant = swaps === 1 && all.length === 1 ? all[0] : undefined;
      const possible =
        repairs.length > 0 && meant === undefined
          ? ` The number${repairs.length === 1 ? '' : 's'} offered would fit, as others would: possibilities only.`
          : '';
      const finding = warning(
        'imei',
        'imei-check-digit',
        `The last digit does not fit the others: with these it would be ${luhnDigit(number.slice(0, 14))}, not ${number[14]}. Some digit was misread; dial *#06# or read the label again.${possible}`,
        RULE,
      );
      return {
        ...reading('imei', 'no', meant === undefined ? finding : { ...finding, suggestion: meant }),
        repairs,
      };
    }
    case 16:
      return reading(
        'imeisv',
        'unknown',
        hint(
          'imei',
          'imei-software-version',
          `This has 16 digits: an IMEI whose last two are a software version that changes. The number on the label has 15 and would be ${number.slice(0, 14)}${luhnDigit(number.slice(0, 14))}.`,
          RULE,
        ),
      );
    case 18:
      return reading(
        'meid',
        'unknown',
        hint(
          'imei',
          'imei-is-meid',
          'This has 18 digits: probably a MEID in decimal form, of a phone for CDMA networks.',
          {
            cite: '3GPP2 S.R0048-A',
            certainty: 'memory',
          },
        ),
      );
    case 30:
      return reading(
        'unknown',
        'no',
        warning(
          'imei',
          'imei-length',
          'These are two numbers of 15 digits. Enter the first, and keep the other in the note.',
          RULE,
        ),
      );
    default:
      return reading(
        'unknown',
        'no',
        warning(
          'imei',
          'imei-length',
          `An IMEI has 15 digits; this has ${number.length}. Dial *#06# or read the label again.`,
          RULE,
        ),
      );
  }
};

const withLetters = (
  number: string,
  reading: (kind: ImeiKind, valid: ImeiReading['valid'], ...findings: Finding[]) => ImeiReading,
): ImeiReading => {
  const strange = /[^0-9]/.exec(number)![0];
  const folded = serialSkeleton(number);
  const repairs = folded.length === number.length && folded.length === 15 && luhnHolds(folded) ? [folded] : [];
  const finding = warning(
    'imei',
    'imei-characters',
    `An IMEI has digits only; “${strange}” does not belong. Read that character again.`,
    RULE,
  );
  return {
    ...reading('unknown', 'no', repairs[0] ? { ...finding, suggestion: repairs[0] } : finding),
    repairs,
  };
};
