import { acquisitionDue, dispositionDue, type IsoDate, todayIn } from '../../shared/domain/dates.ts';
import { dispositionText, sameFirearmKey } from '../../shared/domain/entry.ts';
import type { EventBodies, LedgerEvent } from '../../shared/domain/events.ts';
import {
  COLUMN_FIELDS,
  type ColumnField,
  type Details,
  type DispositionDraft,
  type EntryField,
  isDetail,
  type RecordedAcquisition,
} from '../../shared/domain/fields.ts';
import { BOOKS, isBook, type LedgerSettings } from '../../shared/domain/settings.ts';
import { joinSerials, splitSerials } from '../../shared/serials/normalise.ts';
import { canonicalJson } from './canonical.ts';
import type { ReadHandle, WriteHandle } from './database.ts';
import { readStored } from './errors.ts';

/** The tables that `apply` makes from the events, in the order in which they are compared. */
export const PROJECTIONS = [
  { table: 'settings', key: ['id'] },
  { table: 'user', key: ['id'] },
  { table: 'access', key: ['slot'] },
  { table: 'entry', key: ['id'] },
  { table: 'evidence', key: ['seq'] },
  { table: 'description', key: ['manufacturer', 'model', 'importer', 'type', 'caliber'] },
  { table: 'licensee', key: ['licence'] },
] as const;

/** Who made the ledger. */
export const FIRST_USER = 1;

export const columnOf = (field: ColumnField): string => field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

export type Projector = {
  /**
   * Writes one event's effect. The only code that writes projections, live and on replay. Returns the id of the entry that
   * it made, where it made one.
   */
  apply(event: LedgerEvent): number | undefined;
  settings(): LedgerSettings;
  /** Call where a transaction was rolled back: what it had changed is read anew. */
  forget(): void;
};

const readSettingsRow = (json: string): LedgerSettings => {
  const settings = readStored<LedgerSettings>(json, 'The set-up');
  return Array.isArray(settings.openDays) && typeof settings.zone === 'string'
    ? settings
    : readStored('', 'The set-up');
};

/** The set-up that a ledger's database holds. */
export const settingsIn = (db: ReadHandle | WriteHandle): LedgerSettings =>
  readSettingsRow((db.prepare('SELECT json FROM settings WHERE id = 1').pluck().get() as string | undefined) ?? '');

type Struck = Partial<Record<EntryField, string[]>>;

/** The earlier texts of a line's corrected fields, from the `struck` column. */
export const readStruck = (row: { line: number; struck: string }): Struck =>
  row.struck === '' ? {} : readStored<Struck>(row.struck, `What was corrected on line ${row.line}`);

type EntryRow = Record<string, string | number> & {
  id: number;
  line: number;
  struck: string;
  corrections: number;
  details: string;
};

/** The fields of a line that only some categories have, from the `details` column. */
export const readDetails = (row: { line: number; details: string }): Details =>
  row.details === '' ? {} : readStored<Details>(row.details, `What is kept beside line ${row.line}`);

const writeDetails = (details: Details): string => {
  const filled = Object.fromEntries(Object.entries(details).filter(([, text]) => text));
  return Object.keys(filled).length === 0 ? '' : canonicalJson(filled);
};

const isStatutory = (book: string): boolean => isBook(book) && BOOKS[book].kind === 'statutory';

/** Prepares the statements once; `db` must have the ledger's tables. */
export const makeProjector = (db: WriteHandle): Projector => {
  const insertEntry = db.prepare(
    `INSERT INTO entry (book, line, status, manufacturer, importer, model, serial, type, caliber, acquired_on, acquired_from,
       acquired_from_address, acquired_from_licence, disposed_on, disposed_to, disposed_to_address, disposed_to_licence, form4473,
       disposition_kind, note, acquired_recorded_at, disposed_recorded_at, imported, acquired_late, firearm_key, category, details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const updateDisposition = db.prepare(
    `UPDATE entry SET status = 'disposed', disposed_on = ?, disposed_to = ?, disposed_to_address = ?, disposed_to_licence = ?,
       form4473 = ?, disposition_kind = ?, note = ?, disposed_recorded_at = ?, disposed_late = ?, details = ?
     WHERE book = ? AND line = ?`,
  );
  const findEntry = db.prepare('SELECT * FROM entry WHERE book = ? AND line = ?');
  const voidEntry = db.prepare("UPDATE entry SET status = 'voided', void_reason = ? WHERE book = ? AND line = ?");
  const correctionOf = (column: string) =>
    db.prepare(
      `UPDATE entry SET ${column} = ?, struck = ?, corrections = ?, firearm_key = ?, acquired_late = ?, disposed_late = ? WHERE id = ?`,
    );
  const correctDetails = correctionOf('details');
  const corrections = new Map<EntryField, ReturnType<typeof correctionOf>>(
    COLUMN_FIELDS.map((field) => [field, correctionOf(columnOf(field))]),
  );
  const markEntry = db.prepare('UPDATE entry SET serial = ?, details = ?, firearm_key = ? WHERE book = ? AND line = ?');
  const addEvidence = db.prepare(
    'INSERT INTO evidence (seq, book, line, kind, json, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const withdrawEvidence = db.prepare(
    "UPDATE evidence SET withdrawn = ? WHERE seq = ? AND book = ? AND line = ? AND withdrawn = ''",
  );
  const countDescription = db.prepare(
    `INSERT INTO description (manufacturer, importer, model, type, caliber, category, uses, last_seq) VALUES (?, ?, ?, ?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET uses = uses + 1, last_seq = excluded.last_seq`,
  );
  const countLicensee = db.prepare(
    `INSERT INTO licensee VALUES (?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET uses = uses + 1, last_seq = excluded.last_seq, name = excluded.name,
       address = CASE WHEN excluded.address = '' THEN address ELSE excluded.address END`,
  );
  const addUser = db.prepare('INSERT INTO user (id, name, role, until) VALUES (?, ?, ?, ?)');
  const findUser = db.prepare("SELECT * FROM user WHERE id = ? AND ended = ''");
  const changeUser = db.prepare('UPDATE user SET name = ?, role = ?, until = ? WHERE id = ?');
  const endUser = db.prepare("UPDATE user SET ended = ? WHERE id = ? AND ended = ''");
  const putAccess = db.prepare(
    'INSERT INTO access (slot, user, kind, state) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
  );
  const readSettings = db.prepare('SELECT json FROM settings WHERE id = 1');
  const writeSettings = db.prepare('INSERT INTO settings VALUES (1, ?) ON CONFLICT DO UPDATE SET json = excluded.json');

  let cached: LedgerSettings | undefined;
  const settings = (): LedgerSettings => {
    if (!cached) {
      const row = readSettings.get() as { json: string } | undefined;
      cached = readSettingsRow(row?.json ?? '');
    }
    return cached;
  };

  const recordedOn = (event: LedgerEvent): IsoDate => todayIn(event.zone, Date.parse(event.recordedAt));
  // Only the book of record has days that the law sets.
  const lateAcquisition = (book: string, acquiredOn: IsoDate, on: IsoDate): number =>
    isStatutory(book) && acquiredOn !== '' && on > acquisitionDue(acquiredOn, settings().openDays) ? 1 : 0;
  const lateDisposition = (book: string, disposedOn: IsoDate, on: IsoDate): number =>
    isStatutory(book) && disposedOn !== '' && on > dispositionDue(disposedOn) ? 1 : 0;

  const remember = (a: RecordedAcquisition, seq: number): void => {
    countDescription.run(a.manufacturer, a.importer, a.model, a.type, a.caliber, a.category ?? 'firearm', seq);
    if (a.acquiredFromLicence !== '')
      countLicensee.run(a.acquiredFromLicence, a.acquiredFrom, a.acquiredFromAddress, seq);
  };
  const rememberTransferee = (d: DispositionDraft, seq: number): void => {
    if (d.disposedToLicence !== '') countLicensee.run(d.disposedToLicence, d.disposedTo, d.disposedToAddress, seq);
  };

  const addEntry = (
    event: LedgerEvent,
    body: { book: string; line: number; acquisition: RecordedAcquisition; disposition?: DispositionDraft | undefined },
    imported: boolean,
  ): number => {
    const a = body.acquisition;
    const d = body.disposition;
    const text = d ? dispositionText(d) : undefined;
    const { lastInsertRowid } = insertEntry.run(
      body.book,
      body.line,
      d ? 'disposed' : 'open',
      a.manufacturer,
      a.importer,
      a.model,
      joinSerials(a.serials),
      a.type,
      a.caliber,
      a.acquiredOn,
      a.acquiredFrom,
      a.acquiredFromAddress,
      a.acquiredFromLicence,
      d?.disposedOn ?? '',
      text?.disposedTo ?? '',
      text?.locator ?? '',
      d?.disposedToLicence ?? '',
      d?.form4473 ?? '',
      d?.kind ?? '',
      [a.note, d?.note].filter(Boolean).join('\n'),
      event.recordedAt,
      d ? event.recordedAt : '',
      imported ? 1 : 0,
      imported ? 0 : lateAcquisition(body.book, a.acquiredOn, recordedOn(event)),
      sameFirearmKey(a),
      a.category ?? 'firearm',
      writeDetails({ ...a.details, ...d?.details }),
    );
    remember(a, event.seq);
    if (d) rememberTransferee(d, event.seq);
    return Number(lastInsertRowid);
  };

  const correct = (event: LedgerEvent, body: EventBodies['entry.corrected']): void => {
    const row = findEntry.get(body.book, body.line) as EntryRow;
    // What a correction says stood there must be what the events before it made: a table changed outside would else be
    // written into the record by its first correction, and be proven from then on.
    const details = readDetails(row);
    if ((isDetail(body.field) ? (details[body.field] ?? '') : row[columnOf(body.field)]) !== body.old)
      throw new Error('This correction does not follow from what was recorded.');
    const struck = readStruck(row);
    struck[body.field] = [...(struck[body.field] ?? []), body.old];
    const next: Record<string, string | number> = isDetail(body.field)
      ? { ...row, details: writeDetails({ ...details, [body.field]: body.new }) }
      : { ...row, [columnOf(body.field)]: body.new };
    const text = (column: string) => String(next[column]);
    const imported = row.imported === 1;
    const entered = (column: string) => todayIn(event.zone, Date.parse(String(row[column])));
    (corrections.get(body.field) ?? correctDetails).run(
      isDetail(body.field) ? text('details') : body.new,
      JSON.stringify(struck),
      row.corrections + 1,
      sameFirearmKey({
        manufacturer: text('manufacturer'),
        importer: text('importer'),
        model: text('model'),
        serials: splitSerials(text('serial')),
      }),
      imported ? 0 : lateAcquisition(body.book, text('acquired_on'), entered('acquired_recorded_at')),
      row.disposed_recorded_at === '' || row.disposed_recorded_at === row.acquired_recorded_at
        ? 0
        : lateDisposition(body.book, text('disposed_on'), entered('disposed_recorded_at')),
      row.id,
    );
  };

  const apply = (event: LedgerEvent): number | undefined => {
    switch (event.kind) {
      case 'ledger.created':
        cached = event.body.settings;
        writeSettings.run(canonicalJson(event.body.settings));
        addUser.run(FIRST_USER, event.body.user, 'owner', '');
        for (const { slot, kind, user } of event.body.slots ?? [])
          putAccess.run(slot, user || FIRST_USER, kind, 'added');
        return;
      case 'ledger.changed': {
        const now: Record<string, unknown> = settings();
        if (event.body.changes.some((c) => canonicalJson(now[c.field] ?? null) !== canonicalJson(c.old ?? null)))
          throw new Error('This change does not follow from what was recorded.');
        const next = { ...settings(), ...Object.fromEntries(event.body.changes.map((c) => [c.field, c.new])) };
        cached = next;
        writeSettings.run(canonicalJson(next));
        return;
      }
      case 'entry.acquired':
        return addEntry(event, event.body, false);
      case 'entry.imported':
        return addEntry(event, event.body, true);
      case 'entry.disposed': {
        const { book, line, disposition: d } = event.body;
        const row = findEntry.get(book, line) as EntryRow;
        if (row.status !== 'open') throw new Error('This disposition does not follow from what was recorded.');
        const text = dispositionText(d);
        updateDisposition.run(
          d.disposedOn,
          text.disposedTo,
          text.locator,
          d.disposedToLicence,
          d.form4473,
          d.kind,
          [row.note, d.note].filter(Boolean).join('\n'),
          event.recordedAt,
          lateDisposition(book, d.disposedOn, recordedOn(event)),
          writeDetails({ ...readDetails(row), ...d.details }),
          book,
          line,
        );
        rememberTransferee(d, event.seq);
        return;
      }
      case 'entry.corrected':
        correct(event, event.body);
        return;
      case 'entry.voided':
        voidEntry.run(event.body.reason, event.body.book, event.body.line);
        return;
      case 'entry.marked': {
        const { book, line, serials } = event.body;
        const row = findEntry.get(book, line) as EntryRow;
        const details = readDetails(row);
        if (row.serial !== '' || details.serialState !== 'To be marked')
          throw new Error('This marking does not follow from what was recorded.');
        const { serialState: _, ...rest } = details;
        const text = (column: string) => String(row[column]);
        markEntry.run(
          joinSerials(serials),
          writeDetails(rest),
          sameFirearmKey({
            manufacturer: text('manufacturer'),
            importer: text('importer'),
            model: text('model'),
            serials,
          }),
          book,
          line,
        );
        return;
      }
      case 'evidence.added': {
        const { book, line, evidence } = event.body;
        addEvidence.run(event.seq, book, line, evidence.kind, canonicalJson(evidence), event.recordedAt, event.actor);
        return;
      }
      case 'evidence.withdrawn': {
        const { book, line, evidence, reason } = event.body;
        if (withdrawEvidence.run(reason, evidence, book, line).changes !== 1)
          throw new Error('This withdrawal does not follow from what was recorded.');
        return;
      }
      case 'key.changed': {
        const { slot, kind, change, user = FIRST_USER } = event.body;
        if (change !== 'tried') putAccess.run(slot, user, kind, change);
        return;
      }
      case 'key.rotated':
        for (const { slot, kind, user } of event.body.retired) putAccess.run(slot, user || FIRST_USER, kind, 'removed');
        for (const { slot, kind, user } of event.body.added) putAccess.run(slot, user || FIRST_USER, kind, 'added');
        return;
      case 'user.added': {
        const { user, name, role, until, slot } = event.body;
        addUser.run(user, name, role, until);
        putAccess.run(slot, user, 'passphrase', 'added');
        return;
      }
      case 'user.changed': {
        const found = findUser.get(event.body.user) as Record<'name' | 'role' | 'until', string> | undefined;
        if (!found || event.body.changes.some((c) => found[c.field] !== c.old))
          throw new Error('This change of a user does not follow from what was recorded.');
        const next = { ...found, ...Object.fromEntries(event.body.changes.map((c) => [c.field, c.new])) };
        changeUser.run(next.name, next.role, next.until, event.body.user);
        return;
      }
      case 'user.removed':
        if (endUser.run(event.recordedAt, event.body.user).changes !== 1)
          throw new Error('This end of an access does not follow from what was recorded.');
        for (const slot of event.body.slots) putAccess.run(slot, event.body.user, 'passphrase', 'removed');
        return;
      case 'import.finished':
      case 'backup.made':
      case 'backup.failed':
      case 'backup.restored':
      case 'inspection.looked':
        return;
    }
  };

  return {
    apply,
    settings,
    forget: () => {
      cached = undefined;
    },
  };
};
