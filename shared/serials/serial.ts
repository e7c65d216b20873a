import { pointsElsewhere } from '../domain/elsewhere.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { checkText } from '../domain/text.ts';

const NONE = /^(nsn|n\.s\.n\.?|no serial( number)?|none|n\/?a|unknown|not marked|no ser\.?)$/i;
const NOT_YET = /invoice|^(tbd|pending|\?+|x{3,}|-+)$/i;
const SPREADSHEET_NUMBER = /^\d(\.\d+)?E[+-]?\d{1,3}$/i;
const SPREADSHEET_FAULT = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/i;
/** Letters of another alphabet: a Cyrillic А beside a Latin A is another number to a computer and the same to the eye. */
const OTHER_LETTERS = /[^\P{L}\p{Script=Latin}]/u;
/** More than any frame is marked with (27 CFR 478.92 allows several on a multi-piece frame). */
const MOST_SERIALS = 20;
const PMF_SERIAL = /^\d{8}-\S+$/;

const SERIAL_RULE = { cite: '27 CFR 478.125(e)', certainty: 'secondary' } as const;
const PMF_RULE = { cite: '27 CFR 478.92(a)(2)', certainty: 'read' } as const;

/** True for a text that says there is no serial number, such as `NSN`. */
export const isNoSerial = (serial: string): boolean => NONE.test(serial);

/**
 * Findings about the serial numbers of one firearm, as marked, in marked order.
 *
 * @param serials the numbers, tidied, one an element; none at all is refused
 * @param manufacturer as entered; `PMF` marks a privately made firearm
 */
export const checkSerials = (serials: readonly string[], manufacturer: string): Finding[] => {
  if (serials.length === 0 || serials.every((s) => s === '')) {
    return [
      refused(
        'serial',
        'serial-missing',
        'The serial number is missing. Copy it from the frame or receiver; only a firearm made before 1968 may have none, written NSN.',
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
    if (NOT_YET.test(serial) || pointsElsewhere(serial)) {
      found.push(
        refused('serial', 'serial-elsewhere', `“${serial}” points elsewhere. The book itself must hold the number.`, {
          cite: 'ATF Ruling 2016-1, condition 3',
          certainty: 'secondary',
        }),
      );
    } else if (!/[\p{L}\p{N}]/u.test(serial)) {
      found.push(refused('serial', 'serial-empty', `“${serial}” holds no letter or digit.`));
    } else if (NONE.test(serial)) {
      found.push(
        warning(
          'serial',
          'serial-none',
          'No serial number is right only for a firearm made before 1968 that never had one. A removed or altered number must be reported to ATF.',
          { cite: '27 CFR 478.92; 18 U.S.C. 922(k)', certainty: 'secondary' },
        ),
      );
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
