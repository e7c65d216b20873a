/**
 * What stands behind a record's number: every place where it was read, papers and photos, other numbers that the unit bears
 * or bore, how it was verified, whom one asked, and how a likeness to another record was settled. Evidence is added or
 * withdrawn with a reason, never changed.
 */

/** Where a number was read: on the unit itself, or on a paper that came with it. */
export const READING_SOURCES = [
  'unit',
  'receipt',
  'warranty card',
  'box',
  'title',
  'manual',
  'settings',
  'other paper',
] as const;
export type ReadingSource = (typeof READING_SOURCES)[number];

export const MARK_KINDS = [
  'stamped',
  'engraved',
  'etched',
  'cast',
  'plate',
  'label',
  'printed',
  'electronic',
  'written',
] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

export const LEGIBILITIES = ['clear', 'worn', 'partly legible', 'illegible'] as const;
export type Legibility = (typeof LEGIBILITIES)[number];

/** Which number was read: the unit's own, one that its entry has a field for, or another, such as a part's. */
export const READ_NUMBERS = ['serial', 'engineNumber', 'imei', 'mac', 'other'] as const;
export type ReadNumber = (typeof READ_NUMBERS)[number];

/** One place where a number stands, as it was read there. */
export type Reading = {
  kind: 'reading';
  source: ReadingSource;
  /** In words, from the guide where there is one: “Serial number on the frame”. */
  place: string;
  /** The guide and the numbered place in it, where the reading was started there. */
  guide?: string | undefined;
  mark?: number | undefined;
  /** Absent: the number of record. */
  which?: ReadNumber | undefined;
  /** Exactly as marked; `?` for a character that can’t be read. */
  text: string;
  marking: MarkKind;
  legibility: Legibility;
  /** The photo that shows it: its SHA-256. */
  photo?: string | undefined;
  note: string;
};

/** What a number read on a unit is called. */
export const READ_NUMBER_WORDS: Readonly<Record<ReadNumber, string>> = {
  serial: 'The number of record',
  engineNumber: 'The engine number',
  imei: 'The IMEI',
  mac: 'The MAC address',
  other: 'Another number, such as a part’s',
};

/** Which number was read, where the place does not tell; of the number of record it goes without saying. */
export const readNumberName = ({ which = 'serial', place }: Pick<Reading, 'which' | 'place'>): string => {
  if (which === 'serial' || which === 'other') return '';
  const name = READ_NUMBER_WORDS[which];
  return place.toLowerCase().includes(name.replace('The ', '').toLowerCase()) ? '' : name;
};

export const PURPOSES = ['photo', 'receipt', 'warranty card', 'box', 'title', 'other paper'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A photo or paper, kept byte for byte in the ledger, addressed by its SHA-256. */
export type Attachment = {
  kind: 'attachment';
  sha256: string;
  /** As the file was called. */
  name: string;
  media: 'image/jpeg' | 'image/png' | 'image/heic' | 'image/webp' | 'application/pdf';
  /** Bytes. */
  size: number;
  /** Pixels; absent for a PDF. */
  width?: number | undefined;
  height?: number | undefined;
  /** A PDF’s. */
  pages?: number | undefined;
  purpose: Purpose;
};

/** How another number belongs to the unit. */
export const NUMBER_RELATIONS = [
  'replaced',
  'added',
  'reissued',
  'limited edition',
  'rebadged',
  'customer number',
] as const;
export type NumberRelation = (typeof NUMBER_RELATIONS)[number];

/** What each relation means, and what stands in `number`. */
export const RELATION_HELP: Readonly<Record<NumberRelation, string>> = {
  replaced: 'An earlier number that the maker or an authority replaced. It stays findable.',
  added: 'A number that was added beside the first, such as an importer’s or a state’s.',
  reissued: 'A refurbished or reissued unit: the number it had before it was remade.',
  'limited edition': 'The common prefix or edition mark of a series, so that close numbers are no surprise.',
  rebadged: 'The number or brand under which the same unit is sold elsewhere.',
  'customer number': 'Your own or an earlier owner’s mark, engraved by hand.',
};

export type OtherNumber = {
  kind: 'number';
  relation: NumberRelation;
  number: string;
  /** The record that holds the unit under that number. */
  linked?: { book: string; line: number } | undefined;
  note: string;
};

export const CHECK_RESULTS = ['in order', 'doubtful', 'not seen'] as const;
export const OUTCOMES = ['consistent', 'doubtful', 'referred'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One pass through a category's verification checklist (shared/categories/checklists.ts). */
export type Verification = {
  kind: 'verification';
  checks: { id: string; result: (typeof CHECK_RESULTS)[number] }[];
  outcome: Outcome;
  note: string;
};

/** A question to the maker or an authority. Its answer is evidence of its own. */
export type Referral = {
  kind: 'referral';
  to: string;
  /** ISO date. */
  on: string;
  reference: string;
  question: string;
};
export type Answer = {
  kind: 'answer' /** The referral's event. */;
  to: number;
  on: string;
  text: string;
  outcome: Outcome;
};

export const COMPARISON_OUTCOMES = [
  'different units',
  'same unit',
  'mistyped here',
  'mistyped there',
  'asked the maker',
  'unresolved',
] as const;
export type ComparisonOutcome = (typeof COMPARISON_OUTCOMES)[number];

export const COMPARISON_STEPS = [
  'Read the number again in every place on this unit',
  'Read the number again on the other unit, if it is here',
  'Compared receipts and papers',
  'Asked the manufacturer',
] as const;

/** How the likeness of two records' numbers was settled. */
export type Comparison = {
  kind: 'comparison';
  with: { book: string; line: number };
  steps: string[];
  outcome: ComparisonOutcome;
  note: string;
};

export type Evidence = Reading | Attachment | OtherNumber | Verification | Referral | Answer | Comparison;
