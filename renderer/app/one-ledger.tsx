import { type ReactNode, useEffect, useState } from 'react';
import { forgetLedger } from './forget.ts';

/**
 * The pages of one open ledger; give it the ledger's id as key. Whichever way the ledger goes away (locked here, locked
 * in another window, another one opened there), what was read from it is dropped before the next one's pages show.
 */
export const OneLedger = ({ children }: { children: ReactNode }) => {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    // Only now: what was here before has dropped its own by then.
    setReady(true);
    return forgetLedger;
  }, []);
  return ready ? children : null;
};
