import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { CATEGORY_IDS } from '../categories/ids.ts';
import { MOST_PAGES, PAGE_WIDTHS } from '../domain/attachments.ts';
import { SLOT_KINDS } from '../domain/events.ts';
import { PURPOSES } from '../domain/evidence.ts';
import { DISPOSITION_KINDS, KEYINGS } from '../domain/fields.ts';
import { type Need, ROLE_IDS } from '../domain/roles.ts';
import { BOOK_IDS, TEMPLATE_IDS } from '../domain/settings.ts';
import { LONGEST_GIVEN } from '../proof/longest-given.ts';
import { errors } from './errors.ts';
import { EvidenceInput, HeldEvidence, Reading } from './evidence.ts';
import { BookLine, CategoryName, Details, EntryFieldName, Finding, Lateness, TimedEntry, View } from './lines.ts';

/**
 * Every operation that a page may call. The same contract is served over a message port in the Electron host and over
 * HTTP in the loopback host; the engine implements it, except for `host`, which each host implements for itself.
 */

/** Nothing is open to everybody by mistake: an operation of which nothing is said is the owner's. */
const procedure = oc.$meta<{ needs: Need }>({ needs: 'own' }).errors(errors);
const nothing = procedure.meta({ needs: 'nothing' });
const inspect = procedure.meta({ needs: 'inspect' });
const look = procedure.meta({ needs: 'look' });
const write = procedure.meta({ needs: 'write' });
const own = procedure.meta({ needs: 'own' });
const text = z.string().max(20_000);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const Settings = z.object({
  template: z.enum(TEMPLATE_IDS),
  name: text,
  licence: text,
  premises: text,
  zone: text,
  openDays: z.array(z.int().min(1).max(7)).max(7),
  forms4473Numbered: z.boolean(),
  /** Absent: the template's. */
  books: z
    .array(z.object({ id: z.enum(BOOK_IDS), secondKeying: z.boolean() }))
    .min(1)
    .max(BOOK_IDS.length)
    .optional(),
});

export const AcquisitionInput = z.object({
  category: CategoryName.default('firearm'),
  manufacturer: text,
  importer: text,
  model: text,
  serials: z.array(text).max(20),
  type: text,
  caliber: text,
  acquiredOn: text,
  acquiredFrom: text,
  acquiredFromAddress: text,
  acquiredFromLicence: text,
  note: text,
  details: Details.default({}),
  keying: z.array(z.enum(KEYINGS)).max(20).optional(),
});

export const DispositionInput = z.object({
  kind: z.enum(DISPOSITION_KINDS),
  disposedOn: text,
  disposedTo: text,
  disposedToAddress: text,
  disposedToLicence: text,
  form4473: text,
  incidentAtf: text,
  incidentPolice: text,
  note: text,
  details: Details.optional(),
});

/** A Blob, wherever it is made: `shared` has neither the browser's types nor Node's. */
export type BytesLike = { readonly size: number; readonly type: string; arrayBuffer(): Promise<ArrayBuffer> };
const Bytes = z.custom<BytesLike>(
  (v) => typeof v === 'object' && v !== null && 'arrayBuffer' in v && 'size' in v,
  'bytes',
);

const BookName = z.string().max(40).default('ad');
/** A number of events that `book.asOf` went back to. Absent: the present. */
const AsOfSize = z.int().positive().optional();
const Place = z.object({ book: BookName, line: z.int().positive() });

const User = z.object({
  id: z.int(),
  name: z.string(),
  role: z.enum(ROLE_IDS),
  /** ISO date of the last day; empty for no end. */
  until: z.string(),
});
const WantedUser = z.object({ name: text, role: z.enum(ROLE_IDS), until: z.string().max(40) });
const secret = z.string().max(1000);
const Secret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: secret }),
  z.object({ kind: z.literal('recovery'), recoveryKey: secret }),
  /** Any two of the three parts that custodians were given. */
  z.object({ kind: z.literal('custodians'), parts: z.array(secret).length(2) }),
]);

/** A folder for backups as the page knows it: a name and an opaque token, never a path. */
export const BackupPlace = z.object({
  token: z.string(),
  name: z.string(),
  kind: z.enum(['removable', 'used before', 'this computer', 'chosen']),
});
const BackupSize = { at: z.string(), name: z.string(), events: z.int(), bytes: z.int() };
export const FoundBackup = z.object({
  /** The backup's folder name: what tells it apart in its place. */
  folder: z.string(),
  ledger: z.string(),
  name: z.string(),
  madeAt: z.string(),
  day: z.string(),
  events: z.int(),
  lines: z.int(),
  bytes: z.int(),
});

/** A ledger folder as the page knows it: a name and an opaque token, never a path. */
export const LedgerRef = z.object({
  token: z.string(),
  name: z.string(),
  lastOpened: z.string().optional(),
  /** This computer's keychain opens it. */
  keychain: z.literal(true).optional(),
});

export const Checkpoint = z.object({
  /** Number of events it covers. */
  size: z.int(),
  /** Base64 of the tree's root. */
  root: z.string(),
  /** The signed note, verbatim (C2SP tlog-checkpoint). */
  note: z.string(),
  vkey: z.string(),
  /** UTC instant at which it was signed. */
  signedAt: z.string(),
});

export const Problem = z.object({
  code: z.string(),
  /** What it is about, in words: `Line 12`, `Event 34`, `The checkpoint given`. */
  where: z.string(),
  message: z.string(),
});

export const Verification = z.object({
  ok: z.boolean(),
  events: z.int(),
  size: z.int(),
  root: z.string(),
  problems: z.array(Problem),
  verifiedAt: z.string(),
});

/** The kinds of file that can be imported. */
export const IMPORT_FORMATS = ['fastbound', 'vehicles', 'tools', 'household'] as const;
const ImportFormatName = z.enum(IMPORT_FORMATS);
/** Absent: the book that the kind of file is for. */
const ImportBook = z.enum(BOOK_IDS).optional();

export const ImportReport = z.object({
  rows: z.int(),
  accepted: z.int(),
  refused: z.int(),
  warned: z.int(),
  findings: z.array(
    z.object({
      row: z.int(),
      field: z.string(),
      code: z.string(),
      severity: z.enum(['refused', 'warning', 'hint']),
      message: z.string(),
    }),
  ),
  /** How many findings the file gave; `findings` may hold fewer on screen, never in a report file. */
  findingsTotal: z.int(),
  /** What a person should know of the file as a whole, in sentences. */
  notes: z.array(z.string()),
});

/** What a run brought in: the report, and the lines it got; zeros where it brought in none. */
const ImportResult = ImportReport.extend({ imported: z.int(), firstLine: z.int(), lastLine: z.int() });

/** Long work: progress from 0 to 1 as it goes, then one result. Leaving the iteration cancels the work. */
const job = <R extends z.ZodType>(result: R) =>
  eventIterator(
    z.discriminatedUnion('state', [
      z.object({ state: z.literal('running'), stage: z.string(), done: z.number(), total: z.number() }),
      z.object({ state: z.literal('done'), result }),
    ]),
  );

const TrailEvent = z.object({
  seq: z.int(),
  recordedAt: z.string(),
  actor: z.string(),
  kind: z.string(),
  subject: z.string(),
  /** Who did what, in one plain sentence. */
  summary: z.string(),
  /** From and to, where something changed. */
  changes: z.array(z.object({ field: z.string(), old: z.string(), new: z.string() })),
  reason: z.string(),
  /** Warnings that were saved past, in words. */
  accepted: z.array(z.object({ field: z.string(), code: z.string(), reason: z.string().optional() })),
  /** Base64 of the leaf hash. */
  leaf: z.string(),
  clockBehind: z.string().optional(),
  /** Of an acquisition or disposition, by the day that stood in it then. */
  lateness: Lateness.optional(),
});

const Compared = z.object({ line: BookLine, evidence: z.array(HeldEvidence) });
const FindingCounts = z.array(
  z.object({ code: z.string(), severity: z.enum(['refused', 'warning', 'hint']), count: z.int() }),
);
const CheckReport = z.object({
  lines: z.int(),
  withFindings: z.int(),
  /** How many there are of each code. */
  counts: FindingCounts,
  /** The first few thousand; the report document has all. */
  findings: z.array(Finding.extend({ book: z.string(), line: z.int() })),
  findingsTotal: z.int(),
  /** Worth a look, and nothing that a line must answer for. */
  hints: z.array(Finding.extend({ book: z.string(), line: z.int() })),
  hintsTotal: z.int(),
  hintCounts: FindingCounts,
  withHints: z.int(),
  /** What was saved past with a reason when it was entered. */
  accepted: z.array(Finding.extend({ book: z.string(), line: z.int(), reason: z.string() })),
  acceptedTotal: z.int(),
  checkedAt: z.string(),
});
const Committed = z.object({ line: BookLine, warnings: z.array(Finding) });
const acceptedWarnings = z.record(z.string(), z.string().max(500)).default({});

export const contract = {
  host: {
    /** Which host serves the page, for what it may offer. */
    info: nothing.output(
      z.object({
        kind: z.enum(['electron', 'loopback']),
        version: z.string(),
        platform: z.string(),
        ledgersFolder: z.string(),
      }),
    ),
    /** Ledgers this host knows: the default folder's, those opened before and the one named at the start. */
    ledgers: nothing.output(z.array(LedgerRef)),
    /** Asks for a ledger folder with the system's dialog. Null: cancelled, or the host has none. */
    chooseLedger: nothing.output(LedgerRef.nullable()),
    /** Asks for a file to import with the system's dialog. The loopback page uploads instead. */
    chooseImportFile: nothing.output(z.object({ token: z.string(), name: z.string(), size: z.int() }).nullable()),
    /** Saves a made document where the user says. False: cancelled. The loopback page downloads instead. */
    saveDocument: nothing.input(z.object({ token: z.string() })).output(z.object({ saved: z.boolean() })),
    /** Asks for a folder with the system's dialog. Null: cancelled, or the host has none. */
    chooseBackupFolder: nothing.output(BackupPlace.nullable()),
    /** Folders that could take backups: drives that can be taken out, those used before, and one in the home folder. */
    backupPlaces: nothing.output(z.array(BackupPlace)),
    /**
     * Whether this computer's keychain opens the ledger that is open, for whoever opened it; absent where the host has none.
     * Of another: on this computer account somebody else has it. Its message says why it can't be had.
     */
    keychain: nothing.output(
      z.object({ state: z.enum(['absent', 'refused', 'off', 'on', 'of another']), message: z.string() }),
    ),
    /** Lets this computer's keychain open the ledger for whoever opened it. Their passphrase is asked for. */
    switchKeychainOn: nothing.input(z.object({ passphrase: secret })).output(z.object({ on: z.literal(true) })),
    switchKeychainOff: nothing.output(z.object({ off: z.literal(true) })),
    /** Opens a ledger with what this computer's keychain keeps. The page gets no secret. */
    openWithKeychain: nothing.input(z.object({ token: z.string() })).output(z.object({ opened: z.literal(true) })),
    /** Opens the detached guide window. False: this host has none. */
    openGuide: nothing
      .input(z.object({ guide: z.string().regex(/^[a-z0-9-]{1,40}$/) }))
      .output(z.object({ opened: z.boolean() })),
  },

  ledger: {
    status: nothing.output(
      z.discriminatedUnion('state', [
        z.object({
          state: z.literal('closed'),
          /** Why, where nobody closed it: nobody was at it, the machine slept, or the engine had a fault. */
          because: z.enum(['', 'idle', 'sleep', 'fault']),
          /** Folders that could not be backed up to when it was closed; absent where there is none. */
          notBackedUp: z.array(z.object({ folder: z.string(), reason: z.string() })).optional(),
        }),
        z.object({
          state: z.literal('open'),
          ledger: z.string(),
          folder: z.string(),
          settings: Settings,
          /** Who opened it. */
          user: User,
          openedWith: z.enum(SLOT_KINDS),
          today: isoDate,
          /** Of all books together. */
          lines: z.int(),
          openLines: z.int(),
          books: z.array(
            z.object({
              id: z.enum(BOOK_IDS),
              title: z.string(),
              short: z.string(),
              kind: z.enum(['statutory', 'register', 'inventory']),
              categories: z.array(CategoryName),
              secondKeying: z.boolean(),
              lines: z.int(),
              openLines: z.int(),
            }),
          ),
          /** Privately made firearms that are not marked yet, the most urgent first. */
          toMark: z.array(z.object({ book: z.string(), line: z.int(), due: isoDate })),
          /** Referrals that have had no answer. */
          unanswered: z.array(z.object({ book: z.string(), line: z.int(), to: z.string(), on: isoDate })),
          /** Whether two custodians together can open it. For owners; false for others. */
          custodians: z.boolean(),
          /** Minutes without anybody after which it is locked here; 0 for never. */
          autoLock: z.int(),
          /** Seconds since the last sign of anybody, in any window. */
          idleSeconds: z.int(),
          /** How the backups stand, over all folders. */
          backups: z.object({
            state: z.enum(['none', 'good', 'overdue', 'failing']),
            folders: z.int(),
            lastGood: z.string().nullable(),
            problem: z.string(),
          }),
          /** How the ledger compared, when it was opened, with the checkpoints kept outside of it. */
          known: z.object({ state: z.enum(['none', 'fits', 'behind', 'differs', 'restored']), message: z.string() }),
          /** When an owner last showed that the recovery key works; empty where that never was, and for others. */
          recoveryTried: z.string(),
          /** How many keys in keys.json no event names: they open nothing. For owners; 0 for others. */
          unnamedKeys: z.int(),
          events: z.int(),
          lastProof: z.object({ at: z.string(), ok: z.boolean() }).nullable(),
          lastCheckpoint: z.object({ at: z.string(), size: z.int() }).nullable(),
        }),
      ]),
    ),
    /** Creates `NAME.rollmark` in the default folder (or at the token a host dialog gave) and opens it. */
    create: nothing
      .input(
        z.object({ folderName: z.string().max(80), settings: Settings, passphrase: z.string().max(1000), user: text }),
      )
      .output(z.object({ recoveryKey: z.string() })),
    open: nothing
      .input(
        z.object({
          token: z.string(),
          secret: Secret,
        }),
      )
      .output(z.object({ openedWith: z.enum(SLOT_KINDS) })),
    /** Says whether a recovery key typed back is this ledger's, and writes the drill into the trail. */
    tryRecoveryKey: own.input(z.object({ recoveryKey: z.string().max(1000) })).output(z.object({ ok: z.boolean() })),
    /** Makes a new recovery key; the old one stops working. Its words are shown this once. */
    replaceRecoveryKey: own.output(z.object({ recoveryKey: z.string() })),
    /** Makes three parts, any two of which open the ledger; an older set stops working. They are shown this once. */
    makeCustodians: own.output(z.object({ parts: z.array(z.string()) })),
    removeCustodians: own.output(z.object({ removed: z.literal(true) })),
    /** Sets a new passphrase for whoever asks. The old one stops working; the data is not encrypted again. */
    changePassphrase: look
      .input(
        z.object({
          passphrase: secret,
          /** The one in use; left out where the recovery key opened the ledger. */
          present: secret.optional(),
        }),
      )
      .output(z.object({ changed: z.literal(true) })),
    /**
     * Replaces the data key and the recovery key: everything is encrypted anew. Whoever asks keeps their passphrase; other
     * users are given new ones. Copies made before keep the old key.
     */
    rotateKey: own
      .input(z.object({ passphrase: secret }))
      .output(z.object({ recoveryKey: z.string(), without: z.int() })),
    /** Signs a checkpoint where there is something new, then closes the ledger. */
    lock: nothing.output(z.object({ locked: z.literal(true) })),
    /** Somebody is at the page: puts off the lock by itself. */
    stillHere: nothing.output(z.object({ heard: z.literal(true) })),
    /** On this computer. 0 for never. */
    setAutoLock: own.input(z.object({ minutes: z.int().min(0).max(480) })).output(z.object({ set: z.literal(true) })),
    changeSettings: own.input(Settings.omit({ template: true })).output(Settings),
  },

  users: {
    /** `opens`: a passphrase of theirs opens it. `keychains`: how many computers' keychains open it for them. */
    list: own.output(z.array(User.extend({ opens: z.boolean(), keychains: z.int(), self: z.boolean() }))),
    add: own.input(WantedUser.extend({ passphrase: secret })).output(User),
    change: own.input(WantedUser.extend({ id: z.int() })).output(User),
    remove: own.input(z.object({ id: z.int() })).output(z.object({ removed: z.literal(true) })),
    /** For somebody who forgot theirs. */
    resetPassphrase: own
      .input(z.object({ id: z.int(), passphrase: secret }))
      .output(z.object({ changed: z.literal(true) })),
  },

  backups: {
    folders: look.output(
      z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          state: z.enum(['good', 'overdue', 'failing']),
          good: z.object(BackupSize).nullable(),
          failed: z.object({ at: z.string(), reason: z.string() }).nullable(),
        }),
      ),
    ),
    addFolder: own.input(z.object({ token: z.string() })).output(z.object({ added: z.literal(true) })),
    /** Takes a folder off the list; the backups in it stay. */
    removeFolder: own.input(z.object({ id: z.string() })).output(z.object({ removed: z.literal(true) })),
    /** This ledger's backups in one of its folders, newest first. */
    list: look.input(z.object({ id: z.string() })).output(z.array(FoundBackup)),
    /** Backs up to every folder now. */
    run: write.output(
      job(
        z.array(
          z.object({
            folder: z.string(),
            ok: z.boolean(),
            name: z.string(),
            events: z.int(),
            bytes: z.int(),
            message: z.string(),
          }),
        ),
      ),
    ),
    /** Every ledger's backups in a folder, newest first: needs no open ledger, and tells nothing of what is in them. */
    found: nothing.input(z.object({ token: z.string() })).output(z.array(FoundBackup)),
    /** Makes a ledger out of a backup beside those that are there, proves it and opens it. Nothing is written over. */
    restore: nothing
      .input(z.object({ token: z.string(), folder: z.string().max(300), secret: Secret }))
      .output(job(z.object({ ledger: z.string(), events: z.int(), lines: z.int(), madeAt: z.string() }))),
  },

  book: {
    /**
     * Goes back to the end of a day (a date as typed) or to a number of events, and holds that state for `lines` and
     * `printBook` until another is asked for or the ledger is locked.
     */
    asOf: inspect.input(z.object({ at: z.string().max(40) })).output(
      job(
        z.object({
          size: z.int(),
          root: z.string(),
          moment: z.string(),
          books: z.array(z.object({ id: z.enum(BOOK_IDS), lines: z.int(), openLines: z.int() })),
        }),
      ),
    ),
    /** Lines `from` (1 is the first of the order) on, at most `count`. */
    lines: inspect
      .input(
        z.object({
          book: BookName,
          view: View,
          from: z.int().min(1),
          count: z.int().min(1).max(1000),
          only: z.enum(['all', 'open', 'disposed', 'voided']).default('all'),
          newestFirst: z.boolean().default(false),
          asOf: AsOfSize,
        }),
      )
      .output(z.object({ lines: z.array(BookLine), total: z.int() })),
    line: inspect.input(Place.extend({ view: View.default('both') })).output(
      z.object({
        line: BookLine,
        history: z.array(TrailEvent),
        extra: z.record(z.string(), z.string()),
        /** Of its acquisition and its disposition. */
        timed: z.array(TimedEntry),
      }),
    ),
    /** Entries of a book that were recorded late, while the clock was set back, or all; the last recorded first. */
    lateness: inspect
      .input(
        z.object({
          book: BookName,
          which: z.enum(['late', 'clock', 'all']).default('late'),
          /** Days of recording, both included. */
          recordedFrom: isoDate.optional(),
          recordedTo: isoDate.optional(),
          skip: z.int().min(0).default(0),
          count: z.int().min(1).max(1000).default(100),
        }),
      )
      .output(z.object({ entries: z.array(TimedEntry), total: z.int() })),
    /** Lines that hold every word of `text` somewhere in serial, maker, importer, model or a name. Newest first. */
    search: inspect
      .input(z.object({ text: z.string().max(200), limit: z.int().min(1).max(200).default(50) }))
      .output(z.object({ lines: z.array(BookLine), more: z.boolean(), lookAlikes: z.array(BookLine) })),
  },

  entries: {
    /** What the rules and the ledger say of a draft, as it is typed. */
    checkAcquisition: write
      .input(z.object({ book: BookName, draft: AcquisitionInput }))
      .output(z.object({ findings: z.array(Finding) })),
    /** Commits. Warnings must each be accepted with a reason (code -> reason), else it is refused with them. */
    acquire: write
      .input(
        z.object({
          book: BookName,
          draft: AcquisitionInput,
          /** Readings that came with it, held against what it says and kept with the line, or the whole is refused. */
          readings: z.array(Reading).max(200).default([]),
          accepted: acceptedWarnings,
        }),
      )
      .output(Committed),
    checkDisposition: write
      .input(Place.extend({ draft: DispositionInput }))
      .output(z.object({ findings: z.array(Finding) })),
    dispose: write.input(Place.extend({ draft: DispositionInput, accepted: acceptedWarnings })).output(Committed),
    correct: write
      .input(Place.extend({ field: EntryFieldName, value: text, reason: text, accepted: acceptedWarnings }))
      .output(Committed),
    checkCorrection: write
      .input(Place.extend({ field: EntryFieldName, value: text }))
      .output(z.object({ findings: z.array(Finding) })),
    void: write.input(Place.extend({ reason: text })).output(Committed),
    /** Fills in the number of a privately made firearm that was entered before it was marked. */
    mark: write
      .input(Place.extend({ serials: z.array(text).max(20), markedOn: text, accepted: acceptedWarnings }))
      .output(Committed),
    /** All there is to say of one line today: by the rules of its book, and by the other lines. */
    review: look.input(Place).output(z.object({ findings: z.array(Finding) })),
    /** Two lines side by side, with what was read on each and how their likeness was settled before. */
    compare: look.input(z.object({ a: Place, b: Place })).output(z.object({ a: Compared, b: Compared })),
  },
  evidence: {
    /** All that stands behind a line's number, newest first; what was withdrawn too. */
    list: look.input(Place).output(z.array(HeldEvidence)),
    add: write.input(Place.extend({ evidence: EvidenceInput })).output(HeldEvidence),
    withdraw: write.input(Place.extend({ seq: z.int(), reason: text })).output(HeldEvidence),
    /** Keeps a photo or paper, byte for byte. What is no photo, is too large or can't be read is refused by name. */
    attach: write
      .input(Place.extend({ purpose: z.enum(PURPOSES), name: z.string().max(255), file: Bytes }))
      .output(HeldEvidence),
    /**
     * A photo for the eye, made anew by the engine as a JPEG: `thumb` fits 320 pixels, `screen` 1600, `close` 8192. The
     * page never shows the file that somebody else wrote.
     */
    image: look
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.enum(['thumb', 'screen', 'close']) }))
      .output(Bytes),
    /** The pages of a paper, each as wide and high as it is shown, in points. A photo has none. */
    paper: look
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(z.object({ pages: z.array(z.object({ width: z.number(), height: z.number() })) })),
    /**
     * One page of a paper, drawn by the engine as a PNG, and the text on it for whoever can't see the picture. It is as
     * wide as asked for, in pixels, or less where it would grow too high. `whole` is false where something on the
     * page could not be drawn. The page never gets the paper that somebody else wrote.
     */
    paperPage: look
      .input(
        z.object({
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
          page: z.int().min(1).max(MOST_PAGES),
          width: z.literal(PAGE_WIDTHS),
        }),
      )
      .output(z.object({ picture: Bytes, text: z.string(), whole: z.boolean() })),
    /** The file itself, byte for byte, as a document to be saved where the user says: outside it is no longer encrypted. */
    originalDocument: look
      .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(z.object({ token: z.string(), name: z.string() })),
  },
  check: {
    /** Holds every line of every book against the rules, and the lines against each other. */
    run: look.output(job(CheckReport)),
    reportDocument: look.output(z.object({ token: z.string(), name: z.string() })),
  },

  suggest: {
    /** Known texts of one field that start with or hold `text`, most used first. */
    values: write
      .input(
        z.object({
          field: z.enum([
            'manufacturer',
            'importer',
            'model',
            'type',
            'caliber',
            'acquiredFrom',
            'body',
            'colour',
            'location',
          ]),
          category: z.enum(CATEGORY_IDS).default('firearm'),
          text: z.string().max(200),
          manufacturer: z.string().max(200).optional(),
        }),
      )
      .output(z.array(z.string())),
    /** What is known of a maker and model: the most used importer, type and caliber. Null: never seen. */
    description: write
      .input(
        z.object({
          category: z.enum(CATEGORY_IDS).default('firearm'),
          manufacturer: z.string().max(200),
          model: z.string().max(200),
        }),
      )
      .output(z.object({ importer: z.string(), type: z.string(), caliber: z.string(), seen: z.int() }).nullable()),
    /** Licensees dealt with before, last first. */
    licensees: write
      .input(z.object({ text: z.string().max(200) }))
      .output(z.array(z.object({ name: z.string(), licence: z.string(), address: z.string() }))),
  },

  imports: {
    dryRun: write
      .input(z.object({ token: z.string(), format: ImportFormatName, book: ImportBook }))
      .output(job(ImportReport)),
    /** All rows or none; with `onlyGood`, the rows without a refusal. Cancelling leaves nothing behind. */
    run: write
      .input(z.object({ token: z.string(), format: ImportFormatName, book: ImportBook, onlyGood: z.boolean() }))
      .output(job(ImportResult)),
    /**
     * What came of the last run of a file: its result if it was committed, null if it was not. Waits for a run that is
     * still stopping, so that a cancel that came too late is never called a cancel.
     */
    outcome: write.input(z.object({ token: z.string() })).output(ImportResult.nullable()),
    /** The whole report of the last dry run or run of a file as JSON text, made into a document to save. */
    reportDocument: write
      .input(z.object({ token: z.string() }))
      .output(z.object({ token: z.string(), name: z.string() })),
  },

  documents: {
    /** Makes a PDF in memory; the token fetches or saves it until the ledger is locked. */
    printBook: inspect
      .input(
        z.object({
          book: BookName,
          view: View,
          from: z.int().min(1).optional(),
          to: z.int().min(1).optional(),
          order: z.enum(['line', 'acquired']).default('line'),
          paper: z.enum(['letter', 'a4']).default('letter'),
          asOf: AsOfSize,
        }),
      )
      .output(job(z.object({ token: z.string(), name: z.string(), pages: z.int(), bytes: z.int() }))),
    /** Writes a book as CSV in memory, in its printed columns without prices. The file is in the clear. */
    exportBook: inspect
      .input(
        z.object({
          book: BookName,
          view: z.enum(['original', 'corrected']).default('corrected'),
          from: z.int().min(1).optional(),
          to: z.int().min(1).optional(),
          order: z.enum(['line', 'acquired']).default('line'),
          openOnly: z.boolean().default(false),
          asOf: AsOfSize,
        }),
      )
      .output(
        job(
          z.object({
            token: z.string(),
            name: z.string(),
            lines: z.int(),
            bytes: z.int(),
            checkpoint: z.object({ size: z.int(), root: z.string() }),
          }),
        ),
      ),
    printAcquisition: look
      .input(Place.extend({ paper: z.enum(['letter', 'a4']).default('letter') }))
      .output(job(z.object({ token: z.string(), name: z.string(), pages: z.int(), bytes: z.int() }))),
    /** The proofs of a line as one page that opens anywhere and checks itself. */
    proof: inspect.input(Place).output(z.object({ token: z.string(), name: z.string() })),
    /** The page that checks proofs, without any in it. */
    verifier: nothing.output(z.object({ token: z.string(), name: z.string() })),
    /** One guide on paper. */
    printGuide: nothing
      .input(
        z.object({ guide: z.string().regex(/^[a-z0-9-]{1,40}$/), paper: z.enum(['letter', 'a4']).default('letter') }),
      )
      .output(job(z.object({ token: z.string(), name: z.string(), pages: z.int(), bytes: z.int() }))),
    fetch: inspect.input(z.object({ token: z.string() })).output(Bytes),
    discard: inspect.input(z.object({ token: z.string() })).output(z.object({ discarded: z.boolean() })),
  },

  trail: {
    /** Events, newest first, older than `before` (exclusive; absent: from the newest). */
    events: inspect
      .input(z.object({ before: z.int().optional(), count: z.int().min(1).max(500), kind: z.string().optional() }))
      .output(z.object({ events: z.array(TrailEvent), total: z.int() })),
    /** Signs a checkpoint of the ledger as it stands, or gives the last one where nothing is new. */
    checkpoint: inspect.output(Checkpoint),
    checkpoints: inspect.output(z.array(Checkpoint.omit({ vkey: true }))),
    verify: inspect.input(z.object({ against: z.string().max(LONGEST_GIVEN).optional() })).output(job(Verification)),
    /** The checkpoint on a photo or scan of a printed page (JPEG, PNG, WebP, HEIC, PDF). Nothing of the file is kept. */
    readCheckpointImage: inspect
      .input(z.object({ image: Bytes }))
      .output(z.object({ note: z.string(), size: z.int() })),
    /** The checkpoint as a text file to save. */
    checkpointDocument: inspect.output(z.object({ token: z.string(), name: z.string() })),
  },
};
