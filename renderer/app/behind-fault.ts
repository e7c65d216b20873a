import { useEffect, useState } from 'react';
import type { LedgerStatus, Outputs } from './ledger.tsx';

/** What was typed is not kept for ever where nobody opens the ledger again. */
const KEPT_AT_LEAST_MINUTES = 15;

/**
 * The ledger whose pages wait, out of sight, for it to be opened again after the engine had a fault: what was being typed
 * on them is not lost. Undefined where none does: nobody waits for a ledger that was locked.
 */
export const useBehindFault = (status: Outputs['ledger']['status'] | undefined): LedgerStatus | undefined => {
  const [last, setLast] = useState<LedgerStatus>();
  useEffect(() => {
    if (status?.state === 'open') return setLast(status);
    if (status === undefined) return undefined;
    if (status.because !== 'fault') return setLast(undefined);
    const timer = setTimeout(() => setLast(undefined), KEPT_AT_LEAST_MINUTES * 60_000);
    return () => clearTimeout(timer);
  }, [status]);
  return status?.state === 'closed' && status.because === 'fault' ? last : undefined;
};
