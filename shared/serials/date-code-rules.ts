import type { CategoryId } from '../categories/ids.ts';
import type { Certainty } from '../domain/findings.ts';

/** How far a maker's scheme may be trusted: documented by the maker or an agency, by traders, or guessed from examples. */
export type Confidence = 'high' | 'medium' | 'low';

/** When a unit may have been made: a year, and a half, a month or a week of it where the code has one. */
export type DateCandidate = { year: number; half?: 1 | 2; month?: number; week?: number };

export type DateRule = {
  /** Who the rule is about, in the name as typed. */
  makers: RegExp;
  /** The maker's name in sentences. */
  maker: string;
  /** Where the code stands: `dateCode` is a text of its own, so that it is never the serial number. */
  in: 'dateCode' | 'serial';
  shape: RegExp;
  what: (parts: readonly string[]) => string;
  /** Candidates in any year; those in the future, before `since` or after `until` are left out by the reader. */
  read: (parts: readonly string[]) => DateCandidate[];
  since: number;
  until?: number;
  source: string;
  confidence: Confidence;
  certainty: Certainty;
};

/** A maker whose numbers tell no date, or of whose code the sources disagree. Said, so that nobody reads one into it. */
export type NoDateRule = {
  makers: RegExp;
  /** Where the same maker builds more than one kind: whose it is. */
  category?: CategoryId;
  in: 'dateCode' | 'serial';
  shape: RegExp;
  what: (text: string) => string;
  source: string;
  confidence: Confidence;
  certainty: Certainty;
};

/** A two-digit year means any century. */
const centuries = (yy: string, rest: Omit<DateCandidate, 'year'>): DateCandidate[] =>
  [1900, 2000].map((century) => ({ year: century + Number(yy), ...rest }));
const decades = (y: string, rest: Omit<DateCandidate, 'year'>): DateCandidate[] =>
  [1980, 1990, 2000, 2010, 2020].map((decade) => ({ year: decade + Number(y), ...rest }));

const DEWALT = {
  makers: /^de\s*-?walt\b/i,
  maker: 'DeWalt',
  in: 'dateCode',
  // The brand's power tools of today date from 1992 (memory); codes are documented from 1995.
  since: 1992,
  source: 'CPSC recall notices of DeWalt tools, 1996 to 2022',
  confidence: 'high',
  certainty: 'secondary',
} as const;
const dewaltWhat = (plant: string | undefined, suffix: string | undefined): string =>
  `DeWalt date code: year and week${plant ? `, then the plant ${plant}` : ''}${
    suffix ? `; the ${suffix} behind it marks a tool that was inspected or repaired` : ''
  }.`;

const HUSQVARNA = {
  makers: /^husqvarna\b/i,
  maker: 'Husqvarna',
  in: 'serial',
  since: 1997,
  source: 'traders’ descriptions (workshoppist.com, fireandsaw.com)',
  confidence: 'medium',
  certainty: 'secondary',
} as const;

/** Half-years of Apple's twelve-character numbers, from the first of a decade; and weeks, from the first of a half. */
const APPLE_HALVES = 'CDFGHJKLMNPQRSTVWXYZ';
const APPLE_WEEKS = '123456789CDFGHJKLMNPQRTVWXY';
const APPLE = {
  makers: /^apple\b/i,
  maker: 'Apple',
  in: 'serial',
  source: 'collected by users (peniya.com, finetunedmac.com); Apple never documented it',
  confidence: 'medium',
  certainty: 'secondary',
} as const;

export const DATE_RULES: readonly DateRule[] = [
  {
    ...DEWALT,
    // A plant with a digit stands behind a separator; without one, 20230501 would be a date code.
    shape: /^(\d{4})[- ]?(\d{2})(?:(?:[- ]|(?=[A-Z]{2}))([A-Z0-9]{2}))?[- ]?([XM])?$/,
    what: ([, , plant, suffix]) => dewaltWhat(plant, suffix),
    read: ([year, week]) => [{ year: Number(year), week: Number(week) }],
  },
  {
    ...DEWALT,
    shape: /^(\d{2})(\d{2})([A-Z]{2})?[- ]?([XM])?$/,
    what: ([, , plant, suffix]) => dewaltWhat(plant, suffix),
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
  },
  {
    makers: /^ryobi\b/i,
    maker: 'Ryobi',
    in: 'dateCode',
    shape: /^(\d{2})(\d{2})$/,
    what: () => 'Ryobi date code on the data plate: year and week.',
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
    since: 2000,
    source: 'CPSC recall 09-088 (one drill of 2008); other tools by analogy',
    confidence: 'medium',
    certainty: 'secondary',
  },
  {
    makers: /^ridgid\b/i,
    maker: 'RIDGID',
    in: 'serial',
    shape: /^[A-Z]{2}(\d{2})(\d{2})\d{5,6}$/,
    what: () => 'RIDGID nailer: two letters, then year and week, then a running number.',
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
    since: 2003,
    source: 'serial ranges of a CPSC recall of 2013; the reading is inferred',
    confidence: 'medium',
    certainty: 'secondary',
  },
  {
    makers: /^ridgid\b/i,
    maker: 'RIDGID',
    in: 'serial',
    shape: /^[A-Z]{2}(\d{2})(\d{2})[A-Z]\d{4,6}$/,
    what: () => 'RIDGID tool: plant, then year and week, then shift and running number.',
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
    since: 2003,
    source: 'a retailer (toolbeast.ca)',
    confidence: 'low',
    certainty: 'secondary',
  },
  {
    makers: /^milwaukee\b/i,
    maker: 'Milwaukee',
    in: 'serial',
    shape: /^[A-Z]\d{2}[A-Z]{2}(\d{2})(\d{2})[1-7]\d{3,6}$/,
    what: () => 'Milwaukee: five characters, then year, week and weekday, then a running number.',
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
    since: 2000,
    source: 'a retailer (toolbeast.ca), whose example and text differ',
    confidence: 'low',
    certainty: 'secondary',
  },
  {
    ...HUSQVARNA,
    shape: /^((?:19|20)\d{2})(\d{2})\d{5}$/,
    what: () => 'Husqvarna since about 1997: year, week, running number. Older and other schemes exist.',
    read: ([year, week]) => [{ year: Number(year), week: Number(week) }],
  },
  {
    ...HUSQVARNA,
    shape: /^(\d{2})(\d{2})\d{5}$/,
    what: () => 'Husqvarna since about 1997: year in two digits, week, running number. Older and other schemes exist.',
    read: ([year, week]) => centuries(year!, { week: Number(week) }),
  },
  {
    makers: /^snap[- ]?on\b/i,
    maker: 'Snap-on',
    in: 'dateCode',
    shape: /^([EG])$/,
    what: ([symbol]) => `Snap-on year symbol ${symbol}. It gives no month.`,
    read: ([symbol]) => [{ year: symbol === 'E' ? 1944 : 1945 }],
    since: 1944,
    until: 1945,
    source: 'collectors (super-cub.com); the whole chart was not checked',
    confidence: 'medium',
    certainty: 'secondary',
  },
  {
    ...APPLE,
    shape: /^[A-Z0-9]{2}(\d)(\d{2})[A-Z0-9]{6}$/,
    what: () => 'Apple, eleven characters: last digit of the year, then the week, which may be one too low.',
    read: ([year, week]) => decades(year!, { week: Number(week) }),
    since: 1990,
    until: 2011,
  },
  {
    ...APPLE,
    shape: new RegExp(`^[A-Z0-9]{3}([${APPLE_HALVES}])([${APPLE_WEEKS}])[A-Z0-9]{7}$`),
    what: () =>
      'Apple, twelve characters: half-year within a decade, then its week. Numbers made since 2021 may be random.',
    read: ([half, week]) => {
      const halves = APPLE_HALVES.indexOf(half!);
      const second = halves % 2;
      const weekOfYear = APPLE_WEEKS.indexOf(week!) + 1 + 26 * second;
      return [2010, 2020].map((decade) => ({ year: decade + (halves >> 1), week: weekOfYear }));
    },
    since: 2010,
    until: 2021,
  },
];

/** Appliances of BSH under its brands. Their tools are made by another company and have no FD number. */
const BSH = {
  makers: /^(?:robert\s+)?(bosch|siemens|neff|gaggenau|thermador|constructa|balay|bsh)\b/i,
  category: 'appliance',
  source: 'appliance-iq, boltresearchteam: one reads year and month, one year and week',
  confidence: 'low',
  certainty: 'secondary',
} as const;
const FD_DISAGREES = 'Sources disagree on how it tells the date, so it is shown as it stands.';

export const NO_DATE_RULES: readonly NoDateRule[] = [
  {
    makers: /^makita\b/i,
    in: 'serial',
    shape: /^\d+[A-Z]?$/,
    what: () =>
      'A Makita number is a running number of its model: it tells no date, and another model may have the same.',
    source: 'CPSC recalls 17-019 and of 2022',
    confidence: 'high',
    certainty: 'secondary',
  },
  {
    makers: /^stihl\b/i,
    in: 'serial',
    shape: /^\d{9}$/,
    what: () => 'Stihl numbers have nine digits; no rule for a date is known.',
    source: 'CPSC recall of the MS 461, 2017',
    confidence: 'high',
    certainty: 'secondary',
  },
  {
    ...BSH,
    in: 'dateCode',
    shape: /^(?:FD\s*)?\d{4}$/,
    what: (text) => `FD number ${text.replace(/^FD\s*/, '')}. ${FD_DISAGREES}`,
  },
  {
    ...BSH,
    in: 'serial',
    shape: /^FD\s*\d{4}\s*\d{5,6}$/,
    what: (text) =>
      `FD number ${text.replace(/^FD\s*/, '').slice(0, 4)}, and behind it the number of the unit. ${FD_DISAGREES}`,
  },
  {
    makers: /^snap[- ]?on\b/i,
    in: 'dateCode',
    shape: /^(?![EG]$).$/u,
    what: () => 'A Snap-on year symbol. Only E (1944) and G (1945) are known here: look it up in a collectors’ chart.',
    source: 'collectors (engineerfix.com, super-cub.com)',
    confidence: 'medium',
    certainty: 'secondary',
  },
  {
    makers: /^apple\b/i,
    in: 'serial',
    shape: /^[A-Z0-9]{8,10}$|^[A-Z0-9]{13,14}$/,
    what: () =>
      'It has the length of the numbers that Apple has given since 2021. Others have observed that those are random and tell no date; Apple has never said how they are made.',
    source: 'reports of 2021 (lifehacker.com.au, newsflash.city)',
    confidence: 'medium',
    certainty: 'secondary',
  },
];
