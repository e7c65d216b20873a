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

type Access = { user: number; state: 'added' | 'removed' };
/** Slots that are somebody's own. The others are the ledger's. */
const OWN: readonly SlotKind[] = ['passphrase', 'keychain'];

const accessOf = (db: Db, slot: string): Access | undefined =>
  db.prepare('SELECT user, state FROM access WHERE slot = ?').get(slot) as Access | undefined;

/** Whose own slot it is; undefined for one of the ledger's. A passphrase that no event names is the first user's. */
export const ownerOf = (db: Db, { id, kind }: Pick<KeySlot, 'id' | 'kind'>): number | undefined =>
  OWN.includes(kind) ? (accessOf(db, id)?.user ?? (kind === 'passphrase' ? FIRST_USER : undefined)) : undefined;

/** The owner who has been one for longest: who acts where nobody else is named, as with the recovery key. */
const firstOwner = (db: Db): User => {
  const owner = usersOf(db).find((user) => user.role === 'owner');
  if (!owner) throw new LedgerError('LEDGER_DAMAGED', 'The ledger has no owner. It was changed outside Rollmark.');
  return owner;
};

/**
 * The user whose key slot opened the ledger. Throws ACCESS_ENDED for a slot that was retired: keys.json may have been put
 * back from an old copy.
 */
export const userOfSlot = (db: Db, slot: Pick<KeySlot, 'id' | 'kind'> | undefined): User => {
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
  if (!OWN.includes(slot.kind)) return firstOwner(db);
  const owner = ownerOf(db, slot);
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

/** The ids of a user's own slots among those given: of their passphrase and of computers' keychains, or of one of the two. */
export const slotsOf = (db: Db, user: number, slots: readonly KeySlot[], kinds: readonly SlotKind[] = OWN): string[] =>
  slots.filter((slot) => kinds.includes(slot.kind) && ownerOf(db, slot) === user).map(({ id }) => id);
