import type { IMPORT_FORMATS } from '../../../shared/contract/index.ts';
import { fastboundFormat } from './fastbound.ts';
import type { ImportFormat } from './format.ts';
import { householdFormat } from './household.ts';
import { toolsFormat } from './tools.ts';
import { vehiclesFormat } from './vehicles.ts';

/** Every kind of file that can be imported. */
export const FORMATS: Readonly<Record<(typeof IMPORT_FORMATS)[number], ImportFormat>> = {
  fastbound: fastboundFormat,
  vehicles: vehiclesFormat,
  tools: toolsFormat,
  household: householdFormat,
};
