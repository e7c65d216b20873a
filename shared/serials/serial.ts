import type { BookKind } from '../categories/category.ts';
import { pointsElsewhere } from '../domain/elsewhere.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { checkText } from '../domain/text.ts';
import { type NoNumber, readNoNumber } from './no-number.ts';
import { hasUnread } from './normalise.ts';

/** A word that names another paper wherever it stands in the number. */
const INVOICE = /invoice/i;
const SPREADSHEET_NUMBER = /^\d(\.\d+)?E[+-]?\d{1,3}$/i;
const SPREADSHEET_FAULT = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/i;
/** Letters of another alphabet: a Cyrillic А beside a Latin A is another number to a computer and the same to the eye. */
const OTHER_LETTERS = /[^\P{L}\p{Script=Latin}]/u;
/** More than any frame is marked with (27 CFR 478.92 allows several on a multi-piece frame). */
const MOST_SERIALS = 20;
const PMF_SERIAL = /^\d{8}-\S+$/;

const SERIAL_RULE = { cite: '27 CFR 478.125(e)', certainty: 'secondary' } as const;
const PMF_RULE = { cite: '27 CFR 478.92(a)(2)', certainty: 'read' } as const;
const ELSEWHERE_RULE = { cite: 'ATF Ruling 2016-1, condition 3', certainty: 'secondary' } as const;
/** That a firearm made before 1968 may bear no number. */
export const UNMARKED_RULE = { cite: '27 CFR 478.92', certainty: 'secondary' } as const;
/** That one whose number was taken off may not be had: the second for firearms of the National Firearms Act. */
export const REMOVED_RULE = { cite: '18 U.S.C. 922(k); 26 U.S.C. 5861(h)', certainty: 'secondary' } as const;
/** What to do with it, in the words of every finding about it. */
export const DO_NOT_TAKE_IN =
  'Do not take it in: a firearm whose number was removed, obliterated or altered may not be received, possessed or sold. If you hold it already, keep it apart and call ATF.';

/** True for a text that says there is no serial number, or why there is none to read, such as `NSN` or `filed off`. */
export const isNoSerial = (serial: string): boolean => readNoNumber(serial) !== undefined;

/** The states of the number under which `?` may stand for characters that can’t be read. */
export const UNREAD_STATES: readonly string[] = ['Illegible', 'Removed or altered'];

/** What else is known of a firearm whose numbers are looked at. */
export type FirearmNumbers = {
  /** Why no number can be read, as the line says; empty where it doesn’t. */
  state?: string | undefined;
  /** An owner’s inventory is under no ruling. */
  book?: BookKind;
};

/** What a word for no number asks for on a firearm: the state of the number that says the same, with the law. */
const noNumberFinding = (
  serial: string,
  none: NoNumber,
  manufacturer: string,
  { state = '', book }: FirearmNumbers,
): Finding => {
  const what = `“${serial}” is not a number.`;
  const pmf = manufacturer.toUpperCase() === 'PMF';
  if (state !== '' && none !== 'unmarked')
    return warning(
      'serial',
      'serial-none',
      `${what} Leave it empty, or write what can be read with ? for the rest: “State of the number” says why.`,
      SERIAL_RULE,
    );
  switch (none) {
    case 'removed':
      return warning(
        'serial',
        'serial-removed',
        `${what} ${DO_NOT_TAKE_IN} In the book leave the number empty, or write ? for each character that is gone, and choose “Removed or altered” under “State of the number”.`,
        REMOVED_RULE,
      );
    case 'illegible':
      return warning(
        'serial',
        'serial-illegible',
        `${what} Write what can be read, with ? for each character that can’t, and choose “Illegible” under “State of the number”. If somebody took it off, it is “Removed or altered”, and ATF must be told.`,
        REMOVED_RULE,
      );
    case 'unmarked':
      if (state !== '')
        return warning(
          'serial',
          'serial-none',
          `${what} It says that there never was one, and “State of the number” says ${state.toLowerCase()}. Leave it empty, or write what can be read.`,
          UNMARKED_RULE,
        );
      return warning(
        'serial',
        'serial-none',
        pmf && book === 'inventory'
          ? `${what} Leave it empty and choose “Never marked” under “State of the number”. A licensee who takes it in must mark it.`
          : pmf
            ? `${what} A privately made firearm is marked by the seventh day: leave the number empty and choose “To be marked” under “State of the number”.`
            : 'No serial number is right only for a firearm made before 1968 that never had one. Say so with “Never marked” under “State of the number”. A removed or altered number must be reported to ATF.',
        pmf ? PMF_RULE : { cite: '27 CFR 478.92; 18 U.S.C. 922(k)', certainty: 'secondary' },
      );
    case 'pending':
      return refused(
        'serial',
        'serial-elsewhere',
        `${what} The book must hold it from the start; only of a privately made firearm (maker PMF) may it come later: choose “To be marked” under “State of the number”.`,
        SERIAL_RULE,
      );
    case 'unknown':
      return warning(
        'serial',
        'serial-none',
        `${what} Read it again from the frame or receiver. If there is none to read, say why under “State of the number”: “Never marked” only where it was made before 1968, “Illegible” where it is worn, “Removed or altered” where somebody took it off. Then do not take it in, and call ATF.`,
        { cite: '27 CFR 478.92; 18 U.S.C. 922(k)', certainty: 'secondary' },
      );
  }
};

/** Of a number of any unit: `?` in it, and no state that says why. */
export const unreadFinding = (serial: string): Finding =>
  warning(
    'serial',
    'serial-unread',
    `A ? in ${serial} stands for a character that can’t be read. Look at every other place where the number stands; if it stays so, choose “Illegible” or “Removed or altered” under “State of the number”.`,
  );

/**
 * Findings about the serial numbers of one firearm, as marked, in marked order.
 *
 * @param serials the numbers, tidied, one an element; none at all is refused, so it is not asked where the state of the
 *   number says why there is none
 * @param manufacturer as entered; `PMF` marks a privately made firearm
 */
export const checkSerials = (
  serials: readonly string[],
  manufacturer: string,
  { state = '', book = 'statutory' }: FirearmNumbers = {},
): Finding[] => {
  if (serials.length === 0 || serials.every((s) => s === '')) {
    return [
      refused(
        'serial',
        'serial-missing',
        'The serial number is missing. Copy it from the frame or receiver. If none can be read, say why under “State of the number”: illegible, removed or altered, or never marked (only if made before 1968).',
        SERIAL_RULE,
      ),
    ];
  }
  if (serials.length > MOST_SERIALS) {
    return [
      refused(
        'serial',
        'serial-too-many',
        `One line holds at most ${MOST_SERIALS} serial numbers; this has ${serials.length}. Each firearm has a line of its own.`,
      ),
    ];
  }
  const found: Finding[] = [];
  const pmf = manufacturer.toUpperCase() === 'PMF';
  const seen = new Set<string>();
  for (const serial of serials) {
    const text = checkText('serial', 'The serial number', serial, 60);
    if (text.length > 0) {
      found.push(...text);
      continue;
    }
    if (seen.has(serial))
      found.push(warning('serial', 'serial-twice', `The number ${serial} stands twice on this line.`));
    seen.add(serial);
    const none = readNoNumber(serial);
    if (INVOICE.test(serial) || pointsElsewhere(serial)) {
      found.push(
        refused(
          'serial',
          'serial-elsewhere',
          `“${serial}” points elsewhere. The book itself must hold the number.`,
          book === 'inventory' ? undefined : ELSEWHERE_RULE,
        ),
      );
    } else if (!/[\p{L}\p{N}]/u.test(serial)) {
      const unread = hasUnread(serial);
      if (unread && UNREAD_STATES.includes(state)) continue;
      found.push(
        refused(
          'serial',
          /^(\?+|-+)$/.test(serial) ? 'serial-elsewhere' : 'serial-empty',
          unread
            ? `“${serial}” holds no character that was read. Choose “Illegible” or “Removed or altered” under “State of the number”; then ? may stand for each.`
            : `“${serial}” holds no letter or digit. If no number can be read, leave it empty and say why under “State of the number”.`,
          SERIAL_RULE,
        ),
      );
    } else if (none !== undefined) {
      // Beside “Never marked” there is nothing to add.
      if (none !== 'unmarked' || state !== 'Never marked')
        found.push(noNumberFinding(serial, none, manufacturer, { state, book }));
    } else if (hasUnread(serial) && !UNREAD_STATES.includes(state)) {
      found.push(unreadFinding(serial));
    } else if (SPREADSHEET_FAULT.test(serial)) {
      found.push(
        refused(
          'serial',
          'serial-spreadsheet-fault',
          `“${serial}” is a spreadsheet’s word for a fault, not a number. Copy the number from the firearm.`,
        ),
      );
    } else if (OTHER_LETTERS.test(serial)) {
      found.push(
        warning(
          'serial',
          'serial-other-letters',
          `${serial} holds letters that are not of the Latin alphabet and may only look like it. Type it again unless the firearm is marked so.`,
        ),
      );
    } else if (SPREADSHEET_NUMBER.test(serial)) {
      found.push(
        warning(
          'serial',
          'serial-spreadsheet',
          `${serial} looks like a long number that a spreadsheet shortened. Check it against the firearm.`,
        ),
      );
    } else if (pmf && !PMF_SERIAL.test(serial)) {
      found.push(
        warning(
          'serial',
          'serial-pmf-shape',
          'A privately made firearm is marked with the first three and last five digits of the licence, a hyphen and a number of its own, as in 12345678-0001.',
          PMF_RULE,
        ),
      );
    }
  }
  return found;
};
