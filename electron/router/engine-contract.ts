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
    /** Path of the ledger that is open, for the host's list of recent ledgers. Null where none is. */
    openLedgerPath: oc.output(z.object({ path: z.string() }).nullable()),
  },
};
