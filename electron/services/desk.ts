import type { IsoDate } from '../../shared/domain/dates.ts';
import type { AcquisitionDraft } from '../../shared/domain/fields.ts';
import type { Finding } from '../../shared/domain/findings.ts';

export type Decoded = Record<string, unknown>;

/**
 * The serial desk: what a number says of itself, whatever else the ledger holds. Is it this kind of number, is its check
 * digit right, does it agree with what was typed beside it, is it a serial at all.
 */
export const atDesk = (_draft: AcquisitionDraft, _today: IsoDate): { findings: Finding[]; decoded: Decoded } => ({
  findings: [],
  decoded: {},
});

export const deskFindings = (draft: AcquisitionDraft, today: IsoDate): Finding[] => atDesk(draft, today).findings;
