import { oc } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../shared/contract/index.ts';

/**
 * What the main process may call in the engine's worker: the page's contract without `host`, and the grants, by which a
 * host turns what the user chose into a token. Pages never reach the grants.
 */
const { host: _host, ...pages } = contract;

export const engineContract = {
  ...pages,
  grants: {
    /** A ledger folder that exists, under the token the page will use to open it. */
    ledger: oc.input(z.object({ token: z.string(), path: z.string() })).output(z.object({ granted: z.literal(true) })),
    /** The folder in which `ledger.create` makes new ledgers. */
    newLedgers: oc.input(z.object({ path: z.string() })).output(z.object({ granted: z.literal(true) })),
    /** A file to import that the host has by its path. One that a page uploaded comes beside the contract. */
    file: oc
      .input(z.object({ token: z.string(), name: z.string(), path: z.string() }))
      .output(z.object({ granted: z.literal(true) })),
    /** This user's settings folder, where checkpoints are kept. */
    profile: oc.input(z.object({ path: z.string() })).output(z.object({ granted: z.literal(true) })),
    /** A folder for backups, under the token the page will use. */
    backupFolder: oc
      .input(z.object({ token: z.string(), path: z.string() }))
      .output(z.object({ granted: z.literal(true) })),
    /** The paths that the open ledger is backed up to, for the host to offer again. */
    backupPaths: oc.output(z.array(z.string())),
    /** Locks what is open, because the machine goes to sleep or its screen was locked; not where it is never to lock by itself. */
    lockForSleep: oc.output(z.object({ locked: z.boolean() })),
    /** Told to an engine that takes the place of one that had a fault. */
    afterFault: oc.output(z.object({ granted: z.literal(true) })),
    /** The id of a granted ledger and its keychains' slots, without opening it. Empty where keys.json can't be read. */
    keychainsOf: oc
      .input(z.object({ token: z.string() }))
      .output(z.object({ ledger: z.string(), slots: z.array(z.string()) })),
    /** The keychains that open the ledger that is open, and why whoever opened it can't have one. */
    keychains: oc.output(
      z.object({
        ledger: z.string(),
        mine: z.array(z.string()),
        others: z.array(z.string()),
        refusal: z.string(),
      }),
    ),
    /** Makes a slot for this computer's keychain. The secret is for the keychain alone. */
    addKeychain: oc
      .input(z.object({ passphrase: z.string().max(1000), kept: z.string() }))
      .output(z.object({ ledger: z.string(), slot: z.string(), secret: z.string() })),
    removeKeychain: oc.input(z.object({ slot: z.string() })).output(z.object({ removed: z.literal(true) })),
    /** Opens a granted ledger with what the keychain kept. */
    openWithKeychain: oc
      .input(z.object({ token: z.string(), secret: z.string() }))
      .output(z.object({ opened: z.literal(true) })),
    /** Path of the ledger that is open, for the host's list of recent ledgers. Null where none is. */
    openLedgerPath: oc.output(z.object({ path: z.string() }).nullable()),
  },
};
