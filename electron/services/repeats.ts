import { makerAndSerialKey, sameFirearmKey } from '../../shared/domain/entry.ts';
import { type Finding, warning } from '../../shared/domain/findings.ts';
import { serialKey } from '../../shared/serials/normalise.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import type { ReadHandle, WriteHandle } from '../ledger/database.ts';
import type { Ledger } from '../ledger/ledger.ts';

export type UnitDescription = { manufacturer: string; importer: string; model: string; serials: readonly string[] };
type Place = { book: string; line: number };
type Row = { book: string; line: number; status: string; model: string; key: string };

/** The same unit, or the same number by the same maker, that the ledger holds already on another line than `except`. */
export const findRepeats = (
  _ledger: Ledger,
  db: ReadHandle | WriteHandle,
  draft: UnitDescription,
  except?: Place,
): Finding[] => {
  // Two units without a number are not one unit.
  const numbered = draft.serials.some((serial) => serialKey(serial) !== '' && !isNoSerial(serial));
  if (!numbered || draft.manufacturer === '') return [];
  const prefix = makerAndSerialKey(draft);
  const rows = (
    db
      .prepare(
        `SELECT book, line, status, model, firearm_key AS key FROM entry
         WHERE firearm_key >= ? AND firearm_key < ? AND status <> 'voided' ORDER BY id DESC LIMIT 20`,
      )
      .all(prefix, `${prefix}\u{10FFFF}`) as Row[]
  ).filter((row) => row.line !== except?.line || row.book !== except.book);
  const same = rows.filter((row) => row.key === sameFirearmKey(draft));
  const open = same.find((row) => row.status === 'open');
  if (open) {
    return [
      {
        ...warning(
          'serial',
          'serial-already-open',
          `Line ${open.line} holds this same unit, and it has not been disposed of. Is this a second entry of one unit?`,
        ),
        other: { book: open.book, line: open.line },
      },
    ];
  }
  const other = same.length === 0 ? rows[0] : undefined;
  return other
    ? [
        {
          ...warning(
            'serial',
            'serial-repeated',
            `Line ${other.line} holds the same number by the same maker, as model ${other.model || '(none)'}. Compare the two.`,
          ),
          other: { book: other.book, line: other.line },
        },
      ]
    : [];
};
