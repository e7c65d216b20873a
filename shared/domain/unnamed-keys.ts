/** What is said of keys in keys.json that no event names. */
export const unnamedKeysText = (count: number): string =>
  `${count === 1 ? 'A key that no event names is' : `${count} keys that no event names are`} in keys.json, and ${count === 1 ? 'opens' : 'open'} nothing`;

/** What it means, and what to do. */
export const UNNAMED_KEYS_MEND =
  'Somebody who had this ledger open did this with another tool, or the end of the record was lost. Replace the data key: only keys that are recorded are left then, and the key that they had opens this ledger no more.';

/** Whether a problem that a proof found is one of keys.json alone: the record itself holds, and goes on. */
export const isOfKeys = ({ code }: { code: string }): boolean => code.startsWith('slot-');
