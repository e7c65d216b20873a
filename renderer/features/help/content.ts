import { type Help, readHelp } from '../../../shared/guides/help.ts';

const FILE = '../../../resources/help/serials.json';
const files = import.meta.glob<unknown>('../../../resources/help/serials.json', { eager: true, import: 'default' });

/** The questions people ask about serial numbers, as ordered in the file. */
export const HELP: readonly Help[] = readHelp(files[FILE]);
