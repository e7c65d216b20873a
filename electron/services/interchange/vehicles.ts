import { fastboundFormat } from './fastbound.ts';
import type { ImportFormat } from './format.ts';

// PLACEHOLDER
export const vehiclesFormat: ImportFormat = { ...fastboundFormat, id: 'vehicles' };
