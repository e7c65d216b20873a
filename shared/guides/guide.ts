import { z } from 'zod';
import { READ_NUMBERS, type ReadNumber } from '../domain/evidence.ts';

/**
 * A guide shows where the number of record is on one kind of thing, and which other numbers are not it. Its content is
 * data: `resources/guides/<id>/guide.json` beside `drawing.svg`, and `resources/guides/facts.json` for what several
 * guides say (docs/guides.md).
 */

/** The guides by category, both in the order of the shelf. */
export const GUIDE_SHELF = {
  firearm: [
    'pistol-polymer',
    'pistol-metal',
    'pistol-modular',
    'revolver',
    'rifle-bolt',
    'rifle-lever',
    'rifle-semi',
    'receiver-ar',
    'shotgun-pump',
    'shotgun-over-under',
    'firearm-single-shot',
    'silencer',
    'firearm-pmf',
    'rifle-military',
    'firearm',
  ],
  vehicle: ['car', 'pickup', 'motorcycle', 'trailer', 'boat', 'tractor', 'vehicle-old'],
  tool: ['tool-cordless', 'saw-stationary', 'chainsaw', 'nailer', 'generator', 'compressor', 'hand-tool'],
  electronics: ['laptop', 'phone', 'camera', 'television'],
  appliance: ['refrigerator', 'washer', 'range', 'water-heater'],
} as const;

export type GuideCategory = keyof typeof GUIDE_SHELF;

export const GUIDE_CATEGORIES = [
  'firearm',
  'vehicle',
  'tool',
  'electronics',
  'appliance',
] as const satisfies readonly GuideCategory[];

/** Every guide, in the order of the shelf. */
export const GUIDE_IDS = [
  ...GUIDE_SHELF.firearm,
  ...GUIDE_SHELF.vehicle,
  ...GUIDE_SHELF.tool,
  ...GUIDE_SHELF.electronics,
  ...GUIDE_SHELF.appliance,
] as const;

export type GuideId = (typeof GUIDE_IDS)[number];

export const isGuideCategory = (text: string): text is GuideCategory => Object.hasOwn(GUIDE_SHELF, text);

export const isGuideId = (text: string): text is GuideId => (GUIDE_IDS as readonly string[]).includes(text);

/** How sure we are: read in the source itself, in a secondary source, or from memory. */
export const CERTAINTIES = ['read', 'secondary', 'memory'] as const;
const Certainty = z.enum(CERTAINTIES);

const sentence = z.string().trim().min(10).max(500);
const words = z.string().trim().min(2).max(200);
const cite = z.string().trim().min(3).max(300);

/** One numbered mark of a drawing. */
const MarkSchema = z.strictObject({
  /** The number in the drawing. */
  n: z.int().min(1).max(9),
  label: words,
  /** What it is, what to do with it, and where it goes in the book. */
  what: sentence,
  /** True for the number that goes into the book; exactly one of a guide is. */
  isRecord: z.boolean(),
  /** The number of record once more, or one that the entry has a field for. Absent at other places: a part's, or none of the unit's. */
  number: z.enum(READ_NUMBERS).exclude(['other']).optional(),
  /** Rule, standard, agency's page or kind of manual; what is custom says that it is. */
  cite,
  certainty: Certainty,
});

/** One thing that a rule or a source says, with where it says so. */
const FactSchema = z.strictObject({ text: sentence, cite, certainty: Certainty });

/** A number that people take for the serial number of such a thing, and what it is instead. */
const NotSerialSchema = z.strictObject({ label: words, why: sentence });

const GuideFileSchema = z.strictObject({
  id: z.enum(GUIDE_IDS),
  category: z.enum(GUIDE_CATEGORIES),
  title: words,
  /** The title where several guides of one type stand side by side. */
  short: words,
  /** The answer in one or two sentences. */
  where: sentence,
  /** What the drawing shows, for those who do not see it. */
  picture: sentence,
  /** Words people may look for. */
  words: z.array(z.string().min(2)).min(1),
  marks: z.array(MarkSchema).min(3).max(7),
  notSerial: z.array(NotSerialSchema).min(2).max(6),
  /** How to read a worn mark, a sentence each. */
  worn: z.array(sentence).min(2).max(5),
  /** The photos to take, a phrase each. */
  photos: z.array(words).min(2).max(5),
  /** Facts of its own, or the key of a shared one. */
  facts: z.array(z.union([z.string(), FactSchema])).min(1),
});

const FactsFileSchema = z.record(z.string(), FactSchema);

export type Mark = z.infer<typeof MarkSchema>;
export type Fact = z.infer<typeof FactSchema>;
export type Guide = Omit<z.infer<typeof GuideFileSchema>, 'facts'> & { facts: Fact[] };

/**
 * Reads a guide as it stands in its file, with the shared facts put in for their keys.
 *
 * @throws where the content is not in the form above, is of another category than the shelf says, names a fact that is
 *   not there, or has not exactly one mark of record. The content is shipped with the app, so that is a fault of ours and not of a user.
 */
export const readGuide = (content: unknown, sharedFacts: unknown): Guide => {
  const file = GuideFileSchema.parse(content);
  const shared = FactsFileSchema.parse(sharedFacts);
  if (!(GUIDE_SHELF[file.category] as readonly string[]).includes(file.id)) {
    throw new Error(`Guide ${file.id} does not stand among the guides of ${file.category}.`);
  }
  const numbers = new Set(file.marks.map((mark) => mark.n));
  if (numbers.size !== file.marks.length) throw new Error(`Guide ${file.id} uses a number for two marks.`);
  if (file.marks.filter((mark) => mark.isRecord).length !== 1) {
    throw new Error(`Guide ${file.id} must have exactly one mark of record.`);
  }
  const facts = file.facts.map((fact) => {
    if (typeof fact !== 'string') return fact;
    const found = Object.hasOwn(shared, fact) ? shared[fact] : undefined;
    if (!found) throw new Error(`Guide ${file.id} names the fact “${fact}”, which is not there.`);
    return found;
  });
  return { ...file, facts };
};

/** The marks in the order in which a person needs them: the number of record, then the others by number. */
export const marksInOrder = (guide: Guide): Mark[] =>
  guide.marks.toSorted((a, b) => Number(b.isRecord) - Number(a.isRecord) || a.n - b.n);

/** What number stands at a mark. */
export const numberAt = ({ isRecord, number }: Mark): ReadNumber => number ?? (isRecord ? 'serial' : 'other');
