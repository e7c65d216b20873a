import type { CategoryId } from '../../shared/categories/ids.ts';
import { fold } from '../../shared/domain/text.ts';
import type { ReadHandle } from '../ledger/database.ts';

const DESCRIBED = ['manufacturer', 'importer', 'model', 'type', 'caliber'] as const;
const BESIDE = ['body', 'colour', 'location'] as const;
export type SuggestField = (typeof DESCRIBED)[number] | (typeof BESIDE)[number] | 'acquiredFrom';

/** Enough of the newest lines to know a shop's colors and places by; all of a large book would keep a person waiting. */
const NEWEST = 5000;

type Asked = { field: SuggestField; category: CategoryId; text: string; manufacturer?: string | undefined };

const AT_MOST = 20;

/** Descriptions are few (hundreds), so they are read whole and sifted here, where accents fold. */
const rank = (texts: { text: string; uses: number }[], typed: string): string[] => {
  const wanted = fold(typed.trim());
  const scored = texts.flatMap(({ text, uses }) => {
    const at = fold(text).indexOf(wanted);
    return text === '' || at < 0 ? [] : [{ text, uses, starts: at === 0 ? 1 : 0 }];
  });
  return scored
    .sort((a, b) => b.starts - a.starts || b.uses - a.uses || (a.text < b.text ? -1 : 1))
    .slice(0, AT_MOST)
    .map((s) => s.text);
};

/** Texts of one field that the ledger has seen and that hold what was typed; starts first, then most used. */
export const suggestValues = (db: ReadHandle, { field, category, text, manufacturer }: Asked): string[] => {
  if (field === 'acquiredFrom')
    return category === 'firearm' ? findLicensees(db, text).map((l) => l.name) : findSources(db, category, text);
  const beside = BESIDE.find((name) => name === field);
  if (beside) {
    const rows = db
      .prepare(
        `SELECT json_extract(details, '$.${beside}') AS text, count(*) AS uses
         FROM (SELECT details FROM entry WHERE category = ? AND details <> '' ORDER BY id DESC LIMIT ${NEWEST})
         WHERE text IS NOT NULL GROUP BY 1`,
      )
      .all(category) as { text: string; uses: number }[];
    return rank(rows, text);
  }
  const narrowed = field === 'model' && manufacturer ? 'AND manufacturer = ?' : '';
  const rows = db
    .prepare(`SELECT ${field} AS text, sum(uses) AS uses FROM description WHERE category = ? ${narrowed} GROUP BY 1`)
    .all(category, ...(narrowed ? [manufacturer] : [])) as { text: string; uses: number }[];
  return rank(rows, text);
};

/** Names that units of a category came from lately. */
const findSources = (db: ReadHandle, category: CategoryId, typed: string): string[] =>
  rank(
    db
      .prepare(
        `SELECT acquired_from AS text, count(*) AS uses
         FROM (SELECT acquired_from FROM entry WHERE category = ? ORDER BY id DESC LIMIT ${NEWEST}) GROUP BY 1`,
      )
      .all(category) as { text: string; uses: number }[],
    typed,
  );

/** The most used description of a maker's model. */
export const knownDescription = (
  db: ReadHandle,
  asked: { category: CategoryId; manufacturer: string; model: string },
): { importer: string; type: string; caliber: string; seen: number } | null => {
  const rows = db
    .prepare(
      'SELECT importer, type, caliber, uses FROM description WHERE category = ? AND manufacturer = ? COLLATE NOCASE AND model = ? COLLATE NOCASE ORDER BY uses DESC, last_seq DESC',
    )
    .all(asked.category, asked.manufacturer.trim(), asked.model.trim()) as {
    importer: string;
    type: string;
    caliber: string;
    uses: number;
  }[];
  const best = rows[0];
  return best
    ? {
        importer: best.importer,
        type: best.type,
        caliber: best.caliber,
        seen: rows.reduce((sum, r) => sum + r.uses, 0),
      }
    : null;
};

export type Licensee = { name: string; licence: string; address: string };

/** Licensees by a part of name or number; last dealt with first. */
export const findLicensees = (db: ReadHandle, typed: string): Licensee[] => {
  const wanted = fold(typed.trim());
  const found: Licensee[] = [];
  for (const row of db
    .prepare('SELECT name, licence, address FROM licensee ORDER BY last_seq DESC')
    .iterate() as Iterable<Licensee>) {
    if (wanted === '' || fold(row.name).includes(wanted) || row.licence.toLowerCase().includes(wanted)) found.push(row);
    if (found.length >= AT_MOST) break;
  }
  return found;
};
