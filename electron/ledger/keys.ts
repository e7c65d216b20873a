import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { generateMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { argon2id } from 'hash-wasm';
import { z } from 'zod';
import { SLOT_KINDS } from '../../shared/domain/events.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { LedgerError } from './errors.ts';

/**
 * `keys.json`: the slots in which the ledger's data key lies wrapped, each under Argon2id of a passphrase, of the printed
 * recovery key, or of another secret that opens the ledger (AES-256-GCM, with the ledger's id and the slot's own parameters as authenticated data). The
 * file is plain JSON and holds no name. Its checksum is no protection: it only tells damage from a wrong passphrase.
 */
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
  .max(200);

const Kdf = z.object({
  name: z.literal('argon2id'),
  /** KiB. */
  memory: z.int(),
  passes: z.int(),
  lanes: z.int(),
  salt: base64,
});

const Slot = z.object({
  /** `slotName` of what wraps the key. Slots of earlier versions have 12 random digits, which say nothing of their secret. */
  id: z.string().regex(/^[a-z0-9]{1,24}$/),
  kind: z.enum(SLOT_KINDS),
  kdf: Kdf,
  wrap: z.object({ name: z.literal('aes-256-gcm'), iv: base64, box: base64 }),
});

const KeysFile = z.object({
  format: z.literal('rollmark-keys'),
  /** The first that knows every slot in it: 2 knows custodians, 3 keychains. */
  version: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  ledger: z.string().regex(/^[0-9a-f]{32}$/),
  slots: z.array(Slot).min(1).max(32),
  checksum: z.string(),
});

export type KeySlot = z.infer<typeof Slot>;
export type Keys = { ledger: string; slots: readonly KeySlot[] };
export type SlotKind = KeySlot['kind'];

/** Cost of Argon2id: memory in KiB, passes, lanes. */
export type KdfCost = { memory: number; passes: number; lanes: number };
/** RFC 9106's second recommended option (64 MiB, 3 passes, 4 lanes): 0.4 s on a slow machine. The least that is made. */
export const DEFAULT_COST: KdfCost = { memory: 65_536, passes: 3, lanes: 4 };

/** A file edited by somebody else may neither lower the cost below OWASP's floor nor exhaust memory or patience. */
const FLOOR: KdfCost = { memory: 19_456, passes: 2, lanes: 1 };
const CEILING: KdfCost = { memory: 262_144, passes: 16, lanes: 16 };
/** What a guess should cost on the machine that made the ledger, and the most passes that are worth it. */
const TUNED_MS = 500;
const MOST_PASSES = 10;

/** All slots together: a wrong secret is tried on each of its kind, and 16 of the dearest take some 20 s on a slow machine. */
const SLOT_WORK_CEILING = 4 * DEFAULT_COST.memory * MOST_PASSES;
const WORK_CEILING = 16 * DEFAULT_COST.memory * MOST_PASSES;

/** 32 slots take 20 KB. */
export const LONGEST_KEYS_FILE = 262_144;

export const damaged = (why: string): LedgerError =>
  new LedgerError(
    'KEYS_DAMAGED',
    `keys.json is damaged (${why}). Nothing was written. Put it back from a copy of this ledger’s folder: any copy made since the passphrase was last changed fits, and neither passphrase nor recovery key works without it.`,
  );

const checkCost = (kdf: KdfCost): void => {
  if (kdf.memory < FLOOR.memory || kdf.passes < FLOOR.passes || kdf.lanes < FLOOR.lanes) {
    throw damaged('its key derivation was made weaker than Rollmark ever writes, which may be an attack');
  }
  const beyond = kdf.memory > CEILING.memory || kdf.passes > CEILING.passes || kdf.lanes > CEILING.lanes;
  if (beyond || kdf.memory * kdf.passes > SLOT_WORK_CEILING) throw tooCostly();
};

const tooCostly = (): LedgerError =>
  damaged('its key derivation asks for more memory or time than Rollmark ever writes');

/** How many bytes a base64 text holds; -1 where it is not as anybody would write them. */
const bytesIn = (text: string): number => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes.length : -1;
};

const checkSlots = (slots: readonly KeySlot[]): void => {
  for (const { kdf, wrap } of slots) {
    checkCost(kdf);
    if (bytesIn(kdf.salt) !== 16 || bytesIn(wrap.iv) !== 12 || bytesIn(wrap.box) !== 48)
      throw damaged('a wrapped key has the wrong length');
  }
  if (slots.reduce((work, { kdf }) => work + kdf.memory * kdf.passes, 0) > WORK_CEILING) throw tooCostly();
};

/** Reads keys.json's text. Throws KEYS_DAMAGED, saying in what way. */
export const readKeys = (text: string): Keys => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw damaged(text.trim() === '' ? 'it is empty' : 'it is cut short, or not JSON');
  }
  const file = KeysFile.safeParse(parsed);
  if (!file.success) {
    const version = (parsed as { format?: unknown; version?: unknown } | null)?.version;
    if (typeof version === 'number' && version > 3) {
      throw new LedgerError(
        'LEDGER_FROM_FUTURE',
        'This ledger’s keys.json was written by a newer version of Rollmark. Nothing was changed; open it with that version.',
      );
    }
    throw damaged('it lacks what Rollmark writes there');
  }
  const { checksum, ...rest } = file.data;
  checkSlots(rest.slots);
  if (new Set(rest.slots.map(({ id }) => id)).size !== rest.slots.length)
    throw damaged('two of the keys in it have one name');
  if (rest.version !== versionFor(rest.slots)) throw damaged('its version does not fit what is in it');
  if (sha256Hex(Buffer.from(canonicalJson(rest))) !== checksum) throw damaged('it was edited or its disk failed');
  return { ledger: rest.ledger, slots: rest.slots };
};

/** As low as an older version of Rollmark can read. */
const versionFor = (slots: readonly KeySlot[]): 1 | 2 | 3 => {
  const kinds = new Set(slots.map(({ kind }) => kind));
  return kinds.has('keychain') ? 3 : kinds.has('custodians') ? 2 : 1;
};

export const writeKeys = (keys: Keys): string => {
  const rest = { format: 'rollmark-keys', version: versionFor(keys.slots), ledger: keys.ledger, slots: keys.slots };
  return `${JSON.stringify({ ...rest, checksum: sha256Hex(Buffer.from(canonicalJson(rest))) }, null, 2)}\n`;
};

/**
 * What a slot for a keychain costs: its secret is 256 random bits, which no price makes harder to guess, and there may be
 * more of them than what all slots together may cost would leave room for.
 */
export const KEYCHAIN_COST: KdfCost = FLOOR;

/** A new secret for a keychain to keep: 32 random bytes, as base64. */
export const newKeychainSecret = (): string => randomBytes(32).toString('base64');

/** A new recovery key: twelve words of BIP 39's English list, 128 random bits and a checksum. */
export const newRecoveryKey = (): string => generateMnemonic(wordlist, 128);

const WORDS = new Set(wordlist);

/**
 * The words of a typed recovery key in the form that the slot was made with.
 * Throws WRONG_SECRET with what is wrong: how many words, which is unknown, or that they don't belong together.
 */
export const readRecoveryKey = (typed: string): string => {
  const words = typed
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((w) => w !== '');
  if (words.length !== 12) {
    throw new LedgerError('WRONG_SECRET', `A recovery key has 12 words; this has ${words.length}.`);
  }
  const unknown = words.findIndex((w) => !WORDS.has(w));
  if (unknown >= 0)
    throw new LedgerError('WRONG_SECRET', `Word ${unknown + 1} is not a word of any recovery key. Check its spelling.`);
  const joined = words.join(' ');
  if (!validateMnemonic(joined, wordlist)) {
    throw new LedgerError(
      'WRONG_SECRET',
      'These twelve words do not belong together: one was misread, or two stand in the wrong order.',
    );
  }
  return joined;
};

const secretBytes = (kind: SlotKind, secret: string): Uint8Array =>
  Buffer.from(kind === 'recovery' ? readRecoveryKey(secret) : secret.normalize('NFKC'), 'utf8');

const derive = (kind: SlotKind, secret: string, kdf: KeySlot['kdf']): Promise<Uint8Array> =>
  argon2id({
    password: secretBytes(kind, secret),
    salt: Buffer.from(kdf.salt, 'base64'),
    memorySize: kdf.memory,
    iterations: kdf.passes,
    parallelism: kdf.lanes,
    hashLength: 32,
    outputType: 'binary',
  });

/**
 * What a slot costs on this machine: 64 MiB and as many passes as take about half a second, never fewer than three. Time
 * grows with the passes, so one measurement tells.
 */
export const tuneCost = async (now: () => number = () => performance.now()): Promise<KdfCost> => {
  const started = now();
  await derive('passphrase', 'how long does this take', {
    name: 'argon2id',
    ...DEFAULT_COST,
    salt: Buffer.alloc(16).toString('base64'),
  });
  const passes = Math.round((DEFAULT_COST.passes * TUNED_MS) / Math.max(now() - started, 1));
  return { ...DEFAULT_COST, passes: Math.min(Math.max(passes, DEFAULT_COST.passes), MOST_PASSES) };
};

const authenticated = (ledger: string, slot: Pick<KeySlot, 'id' | 'kind' | 'kdf'>): Buffer =>
  Buffer.from(canonicalJson({ ledger, id: slot.id, kind: slot.kind, kdf: slot.kdf }));

const NAME_LENGTH = 24;

/**
 * A slot's name, of which the record tells: 96 bits of what its secret gives, so that no other secret can be put in its
 * place under the same name. It helps no guess: the box tells a right one just as well.
 */
const slotName = (ledger: string, kind: SlotKind, wrapping: Uint8Array): string =>
  createHash('sha256').update(`rollmark slot ${ledger} ${kind} `).update(wrapping).digest('hex').slice(0, NAME_LENGTH);

/** Wraps the data key (32 bytes) in a new slot. */
export const makeSlot = async (
  ledger: string,
  kind: SlotKind,
  secret: string,
  dataKey: Uint8Array,
  cost: KdfCost = DEFAULT_COST,
): Promise<KeySlot> => {
  const kdf = { name: 'argon2id' as const, ...cost, salt: randomBytes(16).toString('base64') };
  checkCost(kdf);
  const iv = randomBytes(12);
  const wrapping = await derive(kind, secret, kdf);
  const slot = { id: slotName(ledger, kind, wrapping), kind, kdf };
  const cipher = createCipheriv('aes-256-gcm', wrapping, iv);
  wrapping.fill(0);
  cipher.setAAD(authenticated(ledger, slot));
  const box = Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  return { ...slot, wrap: { name: 'aes-256-gcm', iv: iv.toString('base64'), box: box.toString('base64') } };
};

const unwrap = async (ledger: string, slot: KeySlot, secret: string): Promise<Buffer | undefined> => {
  const box = Buffer.from(slot.wrap.box, 'base64');
  const iv = Buffer.from(slot.wrap.iv, 'base64');
  const wrapping = await derive(slot.kind, secret, slot.kdf);
  try {
    if (slot.id.length === NAME_LENGTH && slot.id !== slotName(ledger, slot.kind, wrapping)) return undefined;
    // Not Node's decipher: it leaves a copy of the key in memory that nobody can wipe (keys-in-memory.test.ts).
    const decipher = createDecipheriv('aes-256-gcm', wrapping, iv);
    decipher.setAAD(authenticated(ledger, slot));
    decipher.setAuthTag(box.subarray(32));
    const dataKey = decipher.update(box.subarray(0, 32));
    decipher.final();
    return dataKey;
  } catch {
    return undefined;
  } finally {
    wrapping.fill(0);
  }
};

const WRONG: Readonly<Record<SlotKind, string>> = {
  passphrase:
    'This is not the passphrase of this ledger. Check capitals and keyboard layout, or open it with the recovery key. Nothing was written.',
  recovery: 'This is a recovery key, but not of this ledger. Nothing was written.',
  custodians:
    'These two parts do not open this ledger: they are of another one, or of a set that was replaced. Nothing was written.',
  keychain:
    'What this computer’s keychain keeps no longer opens this ledger: it was switched off, or the passphrase was changed since. Nothing was written; use the passphrase.',
};

/** The data key, from a passphrase or recovery key, and the slot that held it. Throws WRONG_SECRET. */
export const unlockKeys = async (
  keys: Keys,
  kind: SlotKind,
  secret: string,
): Promise<{ dataKey: Buffer; slot: KeySlot }> => {
  for (const slot of keys.slots) {
    // The derivation takes no empty text, and no slot was ever made with one.
    if (slot.kind !== kind || (kind !== 'recovery' && secret === '')) continue;
    const dataKey = await unwrap(keys.ledger, slot, secret);
    if (dataKey) return { dataKey, slot };
  }
  throw new LedgerError('WRONG_SECRET', WRONG[kind]);
};
