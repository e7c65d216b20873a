import { COMMON_NAMES, MAKER_NAMES, MODEL_NAMES, SERIAL_NAMES } from './register-columns.ts';
import { type RegisterSpec, registerFormat } from './register-format.ts';

/** The names of a tool's own columns. */
export const TOOL_NAMES = {
  serial: SERIAL_NAMES,
  dateCode: ['Date Code', 'Mfg Date Code', 'Manufacture Date Code', 'Datecode'],
  lot: ['Lot/Batch', 'Lot', 'Batch', 'Lot No', 'Batch No', 'Lot Number', 'Batch Number', 'Lot or Batch'],
  typeNumber: ['Type No', 'Type Number', 'FD', 'FD No', 'FD Number'],
  assetTag: [
    'Tag',
    'Asset Tag',
    'Asset',
    'Tool No',
    'Tool Number',
    'Tag No',
    'Asset No',
    'Asset Number',
    'Tool ID',
    'Asset ID',
    'Tag Number',
  ],
} as const;

/** A tool crib’s list as a spreadsheet. */
export const TOOL_REGISTER: RegisterSpec = {
  id: 'tools',
  label: 'Tool register',
  kind: 'a tool register',
  book: 'tools',
  names: {
    ...COMMON_NAMES,
    ...TOOL_NAMES,
    manufacturer: MAKER_NAMES,
    model: MODEL_NAMES,
    type: ['Description', 'Type', 'Item', 'Tool', 'Tool Type', 'Kind', 'Name', 'What It Is', 'Category'],
  },
  required: [['manufacturer'], ['serial'], ['acquiredOn']],
  describe: ({ get }) => ({ category: 'tool', type: get('type') }),
};

export const toolsFormat = registerFormat(TOOL_REGISTER);
