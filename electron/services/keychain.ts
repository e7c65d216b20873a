import { slotsOf } from '../ledger/access.ts';
import { loadKeys } from '../ledger/folder.ts';
import { KEYCHAIN_COST, makeSlot, newKeychainSecret } from '../ledger/keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { checkPresent, isInPerson, mayHaveKeychain, refuse, retire } from './users.ts';

/**
 * A key slot for the keychain of somebody's computer. The secret is made here and goes to the host alone, which has the
 * keychain keep it; no page ever sees it. The slot is its user's: it ends with their access, with a new passphrase and
 * with a new data key, wherever the secret is kept.
 */

/** Of all people and computers together; keys.json holds 32 slots. */
const KEYCHAINS_AT_MOST = 16;

export type KeychainSlots = {
  ledger: string;
  /** Slots of whoever opened the ledger, and those of others. */
  mine: string[];
  others: string[];
  /** Why whoever opened it can't have one, as a sentence; empty where they can. */
  refusal: string;
};

/** A closed ledger's id and its keychains' slots, by its folder; empty where they can't be read. */
export const keychainsAt = (folder: string | undefined): { ledger: string; slots: string[] } => {
  if (folder === undefined) return { ledger: '', slots: [] };
  try {
    const { ledger, slots } = loadKeys(folder);
    return { ledger, slots: slots.filter(({ kind }) => kind === 'keychain').map(({ id }) => id) };
  } catch {
    // Opening it says what is wrong.
    return { ledger: '', slots: [] };
  }
};

/** Which keychains open the ledger, and whether whoever is at work may have one. */
export const keychainSlots = (ledger: Ledger): KeychainSlots => {
  const user = ledger.user();
  const { slots } = ledger.keys();
  const mine = isInPerson(ledger) ? slotsOf(ledger.reader, user.id, slots, ['keychain']) : [];
  const others = slots.filter(({ id, kind }) => kind === 'keychain' && !mine.includes(id)).map(({ id }) => id);
  const refusal = !mayHaveKeychain(user)
    ? 'Your access is for a time, so the ledger is unlocked with your passphrase.'
    : isInPerson(ledger)
      ? ''
      : 'Only somebody’s own passphrase can switch this on. Open the ledger with yours.';
  return { ledger: ledger.id, mine, others, refusal };
};

/**
 * Makes a slot for a computer's keychain, and the secret that the keychain is to keep.
 *
 * @param passphrase the present one of whoever asks
 * @param kept the slot whose secret this computer keeps already, which the new one takes the place of; empty for none
 * Throws REFUSED with a sentence.
 */
export const addKeychain = async (
  ledger: Ledger,
  { passphrase, kept }: { passphrase: string; kept: string },
): Promise<{ ledger: string; slot: string; secret: string }> => {
  const { refusal, mine, others } = keychainSlots(ledger);
  if (refusal !== '') refuse('present', 'keychain-not-theirs', refusal);
  if (others.includes(kept))
    refuse(
      'present',
      'keychain-taken',
      'On this computer account somebody else unlocks the ledger with the keychain. With two, each could open it under the other’s name. Nothing was changed.',
    );
  const keys = ledger.keys();
  if (mine.length + others.length >= KEYCHAINS_AT_MOST && !mine.includes(kept))
    refuse(
      'present',
      'keychains-full',
      `At most ${KEYCHAINS_AT_MOST} keychains open a ledger. Switch one off first. Nothing was changed.`,
    );
  await checkPresent(ledger, passphrase);
  const user = ledger.user().id;
  const secret = newKeychainSecret();
  const fresh = await makeSlot(keys.ledger, 'keychain', secret, ledger.dataKey(), KEYCHAIN_COST);
  const old = keys.slots.filter(({ id }) => id === kept && mine.includes(id));
  await ledger.replaceKeys(
    { ledger: keys.ledger, slots: [...keys.slots.filter((slot) => !old.includes(slot)), fresh] },
    (append) => {
      append('key.changed', `key/${fresh.id}`, { slot: fresh.id, kind: 'keychain', change: 'added', user });
      retire(append, old, user);
    },
  );
  return { ledger: keys.ledger, slot: fresh.id, secret };
};

/** Takes a keychain's slot of whoever is at work away. Nothing where it is gone already, or somebody else's. */
export const removeKeychain = async (ledger: Ledger, slot: string): Promise<void> => {
  const { mine } = keychainSlots(ledger);
  const keys = ledger.keys();
  const old = keys.slots.filter(({ id }) => id === slot && mine.includes(id));
  if (old.length === 0) return;
  const slots = keys.slots.filter((each) => !old.includes(each));
  await ledger.replaceKeys({ ledger: keys.ledger, slots }, (append) => retire(append, old, ledger.user().id));
};
