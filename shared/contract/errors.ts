import { z } from 'zod';
import { Finding } from './lines.ts';

/**
 * The closed set of failures that cross the contract. `message` is a sentence for a person: what is wrong, what was
 * kept and what to do. Nothing in an error holds a serial, a name or an address unless the user just typed it.
 */
export const errors = {
  LEDGER_CLOSED: { status: 409, message: 'No ledger is open.' },
  LEDGER_ALREADY_OPEN: { status: 409, message: 'This ledger is already open.' },
  LEDGER_MISSING: { status: 404, message: 'There is no ledger here.' },
  LEDGER_EXISTS: { status: 409, message: 'A ledger with this name exists already.' },
  ACCESS_ENDED: { status: 403, message: 'This access to the ledger has ended.' },
  NOT_ALLOWED: { status: 403, message: 'Your role does not allow this.' },
  WRONG_SECRET: { status: 403, message: 'This is not the passphrase of this ledger.' },
  KEYS_MISSING: { status: 422, message: 'keys.json is missing from the ledger’s folder.' },
  KEYS_DAMAGED: { status: 422, message: 'keys.json is damaged.' },
  LEDGER_DAMAGED: { status: 422, message: 'The ledger’s file is damaged.' },
  LEDGER_FROM_FUTURE: { status: 422, message: 'This ledger was written by a newer version of Rollmark.' },
  FOLDER_READ_ONLY: { status: 422, message: 'The ledger’s folder can’t be written to.' },
  DISK_FULL: { status: 507, message: 'The disk is full. Nothing was changed.' },
  REFUSED: { status: 422, message: 'The rules refuse this entry.', data: z.object({ findings: z.array(Finding) }) },
  LINE_MISSING: { status: 404, message: 'The book has no such line.' },
  LINE_STATE: { status: 409, message: 'The line does not allow this.' },
  FILE_UNREADABLE: { status: 422, message: 'The file can’t be read.' },
  TOKEN_UNKNOWN: { status: 404, message: 'This file or document is no longer held. Choose or make it again.' },
  CANCELLED: { status: 499, message: 'Cancelled. Nothing was changed.' },
} as const;

export type ErrorCode = keyof typeof errors;
