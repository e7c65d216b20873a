import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isZone } from '../../shared/domain/dates.ts';
import { type Finding, isRefused, refused, visible } from '../../shared/domain/findings.ts';
import { BOOKS, booksOf, type LedgerSettings } from '../../shared/domain/settings.ts';
import { checkText, tidy } from '../../shared/domain/text.ts';
import { readFfl } from '../../shared/serials/ffl.ts';
import { LedgerError } from '../ledger/errors.ts';
import { FOLDER_ENDING, fitFolderName } from '../ledger/folder.ts';
import { type SlotKind, unlockKeys } from '../ledger/keys.ts';
import { createLedger, type Ledger, openLedger, type Secret } from '../ledger/ledger.ts';
import { type Rotated, rotateDataKey } from '../ledger/rotate.ts';
import { leavePaper } from './attachments/held-paper.ts';
import { backupFolders, backupState, foldersLacking } from './backups/backups.ts';
import { backupsIn } from './backups/manifest.ts';
import { restoreBackup } from './backups/restore.ts';
import { countLines } from './book.ts';
import { unansweredReferrals, waitingToBeMarked } from './evidence.ts';
import { isInspector } from './inspection.ts';
import type { Progress } from './jobs.ts';
import { compareWithKnown, isOnlyRestored, type KnownState, keepNote, knownNotes } from './known-checkpoints.ts';
import type { Session } from './session.ts';
import { checkPassphrase, checkUser, hasCustodians, recoveryTried, unnamedKeys } from './users.ts';

/** Reads and checks what a ledger says of its owner. Throws REFUSED with the findings. */
export const checkSettings = (raw: LedgerSettings): LedgerSettings => {
  const settings: LedgerSettings = {
    template: raw.template,
    name: tidy(raw.name),
    licence: tidy(raw.licence),
    premises: tidy(raw.premises),
    zone: raw.zone.trim(),
    openDays: [...new Set(raw.openDays)].sort((a, b) => a - b),
    forms4473Numbered: raw.forms4473Numbered,
    books: [
      ...new Map(booksOf(raw).map((book) => [book.id, { id: book.id, secondKeying: book.secondKeying }])).values(),
    ],
  };
  const findings: Finding[] = [
    ...(settings.name === ''
      ? [refused('name', 'name-missing', 'The name is missing. It stands at the head of every printed page.')]
      : []),
    ...checkText('name', 'The name', settings.name),
    ...checkText('premises', 'The address of the premises', settings.premises),
  ];
  if (settings.licence !== '') {
    const read = readFfl(settings.licence);
    if (read.ok) settings.licence = read.value.number;
    else findings.push(refused('licence', 'licence-shape', read.message));
  }
  if (!isZone(settings.zone))
    findings.push(
      refused(
        'zone',
        'zone-unknown',
        'This time zone is not known. Choose the one of the premises, such as America/Boise.',
      ),
    );
  if (isRefused(findings))
    throw new LedgerError('REFUSED', findings.find((f) => f.severity === 'refused')!.message, findings);
  return settings;
};

/** The folder's name from what a person typed. */
const folderNameOf = (typed: string): string =>
  `${fitFolderName(tidy(typed).replace(/\.rollmark$/i, ''))}${FOLDER_ENDING}`;

/** Whether a ledger stands so that everybody is stopped at it. It is not backed up by itself then: it may be the wrong one. */
export const stopsAt = ({ state }: KnownState): boolean => state === 'behind' || state === 'differs';

const NOT_BY_ITSELF =
  'The ledger is not as this computer knew it, so it was not backed up by itself. The older backups are as they were. Back up by hand where this state is to be kept, too.';

/** Why no older backup may be rotated away by one of a ledger that stands so, as a sentence; empty where they may. */
export const olderStay = (known: KnownState): string =>
  stopsAt(known)
    ? 'No older backup was removed: this ledger is not as this computer knew it, so they may be the only good ones.'
    : '';

/** @param quick without a backup first: the machine is about to sleep, or did */
const close = async (session: Session, quick = false): Promise<void> => {
  const open = session.maybeLedger();
  session.setLedger(undefined);
  session.documents.clear();
  session.files.clear();
  session.asOf?.close();
  session.asOf = undefined;
  if (!open) return;
  leavePaper(open);
  const stopped = stopsAt(session.known);
  const runs = await session.schedule.close(open, quick || stopped);
  session.notBackedUp =
    stopped && !quick
      ? foldersLacking(open).map((folder) => ({ folder, reason: NOT_BY_ITSELF }))
      : runs.filter(({ ok }) => !ok).map(({ folder, message }) => ({ folder, reason: message }));
  await keepCheckpoint(session, open);
  await open.close();
};

/** Keeps where the ledger stands in the profile, unless it is not the one that was kept before. */
export const keepCheckpoint = async (session: Pick<Session, 'known' | 'profile'>, ledger: Ledger): Promise<void> => {
  if (stopsAt(session.known)) return;
  try {
    const { note, signedAt } = await ledger.checkpoint();
    const tried = isOnlyRestored(ledger) ? { tried: true as const } : {};
    keepNote(session.profile, ledger, { note, at: signedAt, vkey: ledger.vkey, ...tried });
  } catch {
    // A full disk must not keep a ledger from being closed.
  }
};

/** How a ledger stands to the checkpoints that were kept of it, and to how far it had come when it was last written to. */
export const standingOf = (profile: string, ledger: Ledger): KnownState => {
  const known = compareWithKnown(ledger, knownNotes(profile, ledger));
  const missing = ledger.missing();
  return missing !== '' && known.state !== 'differs' ? { state: 'behind', message: missing } : known;
};

/** Takes a ledger over into the session: compared with what is kept of it, and where it fits, backed up by itself from now on. */
export const takeOver = async (session: Session, ledger: Ledger): Promise<void> => {
  session.setLedger(ledger);
  session.closedBecause = '';
  session.notBackedUp = [];
  session.known = standingOf(session.profile, ledger);
  await keepCheckpoint(session, ledger);
  if (!stopsAt(session.known)) session.schedule.start(ledger);
  // The table of near numbers is made while nobody waits for it; where that fails, the first question makes it.
  void ledger.near.ensure().catch(() => undefined);
};

/** Creates a ledger in the folder for new ledgers and leaves it open. */
export const createInSession = async (
  session: Session,
  input: { folderName: string; settings: LedgerSettings; passphrase: string; user: string },
): Promise<{ recoveryKey: string }> => {
  const settings = checkSettings(input.settings);
  checkPassphrase(input.passphrase);
  const user = checkUser(input.user);
  const folder = join(session.newLedgers, folderNameOf(input.folderName));
  if (existsSync(folder))
    throw new LedgerError(
      'LEDGER_EXISTS',
      'There is a ledger with this name already. Nothing was changed; choose another name.',
    );
  const { ledger, recoveryKey } = await createLedger(folder, { settings, user, passphrase: input.passphrase });
  // What was open is closed only now: where nothing can be made, it stays.
  await close(session);
  await takeOver(session, ledger);
  return { recoveryKey };
};

/** Opens the ledger that a token stands for; the one that was open is closed first. */
export const openInSession = async (
  session: Session,
  token: string,
  secret: Secret,
): Promise<{ openedWith: SlotKind }> => {
  const folder = session.ledgerFolders.get(token);
  if (!folder) throw new LedgerError('TOKEN_UNKNOWN', 'This ledger is no longer in the list. Choose it again.');
  const already = session.maybeLedger();
  if (already?.folder === folder) {
    // A wrong passphrase must not close what is open.
    await unlockKeys(already.keys(), secret.kind, secret.secret);
    await close(session);
  }
  const { ledger, openedWith } = await openLedger(folder, secret);
  await close(session);
  await takeOver(session, ledger);
  return { openedWith };
};

/**
 * Makes a ledger out of a backup beside the others, proves it, and opens it in the place of the one that is open.
 *
 * @param place a granted folder with backups
 * @param name the backup's folder in it, as it was listed
 */
export const restoreInSession = async (
  session: Session,
  place: string,
  name: string,
  secret: Secret,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ ledger: string; events: number; lines: number; madeAt: string }> => {
  // Only what a listing gives: a name is never a way to another folder.
  if (!(await backupsIn(place)).some((b) => b.folder === name))
    throw new LedgerError('FILE_UNREADABLE', 'This backup is no longer there. List the backups again.');
  const { ledger, folder, manifest } = await restoreBackup(
    join(place, name),
    session.newLedgers,
    secret,
    progress,
    signal,
  );
  await close(session);
  await takeOver(session, ledger);
  const { events, lines, madeAt } = manifest;
  return { ledger: basename(folder), events, lines, madeAt };
};

/**
 * Replaces the data key of the open ledger, which is closed for it and opened again. Where it fails, the ledger is opened
 * as it was.
 *
 * @param passphrase the present one of the owner who asks
 */
export const rotateInSession = async (session: Session, passphrase: string): Promise<Rotated> => {
  const { folder } = session.ledger();
  // A typing error must not close anything.
  await unlockKeys(session.ledger().keys(), 'passphrase', passphrase);
  await close(session);
  try {
    return await rotateDataKey(folder, passphrase);
  } finally {
    const { ledger } = await openLedger(folder, { kind: 'passphrase', secret: passphrase });
    await takeOver(session, ledger);
  }
};

export const lockSession = close;

/** Settings as the contract gives them: every list a list of its own. */
export const shownSettings = (settings: LedgerSettings) => ({
  ...settings,
  openDays: [...settings.openDays],
  books: booksOf(settings).map((book) => ({ ...book })),
});

const backupStatus = (ledger: Ledger) => {
  const folders = backupFolders(ledger);
  const state = backupState(folders);
  return {
    state,
    folders: folders.length,
    lastGood:
      folders
        .map((f) => f.good?.at ?? '')
        .sort()
        .at(-1) || null,
    problem: folders.find((f) => f.state === 'failing')?.failed?.reason ?? '',
  };
};

const AUTO_LOCK = 'auto_lock_minutes';
const AUTO_LOCK_DEFAULT = 15;

/** After how many minutes without anybody this ledger is locked here; 0 for never. */
export const autoLockOf = (ledger: Ledger): number => {
  const minutes = Number(ledger.remembered(AUTO_LOCK) ?? AUTO_LOCK_DEFAULT);
  return Number.isInteger(minutes) && minutes >= 0 ? minutes : AUTO_LOCK_DEFAULT;
};

export const setAutoLock = (ledger: Ledger, minutes: number): Promise<void> =>
  ledger.remember(AUTO_LOCK, String(minutes));

export const statusOf = (ledger: Ledger, known: KnownState = { state: 'none', message: '' }) => {
  const user = ledger.user();
  const settings = ledger.settings();
  const proof = ledger.reader.prepare('SELECT at, ok FROM proof ORDER BY id DESC LIMIT 1').get() as
    | { at: string; ok: number }
    | undefined;
  const checkpoint = ledger.reader
    .prepare('SELECT signed_at AS at, size FROM checkpoint ORDER BY size DESC LIMIT 1')
    .get() as { at: string; size: number } | undefined;
  const inspector = isInspector(ledger);
  const shown = booksOf(settings).filter(({ id }) => !inspector || BOOKS[id].kind === 'statutory');
  const books = shown.map(({ id, secondKeying }) => {
    const { title, short, kind, categories } = BOOKS[id];
    return {
      id,
      title,
      short,
      kind,
      categories: [...categories],
      secondKeying,
      lines: countLines(ledger.reader, id),
      openLines: countLines(ledger.reader, id, 'open'),
    };
  });
  return {
    state: 'open' as const,
    ledger: ledger.id,
    folder: visible(ledger.folder.replace(/^.*[\\/]/, '')),
    settings: shownSettings(settings),
    user: { id: user.id, name: user.name, role: user.role, until: user.until },
    openedWith: ledger.openedWith,
    today: ledger.today(),
    lines: books.reduce((sum, b) => sum + b.lines, 0),
    openLines: books.reduce((sum, b) => sum + b.openLines, 0),
    books,
    toMark: inspector ? [] : waitingToBeMarked(ledger.reader),
    unanswered: inspector ? [] : unansweredReferrals(ledger.reader),
    custodians: user.role === 'owner' && hasCustodians(ledger),
    recoveryTried: user.role === 'owner' ? recoveryTried(ledger) : '',
    unnamedKeys: user.role === 'owner' ? unnamedKeys(ledger) : 0,
    autoLock: autoLockOf(ledger),
    backups: backupStatus(ledger),
    known,
    events: ledger.log().tree.size,
    lastProof: proof ? { at: proof.at, ok: proof.ok === 1 } : null,
    lastCheckpoint: checkpoint ?? null,
  };
};

/** Changes the set-up by one event that names what was and what is. */
export const changeSettings = async (
  ledger: Ledger,
  next: Omit<LedgerSettings, 'template'>,
): Promise<LedgerSettings> => {
  const old = ledger.settings();
  const now: LedgerSettings = { ...old, books: booksOf(old) };
  // Whoever does not speak of the books leaves them as they are.
  const checked = checkSettings({ ...next, books: next.books ?? booksOf(old), template: old.template });
  const gone = booksOf(old).find(
    (b) => !booksOf(checked).some((c) => c.id === b.id) && countLines(ledger.reader, b.id) > 0,
  );
  if (gone) {
    const message = `The ${BOOKS[gone.id].title.toLowerCase()} has lines, so it stays. Nothing was changed.`;
    throw new LedgerError('REFUSED', message, [refused('books', 'book-not-empty', message)]);
  }
  const changes = (Object.keys(checked) as (keyof LedgerSettings)[])
    .filter((field) => JSON.stringify(checked[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, old: old[field] ?? null, new: checked[field] }));
  if (changes.length > 0) await ledger.write((append) => append('ledger.changed', 'ledger', { changes }));
  return ledger.settings();
};
