import { type Help, type Place, placesOf, readHelp, readPlaces } from '../../../shared/guides/help.ts';

const files = import.meta.glob<unknown>('../../../resources/help/*.json', { eager: true, import: 'default' });

/** The questions people ask about serial numbers, as ordered in the file. */
export const HELP: readonly Help[] = readHelp(files['../../../resources/help/serials.json']);

/** Official places to ask, as ordered in the file. */
export const PLACES: readonly Place[] = readPlaces(files['../../../resources/help/places.json']);

/** The places to ask about a thing of a category: those of its own first, then those for everything. */
export const placesFor = (category: string): Place[] => placesOf(PLACES, category);
