import { expect } from 'vitest';
import { usersOf } from '../../electron/ledger/access.ts';
import { asLedgerError, LedgerError } from '../../electron/ledger/errors.ts';
import type { Ledger } from '../../electron/ledger/ledger.ts';
import { rootOf } from '../../electron/ledger/merkle.ts';
import { readLines, searchLines } from '../../electron/services/book.ts';
import { listEvidence } from '../../electron/services/evidence.ts';
import { readHistory, readTrail } from '../../electron/services/trail.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { refusal, verified } from '../support/ledgers.ts';

/** Everything that a person can ask a ledger without changing it, as one text. */
export const answersOf = (ledger: Ledger): string => {
  const lines = readLines(ledger.reader, { book: 'ad', view: 'both', from: 1, count: 200 });
  return JSON.stringify([
    lines,
    readLines(ledger.reader, {
      book: 'ad',
      view: 'original',
      from: 1,
      count: 200,
      only: 'disposed',
      newestFirst: true,
    }),
    readTrail(ledger, { count: 200 }),
    lines.map(({ line }) => [readHistory(ledger, 'ad', line), listEvidence(ledger.reader, { book: 'ad', line })]),
    ['base1', 'kill', 'müller', 'right2'].map((text) => searchLines(ledger, text, 50)),
    usersOf(ledger.reader),
    ledger.settings(),
    ledger.log().tree.size,
    rootOf(ledger.log().tree).toString('base64'),
  ]);
};

/**
 * What came of a fault: `refused` with a sentence at opening, `named` by a proof, or `without effect`: every answer is
 * that of the whole ledger and the proof holds. The fourth, that nobody noticed, throws.
 */
export type Outcome = 'refused' | 'named' | 'without effect';

/** The failures by which a damaged ledger is refused. */
const SENTENCES: readonly ErrorCode[] = [
  'LEDGER_DAMAGED',
  'LEDGER_MISSING',
  'KEYS_MISSING',
  'KEYS_DAMAGED',
  'LEDGER_FROM_FUTURE',
  'FILE_UNREADABLE',
];

/** Opens, asks everything and proves. @param answers of the whole ledger */
export const outcomeOf = async (open: () => Ledger | Promise<Ledger>, answers: string): Promise<Outcome> => {
  let ledger: Ledger;
  try {
    ledger = await open();
  } catch (thrown) {
    expect(SENTENCES).toContain((await refusal(() => Promise.reject(thrown))).code);
    return 'refused';
  }
  try {
    let said: string | undefined;
    try {
      said = answersOf(ledger);
    } catch (thrown) {
      const known = asLedgerError(thrown);
      if (!(known instanceof LedgerError)) throw thrown;
      expect(known.code).toBe('LEDGER_DAMAGED');
    }
    const result = await verified(ledger);
    if (!result.ok) {
      expect(result.problems.length).toBeGreaterThan(0);
      for (const problem of result.problems) expect(problem.message).not.toMatch(/SQLITE|undefined|NaN/);
      return 'named';
    }
    if (said === undefined) throw new Error('UNNOTICED: the proof held, and something can’t be read.');
    // Compared here, because a failing expectation would print both.
    if (said !== answers) throw new Error('UNNOTICED: the proof held, and the ledger answers otherwise.');
    return 'without effect';
  } finally {
    await ledger.close();
  }
};
