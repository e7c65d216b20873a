import type { Ledger } from '../../ledger/ledger.ts';
import { type OpenPaper, openPaper } from './paper-apart.ts';

/** The paper that is looked at, open in a thread of its own: at most one for each ledger. */
const looked = new WeakMap<Ledger, { sha256: string; paper: OpenPaper; idle: NodeJS.Timeout }>();
/** A paper that nobody asks a page of is let go after this. */
const IDLE_MS = 20_000;

/** Lets go of the paper that is looked at, where there is one: the ledger is about to be closed, or another is asked for. */
export const leavePaper = (ledger: Ledger): void => {
  const held = looked.get(ledger);
  if (!held) return;
  clearTimeout(held.idle);
  looked.delete(ledger);
  held.paper.end();
};

/** This paper, where its thread still runs. */
export const heldPaper = (ledger: Ledger, sha256: string): OpenPaper | undefined => {
  const held = looked.get(ledger);
  if (held?.sha256 !== sha256 || held.paper.ended()) return undefined;
  held.idle.refresh();
  return held.paper;
};

/** Opens a paper and holds it, in the place of the one before. */
export const holdPaper = (ledger: Ledger, sha256: string, bytes: Uint8Array, idleMs = IDLE_MS): OpenPaper => {
  leavePaper(ledger);
  const paper = openPaper(bytes);
  const idle = setTimeout(() => {
    // A page may take longer than that.
    if (paper.busy()) idle.refresh();
    else leavePaper(ledger);
  }, idleMs);
  idle.unref();
  looked.set(ledger, { sha256, paper, idle });
  return paper;
};
