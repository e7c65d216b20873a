import type { CategoryId } from './ids.ts';

/** One thing to look at when a number is verified. `id` stands in the record, so it never changes its meaning. */
export type Check = { id: string; look: string; why: string };

const FONTS: Check = {
  id: 'fonts',
  look: 'All characters are of one font and size',
  why: 'A changed digit is often of another font, or a little larger.',
};
const SPACING: Check = {
  id: 'spacing',
  look: 'Spacing and base line are even',
  why: 'Hand stamps wander; a maker’s machine does not.',
};
const OVERSTAMP: Check = {
  id: 'over-stamps',
  look: 'No character stands over another, and nothing is ground or filled',
  why: 'A 3 made into an 8, or a hollow around a number, shows in raking light.',
};
const FINISH: Check = {
  id: 'finish',
  look: 'The finish runs into the characters as it does around them',
  why: 'A number put on later cuts through the finish.',
};
const PLATE: Check = {
  id: 'plate',
  look: 'The plate sits flat and its rivets or glue are the maker’s',
  why: 'Odd rivets, new screws or a second outline tell of an exchanged plate.',
};
const LABEL: Check = {
  id: 'label',
  look: 'The label has no residue under it, no bubbles, and its print is sharp',
  why: 'A moved label leaves glue; a copied one is blurred.',
};
const LOGO: Check = {
  id: 'logo',
  look: 'The maker’s mark beside it is right and in line',
  why: 'Copies get the logo or its place a little wrong.',
};
const PAPERS: Check = {
  id: 'papers',
  look: 'It agrees with the box, the papers and the receipt',
  why: 'Papers of another unit are how a wrong number gets into a record.',
};
const PLACES: Check = {
  id: 'places',
  look: 'It agrees in every place where the unit bears it',
  why: 'Thieves change the number that is easiest to see.',
};

const CHECKLISTS: Readonly<Record<CategoryId, readonly Check[]>> = {
  firearm: [
    FONTS,
    SPACING,
    OVERSTAMP,
    FINISH,
    {
      id: 'importer',
      look: 'An importer’s mark, if there is one, names a firm and a place',
      why: 'Imported firearms bear both (27 CFR 478.92); an importer’s number may be a second serial.',
    },
    PLACES,
    PAPERS,
  ],
  vehicle: [
    FONTS,
    SPACING,
    PLATE,
    {
      id: 'rosettes',
      look: 'The VIN plate’s rivets are the maker’s (often rosettes) and undamaged',
      why: 'Plain rivets or screws on a dashboard plate are a warning.',
    },
    {
      id: 'door-label',
      look: 'The door label carries the same number and comes off in pieces, not whole',
      why: 'Makers’ labels destroy themselves when pulled.',
    },
    OVERSTAMP,
    PLACES,
    {
      id: 'module',
      look: 'The number that the vehicle’s computer gives, if it was read, is the same',
      why: 'A plate is exchanged more easily than a control module.',
    },
    PAPERS,
  ],
  tool: [LABEL, PLATE, FONTS, LOGO, PLACES, PAPERS],
  electronics: [
    LABEL,
    {
      id: 'settings',
      look: 'The settings show the same number as the case',
      why: 'Cases are exchanged in repairs and by thieves.',
    },
    {
      id: 'lock',
      look: 'No owner’s lock or account is on it',
      why: 'A locked device may be stolen or still owned by someone.',
    },
    LOGO,
    PLACES,
    PAPERS,
  ],
  appliance: [LABEL, PLATE, FONTS, PLACES, PAPERS],
  other: [FONTS, SPACING, PLATE, LABEL, PLACES, PAPERS],
};

/** What to look at before one says that a unit’s number is its own. */
export const checklistOf = (category: CategoryId): readonly Check[] => CHECKLISTS[category];
