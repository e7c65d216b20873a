import { writeFileSync } from 'node:fs';
import { loadKeys, paths } from '../../electron/ledger/folder.ts';
import { type KeySlot, makeSlot, unlockKeys, writeKeys } from '../../electron/ledger/keys.ts';

/** What anybody who may open a ledger can do with another tool: wrap a key of their own, and put it into keys.json. */
export const plantKey = async (
  folder: string,
  passphrase: string,
  secret: string,
  { kind = 'passphrase', first = false }: { kind?: KeySlot['kind']; first?: boolean } = {},
): Promise<void> => {
  const keys = loadKeys(folder);
  const { dataKey } = await unlockKeys(keys, 'passphrase', passphrase);
  const slot = await makeSlot(keys.ledger, kind, secret, dataKey, { memory: 19_456, passes: 2, lanes: 1 });
  const slots = first ? [slot, ...keys.slots] : [...keys.slots, slot];
  writeFileSync(paths(folder).keys, writeKeys({ ledger: keys.ledger, slots }));
};
