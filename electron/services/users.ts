import { parseDate, showDate } from '../../shared/domain/dates.ts';
import { type Finding, isRefused, refused } from '../../shared/domain/findings.ts';
import { allows, type Need, ROLES, type Role, type User } from '../../shared/domain/roles.ts';
import { checkText, tidy } from '../../shared/domain/text.ts';
import { missingSlots, slotsOf, unnamedSlots, userById, usersOf } from '../ledger/access.ts';
import { newParts } from '../ledger/custodians.ts';
import { LedgerError } from '../ledger/errors.ts';
import {
  DEFAULT_COST,
  type KdfCost,
  type KeySlot,
  type Keys,
  makeSlot,
  newRecoveryKey,
  readRecoveryKey,
  type SlotKind,
  unlockKeys,
} from '../ledger/keys.ts';
import type { Append, Ledger } from '../ledger/ledger.ts';

/** People and their keys. Each has a key slot of their own; the names and roles stand in the ledger and its trail. */

/** Throws NOT_ALLOWED where a role does not reach as far as an operation needs. */
export const checkNeed = (role: Role, needs: Need): void => {
  if (allows(role, needs)) return;
  throw new LedgerError(
    'NOT_ALLOWED',
    `Your role here is ${ROLES[role].label.toLowerCase()}, and this needs ${needs === 'own' ? 'an owner' : 'more than that'}. Nothing was changed.`,
  );
};

const SHORTEST_PASSPHRASE = 8;
/** All of them are tried when somebody opens the ledger. */
const USERS_AT_MOST = 12;

/** Throws REFUSED with one finding. */
export const refuse = (field: string, code: string, message: string): never => {
  throw new LedgerError('REFUSED', message, [refused(field, code, message)]);
};

/** The name that the trail writes beside what is done; `Owner` where none was given. Throws REFUSED. */
export const checkUser = (typed: string): string => {
  const user = tidy(typed) || 'Owner';
  const findings = checkText('user', 'Your name', user);
  if (isRefused(findings))
    throw new LedgerError('REFUSED', 'Your name holds characters that the trail can’t print.', findings);
  return user;
};

/** Throws REFUSED for one that is too short. */
export const checkPassphrase = (passphrase: string): void => {
  if ([...passphrase].length >= SHORTEST_PASSPHRASE) return;
  refuse(
    'passphrase',
    'passphrase-short',
    `A passphrase has at least ${SHORTEST_PASSPHRASE} characters. Several unrelated words are strong and easy to remember.`,
  );
};

/** What a new slot of this ledger costs: as much as the others were tuned to at its creation. */
const costOf = (ledger: Ledger): KdfCost => {
  const { slots } = ledger.keys();
  // One that somebody else put there could make the next ones cheap to guess.
  const strange = unnamedSlots(ledger.reader, slots);
  const kdf = slots.find((slot) => slot.kind === 'recovery' && !strange.includes(slot))?.kdf;
  return kdf ? { memory: kdf.memory, passes: kdf.passes, lanes: kdf.lanes } : DEFAULT_COST;
};

const isWrong = (error: unknown): boolean => error instanceof LedgerError && error.code === 'WRONG_SECRET';

/** Two people with one passphrase could not be told apart. */
const checkFree = async (keys: Keys, passphrase: string): Promise<void> => {
  try {
    await unlockKeys(keys, 'passphrase', passphrase);
  } catch (error) {
    if (isWrong(error)) return;
    throw error;
  }
  refuse('passphrase', 'passphrase-taken', 'This passphrase can’t be taken here. Choose another one.');
};

type Wanted = { name: string; role: Role; until: string };

/** Reads and checks who somebody is to be. Throws REFUSED with the findings. */
const checkWanted = (ledger: Ledger, raw: Wanted, self?: number): Wanted => {
  const name = tidy(raw.name);
  const findings: Finding[] = [...checkText('name', 'The name', name)];
  if (name === '')
    findings.push(refused('name', 'name-missing', 'The name is missing. The trail writes it beside what they do.'));
  const same = (user: User) => user.id !== self && user.name.toLowerCase() === name.toLowerCase();
  if (usersOf(ledger.reader).some(same))
    findings.push(
      refused('name', 'name-taken', 'Somebody of this name has access already. The trail must tell the two apart.'),
    );
  const typed = raw.until.trim();
  const read = typed === '' ? undefined : parseDate(typed, ledger.today());
  const until = read?.ok ? read.date : '';
  if (read && !read.ok) findings.push(refused('until', 'until-unreadable', read.message));
  else if (raw.role === 'owner' && until !== '')
    findings.push(refused('until', 'until-owner', 'An owner’s access has no last day: it could lock everybody out.'));
  else if (raw.role === 'inspector' && until === '')
    findings.push(refused('until', 'until-missing', 'Name the last day of an inspector’s access.'));
  else if (until !== '' && until < ledger.today())
    findings.push(refused('until', 'until-past', `${showDate(until)} is over already.`));
  const stops = findings.find((f) => f.severity === 'refused');
  if (stops) throw new LedgerError('REFUSED', stops.message, findings);
  return { name, role: raw.role, until };
};

const existing = (ledger: Ledger, id: number): User => {
  const user = userById(ledger.reader, id);
  if (!user) throw new LedgerError('REFUSED', 'There is no such user any more. Nothing was changed.');
  return user;
};

/** Somebody who opened with the recovery key, or with custodians' parts, acts as an owner, but is not that owner in person. */
export const isInPerson = (ledger: Ledger): boolean =>
  ledger.openedWith === 'passphrase' || ledger.openedWith === 'keychain';
const isSelf = (ledger: Ledger, id: number): boolean => isInPerson(ledger) && ledger.user().id === id;

/** Whether somebody may have a computer's keychain open the ledger for them: nobody whose access is for a time. */
export const mayHaveKeychain = ({ role, until }: Pick<User, 'role' | 'until'>): boolean =>
  role !== 'inspector' && until === '';

/** Everybody with access, and what of theirs opens the ledger: a passphrase, and keychains of so many computers. */
export const listUsers = (ledger: Ledger): (User & { opens: boolean; keychains: number; self: boolean })[] =>
  usersOf(ledger.reader).map((user) => ({
    ...user,
    opens: slotsOf(ledger.reader, user.id, ledger.keys().slots, ['passphrase']).length > 0,
    keychains: slotsOf(ledger.reader, user.id, ledger.keys().slots, ['keychain']).length,
    self: isSelf(ledger, user.id),
  }));

/**
 * Gives somebody access with a passphrase of their own.
 *
 * @param wanted.until last day as typed; needed for an inspector, never for an owner
 */
export const addUser = async (ledger: Ledger, raw: Wanted & { passphrase: string }): Promise<User> => {
  const wanted = checkWanted(ledger, raw);
  checkPassphrase(raw.passphrase);
  const keys = ledger.keys();
  if (usersOf(ledger.reader).length >= USERS_AT_MOST)
    refuse('name', 'users-full', `A ledger has at most ${USERS_AT_MOST} people. End an access first.`);
  await checkFree(keys, raw.passphrase);
  const slot = await makeSlot(keys.ledger, 'passphrase', raw.passphrase, ledger.dataKey(), costOf(ledger));
  const id = (ledger.reader.prepare('SELECT max(id) FROM user').pluck().get() as number) + 1;
  await ledger.replaceKeys({ ledger: keys.ledger, slots: [...keys.slots, slot] }, (append) => {
    append('user.added', `user/${id}`, { user: id, ...wanted, slot: slot.id });
  });
  return existing(ledger, id);
};

/**
 * Changes name, role or last day. Nobody changes their own role: an owner could lock themselves out. Whoever becomes an
 * inspector, or gets a last day, loses what keychains keep for them. Throws REFUSED.
 */
export const changeUser = async (ledger: Ledger, id: number, raw: Wanted): Promise<User> => {
  const old = existing(ledger, id);
  const wanted = checkWanted(ledger, raw, id);
  if (old.role === 'owner' && wanted.role !== 'owner') keepOwner(ledger, id, 'role');
  const changes = (['name', 'role', 'until'] as const)
    .filter((field) => old[field] !== wanted[field])
    .map((field) => ({ field, old: old[field], new: wanted[field] }));
  if (changes.length === 0) return old;
  const record = (append: Append) => append('user.changed', `user/${id}`, { user: id, changes });
  const keys = ledger.keys();
  const gone = mayHaveKeychain(wanted) ? [] : ownSlots(ledger, id, ['keychain']);
  if (gone.length === 0) await ledger.write(record);
  else
    await ledger.replaceKeys({ ledger: keys.ledger, slots: keys.slots.filter((s) => !gone.includes(s)) }, (append) => {
      record(append);
      retire(append, gone, id);
    });
  return existing(ledger, id);
};

/** A ledger always has an owner, and nobody takes their own ownership away. */
const keepOwner = (ledger: Ledger, id: number, field: string): void => {
  if (isSelf(ledger, id))
    refuse(field, 'owner-self', 'You can’t take your own access away. Another owner can. Nothing was changed.');
  if (usersOf(ledger.reader).filter((user) => user.role === 'owner').length < 2)
    refuse(field, 'owner-last', 'A ledger always has an owner, and this is the only one. Nothing was changed.');
};

/** Ends somebody's access: their key slots are taken out of keys.json. What they did stays in the trail under their name. */
export const removeUser = async (ledger: Ledger, id: number): Promise<void> => {
  const user = existing(ledger, id);
  if (user.role === 'owner') keepOwner(ledger, id, 'user');
  const keys = ledger.keys();
  const slots = [...slotsOf(ledger.reader, id, keys.slots), ...missing(ledger, OWN, id).map((slot) => slot.id)];
  await ledger.replaceKeys(
    { ledger: keys.ledger, slots: keys.slots.filter((slot) => !slots.includes(slot.id)) },
    (append) => append('user.removed', `user/${id}`, { user: id, name: user.name, slots }),
  );
};

const OWN: readonly SlotKind[] = ['passphrase', 'keychain'];

/** Slots of some kinds that the record names and keys.json lacks: they are retired with those that are there. */
const missing = (ledger: Ledger, kinds: readonly SlotKind[], user?: number) =>
  missingSlots(ledger.reader, ledger.keys().slots).filter(
    (slot) => kinds.includes(slot.kind) && (user === undefined || slot.user === user),
  );

/** How many keys in keys.json no event names. */
export const unnamedKeys = (ledger: Ledger): number => unnamedSlots(ledger.reader, ledger.keys().slots).length;

/** Somebody's own slots, of the kinds asked for. */
const ownSlots = (ledger: Ledger, user: number, kinds?: readonly SlotKind[]): KeySlot[] => {
  const { slots } = ledger.keys();
  const ids = slotsOf(ledger.reader, user, slots, kinds);
  return slots.filter(({ id }) => ids.includes(id));
};

/** Puts a new slot in the place of somebody's old ones, keychains' too. The data is not encrypted again. */
const replacePassphrase = async (ledger: Ledger, user: number, passphrase: string): Promise<void> => {
  checkPassphrase(passphrase);
  const keys = ledger.keys();
  await checkFree(keys, passphrase);
  const old = ownSlots(ledger, user);
  const lost = missing(ledger, OWN, user);
  const fresh = await makeSlot(keys.ledger, 'passphrase', passphrase, ledger.dataKey(), costOf(ledger));
  const slots = [...keys.slots.filter((slot) => !old.includes(slot)), fresh];
  await ledger.replaceKeys({ ledger: keys.ledger, slots }, (append) => {
    append('key.changed', `key/${fresh.id}`, { slot: fresh.id, kind: 'passphrase', change: 'added', user });
    retire(append, [...old, ...lost], user);
  });
};

/** Throws REFUSED where this is not the passphrase of whoever opened the ledger. */
export const checkPresent = async (ledger: Ledger, present: string): Promise<void> => {
  const keys = ledger.keys();
  const slots = ownSlots(ledger, ledger.user().id, ['passphrase']);
  try {
    await unlockKeys({ ...keys, slots }, 'passphrase', present);
  } catch (error) {
    if (!isWrong(error)) throw error;
    refuse('present', 'present-wrong', 'This is not your present passphrase. Nothing was changed.');
  }
};

/**
 * Changes the passphrase of whoever opened the ledger. What keychains keep for them stops opening it.
 *
 * @param present the one they have now; not asked of who opened with the recovery key, because it was lost
 * Throws REFUSED where it is not theirs.
 */
export const changePassphrase = async (
  ledger: Ledger,
  { passphrase, present }: { passphrase: string; present?: string | undefined },
): Promise<void> => {
  const user = ledger.user();
  if (isInPerson(ledger)) {
    await checkPresent(ledger, present ?? '');
    if (present === passphrase) return;
  }
  await replacePassphrase(ledger, user.id, passphrase);
};

/** Gives somebody who forgot theirs a new passphrase. One's own is changed with `changePassphrase`. */
export const resetPassphrase = async (ledger: Ledger, id: number, passphrase: string): Promise<void> => {
  existing(ledger, id);
  if (isSelf(ledger, id))
    refuse('passphrase', 'passphrase-own', 'Change your own passphrase with the present one. Nothing was changed.');
  await replacePassphrase(ledger, id, passphrase);
};

const recoverySlots = (keys: Keys): KeySlot[] => keys.slots.filter((slot) => slot.kind === 'recovery');

/** Tries a recovery key on the ledger that is open, and records that it was tried and works. */
export const tryRecoveryKey = async (ledger: Ledger, recoveryKey: string): Promise<boolean> => {
  const { slot } = await unlockKeys(ledger.keys(), 'recovery', readRecoveryKey(recoveryKey));
  await ledger.write((append) =>
    append('key.changed', `key/${slot.id}`, { slot: slot.id, kind: 'recovery', change: 'tried' }),
  );
  return true;
};

/** When the recovery key in keys.json was last shown to work; empty where it never was. */
export const recoveryTried = (ledger: Ledger): string => {
  const find = ledger.reader.prepare(
    `SELECT json_extract(json, '$.recordedAt') FROM event
     WHERE subject = ? AND json_extract(json, '$.body.change') = 'tried' ORDER BY seq DESC LIMIT 1`,
  );
  const tried = recoverySlots(ledger.keys()).map(
    ({ id }) => (find.pluck().get(`key/${id}`) as string | undefined) ?? '',
  );
  return tried.sort().at(-1) ?? '';
};

/** Makes a new recovery key; the old one stops working. Returns its twelve words, which are shown once. */
export const replaceRecoveryKey = async (ledger: Ledger): Promise<string> => {
  const keys = ledger.keys();
  const words = newRecoveryKey();
  const old = recoverySlots(keys);
  const lost = missing(ledger, ['recovery']);
  const fresh = await makeSlot(keys.ledger, 'recovery', words, ledger.dataKey(), costOf(ledger));
  const record = (append: Append): void => {
    append('key.changed', `key/${fresh.id}`, { slot: fresh.id, kind: 'recovery', change: 'added' });
    retire(append, [...old, ...lost]);
  };
  await ledger.replaceKeys(
    { ledger: keys.ledger, slots: [...keys.slots.filter((s) => !old.includes(s)), fresh] },
    record,
  );
  return words;
};

const custodianSlots = (keys: Keys): KeySlot[] => keys.slots.filter((slot) => slot.kind === 'custodians');

/** Whether two custodians together can open the ledger. */
export const hasCustodians = (ledger: Ledger): boolean => custodianSlots(ledger.keys()).length > 0;

/** Makes a new set of three parts, any two of which open the ledger; an older set stops working. They are shown once. */
export const makeCustodians = async (ledger: Ledger): Promise<string[]> => {
  const keys = ledger.keys();
  const old = custodianSlots(keys);
  const lost = missing(ledger, ['custodians']);
  const { secret, parts } = await newParts();
  const fresh = await makeSlot(keys.ledger, 'custodians', secret, ledger.dataKey(), costOf(ledger));
  await ledger.replaceKeys(
    { ledger: keys.ledger, slots: [...keys.slots.filter((s) => !old.includes(s)), fresh] },
    (append) => {
      append('key.changed', `key/${fresh.id}`, { slot: fresh.id, kind: 'custodians', change: 'added' });
      retire(append, [...old, ...lost]);
    },
  );
  return parts;
};

/** Takes the custodians' slot away: their parts open nothing any more. */
export const removeCustodians = async (ledger: Ledger): Promise<void> => {
  const keys = ledger.keys();
  const old = custodianSlots(keys);
  const lost = missing(ledger, ['custodians']);
  if (old.length + lost.length === 0) return;
  const slots = keys.slots.filter((slot) => !old.includes(slot));
  await ledger.replaceKeys({ ledger: keys.ledger, slots }, (append) => retire(append, [...old, ...lost]));
};

/** Records that slots open the ledger no more. @param user whose they are, where they are somebody's own */
export const retire = (append: Append, slots: readonly Pick<KeySlot, 'id' | 'kind'>[], user?: number): void => {
  for (const { id, kind } of slots)
    append('key.changed', `key/${id}`, { slot: id, kind, change: 'removed', ...(user === undefined ? {} : { user }) });
};
