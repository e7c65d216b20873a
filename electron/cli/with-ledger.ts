import type { Need } from '../../shared/domain/roles.ts';
import { LedgerError } from '../ledger/errors.ts';
import { type Ledger, openLedger, type Secret } from '../ledger/ledger.ts';
import type { KnownNote } from '../ledger/older-checkpoints.ts';
import { runBackups } from '../services/backups/backups.ts';
import { isInspector } from '../services/inspection.ts';
import { type KnownState, knownNotes, notesToProve } from '../services/known-checkpoints.ts';
import { keepCheckpoint, standingOf, stopsAt } from '../services/ledgers.ts';
import { checkNeed } from '../services/users.ts';
import { EXIT, passphrase, say } from './io.ts';

/**
 * What a command does to the record. `reads`: nothing. `writes`: adds to it; refused where the ledger is not the one that
 * was open here, and backed up at closing, as the app does. `copies`: is itself the backup, and adds nothing to such a ledger.
 */
type Does = 'reads' | 'writes' | 'copies';

export type WithLedger = <T>(
  folder: string,
  needs: Exclude<Need, 'nothing'>,
  work: (ledger: Ledger, signal: AbortSignal, known: KnownState) => Promise<T>,
  how?: { does?: Does; secret?: Secret },
) => Promise<T>;

const quiet = () => undefined;

/** The secret that opens a ledger: the recovery key where the environment gives one, else the passphrase. */
export const secret = async (): Promise<Secret> => {
  const recovery = process.env.ROLLMARK_RECOVERY_KEY;
  if (recovery !== undefined && recovery !== '') return { kind: 'recovery', secret: recovery };
  return { kind: 'passphrase', secret: await passphrase('Passphrase: ') };
};

/** How the ledger stands to what this computer kept of it. What can't be read must not keep `verify` from naming it. */
const standing = (profile: string, ledger: Ledger): KnownState => {
  try {
    return standingOf(profile, ledger);
  } catch {
    return { state: 'none', message: '' };
  }
};

/** The checkpoints kept outside the ledger, for a proof: without those that a restore explains. */
export const keptNotes = (profile: string, ledger: Ledger): KnownNote[] => {
  try {
    return notesToProve(profile, ledger);
  } catch {
    return knownNotes(profile, ledger);
  }
};

/** Throws NOT_ALLOWED where the user's role does not reach far enough. */
const checkRole = (ledger: Ledger, needs: Need): void => {
  if (isInspector(ledger))
    throw new LedgerError(
      'NOT_ALLOWED',
      'An inspector looks in the app, where each look is recorded; the command line shows an inspector nothing. Nothing was changed.',
    );
  checkNeed(ledger.user().role, needs);
};

/** Backs up what is new to the ledger's folders. What fails is said, and changes nothing of what the command did. */
const backUp = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const runs = await runBackups(ledger, quiet, signal, true).catch(() => []);
  for (const { ok, folder, message } of runs)
    if (!ok) say(`What was recorded is kept, but not backed up to ${folder}: ${message}`);
};

/**
 * Gives what opens a ledger for a command, asks whether the user's role reaches far enough, works, and closes whatever
 * happens. Ctrl-C stops long work, which then leaves nothing behind; a second one ends the process at once.
 *
 * @param profile the folder of this user's settings, where checkpoints are kept; empty for none
 */
export const makeWithLedger =
  (profile: string): WithLedger =>
  async (folder, needs, work, how = {}) => {
    const does = how.does ?? (needs === 'write' || needs === 'own' ? 'writes' : 'reads');
    const { ledger } = await openLedger(folder, how.secret ?? (await secret()));
    const stopping = new AbortController();
    const stop = () => {
      if (stopping.signal.aborted) process.exit(EXIT.stopped);
      stopping.abort();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    let known: KnownState = { state: 'none', message: '' };
    try {
      known = standing(profile, ledger);
      checkRole(ledger, needs);
      if (stopsAt(known)) {
        say(known.message);
        if (does === 'writes')
          throw new LedgerError(
            'REFUSED',
            'Nothing was changed: the command line writes nothing to a ledger that is not as this computer knew it. See what rollmark verify says of it. Where the right one is gone, restore its newest backup.',
          );
      }
      const result = await work(ledger, stopping.signal, known);
      if (does === 'writes') await backUp(ledger, stopping.signal);
      return result;
    } finally {
      await keepCheckpoint({ profile, known }, ledger);
      await ledger.close();
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    }
  };
