import type { BookKind } from '../../../shared/categories/category.ts';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import { showMoment } from '../../../shared/domain/dates.ts';

/** What stands at the head and foot of every printed page. */
export type DocumentHead = {
  ledgerName: string;
  /** With hyphens; empty where the ledger has none. */
  licence: string;
  premises: string;
  bookTitle: string;
  /** What may stand in the book, and how much the book asks for. */
  categories: readonly CategoryId[];
  kind: BookKind;
  /** IANA time zone of the premises. */
  zone: string;
  /** UTC, ISO. */
  printedAt: string;
  /** Events covered, base64 of the tree's root, and the signed note verbatim. */
  checkpoint: { size: number; root: string; note: string };
  /** Where an earlier state is printed: what of it, in words, with the root over its events. */
  asOf?: string;
};

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** `1,234 lines`. */
export const lineCount = (n: number): string => count(n, 'line', 'lines');

/** `1,234 events`. */
export const eventCount = (n: number): string => count(n, 'event', 'events');

/** The checkpoint in words: how many events it covers and how its root begins. */
export const proofWords = (checkpoint: DocumentHead['checkpoint']): { words: string; root: string } => ({
  words: `Proof: ${eventCount(checkpoint.size)} · `,
  root: checkpoint.root.slice(0, 10),
});

/** `Printed 22 Nov 2026, 17:02 (America/Chicago)`. */
export const printedWords = (head: DocumentHead): string =>
  `Printed ${showMoment(head.printedAt, head.zone)} (${head.zone})`;
