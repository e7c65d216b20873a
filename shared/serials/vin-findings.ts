import { type Certainty, type Finding, hint, warning } from '../domain/findings.ts';
import { inSentence } from '../domain/text.ts';
import { hasValidCheckDigit, vinCheckDigit } from './vin-check-digit.ts';
import { makerName, makerPlainlyDiffers } from './vin-makers.ts';
import { isNorthAmerican } from './vin-regions.ts';
import { hasScannerPrefix, usualReading, type VinRepair, type VinRepairs } from './vin-repairs.ts';
import { isYearCharacter } from './vin-year.ts';
import { type WmiEntry, type WmiTable, wmiOf } from './wmi.ts';

/** What is said to a person of a VIN: each a plain sentence with its rule, all of which can be saved past. */

type Rule = { cite: string; certainty: Certainty };

const CHECK_RULE = { cite: '49 CFR part 565', certainty: 'read' } as const;
const FILLER_RULE = { cite: 'Custom: what is typed into forms that want a number', certainty: 'memory' } as const;
const MARKET_RULE = { cite: 'ISO 3779', certainty: 'memory' } as const;
const YEAR_RULE = { cite: '49 CFR part 565', certainty: 'secondary' } as const;
const END_RULE = { cite: '49 CFR part 565', certainty: 'memory' } as const;
export const READ_AGAIN = 'Read it again from the vehicle, then from the title.';
/** Of other lengths it may be another kind of number. */
const NEARLY_A_VIN = /^.{16,18}$/;

/** A number that stands for none: one character throughout, or the keyboard's own row. */
const isDummy = (vin: string): boolean => {
  if (/(.)\1{8}/.test(vin) || new Set(vin).size <= 2) return true;
  let steps = 0;
  for (let i = 1; i < vin.length; i++) {
    const step = vin.charCodeAt(i) - vin.charCodeAt(i - 1);
    if (Math.abs(step) === 1 || vin.slice(i - 1, i + 1) === '90') steps++;
  }
  return steps >= 11;
};

/** Kinds of slip that leave a trace, so that one which alone makes the check digit hold is likely what happened. */
const TELLING: ReadonlySet<VinRepair['kind']> = new Set(['look-alike', 'transposition', 'doubled', 'extra']);

/**
 * The one number that is likely meant: what the letters I, O and Q or a scanner’s I stand for, or the only repair there is.
 * Of a mistyped digit some forty numbers would fit, so that mostly there is none; nor can a character left out be told.
 */
const likelyMeant = (vin: string, repairs: readonly VinRepair[]): string | undefined => {
  const [first] = repairs;
  if (!first) return undefined;
  if (first.vin === usualReading(vin) || hasScannerPrefix(vin)) return first.vin;
  return repairs.length === 1 && TELLING.has(first.kind) ? first.vin : undefined;
};

/** The first finding that a repair would mend lists them all, as possibilities; the others have the likely one, if any. */
export const withRepairs = (
  findings: readonly Finding[],
  vin: string,
  { likely: repairs, others }: VinRepairs,
): Finding[] => {
  if (repairs.length + others.length === 0) return [...findings];
  const meant = likelyMeant(vin, repairs);
  const suggestions = repairs.map((repair) => repair.vin);
  const lists = findings.find((f) => MENDED.has(f.code));
  const only =
    repairs.length === 1
      ? 'The number offered would fit: it is a possibility only.'
      : 'The numbers offered would fit, as many others would: they are possibilities only.';
  return findings.map((finding): Finding => {
    const said = meant === undefined ? finding : { ...finding, suggestion: meant };
    if (finding !== lists) return said;
    const more = others.length > 0 ? { others: others.map((repair) => repair.vin) } : {};
    if (repairs.length === 0 || (meant !== undefined && repairs.length === 1)) return { ...said, ...more };
    return { ...said, ...more, suggestions, ...(meant === undefined ? { message: `${finding.message} ${only}` } : {}) };
  });
};
/** What is wrong with the characters, which other characters mend. */
const MENDED: ReadonlySet<string> = new Set([
  'vin-characters',
  'vin-length',
  'vin-letter-ioq',
  'vin-check-digit',
  'vin-end-letter',
]);

/** Length, characters, fillers. */
export const shapeFindings = (vin: string): Finding[] => {
  const found: Finding[] = [];
  const say = (code: string, message: string, rule: Rule = CHECK_RULE) =>
    found.push(warning('serial', code, message, rule));
  const stray = /[^A-Z0-9]/u.exec(vin);
  const unread = vin.split('?').length - 1;
  if (stray?.[0] === '?')
    say(
      'vin-characters',
      `${unread === 1 ? 'One character' : `${unread} characters`} could not be read. Look where else the VIN stands: behind the windshield, in the door frame, on the title.`,
    );
  else if (stray)
    say('vin-characters', `“${stray[0]}” is no part of a VIN, which has capital letters and digits. ${READ_AGAIN}`);
  if (hasScannerPrefix(vin)) {
    say(
      'vin-length',
      'A VIN has 17 characters; this has 18, and starts with the I that scanners read before the VIN on some labels. Leave that I out.',
    );
    return found;
  }
  if (vin.length !== 17)
    say(
      'vin-length',
      `A VIN has 17 characters; this has ${vin.length}. ${READ_AGAIN} If the vehicle is older than 1981 or this is another kind of number, choose that kind.`,
    );
  const letters = [...new Set(vin.match(/[IOQ]/g))];
  if (letters.length > 0 && NEARLY_A_VIN.test(vin))
    say(
      'vin-letter-ioq',
      `No VIN has the letter ${letters.join(' or ')}; mostly ${letters.map((c) => `${c} is a misread ${c === 'I' ? 1 : 0}`).join(', ')}. ${READ_AGAIN}`,
    );
  if (vin.length === 17 && isDummy(vin))
    say(
      'vin-dummy',
      'This looks like a filler and not like the number of a vehicle. Copy the number from the vehicle.',
      FILLER_RULE,
    );
  return found;
};

/** The check digit of a number of the right shape: a warning where it must hold, else a hint. */
export const checkFindings = (vin: string, must: boolean): Finding[] => {
  if (hasValidCheckDigit(vin)) return [];
  const expected = vinCheckDigit(vin);
  if (must) {
    return [
      warning(
        'serial',
        'vin-check-digit',
        `The check digit does not fit: the ninth character is ${vin[8]}, and the others ask for ${expected}. A character is misread or two are swapped. ${READ_AGAIN}`,
        CHECK_RULE,
      ),
    ];
  }
  return [
    hint(
      'serial',
      'vin-check-digit',
      `This VIN has no valid check digit, which is usual for vehicles made for other markets. One sold new in the United States or Canada has ${expected} in the ninth place; then read it again.`,
      MARKET_RULE,
    ),
  ];
};

/**
 * How many characters at the end of a North American VIN are digits: five of a light vehicle, four of any other. Of those
 * who build few, places 12 to 14 belong to the maker's identifier, so that three are left (49 CFR 565).
 *
 * @param light whether it is surely a light vehicle
 */
const digitsAtEnd = (vin: string, light: boolean): number => (vin[2] === '9' ? 3 : light ? 5 : 4);

/** True where the last characters of a North American VIN, which count the vehicles, are the digits that they must be. */
export const endsInDigits = (vin: string, light: boolean): boolean => /^\d+$/.test(vin.slice(-digitsAtEnd(vin, light)));

/** The end of a North American number of seventeen characters: a letter there is a misread digit. */
export const endFindings = (vin: string, light: boolean): Finding[] => {
  if (endsInDigits(vin, light)) return [];
  const digits = digitsAtEnd(vin, light);
  const letters = [...new Set(vin.slice(-digits).match(/[A-Z]/g))].join(', ');
  const count = { 3: 'three', 4: 'four', 5: 'five' }[digits];
  return [
    warning(
      'serial',
      'vin-end-letter',
      `The last ${count} characters of a North American VIN${digits === 5 ? ' of a car or light truck' : ''} are digits; among these stands ${letters}. ${READ_AGAIN}`,
      END_RULE,
    ),
  ];
};

/** Whether the maker is known, and whether the typed make may be its. Nothing without a table. */
export const makerFindings = (
  vin: string,
  table: WmiTable,
  entry: WmiEntry | undefined,
  make: string | undefined,
): Finding[] => {
  if (table.size === 0 || !/^[A-HJ-NPR-Z0-9]{3}/.test(vin) || !NEARLY_A_VIN.test(vin)) return [];
  const rule = { cite: `NHTSA vPIC, ${table.date}`, certainty: 'read' } as const;
  if (!entry) {
    const message = `No maker is known by ${vin.length === 17 ? wmiOf(vin) : vin.slice(0, 3)} in NHTSA’s list of ${table.date}.`;
    // Of those who build few the list is not complete.
    return isNorthAmerican(vin) && vin[2] !== '9'
      ? [warning('serial', 'vin-wmi-unknown', `${message} Read the first three characters again.`, rule)]
      : [
          hint(
            'serial',
            'vin-wmi-unknown',
            `${message} It holds those who sell in the United States, and not all who build few.`,
            rule,
          ),
        ];
  }
  if (!makerPlainlyDiffers(make ?? '', entry)) return [];
  return [
    warning(
      'serial',
      'vin-maker-differs',
      `By its first characters this VIN is of ${makerName(entry)}, and the make is “${make?.trim()}”. Check both against the vehicle.`,
      rule,
    ),
  ];
};

/**
 * Whether the tenth character is a year, and the typed one.
 *
 * @param modelYears that it may mean, the likelier first
 * @param byRule the number is one that 49 CFR 565 binds; elsewhere the tenth place need not be the year
 * @param bySeventh the likelier is so by the seventh place, if the vehicle is light, which is not known
 */
export const yearFindings = (
  vin: string,
  modelYears: readonly number[],
  year: number | undefined,
  byRule: boolean,
  bySeventh: boolean,
): Finding[] => {
  const say = byRule ? warning : hint;
  if (modelYears.length === 0) {
    if (!byRule) return [];
    const why = isYearCharacter(vin[9]!)
      ? `The tenth character, ${vin[9]}, stands for a model year that is still to come.`
      : `The tenth character, ${vin[9]}, stands for no model year.`;
    return [say('serial', 'vin-year-impossible', `${why} ${READ_AGAIN}`, YEAR_RULE)];
  }
  if (year !== undefined && !modelYears.includes(year)) {
    const elsewhere = byRule ? '' : ' Outside North America that place need not be the model year.';
    return [
      say(
        'serial',
        'vin-year-differs',
        `By its tenth character this VIN is of model year ${modelYears.join(' or ')}, and the year is ${year}.${elsewhere} Check both against the title.`,
        YEAR_RULE,
      ),
    ];
  }
  if (byRule && year === undefined && modelYears.length > 1) {
    const seventh = /[A-Z]/.test(vin[6]!) ? 'a letter' : 'a digit';
    return [
      hint(
        'serial',
        'vin-year-ambiguous',
        `The tenth character stands for ${modelYears.join(' or ')}${
          bySeventh
            ? `. The seventh, ${seventh}, speaks for ${modelYears[0]} if it is a car or light truck; the papers tell.`
            : '; only the papers can tell which.'
        }`,
        YEAR_RULE,
      ),
    ];
  }
  return [];
};

/** What the number tells, for a person who holds it against the vehicle. */
export const decodedFinding = (
  maker: string,
  type: string,
  modelYears: readonly number[],
  byRule: boolean,
  table: WmiTable,
): Finding => {
  const who = `By this number: ${maker}${type === '' ? '' : `, ${inSentence(type)}`}`;
  const years = modelYears.join(' or ');
  const list = `NHTSA vPIC, ${table.date}`;
  if (years !== '' && byRule)
    return hint('serial', 'vin-decoded', `${who}, model year ${years}.`, {
      cite: `${list}; 49 CFR part 565`,
      certainty: 'secondary',
    });
  const perhaps =
    years === '' ? '' : ` Outside North America the tenth place need not be the model year; if it is, it is ${years}.`;
  return hint('serial', 'vin-decoded', `${who}.${perhaps}`, { cite: list, certainty: 'secondary' });
};
