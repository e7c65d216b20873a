import { type Place, placesOf, readPlaces } from '../../../shared/guides/help.ts';

const FILE = '../../../resources/help/places.json';
const files = import.meta.glob<unknown>('../../../resources/help/places.json', { eager: true, import: 'default' });

/** Official places to ask, as ordered in the file. */
export const PLACES: readonly Place[] = readPlaces(files[FILE]);

/** The places to ask about a thing of a category: those of its own first, then those for everything. */
export const placesFor = (category: string): Place[] => placesOf(PLACES, category);
