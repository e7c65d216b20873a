import { z } from 'zod';
import { CERTAINTIES, GUIDE_CATEGORIES, GUIDE_IDS, type GuideCategory } from './guide.ts';

/**
 * What people ask about serial numbers, and where to ask further. Content is data: `resources/help/serials.json` and
 * `resources/help/places.json`.
 */

const line = z.string().trim().min(2).max(300);
const paragraph = z.string().trim().min(20).max(700);

const HelpSchema = z.strictObject({
  /** Part of the address of the answer. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  question: line,
  /** Paragraphs. */
  answer: z.array(paragraph).min(1).max(5),
  cite: line,
  certainty: z.enum(CERTAINTIES),
  /** Guides that show it. */
  guides: z.array(z.enum(GUIDE_IDS)),
  /** Words people may look for, beside those of question and answer. */
  words: z.array(line),
});

const PlaceSchema = z.strictObject({
  /** `any`: for things of every category. */
  category: z.enum([...GUIDE_CATEGORIES, 'any']),
  name: line,
  whatFor: paragraph,
  /** Plain text: the app opens nothing by itself. */
  reach: line,
  certainty: z.enum(CERTAINTIES),
});

export type Help = z.infer<typeof HelpSchema>;
export type Place = z.infer<typeof PlaceSchema>;

/** Reads the questions. Throws where the content is not in the form above or an id is used twice: a fault of ours. */
export const readHelp = (content: unknown): Help[] => {
  const all = z.array(HelpSchema).min(1).parse(content);
  if (new Set(all.map((help) => help.id)).size !== all.length) throw new Error('Two questions have the same id.');
  return all;
};

/** Reads the places. Throws where the content is not in the form above: a fault of ours. */
export const readPlaces = (content: unknown): Place[] => z.array(PlaceSchema).min(1).parse(content);

/**
 * The places to ask about a thing of a category, those of the category first, then those for everything. A category
 * without places of its own has only these.
 */
export const placesOf = (places: readonly Place[], category: string): Place[] => [
  ...places.filter((place) => place.category === category && category !== 'any'),
  ...places.filter((place) => place.category === 'any'),
];

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** The questions in which every word of `text` begins some word, in their own order. No text: all of them. */
export const findHelp = (all: readonly Help[], text: string): Help[] => {
  const asked = wordsIn(text);
  return all.filter((help) => {
    const has = [help.question, ...help.answer, ...help.words].flatMap(wordsIn);
    return asked.every((word) => has.some((candidate) => candidate.startsWith(word)));
  });
};

/** The categories that have places of their own, in the order of the shelf. */
export const placeCategories = (places: readonly Place[]): GuideCategory[] =>
  GUIDE_CATEGORIES.filter((category) => places.some((place) => place.category === category));
