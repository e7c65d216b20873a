import { type DocumentHead, eventCount, printedWords, proofWords } from './head.ts';
import { drawLine, drawLines, setText } from './paragraph.ts';
import { type QrCode, qrCode } from './qr.ts';
import type { Sheet } from './sheet.ts';

const MM = 72 / 25.4;
const QR_SIDE = 25 * MM;
/** White around the code, at least four modules wide, so that a reader finds its edge. */
const QR_QUIET = 5;
const LEADING = 10;
const NOTE_LEADING = 9.5;

/** The signed checkpoint as a block for the last page: words, the note verbatim, and its QR code. */
export type ProofBlock = { height: number; draw(x: number, y: number): void };

/**
 * Makes the block. The signature is long: it stands below the code over the whole width where it then fits one line;
 * on narrower paper it is folded beside the code, and the block says so.
 *
 * @param width of the block in points
 * @param attached names of the proofs that go along in the document; absent where it is of no single record
 */
export const proofBlock = async (
  sheet: Sheet,
  checkpoint: DocumentHead['checkpoint'],
  width: number,
  attached: readonly string[] = [],
): Promise<ProofBlock> => {
  const { sans, bold, mono } = sheet.faces;
  const code: QrCode = await qrCode(checkpoint.note);
  // On A4 this leaves a signature of 92 characters just enough room for one line.
  const beside = width - QR_SIDE - 2 * QR_QUIET - 4;
  const noteLines = checkpoint.note.replace(/\n+$/, '').split('\n');
  const at = noteLines.indexOf('');
  const text = at < 0 ? noteLines : noteLines.slice(0, at);
  const signatures = at < 0 ? [] : noteLines.slice(at + 1);
  const set = (line: string, room: number) => setText({ face: mono, size: 7.5, text: line }, room);
  const whole = signatures.map((line) => set(line, width));
  const folded = whole.some((lines) => lines.length > 1);
  const below = folded ? [] : whole.flat();

  const heading = setText({ face: bold, size: 9.5, text: 'Proof of this printout', ink: 'accent' }, beside);
  const words = setText(
    {
      face: sans,
      size: 8,
      text: `At printing the ledger held ${eventCount(checkpoint.size)}, sealed by the signed text below. With it, or the code, Rollmark’s “Verify” can show later whether anything recorded before was changed.${folded ? ' The signature is one line, folded here.' : ''}${goesAlong(attached)}`,
    },
    beside,
  );
  const note = [...text, ...(folded ? ['', ...signatures] : [])].flatMap((line) => set(line, beside));
  const besideHeight = 9.5 + 3 + words.length * LEADING + 4 + note.length * NOTE_LEADING;
  const top = 8;
  const signatureTop = top + Math.max(besideHeight, QR_SIDE + 2 * QR_QUIET - 2);
  const height = signatureTop + below.length * NOTE_LEADING + 4;

  return {
    height,
    draw: (x, y) => {
      sheet.bar(x, y, width, 0.75, 'accent');
      let line = drawLines(sheet, heading, x, y + top + 9.5, LEADING);
      line = drawLines(sheet, words, x, line + LEADING + 3, LEADING);
      drawLines(sheet, note, x, line + NOTE_LEADING + 4, NOTE_LEADING);
      const module = QR_SIDE / code.size;
      const left = x + width - QR_SIDE - QR_QUIET;
      const upper = y + top + QR_QUIET - 2;
      sheet.shape(code.runs.map((run) => [left + run.x * module, upper + run.y * module, run.length * module, module]));
      drawLines(sheet, below, x, y + signatureTop + NOTE_LEADING - 2, NOTE_LEADING);
    },
  };
};

/** What goes along in the document, in words, and how it is checked. Short: each line takes its height from the record. */
const goesAlong = (attached: readonly string[]): string => {
  if (attached.length === 0) return '';
  return attached.length === 1
    ? ' Attached to the PDF file: its proof, of the whole entry with note and price. The verifier checks it without the ledger.'
    : ` Attached to the PDF file: its ${attached.length} proofs, of whole entries with notes and prices. The verifier checks them without the ledger.`;
};

/** Draws the foot of a page: the checkpoint in words, the page number, the moment of printing. */
export const pageFoot = (sheet: Sheet, head: DocumentHead, x: number, width: number) => {
  const { sans, mono } = sheet.faces;
  const size = 7.5;
  const proof = proofWords(head.checkpoint);
  const [words] = setText({ face: sans, size, text: proof.words, ink: 'grey' }, Number.MAX_SAFE_INTEGER);
  const [root] = setText({ face: mono, size, text: proof.root, ink: 'grey' }, Number.MAX_SAFE_INTEGER);
  const [printed] = setText({ face: sans, size, text: printedWords(head), ink: 'grey' }, Number.MAX_SAFE_INTEGER);
  return (y: number, page: number, pages: number): void => {
    sheet.bar(x, y - 11, width, 0.4, 'grey');
    drawLine(sheet, words!, x, y);
    drawLine(sheet, root!, x + words!.width, y);
    const place = `Page ${page} of ${pages}`;
    const [number] = setText({ face: sans, size: 8, text: place }, Number.MAX_SAFE_INTEGER);
    drawLine(sheet, number!, x + (width - number!.width) / 2, y);
    drawLine(sheet, printed!, x + width - printed!.width, y);
  };
};
