import type { CategoryId } from '../../shared/categories/ids.ts';
import { fold } from '../../shared/domain/text.ts';
import type { ReadHandle } from '../ledger/database.ts';

const DESCRIBED = ['manufacturer', 'importer', 'model', 'type', 'caliber'] as const;
type Described = (typeof DESCRIBED)[number];
export type SuggestField = Described | 'body' | 'colour' | 'location' | 'acquiredFrom';

/** Enough of the newest lines to know a shop's colors and places by; all of a large book would keep a person waiting. */
const NEWEST = 5000;

type Asked = { field: SuggestField; category: CategoryId; text: string; manufacturer?: string | undefined };

const AT_MOST = 20;

type Known = { text: string; uses: number };

/** Descriptions are few (hundreds), so they are read whole and sifted here, where accents fold. */
const rank = (texts: Known[], typed: string, isGood: (text: string) => boolean = () => true): string[] => {
  const wanted = fold(typed.trim());
  const scored = texts.flatMap(({ text, uses }) => {
    const at = fold(text).indexOf(wanted);
    return text === '' || at < 0 ? [] : [{ text, uses, starts: at === 0 ? 1 : 0 }];
  });
  scored.sort((a, b) => b.starts - a.starts || b.uses - a.uses || (a.text < b.text ? -1 : 1));
  const good: string[] = [];
  for (const { text } of scored) {
    if (good.length >= AT_MOST) break;
    if (isGood(text)) good.push(text);
  }
  return good;
};

/**
 * Texts of one field that the ledger has seen in a category and that hold what was typed; starts first, then most used.
 *
 * @param newest how many of the newest lines are read; what describes units is known beyond them too
 */
export const suggestValues = (
  db: ReadHandle,
  { field, category, text, manufacturer }: Asked,
  newest = NEWEST,
): string[] => {
  if (field === 'acquiredFrom')
    return category === 'firearm' ? findLicensees(db, text).map((l) => l.name) : findSources(db, category, text);
  const described = DESCRIBED.find((name) => name === field);
  if (described)
    return suggestDescribed(db, category, described, text, described === 'model' ? manufacturer : undefined, newest);
  const rows = db
    .prepare(
      `SELECT json_extract(details, '$.${field}') AS text, count(*) AS uses
       FROM (SELECT details FROM entry WHERE category = ? AND details <> '' ORDER BY id DESC LIMIT ${newest})
       WHERE text IS NOT NULL GROUP BY 1`,
    )
    .all(category) as Known[];
  return rank(rows, text);
};

/** What describes a unit, from the newest lines of the category and from all that was ever counted there. */
const suggestDescribed = (
  db: ReadHandle,
  category: CategoryId,
  field: Described,
  text: string,
  maker: string | undefined,
  newest: number,
): string[] => {
  const narrowed = maker ? 'AND manufacturer = ?' : '';
  const asked = [category, ...(maker ? [maker] : [])];
  const counted = db
    .prepare(`SELECT ${field} AS text, sum(uses) AS uses FROM description WHERE category = ? ${narrowed} GROUP BY 1`)
    .all(...asked) as Known[];
  const entered = db
    .prepare(
      `SELECT ${field} AS text, count(*) AS uses FROM (SELECT * FROM entry ORDER BY id DESC LIMIT ${newest})
       WHERE category = ? ${narrowed} AND status <> 'voided' GROUP BY 1`,
    )
    .all(...asked) as Known[];
  const uses = new Map(entered.map((row) => [row.text, row.uses]));
  const isLate = new Set(uses.keys());
  for (const row of counted) uses.set(row.text, row.uses);
  const stands = standingIn(db, category, field);
  return rank(
    [...uses].map(([known, times]) => ({ text: known, uses: times })),
    text,
    (known) => isLate.has(known) || stands(known),
  );
};

/**
 * Whether some line of a category has a text. The descriptions alone don't tell: each is filed under the category in which it
 * was first used, be it that the line was voided and entered again in another.
 */
const standingIn = (db: ReadHandle, category: CategoryId, field: Described): ((text: string) => boolean) => {
  const makers = db
    .prepare(`SELECT DISTINCT manufacturer FROM description WHERE category = ? AND ${field} = ?`)
    .pluck();
  const line = db
    .prepare(
      `SELECT 1 FROM entry WHERE firearm_key >= ? AND firearm_key < ? AND category = ? AND ${field} = ? AND status <> 'voided' LIMIT 1`,
    )
    .pluck();
  return (text) =>
    (makers.all(category, text) as string[]).some((maker) => line.get(...keysOf(maker), category, text) !== undefined);
};

/** Between these lie the keys of all lines of a maker. */
const keysOf = (maker: string): [from: string, to: string] => {
  const prefix = `${maker.toLowerCase()}|`;
  return [prefix, `${prefix}\u{10FFFF}`];
};

/** Names that units of a category came from lately. */
const findSources = (db: ReadHandle, category: CategoryId, typed: string): string[] =>
  rank(
    db
      .prepare(
        `SELECT acquired_from AS text, count(*) AS uses
         FROM (SELECT acquired_from FROM entry WHERE category = ? ORDER BY id DESC LIMIT ${NEWEST}) GROUP BY 1`,
      )
      .all(category) as Known[],
    typed,
  );

type Description = { importer: string; type: string; caliber: string };

/**
 * The most used description of a maker's model: among the newest lines of the category, or else among all that were ever
 * counted there and still stand on a line.
 */
export const knownDescription = (
  db: ReadHandle,
  asked: { category: CategoryId; manufacturer: string; model: string },
  newest = NEWEST,
): (Description & { seen: number }) | null => {
  const [manufacturer, model] = [asked.manufacturer.trim(), asked.model.trim()];
  const late = db
    .prepare(
      `SELECT importer, type, caliber, count(*) AS uses, max(id) AS latest
       FROM (SELECT * FROM entry ORDER BY id DESC LIMIT ${newest})
       WHERE category = ? AND manufacturer = ? COLLATE NOCASE AND model = ? COLLATE NOCASE AND status <> 'voided'
       GROUP BY 1, 2, 3 ORDER BY uses DESC, latest DESC`,
    )
    .all(asked.category, manufacturer, model) as (Description & { uses: number })[];
  const rows = late.length > 0 ? late : countedDescriptions(db, asked.category, manufacturer, model);
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

const countedDescriptions = (
  db: ReadHandle,
  category: CategoryId,
  manufacturer: string,
  model: string,
): (Description & { uses: number })[] => {
  const stands = db
    .prepare(
      `SELECT 1 FROM entry WHERE firearm_key >= ? AND firearm_key < ? AND category = ? AND model = ? COLLATE NOCASE
         AND importer = ? AND type = ? AND caliber = ? AND status <> 'voided' LIMIT 1`,
    )
    .pluck();
  const rows = db
    .prepare(
      'SELECT importer, type, caliber, uses FROM description WHERE category = ? AND manufacturer = ? COLLATE NOCASE AND model = ? COLLATE NOCASE ORDER BY uses DESC, last_seq DESC',
    )
    .all(category, manufacturer, model) as (Description & { uses: number })[];
  const keys = keysOf(manufacturer);
  return rows.filter((row) => stands.get(...keys, category, model, row.importer, row.type, row.caliber) !== undefined);
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
