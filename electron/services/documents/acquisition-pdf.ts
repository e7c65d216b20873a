import { CATEGORIES, fieldName } from '../../../shared/categories/registry.ts';
import type { HeldEvidence } from '../../../shared/contract/evidence.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { showMoment } from '../../../shared/domain/dates.ts';
import { drawEvidence } from './evidence-sections.ts';
import { type Flow, makeFlow, PAGE_MARGIN } from './flow.ts';
import type { DocumentHead } from './head.ts';
import { drawLine, setText } from './paragraph.ts';
import type { Paper } from './pdf-file.ts';
import { drawPhotos, photoNumbers } from './photo-section.ts';
import { type ProofBlock, proofBlock } from './proof-block.ts';
import { drawFields, drawTable, fieldMaker, section } from './record-fields.ts';
import { recordParts, recordTitle } from './record-parts.ts';
import { faceForNumber, serialTexts } from './serial-text.ts';
import { openSheet, type Sheet } from './sheet.ts';

/** One step of the record's history, printed in the order given. `recordedAt` is UTC, ISO. */
type HistoryRow = { recordedAt: string; actor: string; summary: string; reason: string };

export type AcquisitionPdfInput = {
  head: DocumentHead;
  /** In the view `both`, so that corrected fields bring their earlier texts. */
  line: BookLine;
  history: readonly HistoryRow[];
  /** All that the line has; what was withdrawn is left out. */
  evidence: readonly HeldEvidence[];
  /** JPEG previews of the photos that `photosOf` names, by SHA-256. */
  previews: ReadonlyMap<string, Uint8Array>;
  /** Proofs of the line's events as files by their names, to go along in the document; none for whoever may not have them. */
  proofs: readonly { name: string; text: string }[];
  paper: Paper;
};

const letterhead = (sheet: Sheet, flow: Flow, head: DocumentHead): void => {
  const { sans, bold, mono } = sheet.faces;
  flow.lines(setText({ face: bold, size: 17, text: head.ledgerName, ink: 'accent' }, flow.width), flow.left, 21);
  flow.y += 1;
  flow.lines(setText({ face: sans, size: 9.5, text: head.premises }, flow.width), flow.left, 12.5);
  if (head.licence !== '') {
    const [label] = setText({ face: sans, size: 9.5, text: 'Licence number ', ink: 'grey' }, flow.width);
    const [number] = setText({ face: mono, size: 9.5, text: head.licence }, flow.width);
    drawLine(sheet, label!, flow.left, flow.y + 9.75);
    drawLine(sheet, number!, flow.left + label!.width, flow.y + 9.75);
    flow.y += 12.5;
  }
  flow.y += 6;
  sheet.bar(flow.left, flow.y, flow.width, 1.2, 'accent');
  flow.y += 7;
};

const STATUS = { open: 'Open', disposed: 'Disposed', voided: 'VOID' } as const;

const title = (sheet: Sheet, flow: Flow, head: DocumentHead, line: BookLine): void => {
  const { sans, bold } = sheet.faces;
  const [status] = setText({ face: bold, size: 11, text: STATUS[line.status] }, flow.width);
  drawLine(sheet, status!, flow.left + flow.width - status!.width, flow.y + 14);
  const text = recordTitle(head, line);
  flow.lines(setText({ face: bold, size: 14, text }, flow.width - 90), flow.left, 18);
  flow.lines(setText({ face: sans, size: 9, text: head.bookTitle, ink: 'grey' }, flow.width), flow.left, 12);
  if (line.status === 'voided') {
    flow.y += 3;
    const reason = `VOID: ${line.voidReason || '(no reason given)'}`;
    flow.lines(setText({ face: bold, size: 10.5, text: reason }, flow.width), flow.left, 14);
  }
  flow.y += 10;
};

/** The number is the hero: as large as the longest one allows on one line, earlier readings struck out above it. */
const serialNumbers = (sheet: Sheet, flow: Flow, line: BookLine): void => {
  const { sans } = sheet.faces;
  const serials = serialTexts(line.serial);
  const name = fieldName('serial', line.category);
  const label = serials.length > 1 ? `${name}s, in marked order` : name;
  flow.lines(setText({ face: sans, size: 8, text: label, ink: 'grey' }, flow.width), flow.left, 12);
  for (const old of line.struck.serial ?? []) {
    for (const text of old === '' ? ['(blank)'] : serialTexts(old)) {
      const face = faceForNumber(sheet.faces, text);
      flow.lines(setText({ face, size: 12, text, ink: 'struck', struck: true }, flow.width), flow.left, 16);
    }
  }
  const widest = Math.max(1, ...serials.map((s) => faceForNumber(sheet.faces, s).width(s)));
  const most = serials.length > 3 ? 18 : 30;
  const size = [30, 26, 22, 18].find((s) => s <= most && (widest * s) / 1000 <= flow.width) ?? 15;
  const struck = line.status === 'voided';
  for (const text of serials) {
    const face = faceForNumber(sheet.faces, text);
    const ink = struck ? 'struck' : 'black';
    flow.lines(setText({ face, size, text, ink, struck }, flow.width), flow.left, size * 1.22);
  }
  if (serials.length === 0) {
    const text = line.serialState ? `None: ${line.serialState.toLowerCase()}` : 'None recorded';
    flow.lines(setText({ face: sans, size: 18, text, struck }, flow.width), flow.left, 22);
  }
  flow.y += 7;
};

/**
 * When it was written down, and in a book for which a rule sets a last day, whether in time. The zone stands at the foot
 * of the page.
 */
const entered = (line: BookLine, instant: string, late: boolean, { zone, kind }: DocumentHead): string => {
  if (instant === '') return 'Not recorded';
  const moment = showMoment(instant, zone);
  if (kind !== 'statutory') return line.imported ? `${moment}, by an import` : moment;
  if (line.imported) return `${moment}, by an import; whether in time is not known`;
  return late ? `${moment}: late, after the last day that the rule allows` : `${moment}, in time`;
};

const HISTORY = [
  { title: 'When', share: 0.2 },
  { title: 'Who', share: 0.16 },
  { title: 'What', share: 0.38 },
  { title: 'Reason', share: 0.26 },
] as const;

const SIGN_HEIGHT = 46;
const SIGN_GAP = 10;

const signatureLines = (sheet: Sheet, left: number, width: number, y: number): void => {
  const received = width * 0.66;
  const gap = 24;
  const baseline = y + 34;
  sheet.bar(left, baseline, received, 0.6);
  sheet.bar(left + received + gap, baseline, width - received - gap, 0.6);
  const caption = (text: string, x: number) =>
    drawLine(sheet, setText({ face: sheet.faces.sans, size: 8, text, ink: 'grey' }, width)[0]!, x, baseline + 10);
  caption('Received by', left);
  caption('Date', left + received + gap);
};

/** Writes the whole record. Called once to count its pages and once to print them. */
const write = (sheet: Sheet, input: AcquisitionPdfInput, proof: ProofBlock, pages: number): void => {
  const { head, line } = input;
  const flow = makeFlow(sheet, head, `${head.ledgerName} · ${recordTitle(head, line)}, continued`, pages);
  letterhead(sheet, flow, head);
  title(sheet, flow, head, line);
  serialNumbers(sheet, flow, line);

  const field = fieldMaker(sheet, flow, line, head.kind === 'statutory' ? 'None' : 'Not recorded');
  const parts = recordParts(head, line);
  drawFields(
    sheet,
    flow,
    `Description of ${CATEGORIES[line.category].noun}`,
    parts.description.map((name) => (name === 'importer' ? field.of(name, 'Importer (if any)') : field.of(name))),
  );

  drawFields(sheet, flow, 'Receipt', [
    field.of('acquiredOn', 'Date'),
    ...parts.receipt.map((name) => (name === 'acquiredFrom' ? field.of(name, 'Name') : field.of(name))),
    field.say('Entered', entered(line, line.acquiredRecordedAt, line.acquiredLate, head)),
    ...parts.receiptAddress.map((name) => field.of(name)),
  ]);

  if (line.disposedOn === '' && line.struck.disposedOn === undefined) {
    section(sheet, flow, 'Disposition', 20);
    const text = line.status === 'voided' ? 'None.' : 'None: the line is open.';
    flow.lines(setText({ face: sheet.faces.sans, size: 10, text }, flow.width), flow.left, 13);
    flow.y += 4;
  } else {
    drawFields(sheet, flow, 'Disposition', [
      field.of('disposedOn', 'Date'),
      ...parts.disposition.map((name) => (name === 'disposedTo' ? field.of(name, 'Name') : field.of(name))),
      field.say('Entered', entered(line, line.disposedRecordedAt, line.disposedLate, head)),
      ...parts.leaving.map((name) => field.of(name)),
    ]);
  }

  if (parts.keeping.length > 0) {
    drawFields(
      sheet,
      flow,
      'Place, price and papers',
      parts.keeping.map((name) => field.of(name)),
    );
  }

  if (line.note !== '') {
    section(sheet, flow, 'Note', 14);
    flow.lines(setText({ face: sheet.faces.sans, size: 9.5, text: line.note }, flow.width), flow.left, 12.5);
    flow.y += 4;
  }

  drawEvidence({ sheet, flow, line, held: input.evidence, zone: head.zone }, photoNumbers(input.evidence));
  drawPhotos(sheet, flow, input.evidence, input.previews);

  section(sheet, flow, 'History', 40);
  drawTable(
    sheet,
    flow,
    HISTORY,
    input.history.map((row) => [showMoment(row.recordedAt, head.zone), row.actor, row.summary, row.reason]),
  );

  // Signature and proof close the last page together, at its foot. Nobody signs for what an owner keeps for himself.
  const signing = head.kind === 'inventory' ? 0 : SIGN_HEIGHT + SIGN_GAP;
  const closing = signing + proof.height;
  flow.need(closing);
  const top = flow.y + flow.room() - closing;
  if (signing > 0) signatureLines(sheet, flow.left, flow.width, top);
  proof.draw(flow.left, top + signing);
  flow.close();
};

/**
 * Prints the record of one unit as PDF, upright: the number large, the entry with its corrections, what stands behind the
 * number, its history, lines to sign on, and the proof. Long texts run on over pages. The same input gives the same bytes.
 */
export const makeAcquisitionPdf = async (input: AcquisitionPdfInput): Promise<{ bytes: Buffer; pages: number }> => {
  const { head, line, paper, proofs } = input;
  const lay = async (pages: number): Promise<Sheet> => {
    const sheet = openSheet({
      title: recordTitle(head, line),
      printedAt: head.printedAt,
      paper,
      layout: 'portrait',
    });
    try {
      const width = sheet.width - 2 * PAGE_MARGIN;
      write(
        sheet,
        input,
        await proofBlock(
          sheet,
          head.checkpoint,
          width,
          proofs.map(({ name }) => name),
        ),
        pages,
      );
      return sheet;
    } catch (error) {
      sheet.abandon();
      throw error;
    }
  };
  const counted = await lay(0);
  const pages = counted.pages();
  counted.abandon();
  const sheet = await lay(pages);
  for (const { name, text } of proofs) sheet.attach({ name, text, about: `Proof of ${recordTitle(head, line)}` });
  return { bytes: await sheet.finish(), pages };
};
