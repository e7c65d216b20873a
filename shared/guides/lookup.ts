import { FIREARM_TYPES, readFirearmType } from '../categories/firearm/vocabulary.ts';
import { GUIDE_IDS, type Guide, type GuideId } from './guide.ts';

/** Which guides help with a type of the book's vocabulary, the likeliest first. */
const BY_TYPE: Readonly<Record<string, readonly [GuideId, ...GuideId[]]>> = {
  Pistol: ['pistol-polymer', 'pistol-metal'],
  Revolver: ['revolver'],
  Rifle: ['rifle-bolt', 'receiver-ar', 'rifle-lever'],
  Shotgun: ['shotgun-pump', 'firearm'],
  'Combination gun': ['firearm'],
  Receiver: ['receiver-ar', 'rifle-bolt', 'shotgun-pump'],
  Frame: ['pistol-polymer', 'pistol-metal', 'revolver'],
  'Pistol-grip firearm': ['shotgun-pump', 'firearm'],
  'Firearm (other)': ['firearm', 'receiver-ar'],
  Silencer: ['silencer'],
  Machinegun: ['receiver-ar', 'firearm'],
  'Short-barreled rifle': ['receiver-ar', 'rifle-bolt', 'rifle-lever'],
  'Short-barreled shotgun': ['shotgun-pump', 'firearm'],
  'Any other weapon': ['firearm'],
  'Destructive device': ['firearm'],
};

const FALLBACK = ['firearm'] as const satisfies readonly [GuideId, ...GuideId[]];

/**
 * The guides for what stands in the Type column, the likeliest first; what people also write for a type counts as it
 * (“suppressor”). An unknown or empty type has the general guide, so that there is always an answer.
 */
export const guidesFor = (type: string): readonly [GuideId, ...GuideId[]] => {
  const read = readFirearmType(type.trim());
  return (read.ok ? BY_TYPE[read.type.name] : undefined) ?? FALLBACK;
};

/** The one guide that likeliest helps with a type. */
export const guideFor = (type: string): GuideId => guidesFor(type)[0];

/** The types of the vocabulary that a guide helps with, as the vocabulary orders them. */
export const typesOf = (guide: GuideId): string[] =>
  FIREARM_TYPES.map((type) => type.name).filter((name) => guidesFor(name).includes(guide));

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

const wordsIn = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What is searched of a guide: its title, its words, what its marks are called, and the types it helps with. */
const wordsOf = (guide: Guide): string[] =>
  [guide.title, guide.short, ...guide.words, ...guide.marks.map((mark) => mark.label), ...typesOf(guide.id)].flatMap(
    wordsIn,
  );

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
