import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CATEGORY_IDS } from '../../shared/categories/ids.ts';
import { SLOT_KINDS } from '../../shared/domain/events.ts';
import { ROLE_IDS } from '../../shared/domain/roles.ts';

/**
 * The tables of `ledger.db`. `event` is the truth; `treeNode` and `checkpoint` prove it. `settings`, `user`,
 * `access`, `entry`, `evidence`, `description` and `licensee` are projections: made from the events by `apply`, dropped and replayed at will.
 * `entryText` (with the FTS5 table beside it, see search-index.ts), `proof` and `local` are derived or local and prove
 * nothing.
 */
const words = (name: string) => text(name).notNull().default('');

export const local = sqliteTable('local', { key: text('key').primaryKey(), value: text('value').notNull() });

export const event = sqliteTable(
  'event',
  {
    seq: integer('seq').primaryKey(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    /** Canonical JSON of the whole event: the leaf's bytes. */
    json: text('json').notNull(),
    /** Leaf hash, 32 bytes. */
    leaf: blob('leaf', { mode: 'buffer' }).notNull(),
  },
  (t) => [index('event_subject').on(t.subject)],
);

export const treeNode = sqliteTable(
  'tree_node',
  {
    level: integer('level').notNull(),
    idx: integer('idx').notNull(),
    hash: blob('hash', { mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.level, t.idx] })],
);

export const checkpoint = sqliteTable('checkpoint', {
  size: integer('size').primaryKey(),
  root: text('root').notNull(),
  note: text('note').notNull(),
  signedAt: text('signed_at').notNull(),
});

/** When the whole ledger was last verified, and whether it held. */
export const proof = sqliteTable('proof', {
  id: integer('id').primaryKey(),
  at: text('at').notNull(),
  ok: integer('ok', { mode: 'boolean' }).notNull(),
  size: integer('size').notNull(),
});

export const settings = sqliteTable('settings', { id: integer('id').primaryKey(), json: text('json').notNull() });

/** Who may open the ledger. Whose access ended stays, so that names in the trail keep their meaning. */
export const user = sqliteTable('user', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  role: text('role', { enum: ROLE_IDS }).notNull(),
  /** ISO date of the last day; empty for no end. */
  until: words('until'),
  /** When the access ended; empty while it lasts. */
  ended: words('ended'),
});

/** Key slots and whose they are. A slot that no event names is the ledger's first user's. */
export const access = sqliteTable('access', {
  slot: text('slot').primaryKey(),
  user: integer('user').notNull(),
  kind: text('kind', { enum: SLOT_KINDS }).notNull(),
  state: text('state', { enum: ['added', 'removed'] }).notNull(),
});

export const entry = sqliteTable(
  'entry',
  {
    id: integer('id').primaryKey(),
    book: text('book').notNull(),
    line: integer('line').notNull(),
    category: text('category', { enum: CATEGORY_IDS }).notNull().default('firearm'),
    status: text('status', { enum: ['open', 'disposed', 'voided'] }).notNull(),
    manufacturer: words('manufacturer'),
    importer: words('importer'),
    model: words('model'),
    serial: words('serial'),
    type: words('type'),
    caliber: words('caliber'),
    acquiredOn: words('acquired_on'),
    acquiredFrom: words('acquired_from'),
    acquiredFromAddress: words('acquired_from_address'),
    acquiredFromLicence: words('acquired_from_licence'),
    disposedOn: words('disposed_on'),
    disposedTo: words('disposed_to'),
    disposedToAddress: words('disposed_to_address'),
    disposedToLicence: words('disposed_to_licence'),
    form4473: words('form4473'),
    dispositionKind: text('disposition_kind', { enum: ['', 'transfer', 'theft-loss', 'destroyed'] })
      .notNull()
      .default(''),
    note: words('note'),
    /** JSON: for each corrected field its earlier texts, oldest first. Empty where nothing was corrected. */
    struck: words('struck'),
    corrections: integer('corrections').notNull().default(0),
    voidReason: words('void_reason'),
    acquiredRecordedAt: words('acquired_recorded_at'),
    disposedRecordedAt: words('disposed_recorded_at'),
    imported: integer('imported', { mode: 'boolean' }).notNull().default(false),
    acquiredLate: integer('acquired_late', { mode: 'boolean' }).notNull().default(false),
    disposedLate: integer('disposed_late', { mode: 'boolean' }).notNull().default(false),
    /** JSON of the fields that only some categories have; empty where there are none. */
    details: words('details'),
    /** Maker, importer, model and serial, for finding the same unit again. */
    firearmKey: text('firearm_key').notNull(),
  },
  (t) => [
    uniqueIndex('entry_book_line').on(t.book, t.line),
    index('entry_status').on(t.book, t.status, t.line),
    index('entry_firearm').on(t.firearmKey),
  ],
);

/** Readings, photos, other numbers and the like behind a line's number; `seq` is the event that added it. */
export const evidence = sqliteTable(
  'evidence',
  {
    seq: integer('seq').primaryKey(),
    book: text('book').notNull(),
    line: integer('line').notNull(),
    kind: text('kind').notNull(),
    json: text('json').notNull(),
    addedAt: text('added_at').notNull(),
    addedBy: text('added_by').notNull(),
    withdrawn: words('withdrawn'),
  },
  (t) => [index('evidence_line').on(t.book, t.line), index('evidence_kind').on(t.kind)],
);

/**
 * The bytes of photos and papers, in pieces. They are addressed by their SHA-256, which stands in the event: verifying
 * reads them and holds them against it.
 */
export const attachmentChunk = sqliteTable(
  'attachment_chunk',
  {
    id: integer('id').primaryKey(),
    sha256: text('sha256').notNull(),
    idx: integer('idx').notNull(),
    bytes: blob('bytes', { mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('attachment_chunk_place').on(t.sha256, t.idx)],
);

/** Descriptions seen, for completing what is typed. */
export const description = sqliteTable(
  'description',
  {
    manufacturer: text('manufacturer').notNull(),
    importer: text('importer').notNull(),
    model: text('model').notNull(),
    type: text('type').notNull(),
    caliber: text('caliber').notNull(),
    category: text('category').notNull().default('firearm'),
    uses: integer('uses').notNull(),
    lastSeq: integer('last_seq').notNull(),
  },
  (t) => [primaryKey({ columns: [t.manufacturer, t.model, t.importer, t.type, t.caliber] })],
);

/** Licensees dealt with, each as last written. The book's lines keep their own snapshots. */
export const licensee = sqliteTable('licensee', {
  licence: text('licence').primaryKey(),
  name: text('name').notNull(),
  address: text('address').notNull(),
  uses: integer('uses').notNull(),
  lastSeq: integer('last_seq').notNull(),
});

/** What the search looks through, folded; one row a line. */
export const entryText = sqliteTable('entry_text', { id: integer('id').primaryKey(), text: text('text').notNull() });
