import type { HeldEvidence } from '../../shared/contract/evidence.ts';
import type { Purpose } from '../../shared/domain/evidence.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Place } from './evidence.ts';

// PLACEHOLDER
export const attach = async (
  _ledger: Ledger,
  _place: Place,
  _file: { purpose: Purpose; name: string; bytes: Uint8Array },
): Promise<HeldEvidence> => {
  throw new LedgerError('REFUSED', 'not yet');
};
export const imageOf = async (
  _ledger: Ledger,
  _sha256: string,
  _size: 'thumb' | 'screen' | 'original',
): Promise<{ bytes: Uint8Array; media: string; name: string }> => {
  throw new LedgerError('REFUSED', 'not yet');
};
