import { showDate } from '../../shared/domain/dates.ts';
import type { User } from '../../shared/domain/roles.ts';
import { FIRST_USER } from './apply.ts';
import type { ReadHandle, WriteHandle } from './database.ts';
import { LedgerError } from './errors.ts';
import type { KeySlot, SlotKind } from './keys.ts';

/** Who has which key slot. Names and roles stand in the ledger, proven like everything else; keys.json holds neither. */
type Db = ReadHandle | WriteHandle;

const USERS = "SELECT id, name, role, until FROM user WHERE ended = ''";

/** Everybody who has access, in the order in which they got it. */
export const usersOf = (db: Db): User[] => db.prepare(`${USERS} ORDER BY id`).all() as User[];

export const userById = (db: Db, id: number): User | undefined =>
  db.prepare(`${USERS} AND id = ?`).get(id) as User | undefined;

type Access = { user: number; kind: SlotKind; state: 'added' | 'removed' };
/** A slot as far as the record speaks of it. */
type Slot = Pick<KeySlot, 'id' | 'kind'>;
/** Slots that are somebody's own. The others are the ledger's. */
const OWN: readonly SlotKind[] = ['passphrase', 'keychain'];
/** Every ledger has one of each from its creation on. */
const FIRST: readonly SlotKind[] = ['passphrase', 'recovery'];

const accessOf = (db: Db, slot: string): Access | undefined =>
  db.prepare('SELECT user, kind, state FROM access WHERE slot = ?').get(slot) as Access | undefined;

/**
 * The first passphrase's slot and the recovery key's, where the record does not name them: that of an earlier version did
 * not. Of each kind it is the first in the file, and none once the record names another one in its place.
 */
const firstSlots = (db: Db, slots: readonly Slot[]): Slot[] => {
  const named = db.prepare('SELECT 1 FROM access WHERE user = ? AND kind = ?');
  return FIRST.filter((kind) => !named.get(FIRST_USER, kind)).flatMap(
    (kind) => slots.find((slot) => slot.kind === kind && !accessOf(db, slot.id)) ?? [],
  );
};

/**
 * The slots in keys.json that no event names. Whoever has the data key can put one there with another tool; so it is no
 * way in.
 *
 * @param slots all that keys.json holds
 */
export const unnamedSlots = <S extends Slot>(db: Db, slots: readonly S[]): S[] => {
  const first = firstSlots(db, slots).map(({ id }) => id);
  return slots.filter(({ id, kind }) => accessOf(db, id)?.kind !== kind && !first.includes(id));
};

/** The slots that the record says open the ledger and that keys.json lacks, with whose they are. */
export const missingSlots = (db: Db, slots: readonly Slot[]): (Slot & { user: number })[] => {
  const named = db
    .prepare(
      "SELECT slot AS id, kind, user FROM access WHERE state = 'added' AND (kind IN ('recovery', 'custodians') OR user IN (SELECT id FROM user WHERE ended = ''))",
    )
    .all() as (Slot & { user: number })[];
  return named.filter(({ id }) => !slots.some((slot) => slot.id === id));
};

/**
 * Whose own slot it is; undefined for one of the ledger's, or one that no event names.
 *
 * @param slots all that keys.json holds
 */
export const ownerOf = (db: Db, slot: Slot, slots: readonly Slot[]): number | undefined => {
  if (!OWN.includes(slot.kind) || unnamedSlots(db, slots).some(({ id }) => id === slot.id)) return undefined;
  return accessOf(db, slot.id)?.user ?? FIRST_USER;
};

/** The owner who has been one for longest: who acts where nobody else is named, as with the recovery key. */
const firstOwner = (db: Db): User => {
  const owner = usersOf(db).find((user) => user.role === 'owner');
  if (!owner) throw new LedgerError('LEDGER_DAMAGED', 'The ledger has no owner. It was changed outside Rollmark.');
  return owner;
};

/**
 * The user whose key slot opened the ledger. Throws ACCESS_ENDED for a slot that was retired, because keys.json may have
 * been put back from an old copy, and for one that no event names.
 *
 * @param slots all that keys.json holds
 */
export const userOfSlot = (db: Db, slot: Slot | undefined, slots: readonly Slot[]): User => {
  if (!slot) return firstOwner(db);
  const access = accessOf(db, slot.id);
  if (access?.state === 'removed')
    throw new LedgerError(
      'ACCESS_ENDED',
      slot.kind === 'recovery'
        ? 'This recovery key was replaced by a newer one. Nothing was changed; use the newer one.'
        : slot.kind === 'custodians'
          ? 'These parts were replaced by a newer set, or taken back. Nothing was changed.'
          : slot.kind === 'keychain'
            ? 'This computer’s keychain no longer opens the ledger: that was switched off, or the passphrase of whoever had it was changed. Nothing was changed; use the passphrase.'
            : 'This passphrase no longer opens the ledger: it was changed, or the access of whoever had it was ended. Nothing was changed.',
    );
  if (unnamedSlots(db, slots).some(({ id }) => id === slot.id))
    throw new LedgerError(
      'ACCESS_ENDED',
      'No event of this ledger names this key, so it is no way in: it was put into keys.json outside Rollmark, or keys.json is newer than the ledger beside it. Nothing was changed. Open the ledger with another passphrase or the recovery key, or put the keys.json of this very copy back.',
    );
  if (!OWN.includes(slot.kind)) return firstOwner(db);
  const owner = ownerOf(db, slot, slots);
  const user = owner === undefined ? undefined : userById(db, owner);
  if (!user)
    throw new LedgerError(
      'ACCESS_ENDED',
      'The access of whoever has this key was ended. Nothing was changed; ask an owner of the ledger.',
    );
  return user;
};

/** Throws ACCESS_ENDED where the user's last day is over. @param today ISO date at the premises */
export const checkUntil = (user: User, today: string): void => {
  if (user.until === '' || today <= user.until) return;
  throw new LedgerError(
    'ACCESS_ENDED',
    `Your access ended on ${showDate(user.until)}. Nothing was changed; an owner of the ledger can give you more time.`,
  );
};

/** The ids of a user's own slots among all that keys.json holds: of their passphrase and of computers' keychains, or of one of the two. */
export const slotsOf = (db: Db, user: number, slots: readonly KeySlot[], kinds: readonly SlotKind[] = OWN): string[] =>
  slots.filter((slot) => kinds.includes(slot.kind) && ownerOf(db, slot, slots) === user).map(({ id }) => id);
