import { FIREARM_TYPES, readFirearmType } from '../categories/firearm/vocabulary.ts';
import {
  GUIDE_CATEGORIES,
  GUIDE_IDS,
  GUIDE_SHELF,
  type Guide,
  type GuideCategory,
  type GuideId,
  isGuideCategory,
} from './guide.ts';
import { FIREARM_KINDS, FIREARM_UNKNOWN, KINDS, WITHOUT_GUIDE } from './kinds.ts';
import { MAKER_RULES } from './makers.ts';

/** What is known of a unit, as typed. Anything may be empty or missing; no category is a firearm. */
export type GuideQuery = {
  category?: string | undefined;
  type: string;
  manufacturer?: string | undefined;
  model?: string | undefined;
  /** Model year, `1979`. */
  year?: string | number | undefined;
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** 49 CFR 565: the numbers of 17 characters begin with model year 1981. */
const FIRST_VIN_YEAR = 1981;
const YEAR = /\b(1[89]\d\d|20\d\d)\b/;
const HAD_OLD_NUMBERS: readonly GuideId[] = ['car', 'pickup', 'motorcycle', 'vehicle-old'];

const byWords = (category: keyof typeof KINDS, type: string): GuideId[] =>
  KINDS[category].filter((kind) => kind.words.test(type)).map((kind) => kind.guide);

const candidatesOf = (category: GuideCategory, type: string) => {
  if (category === 'firearm') {
    const read = readFirearmType(type.trim());
    return (read.ok ? FIREARM_KINDS[read.type.name] : undefined) ?? FIREARM_UNKNOWN;
  }
  const named = byWords(category, plain(type));
  const all = GUIDE_SHELF[category];
  return named.length > 0 ? { likely: named, possible: named } : { likely: all, possible: all };
};

/**
 * What maker, model, and an action named beside the type (“Lever action rifle”) speak for, the likeliest first. Words for a
 * kind that the model itself holds (`Table saw DWE7491`) say more than the maker alone.
 */
const byMaker = (category: GuideCategory, { manufacturer = '', model = '', type }: GuideQuery): GuideId[] => {
  const maker = plain(manufacturer.trim());
  const named = plain(model.trim());
  if (maker === '' && named === '' && type.trim() === '') return [];
  const beside = plain(type.trim());
  const rules = MAKER_RULES.filter(
    (rule) =>
      (rule.maker === undefined || rule.maker.test(maker)) &&
      (rule.model === undefined || rule.model.test(named) || (rule.maker === undefined && rule.model.test(beside))),
  );
  if (category === 'firearm') return rules.map((rule) => rule.guide);
  return [
    ...rules.filter((rule) => rule.model !== undefined).map((rule) => rule.guide),
    ...byWords(category, named),
    ...rules.filter((rule) => rule.model === undefined).map((rule) => rule.guide),
  ];
};

/**
 * The guides for a unit, the likeliest first, by category, type, maker, model and year. Within a known category there is
 * an answer: for a firearm of no known type the general guide, elsewhere all guides of the category; none for a type that
 * no guide is about, such as a vacuum cleaner. For a category without guides, such as `other`, those whose words the type
 * has, or none.
 */
export const guidesFor = (of: GuideQuery): readonly GuideId[] => {
  const category = of.category ?? 'firearm';
  if (!isGuideCategory(category)) {
    const found = GUIDE_CATEGORIES.flatMap((each) => (each === 'firearm' ? [] : byWords(each, plain(of.type))));
    return found.length > 0 || !readFirearmType(of.type.trim()).ok ? found : guidesFor({ ...of, category: 'firearm' });
  }
  const { likely, possible } = candidatesOf(category, of.type);
  const known = new Set([...likely, ...possible]);
  if (WITHOUT_GUIDE[category]?.test(plain(of.type.trim())) && likely.length === GUIDE_SHELF[category].length) return [];
  const first = byMaker(category, of).filter((guide) => known.has(guide));
  const year = YEAR.exec(String(of.year ?? ''))?.[1];
  const isOld = category === 'vehicle' && year !== undefined && Number(year) < FIRST_VIN_YEAR;
  const old = isOld && HAD_OLD_NUMBERS.includes(first[0] ?? likely[0]!) ? (['vehicle-old'] as const) : [];
  return [...new Set([...old, ...first, ...likely])];
};

/** The one guide that likeliest helps, or undefined in a category without guides. */
export const guideFor = (of: GuideQuery): GuideId | undefined => guidesFor(of)[0];

/** What a guide helps with, in the words of the Type column. */
export const typesOf = (guide: GuideId): readonly string[] => {
  const kinds = Object.values(KINDS).flat();
  const shown = kinds.find((kind) => kind.guide === guide)?.shows;
  return shown ?? FIREARM_TYPES.map((t) => t.name).filter((name) => FIREARM_KINDS[name]?.likely.includes(guide));
};

const wordsIn = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What is searched of a guide: title, words, what its marks and look-alikes are called, its category and types. */
const wordsOf = (guide: Guide): string[] =>
  [
    guide.title,
    guide.short,
    guide.category,
    ...guide.words,
    ...guide.marks.map((mark) => mark.label),
    ...guide.notSerial.map((not) => not.label),
    ...typesOf(guide.id),
  ].flatMap(wordsIn);

/**
 * The guides in which every word of `text` begins some word, in the order of the shelf. No text: all of them.
 */
export const findGuides = (guides: readonly Guide[], text: string): Guide[] => {
  const asked = wordsIn(text);
  return guides
    .filter((guide) => {
      const has = wordsOf(guide);
      return asked.every((word) => has.some((candidate) => candidate.startsWith(word)));
    })
    .toSorted((a, b) => GUIDE_IDS.indexOf(a.id) - GUIDE_IDS.indexOf(b.id));
};
