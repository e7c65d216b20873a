import { fastboundFormat } from './fastbound.ts';
import type { ImportFormat } from './format.ts';

// PLACEHOLDER
export const householdFormat: ImportFormat = { ...fastboundFormat, id: 'household' };
