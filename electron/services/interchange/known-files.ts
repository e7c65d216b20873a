import { FileProblem } from './file-problem.ts';

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);

const AS_CSV = 'Open it in the program that made it and save it as CSV.';
const WORKBOOK = 'Open it, choose Save As, then “CSV UTF-8”, and import that file.';

const named = (bytes: Uint8Array): string | undefined => {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return 'a picture (PNG)';
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'a photo (JPEG)';
  if (startsWith(bytes, 0x47, 0x49, 0x46, 0x38)) return 'a picture (GIF)';
  if (startsWith(bytes, 0x1f, 0x8b)) return 'a compressed file (gzip)';
  if (startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf)) return 'a compressed file (7z)';
  if (startsWith(bytes, 0x52, 0x61, 0x72, 0x21)) return 'a compressed file (RAR)';
  return undefined;
};

/** The first line of a book that Rollmark saved as CSV, also where a spreadsheet saved it again in its own way. */
const EXPORTED = /^"?Line no\.["\s]*[,;\t|].*[,;\t|]["\s]*Disposition: Date["\s]*[,;\t|]/;

/**
 * Refuses a file that is plainly something else than a table of text, by its first bytes, and says what it is.
 *
 * A book that was exported for a spreadsheet is refused too: some of its cells hold several fields, and some begin with an
 * apostrophe that the record does not have.
 *
 * @throws FileProblem `file-is-workbook`, `file-not-text`, `file-not-a-table` or `file-is-export`
 */
export const refuseKnownFiles = (bytes: Uint8Array): void => {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    if (head.includes('opendocument.spreadsheet')) {
      throw new FileProblem('file-is-workbook', 'This is a LibreOffice spreadsheet, not a CSV file.', WORKBOOK);
    }
    if (/xl\/|\[Content_Types\]\.xml/.test(head)) {
      throw new FileProblem('file-is-workbook', 'This is an Excel workbook, not a CSV file.', WORKBOOK);
    }
    throw new FileProblem(
      'file-not-text',
      'This is a ZIP archive, not a CSV file.',
      'Unpack it and import the CSV file inside.',
    );
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new FileProblem(
      'file-is-workbook',
      'This is an older Excel workbook or Office file, not a CSV file.',
      WORKBOOK,
    );
  }
  if (head.startsWith('%PDF')) {
    throw new FileProblem(
      'file-not-text',
      'This is a PDF. Its rows can’t be read back reliably.',
      'Ask the program that made it for a CSV export.',
    );
  }
  if (head.startsWith('SQLite format 3')) {
    throw new FileProblem('file-not-text', 'This is a database file (SQLite), not a CSV file.', AS_CSV);
  }
  const name = named(bytes);
  if (name) throw new FileProblem('file-not-text', `This is ${name}, not a CSV file.`, AS_CSV);
  const first = head.replace(/^\xEF\xBB\xBF/, '').trimStart();
  if (EXPORTED.test(first)) {
    throw new FileProblem(
      'file-is-export',
      'This is a book that Rollmark saved for a spreadsheet. It holds less than the ledger does and can’t be read back exactly.',
      'To move a ledger, restore a backup of it or copy its folder.',
    );
  }
  if (/^(<!doctype html|<html|<table)/i.test(first)) {
    throw new FileProblem('file-not-a-table', 'This is a web page, though it may open in a spreadsheet.', WORKBOOK);
  }
  if (first.startsWith('<?xml') || first.startsWith('{\\rtf') || /^[[{]\s*["{[]/.test(first)) {
    throw new FileProblem('file-not-a-table', 'This file is not a table of rows and columns.', AS_CSV);
  }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\x00-\x08\x0B\x0C\x0E-\x1F]/g;

/**
 * Refuses what decodes as text but can't be any: more than one character in fifty of its beginning is a control
 * character.
 */
export const refuseControls = (head: string): void => {
  const sample = head.slice(0, 64 * 1024);
  if ((sample.match(CONTROLS)?.length ?? 0) * 50 > sample.length) {
    throw new FileProblem('file-not-text', 'This is not a text file.', AS_CSV);
  }
};
