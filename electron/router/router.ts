import { readFile } from 'node:fs/promises';
import { implement, type Router } from '@orpc/server';
import type { Need } from '../../shared/domain/roles.ts';
import { BOOKS, booksOf } from '../../shared/domain/settings.ts';
import type { GuideId } from '../../shared/guides/guide.ts';
import { settingsIn } from '../ledger/apply.ts';
import { joinParts } from '../ledger/custodians.ts';
import { LedgerError } from '../ledger/errors.ts';
import type { Secret } from '../ledger/ledger.ts';
import { heldItself, verifyLedger } from '../ledger/verify.ts';
import { ledgerAsOf, sizeAsOf } from '../services/as-of.ts';
import { attach, imageOf } from '../services/attachments.ts';
import {
  addBackupFolder,
  backupFolders,
  backupPaths,
  listBackups,
  removeBackupFolder,
  runBackups,
} from '../services/backups/backups.ts';
import { backupsIn } from '../services/backups/manifest.ts';
import { countLines, lineOf, readLines, readRow, searchLines } from '../services/book.ts';
import { type CheckReport, checkLedger, checkReportText, reviewLine } from '../services/check.ts';
import { readCheckpointImage } from '../services/checkpoint-image.ts';
import { compareLines } from '../services/compare.ts';
import { guideDocument } from '../services/documents/guide-pdf.ts';
import {
  acquire,
  correct,
  dispose,
  examineAcquisition,
  examineCorrection,
  examineDisposition,
  mark,
  voidLine,
} from '../services/entries.ts';
import { addEvidence, listEvidence, withdrawEvidence } from '../services/evidence.ts';
import { exportBook } from '../services/exporting.ts';
import { makeIdleLock } from '../services/idle-lock.ts';
import { type ImportReport, importFile, reportText } from '../services/imports.ts';
import { checkBook, isInspector, makeLookRecorder, shownLine, shownLines } from '../services/inspection.ts';
import { runJob, type Work } from '../services/jobs.ts';
import { addKeychain, keychainSlots, keychainsAt, removeKeychain } from '../services/keychain.ts';
import { notesToProve } from '../services/known-checkpoints.ts';
import { latenessOfLine, listLateness } from '../services/lateness.ts';
import {
  autoLockOf,
  changeSettings,
  createInSession,
  lockSession,
  olderStay,
  openInSession,
  restoreInSession,
  rotateInSession,
  setAutoLock,
  shownSettings,
  statusOf,
} from '../services/ledgers.ts';
import { originalName } from '../services/original-name.ts';
import { pageOf, paperOf } from '../services/papers.ts';
import { type Made, printAcquisition, printBook } from '../services/printing.ts';
import { proofDocument, verifierDocument } from '../services/proofs.ts';
import { type HeldDocument, holdDocument, type Session } from '../services/session.ts';
import { findLicensees, knownDescription, suggestValues } from '../services/suggest.ts';
import { readHistory, readTrail } from '../services/trail.ts';
import {
  addUser,
  changePassphrase,
  changeUser,
  checkNeed,
  listUsers,
  makeCustodians,
  removeCustodians,
  removeUser,
  replaceRecoveryKey,
  resetPassphrase,
  tryRecoveryKey,
} from '../services/users.ts';
import { engineContract } from './engine-contract.ts';
import { asContractError } from './errors.ts';

type GivenSecret =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'recovery'; recoveryKey: string }
  | { kind: 'custodians'; parts: string[] };
const secretOf = async (given: GivenSecret): Promise<Secret> => {
  if (given.kind === 'passphrase') return { kind: 'passphrase', secret: given.passphrase };
  if (given.kind === 'recovery') return { kind: 'recovery', secret: given.recoveryKey };
  return { kind: 'custodians', secret: await joinParts(given.parts) };
};

const readChosen = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch {
    throw new LedgerError(
      'FILE_UNREADABLE',
      'The file can’t be read: it was moved or deleted, it is a folder, or its drive was disconnected. Nothing was changed. Choose it again.',
    );
  }
};

/** Findings shown on screen at most; a report file has them all. */
const FINDINGS_ON_SCREEN = 5000;

/**
 * The engine's side of the contract: each operation reads its input, asks a service, and gives back what the contract
 * says. Which host is asking makes no difference here.
 */
export const makeRouter = (session: Session): Router<typeof engineContract, Record<never, never>> => {
  const recordLook = makeLookRecorder();
  const forget = (): void => {
    reports.clear();
    runs.clear();
    checked = undefined;
  };
  const idle = makeIdleLock(
    () => {
      const ledger = session.maybeLedger();
      return ledger && autoLockOf(ledger);
    },
    (why) => {
      session.closedBecause = why;
      forget();
      void lockSession(session, why === 'sleep').catch(() => undefined);
    },
  );
  const os = implement(engineContract).use(async ({ next, path, procedure }, input) => {
    try {
      await session.pending?.catch(() => undefined);
      // Hosts alone reach the grants, and they say nothing of what they need.
      const { needs } = procedure['~orpc'].meta as { needs?: Need };
      // The status is asked for by itself, whether anybody is there or not.
      if (needs && path.join('.') !== 'ledger.status') idle.touch();
      if (needs && needs !== 'nothing') {
        const ledger = session.ledger();
        checkNeed(ledger.user().role, needs);
      }
      const result = await next();
      // After the input was read and before anything is answered: what can't be recorded isn't shown.
      if (needs === 'inspect') await recordLook(session.ledger(), path.join('.'), input);
      return result;
    } catch (error) {
      throw asContractError(error);
    }
  });

  /** A job's iterator, with its failures as the contract's errors too. */
  async function* job<T>(work: Work<T>, signal: AbortSignal | undefined) {
    const ended = idle.work();
    try {
      yield* runJob(work, signal);
    } catch (error) {
      throw asContractError(error);
    } finally {
      ended();
    }
  }

  const reports = new Map<string, ImportReport>();
  let checked: CheckReport | undefined;
  const placeOf = ({ book, line }: { book: string; line: number }) => ({ book, line });
  const runs = new Map<string, Promise<ImportReport>>();
  const granted = (token: string) => {
    const file = session.files.get(token);
    if (!file) throw new LedgerError('TOKEN_UNKNOWN', 'This file is no longer held. Choose it again.');
    return file;
  };
  const grantedFolder = (token: string) => {
    const path = session.backupFolders.get(token);
    if (path === undefined)
      throw new LedgerError('TOKEN_UNKNOWN', 'This folder is no longer in the list. Choose it again.');
    return path;
  };
  /** The earlier state that was gone back to; undefined for the present. */
  const earlier = (size: number | undefined) => {
    if (size === undefined || session.asOf?.size === size) return size === undefined ? undefined : session.asOf;
    throw new LedgerError('TOKEN_UNKNOWN', 'This earlier state is no longer held. Go back to it again.');
  };
  const onScreen = <R extends ImportReport>(report: R): R => ({
    ...report,
    findings: report.findings.slice(0, FINDINGS_ON_SCREEN),
  });
  const held = (made: Made) => ({
    token: holdDocument(session, { name: made.name, type: 'application/pdf', bytes: made.bytes }),
    name: made.name,
    pages: made.pages,
    bytes: made.bytes.length,
  });
  const heldPage = (page: HeldDocument) => ({ token: holdDocument(session, page), name: page.name });
  const textDocument = (name: string, type: string, text: string): { token: string; name: string } => {
    const document: HeldDocument = { name, type, bytes: Buffer.from(text, 'utf8') };
    return { token: holdDocument(session, document), name };
  };

  return os.router({
    ledger: {
      status: os.ledger.status.handler(async () => {
        if (!session.maybeLedger()) {
          const { closedBecause, notBackedUp } = session;
          return {
            state: 'closed' as const,
            because: closedBecause,
            ...(notBackedUp.length > 0 ? { notBackedUp } : {}),
          };
        }
        try {
          return { ...statusOf(session.ledger(), session.known), idleSeconds: idle.seconds() };
        } catch (error) {
          if (!(error instanceof LedgerError && error.code === 'ACCESS_ENDED')) throw error;
          // The last day went by while the ledger was open.
          await lockSession(session);
          return { state: 'closed' as const, because: '' as const };
        }
      }),
      create: os.ledger.create.handler(({ input }) => createInSession(session, input)),
      open: os.ledger.open.handler(async ({ input }) =>
        openInSession(session, input.token, await secretOf(input.secret)),
      ),
      tryRecoveryKey: os.ledger.tryRecoveryKey.handler(async ({ input }) => ({
        ok: await tryRecoveryKey(session.ledger(), input.recoveryKey),
      })),
      replaceRecoveryKey: os.ledger.replaceRecoveryKey.handler(async () => ({
        recoveryKey: await replaceRecoveryKey(session.ledger()),
      })),
      rotateKey: os.ledger.rotateKey.handler(async ({ input }) => {
        const rotating = rotateInSession(session, input.passphrase);
        session.pending = rotating;
        try {
          return await rotating;
        } finally {
          session.pending = undefined;
        }
      }),
      makeCustodians: os.ledger.makeCustodians.handler(async () => ({ parts: await makeCustodians(session.ledger()) })),
      removeCustodians: os.ledger.removeCustodians.handler(async () => {
        await removeCustodians(session.ledger());
        return { removed: true as const };
      }),
      changePassphrase: os.ledger.changePassphrase.handler(async ({ input }) => {
        await changePassphrase(session.ledger(), input);
        return { changed: true as const };
      }),
      lock: os.ledger.lock.handler(async () => {
        session.closedBecause = '';
        await lockSession(session);
        forget();
        return { locked: true as const };
      }),
      stillHere: os.ledger.stillHere.handler(() => {
        idle.touch();
        return { heard: true as const };
      }),
      setAutoLock: os.ledger.setAutoLock.handler(async ({ input }) => {
        await setAutoLock(session.ledger(), input.minutes);
        return { set: true as const };
      }),
      changeSettings: os.ledger.changeSettings.handler(async ({ input }) => {
        return shownSettings(await changeSettings(session.ledger(), input));
      }),
    },

    users: {
      list: os.users.list.handler(() => listUsers(session.ledger())),
      add: os.users.add.handler(({ input }) => addUser(session.ledger(), input)),
      change: os.users.change.handler(({ input }) => changeUser(session.ledger(), input.id, input)),
      remove: os.users.remove.handler(async ({ input }) => {
        await removeUser(session.ledger(), input.id);
        return { removed: true as const };
      }),
      resetPassphrase: os.users.resetPassphrase.handler(async ({ input }) => {
        await resetPassphrase(session.ledger(), input.id, input.passphrase);
        return { changed: true as const };
      }),
    },

    backups: {
      folders: os.backups.folders.handler(() => backupFolders(session.ledger())),
      addFolder: os.backups.addFolder.handler(async ({ input }) => {
        await addBackupFolder(session.ledger(), grantedFolder(input.token));
        return { added: true as const };
      }),
      removeFolder: os.backups.removeFolder.handler(async ({ input }) => {
        await removeBackupFolder(session.ledger(), input.id);
        return { removed: true as const };
      }),
      list: os.backups.list.handler(({ input }) => listBackups(session.ledger(), input.id)),
      run: os.backups.run.handler(({ signal }) =>
        job((progress, stop) => runBackups(session.ledger(), progress, stop, false, olderStay(session.known)), signal),
      ),
      found: os.backups.found.handler(async ({ input }) => (await backupsIn(grantedFolder(input.token))).reverse()),
      restore: os.backups.restore.handler(({ input, signal }) =>
        job(
          async (progress, stop) =>
            restoreInSession(
              session,
              grantedFolder(input.token),
              input.folder,
              await secretOf(input.secret),
              progress,
              stop,
            ),
          signal,
        ),
      ),
    },

    book: {
      asOf: os.book.asOf.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          const ledger = session.ledger();
          const made = await ledgerAsOf(ledger, sizeAsOf(ledger, input.at), progress, stop);
          if (session.maybeLedger() !== ledger) {
            made.close();
            throw new LedgerError('LEDGER_CLOSED', 'The ledger was locked meanwhile. Open it, then go back again.');
          }
          session.asOf?.close();
          session.asOf = made;
          const { size, root, moment, db } = made;
          const shown = booksOf(settingsIn(db)).filter(
            ({ id }) => !isInspector(ledger) || BOOKS[id].kind === 'statutory',
          );
          const books = shown.map(({ id }) => ({
            id,
            lines: countLines(db, id),
            openLines: countLines(db, id, 'open'),
          }));
          return { size, root, moment, books };
        }, signal),
      ),
      lines: os.book.lines.handler(({ input }) => {
        const ledger = session.ledger();
        checkBook(ledger, input.book);
        const db = earlier(input.asOf)?.db ?? ledger.reader;
        return {
          lines: shownLines(ledger, readLines(db, input)),
          total: countLines(db, input.book, input.only),
        };
      }),
      line: os.book.line.handler(({ input }) => {
        const ledger = session.ledger();
        checkBook(ledger, input.book);
        return {
          line: shownLine(ledger, lineOf(readRow(ledger.reader, input.book, input.line), input.view)),
          ...readHistory(ledger, input.book, input.line, isInspector(ledger)),
          timed: latenessOfLine(ledger.reader, input.book, input.line),
        };
      }),
      lateness: os.book.lateness.handler(async ({ input }) => {
        const ledger = session.ledger();
        checkBook(ledger, input.book);
        const found = await listLateness(ledger.reader, input);
        return { entries: found.slice(input.skip, input.skip + input.count), total: found.length };
      }),
      search: os.book.search.handler(({ input }) => {
        const ledger = session.ledger();
        const found = searchLines(ledger, input.text, input.limit);
        return {
          ...found,
          lines: shownLines(ledger, found.lines),
          lookAlikes: shownLines(ledger, found.lookAlikes),
        };
      }),
    },

    entries: {
      checkAcquisition: os.entries.checkAcquisition.handler(({ input }) => {
        const ledger = session.ledger();
        return { findings: examineAcquisition(ledger, ledger.reader, input.book, input.draft).findings };
      }),
      acquire: os.entries.acquire.handler(({ input }) =>
        acquire(session.ledger(), input.book, input.draft, input.accepted, input.readings),
      ),
      checkDisposition: os.entries.checkDisposition.handler(({ input }) => {
        const ledger = session.ledger();
        return { findings: examineDisposition(ledger, ledger.reader, input, input.draft).findings };
      }),
      dispose: os.entries.dispose.handler(({ input }) => dispose(session.ledger(), input, input.draft, input.accepted)),
      correct: os.entries.correct.handler(({ input }) => correct(session.ledger(), input, input, input.accepted)),
      checkCorrection: os.entries.checkCorrection.handler(({ input }) => {
        const ledger = session.ledger();
        const row = readRow(ledger.reader, input.book, input.line);
        return { findings: examineCorrection(ledger, ledger.reader, row, input.field, input.value).findings };
      }),
      void: os.entries.void.handler(({ input }) => voidLine(session.ledger(), input, input.reason)),
      mark: os.entries.mark.handler(({ input }) => mark(session.ledger(), input, input, input.accepted)),
      review: os.entries.review.handler(({ input }) => ({ findings: reviewLine(session.ledger(), placeOf(input)) })),
      compare: os.entries.compare.handler(({ input }) => compareLines(session.ledger().reader, input.a, input.b)),
    },

    evidence: {
      list: os.evidence.list.handler(({ input }) => listEvidence(session.ledger().reader, input)),
      add: os.evidence.add.handler(({ input }) => addEvidence(session.ledger(), placeOf(input), input.evidence)),
      withdraw: os.evidence.withdraw.handler(({ input }) =>
        withdrawEvidence(session.ledger(), placeOf(input), input.seq, input.reason),
      ),
      attach: os.evidence.attach.handler(async ({ input }) =>
        attach(session.ledger(), placeOf(input), {
          purpose: input.purpose,
          name: input.name,
          bytes: new Uint8Array(await input.file.arrayBuffer()),
        }),
      ),
      image: os.evidence.image.handler(async ({ input }) => {
        const { bytes, media, name } = await imageOf(session.ledger(), input.sha256, input.size);
        return new File([new Uint8Array(bytes)], name, { type: media });
      }),
      paper: os.evidence.paper.handler(({ input }) => paperOf(session.ledger(), input.sha256)),
      paperPage: os.evidence.paperPage.handler(async ({ input, signal }) => {
        const { sha256, page, width } = input;
        const { png, text, whole } = await pageOf(session.ledger(), sha256, page, width, signal);
        return { picture: new File([new Uint8Array(png)], `page ${page}.png`, { type: 'image/png' }), text, whole };
      }),
      originalDocument: os.evidence.originalDocument.handler(async ({ input }) => {
        const { bytes, media, name: kept } = await imageOf(session.ledger(), input.sha256, 'original');
        const name = originalName(kept, media);
        return { token: holdDocument(session, { name, type: media, bytes: Buffer.from(bytes) }), name };
      }),
    },

    check: {
      run: os.check.run.handler(({ signal }) =>
        job(async (progress, stop) => {
          checked = await checkLedger(session.ledger(), progress, stop);
          return {
            ...checked,
            findings: checked.findings.slice(0, FINDINGS_ON_SCREEN),
            hints: checked.hints.slice(0, FINDINGS_ON_SCREEN),
            accepted: checked.accepted.slice(0, FINDINGS_ON_SCREEN),
          };
        }, signal),
      ),
      reportDocument: os.check.reportDocument.handler(() => {
        if (!checked) throw new LedgerError('TOKEN_UNKNOWN', 'There is no report yet. Check the ledger first.');
        return textDocument('check-report.json', 'application/json', checkReportText(checked));
      }),
    },

    suggest: {
      values: os.suggest.values.handler(({ input }) => suggestValues(session.ledger().reader, input)),
      description: os.suggest.description.handler(({ input }) => knownDescription(session.ledger().reader, input)),
      licensees: os.suggest.licensees.handler(({ input }) => findLicensees(session.ledger().reader, input.text)),
    },

    imports: {
      dryRun: os.imports.dryRun.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          const report = await importFile(
            session.ledger(),
            granted(input.token),
            { ...input, mode: 'dry-run' },
            progress,
            stop,
          );
          reports.set(input.token, report);
          return onScreen(report);
        }, signal),
      ),
      run: os.imports.run.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          const mode = input.onlyGood ? 'only-good' : 'all';
          const run = importFile(session.ledger(), granted(input.token), { ...input, mode }, progress, stop);
          runs.set(input.token, run);
          const report = await run;
          reports.set(input.token, report);
          return onScreen(report);
        }, signal),
      ),
      outcome: os.imports.outcome.handler(async ({ input }) => {
        const report = await runs.get(input.token)?.catch(() => undefined);
        return report ? onScreen(report) : null;
      }),
      reportDocument: os.imports.reportDocument.handler(({ input }) => {
        const report = reports.get(input.token);
        if (!report)
          throw new LedgerError('TOKEN_UNKNOWN', 'There is no report for this file yet. Check the file first.');
        return textDocument('import-report.json', 'application/json', reportText(report));
      }),
    },

    documents: {
      printBook: os.documents.printBook.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          checkBook(session.ledger(), input.book);
          const asOf = earlier(input.asOf);
          const release = asOf?.hold();
          try {
            return held(await printBook(session.ledger(), { ...input, asOf }, progress, stop));
          } finally {
            release?.();
          }
        }, signal),
      ),
      exportBook: os.documents.exportBook.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          checkBook(session.ledger(), input.book);
          const asOf = earlier(input.asOf);
          const release = asOf?.hold();
          try {
            const pieces: Buffer[] = [];
            const write = (piece: Buffer) => void pieces.push(piece);
            const made = await exportBook(session.ledger(), { ...input, asOf }, write, progress, stop);
            return { ...made, ...heldPage({ name: made.name, type: 'text/csv', bytes: Buffer.concat(pieces) }) };
          } finally {
            release?.();
          }
        }, signal),
      ),
      printAcquisition: os.documents.printAcquisition.handler(({ input, signal }) =>
        job(async () => held(await printAcquisition(session.ledger(), input, input.paper)), signal),
      ),
      proof: os.documents.proof.handler(async ({ input }) => {
        checkBook(session.ledger(), input.book);
        return heldPage(await proofDocument(session.ledger(), placeOf(input)));
      }),
      verifier: os.documents.verifier.handler(() => heldPage(verifierDocument())),
      printGuide: os.documents.printGuide.handler(({ input, signal }) =>
        job(async () => held(await guideDocument(input.guide as GuideId, input.paper)), signal),
      ),
      fetch: os.documents.fetch.handler(({ input }) => {
        const document = session.documents.get(input.token);
        if (!document) throw new LedgerError('TOKEN_UNKNOWN', 'This document is no longer held. Make it again.');
        return new File([new Uint8Array(document.bytes)], document.name, { type: document.type });
      }),
      discard: os.documents.discard.handler(({ input }) => ({ discarded: session.documents.delete(input.token) })),
    },

    trail: {
      events: os.trail.events.handler(({ input }) => {
        const ledger = session.ledger();
        return {
          events: readTrail(ledger, { ...input, statutoryOnly: isInspector(ledger) }),
          total: ledger.log().tree.size,
        };
      }),
      checkpoint: os.trail.checkpoint.handler(async () => {
        const ledger = session.ledger();
        return { ...(await ledger.checkpoint()), vkey: ledger.vkey };
      }),
      checkpoints: os.trail.checkpoints.handler(
        () =>
          session
            .ledger()
            .reader.prepare(
              'SELECT size, root, note, signed_at AS signedAt FROM checkpoint ORDER BY size DESC LIMIT 200',
            )
            .all() as { size: number; root: string; note: string; signedAt: string }[],
      ),
      verify: os.trail.verify.handler(({ input, signal }) =>
        job(async (progress, stop) => {
          const ledger = session.ledger();
          const known = notesToProve(session.profile, ledger);
          const result = await verifyLedger(ledger, input.against, progress, stop, known);
          await ledger.recordProof(heldItself(result), result.size);
          return { ...result, verifiedAt: new Date(ledger.now()).toISOString() };
        }, signal),
      ),
      readCheckpointImage: os.trail.readCheckpointImage.handler(async ({ input }) =>
        readCheckpointImage(session.ledger(), new Uint8Array(await input.image.arrayBuffer())),
      ),
      checkpointDocument: os.trail.checkpointDocument.handler(async () => {
        const ledger = session.ledger();
        const { note, size } = await ledger.checkpoint();
        return textDocument(`checkpoint-${size}-events.txt`, 'text/plain', note);
      }),
    },

    grants: {
      ledger: os.grants.ledger.handler(({ input }) => {
        session.ledgerFolders.set(input.token, input.path);
        return { granted: true as const };
      }),
      newLedgers: os.grants.newLedgers.handler(({ input }) => {
        session.newLedgers = input.path;
        return { granted: true as const };
      }),
      file: os.grants.file.handler(({ input }) => {
        session.files.set(input.token, { name: input.name, read: () => readChosen(input.path) });
        return { granted: true as const };
      }),
      profile: os.grants.profile.handler(({ input }) => {
        session.profile = input.path;
        return { granted: true as const };
      }),
      backupFolder: os.grants.backupFolder.handler(({ input }) => {
        session.backupFolders.set(input.token, input.path);
        return { granted: true as const };
      }),
      backupPaths: os.grants.backupPaths.handler(() => {
        const ledger = session.maybeLedger();
        return ledger ? backupPaths(ledger) : [];
      }),
      lockForSleep: os.grants.lockForSleep.handler(async () => {
        const ledger = session.maybeLedger();
        if (!ledger || autoLockOf(ledger) === 0) return { locked: false };
        session.closedBecause = 'sleep';
        await lockSession(session, true);
        forget();
        return { locked: true };
      }),
      afterFault: os.grants.afterFault.handler(() => {
        session.closedBecause = 'fault';
        return { granted: true as const };
      }),
      keychainsOf: os.grants.keychainsOf.handler(({ input }) => keychainsAt(session.ledgerFolders.get(input.token))),
      keychains: os.grants.keychains.handler(() => keychainSlots(session.ledger())),
      addKeychain: os.grants.addKeychain.handler(({ input }) => {
        idle.touch();
        return addKeychain(session.ledger(), input);
      }),
      removeKeychain: os.grants.removeKeychain.handler(async ({ input }) => {
        idle.touch();
        await removeKeychain(session.ledger(), input.slot);
        return { removed: true as const };
      }),
      openWithKeychain: os.grants.openWithKeychain.handler(async ({ input }) => {
        idle.touch();
        await openInSession(session, input.token, { kind: 'keychain', secret: input.secret });
        return { opened: true as const };
      }),
      openLedgerPath: os.grants.openLedgerPath.handler(() => {
        const ledger = session.maybeLedger();
        return ledger ? { path: ledger.folder } : null;
      }),
    },
  });
};
