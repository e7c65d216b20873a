import { fastboundFormat } from './fastbound.ts';
import type { ImportFormat } from './format.ts';

// PLACEHOLDER
export const toolsFormat: ImportFormat = { ...fastboundFormat, id: 'tools' };
