import type { CategoryId } from '../../shared/categories/ids.ts';
import { CATEGORIES } from '../../shared/categories/registry.ts';
import { todayIn } from '../../shared/domain/dates.ts';
import { emptyAcquisition } from '../../shared/domain/fields.ts';
import type { Finding } from '../../shared/domain/findings.ts';
import { tidy } from '../../shared/domain/text.ts';
import { serialKey, splitSerials } from '../../shared/serials/normalise.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { atDesk, type Decoded, type Market, marketIn } from './desk.ts';
import { findRepeats, numbersOfAnyMaker } from './repeats.ts';

export type Inspected = {
  /** As given. */
  serial: string;
  /** The key under which it is the same number, however it is spaced. */
  normalised: string;
  findings: Omit<Finding, 'field'>[];
  decoded: Decoded;
};

export type About = {
  category: CategoryId;
  manufacturer: string;
  model: string;
  /** What kind of unit it is: `Boat`, `Television`. */
  type?: string;
  year: string;
  /** Which of a vehicle's numbers it is, as in NUMBER_SCHEMES. Without it, its form tells. */
  numberKind?: string;
  serial: string;
};

const draftOf = ({ category, manufacturer, model, type = '', year, numberKind, serial }: About) => ({
  ...emptyAcquisition(category),
  manufacturer: tidy(manufacturer),
  model: tidy(model),
  type: tidy(type),
  serials: splitSerials(serial).map(tidy),
  details: { ...(year ? { year: tidy(year) } : {}), ...(numberKind ? { numberScheme: numberKind } : {}) },
});

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * What a serial number says of itself, with what is known of the unit; no ledger is needed. What a whole entry would lack
 * (a maker, a date) is not spoken of.
 *
 * @param market where the unit is traded, if that is known
 */
export const inspectSerial = (
  about: About,
  today = todayIn(zone, Date.now()),
  market: Market = 'unknown',
): Inspected => {
  const draft = draftOf(about);
  const checked = CATEGORIES[about.category].check(draft, { today, book: 'register' });
  const own = checked.findings.filter((f) => f.field === 'serial');
  const desk = atDesk(draft, today, market);
  const findings = [...own, ...(own.some((f) => f.severity === 'refused') ? [] : desk.findings)];
  return {
    serial: about.serial,
    normalised: serialKey(about.serial),
    findings: findings.map(({ field: _, ...finding }) => finding),
    decoded: desk.decoded,
  };
};

/** The same with a ledger at hand: by the rules of its shop's market, and the same and similar numbers among its lines too. */
export const inspectWith = (ledger: Ledger, about: About): Inspected => {
  const inspected = inspectSerial(about, ledger.today(), marketIn(ledger.settings().zone));
  const draft = draftOf(about);
  const repeats =
    draft.manufacturer === '' ? numbersOfAnyMaker(ledger, draft.serials) : findRepeats(ledger, ledger.reader, draft);
  return { ...inspected, findings: [...inspected.findings, ...repeats.map(({ field: _, ...finding }) => finding)] };
};
