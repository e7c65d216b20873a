import type { CategoryId } from '../../../shared/categories/ids.ts';
import type { MarkKind } from '../../../shared/domain/evidence.ts';

/** How the number of a unit of each category usually stands on it. */
const USUAL: Readonly<Record<CategoryId, MarkKind>> = {
  firearm: 'engraved',
  vehicle: 'plate',
  tool: 'plate',
  electronics: 'label',
  appliance: 'plate',
  other: 'stamped',
};

/** What the name of a place says of the mark there, the first that fits. */
const NAMED: readonly (readonly [RegExp, MarkKind])[] = [
  [/\blabels?\b|\bsticker\b/i, 'label'],
  [/\bstamp(?:ing|ed)\b|\bengine number\b/i, 'stamped'],
  [/\bcast(?:ing)?\b|\bmou?lded\b/i, 'cast'],
  [/\b(?:name)?plate\b/i, 'plate'],
];

/** True where the place says that its number is shown on a screen: that is on no plate. */
export const isOnScreen = (place: string): boolean => /\bsettings\b|\bscreen\b|\bmenu\b/i.test(place);

/** The kind of mark that a reading starts from at a place, to be changed by whoever sees it. */
export const usualMarking = (place: string, category: CategoryId): MarkKind => {
  if (isOnScreen(place)) return 'electronic';
  const named = NAMED.find(([words]) => words.test(place))?.[1];
  // The plate in a pistol's frame is engraved.
  return named && !(category === 'firearm' && named === 'plate') ? named : USUAL[category];
};
