import { implement, ORPCError } from '@orpc/server';
import { errors } from '../../shared/contract/errors.ts';
import { contract } from '../../shared/contract/index.ts';
import type { BackupPlace } from './backup-places.ts';
import type { EngineClient } from './engine-process.ts';

/** Whether a computer's keychain opens the ledger that is open, for whoever opened it. */
export type KeychainState = {
  state: 'absent' | 'refused' | 'off' | 'on' | 'of another';
  /** Why it can't be switched on, or used now. */
  message: string;
};

/** Unlocking with the keychain of this computer, where a host has one. */
export type Keychain = {
  /** Whether it can open a granted ledger. */
  opens(token: string): Promise<boolean>;
  state(): Promise<KeychainState>;
  switchOn(passphrase: string): Promise<void>;
  switchOff(): Promise<void>;
  open(token: string): Promise<void>;
};

/** What differs between the hosts. Everything else is the engine's. */
export type HostPorts = {
  kind: 'electron' | 'loopback';
  version: string;
  ledgersFolder: string;
  ledgers(): Promise<{ token: string; name: string; lastOpened?: string }[]>;
  chooseLedger(): Promise<{ token: string; name: string } | null>;
  chooseImportFile(): Promise<{ token: string; name: string; size: number } | null>;
  saveDocument(token: string): Promise<boolean>;
  openGuide(guide: string): Promise<boolean>;
  chooseBackupFolder(): Promise<BackupPlace | null>;
  backupPlaces(): Promise<BackupPlace[]>;
  /** Told where the open ledger is backed up to, to offer it again. */
  backedUpTo(paths: readonly string[]): void;
  /** Told after a ledger was opened or created, to remember it. */
  ledgerOpened(path: string): void;
  keychain?: Keychain;
};

/** Passes a job's steps on, and does something once its result is there. Leaving the iteration leaves the job too. */
async function* onResult(steps: AsyncIterable<{ state: string }>, then: () => Promise<void>) {
  for await (const step of steps) {
    if (step.state === 'done') await then();
    yield step;
  }
}

type AnyProcedure = (input: unknown, options: { signal?: AbortSignal }) => Promise<unknown>;

/** A call that the engine never answered, because it ended: no error of the contract, and nothing that it would say itself. */
const asFault = (error: unknown, left: boolean): never => {
  // A port that closes under a call aborts it. What the engine answered, and a page that went away, are no fault.
  if (left || !(error instanceof Error && error.name === 'AbortError')) throw error;
  throw new ORPCError('LEDGER_CLOSED', {
    defined: true,
    status: errors.LEDGER_CLOSED.status,
    message:
      'The part that keeps the ledger had a fault and was started again. Everything that was acknowledged is kept; open the ledger to go on.',
  });
};

/** Passes a job's steps on; that the engine ended in the middle of it is said in the contract's words, too. */
async function* sayingFaults(steps: AsyncIterable<unknown>, signal: AbortSignal | undefined) {
  try {
    yield* steps;
  } catch (error) {
    asFault(error, signal?.aborted === true);
  }
}

const isSteps = (result: unknown): result is AsyncIterable<{ state: string }> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/**
 * The router that a page is served: `host` by the host itself, everything else passed on to the engine's worker.
 * The engine's own errors come back as they are, because they are part of the contract.
 */
export const hostRouter = (engine: () => Promise<EngineClient>, ports: HostPorts) => {
  const os = implement(contract);
  const pass = async (path: readonly string[]): Promise<AnyProcedure> =>
    path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], await engine()) as AnyProcedure;

  const opened = async () => {
    const ledger = await (await engine()).grants.openLedgerPath();
    if (ledger) ports.ledgerOpened(ledger.path);
  };
  const { keychain } = ports;
  const theKeychain = (): Keychain => {
    if (keychain) return keychain;
    throw new ORPCError('NOT_ALLOWED', {
      defined: true,
      status: errors.NOT_ALLOWED.status,
      message: 'There is no keychain here. Use the passphrase.',
    });
  };
  /** A ledger as the door shows it: with whether this computer's keychain opens it. */
  const atTheDoor = async <L extends { token: string }>(ledger: L): Promise<L & { keychain?: true }> =>
    (await keychain?.opens(ledger.token)) ? { ...ledger, keychain: true } : ledger;

  /** One pass-through handler for each procedure below `group`, so that a new operation needs no line here. */
  const forward = (group: Exclude<keyof typeof contract, 'host'>) =>
    Object.fromEntries(
      Object.keys(contract[group]).map((name) => {
        const procedure = (os[group] as unknown as Record<string, { handler(fn: AnyHandler): unknown }>)[name]!;
        return [
          name,
          procedure.handler(async ({ input, signal }) => {
            const answer = await (await pass([group, name]))(input, signal ? { signal } : {}).catch((error: unknown) =>
              asFault(error, signal?.aborted === true),
            );
            const result = isSteps(answer) ? sayingFaults(answer, signal) : answer;
            if (group === 'ledger' && (name === 'open' || name === 'create')) await opened();
            if (group === 'backups' && name === 'restore')
              return onResult(result as AsyncIterable<{ state: string }>, opened);
            if (group === 'backups' && name === 'addFolder')
              ports.backedUpTo(await (await engine()).grants.backupPaths());
            return result;
          }),
        ];
      }),
    );

  return {
    host: {
      info: os.host.info.handler(() => ({
        kind: ports.kind,
        version: ports.version,
        platform: process.platform,
        ledgersFolder: ports.ledgersFolder,
      })),
      ledgers: os.host.ledgers.handler(async () => Promise.all((await ports.ledgers()).map(atTheDoor))),
      chooseLedger: os.host.chooseLedger.handler(async () => {
        const chosen = await ports.chooseLedger();
        return chosen && atTheDoor(chosen);
      }),
      keychain: os.host.keychain.handler(() => keychain?.state() ?? { state: 'absent' as const, message: '' }),
      switchKeychainOn: os.host.switchKeychainOn.handler(async ({ input }) => {
        await theKeychain().switchOn(input.passphrase);
        return { on: true as const };
      }),
      switchKeychainOff: os.host.switchKeychainOff.handler(async () => {
        await theKeychain().switchOff();
        return { off: true as const };
      }),
      openWithKeychain: os.host.openWithKeychain.handler(async ({ input }) => {
        await theKeychain().open(input.token);
        await opened();
        return { opened: true as const };
      }),
      chooseImportFile: os.host.chooseImportFile.handler(() => ports.chooseImportFile()),
      saveDocument: os.host.saveDocument.handler(async ({ input }) => ({
        saved: await ports.saveDocument(input.token),
      })),
      chooseBackupFolder: os.host.chooseBackupFolder.handler(() => ports.chooseBackupFolder()),
      backupPlaces: os.host.backupPlaces.handler(() => ports.backupPlaces()),
      openGuide: os.host.openGuide.handler(async ({ input }) => ({ opened: await ports.openGuide(input.guide) })),
    },
    ...(Object.fromEntries(
      (Object.keys(contract) as (keyof typeof contract)[])
        .filter((g) => g !== 'host')
        .map((g) => [g, forward(g as Exclude<keyof typeof contract, 'host'>)]),
    ) as Record<Exclude<keyof typeof contract, 'host'>, Record<string, never>>),
  };
};

type AnyHandler = (call: { input: unknown; signal?: AbortSignal }) => unknown;
