import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KnownLedger, KnownLedgers } from '../known-ledgers.ts';

/** The ledger folder among a command line's arguments, if there is one: `rollmark Shop.rollmark`. */
export const ledgerArgument = (argv: readonly string[], folder: string): string | undefined => {
  const named = argv.slice(1).find((argument) => !argument.startsWith('-') && /\.rollmark[\\/]?$/.test(argument));
  return named === undefined ? undefined : resolve(folder, named);
};

/**
 * The known ledgers, with the folder last named from outside in front: by the command line, by a second start, or by
 * opening it in the file manager.
 */
export const withNamedFirst = async (known: KnownLedgers, named: string | undefined): Promise<KnownLedger[]> => {
  const list = await known.list();
  const isThere = named !== undefined && (await stat(named).catch(() => undefined))?.isDirectory();
  if (!isThere) return list;
  const chosen = await known.choose(named);
  // The same folder has the same token, however it was reached.
  const first = list.find((ledger) => ledger.token === chosen.token) ?? chosen;
  return [first, ...list.filter((ledger) => ledger !== first)];
};
