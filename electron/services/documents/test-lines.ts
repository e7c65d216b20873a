import type { BookLine } from '../../../shared/contract/lines.ts';
import type { EntryField } from '../../../shared/domain/fields.ts';
import { joinSerials } from '../../../shared/serials/normalise.ts';
import type { DocumentHead } from './head.ts';

/** Made-up lines for the tests and the benchmark of printed documents. The same seed gives the same lines. */

/** A small seeded generator (mulberry32): numbers from 0 to 1, the same on every machine. */
const seeded = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const MAKERS: readonly (readonly [
  maker: string,
  importer: string,
  models: readonly string[],
  type: string,
  caliber: string,
])[] = [
  ['Smith & Wesson', '', ['M&P 9 Shield Plus', 'Model 686-6', '642 Airweight'], 'Revolver', '.357 Magnum'],
  ['Glock Ges.m.b.H.', 'Glock, Inc., Smyrna, GA', ['19 Gen5', '17', '43X MOS'], 'Pistol', '9mm Luger'],
  ['Sturm, Ruger & Co., Inc.', '', ['10/22 Carbine', 'American Predator', 'LCP MAX'], 'Rifle', '.22 LR'],
  [
    'Fabbrica d’Armi Pietro Beretta S.p.A.',
    'Beretta U.S.A. Corp., Accokeek, MD',
    ['92FS', 'A300 Ultima'],
    'Pistol',
    '9mm Luger',
  ],
  ['Česká zbrojovka a.s.', 'CZ-USA, Kansas City, KS', ['75 SP-01', 'Shadow 2', 'P-10 C'], 'Pistol', '9mm Luger'],
  ['Remington Arms Company, LLC', '', ['870 Express', '700 ADL'], 'Shotgun', '12 ga.'],
  ['PMF', '', ['None'], 'Receiver', 'Multi'],
  ['Daniel Defense', '', ['DDM4 V7', 'MK18 SBR'], 'Short-barreled rifle', '5.56×45mm NATO'],
];
const FIRST = ['José', 'Mary Ann', 'Jürgen', 'Bartholomew', 'Siobhán', 'Ida', 'Peña', 'Wm.'] as const;
const LAST = ['Nuñez', 'O’Brien', 'Müller-Lüdenscheidt', 'Smith', 'Ng', 'van der Berg', 'García y Vega'] as const;
const STREETS = ['Commerce St', 'Old Mill Road NW, Apt. 12B', 'N 10° Line Rd', 'Avenue of the Republic'] as const;
const TOWNS = [
  'Fort Worth, TX 76102',
  'Truth or Consequences, NM 87901',
  'Ely, NV 89301',
  'St. Mary’s, PA 15857',
] as const;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** One line of a random book; the serial number holds the line number, so it is found nowhere else. */
const randomLine = (line: number, next: () => number): BookLine => {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const day = (from: number): string => {
    // A calendar of 28-day months: every date exists, and no Date is made a hundred thousand times.
    const at = from + Math.floor(next() * 30);
    return `${2000 + Math.floor(at / 336)}-${pad((Math.floor(at / 28) % 12) + 1, 2)}-${pad((at % 28) + 1, 2)}`;
  };
  const licence = () =>
    `${pick(['1', '3', '5', '8', '9'])}-${pad(Math.floor(next() * 100), 2)}-${pad(Math.floor(next() * 1000), 3)}-01-${Math.floor(next() * 10)}${pick(['A', 'D', 'M'])}-${pad(Math.floor(next() * 1e5), 5)}`;
  const person = () => `${pick(FIRST)} ${pick(LAST)}`;
  const address = () => `${1 + Math.floor(next() * 9999)} ${pick(STREETS)}, ${pick(TOWNS)}`;
  const [manufacturer, importer, models, type, caliber] = pick(MAKERS);
  const fromLicensee = next() < 0.7;
  const serials = [`${pick(['SN', 'K', 'ZX', ''])}${pad(line, 6)}${pick(['Q', 'R', 'T'])}`];
  if (next() < 0.02) serials.push(`L${pad(line, 6)}-B`);
  const acquiredOn = day(Math.floor(line / 60));
  const disposed = next() < 0.8;
  const how = next();
  const voided = next() < 0.01;
  return {
    book: 'ad',
    category: 'firearm',
    line,
    status: voided ? 'voided' : disposed ? 'disposed' : 'open',
    manufacturer,
    importer,
    model: pick(models),
    serial: joinSerials(serials),
    serials,
    type,
    caliber,
    acquiredOn,
    acquiredFrom: fromLicensee ? pick(['Lipsey’s, LLC', 'RSR Group, Inc.', 'Sports South LLC']) : person(),
    acquiredFromAddress: fromLicensee ? '' : address(),
    acquiredFromLicence: fromLicensee ? licence() : '',
    disposedOn: disposed ? day(Math.floor(line / 60) + 30) : '',
    disposedTo: disposed ? (how < 0.3 ? 'Hill Country Arms' : person()) : '',
    disposedToAddress: disposed && how >= 0.6 ? address() : '',
    disposedToLicence: disposed && how < 0.3 ? licence() : '',
    form4473: disposed && how >= 0.3 && how < 0.6 ? String(line) : '',
    dispositionKind: disposed ? 'transfer' : '',
    note: '',
    struck: {},
    corrections: 0,
    voidReason: voided ? 'Entered twice; the firearm stands on the line before.' : '',
    acquiredRecordedAt: `${acquiredOn}T15:00:00.000Z`,
    disposedRecordedAt: disposed ? `${acquiredOn}T16:00:00.000Z` : '',
    imported: false,
    acquiredLate: false,
    disposedLate: false,
  };
};

const withCorrections = (line: BookLine, next: () => number): BookLine => {
  if (next() > 0.06) return line;
  const struck: Partial<Record<EntryField, string[]>> = { model: [`${line.model} (misread)`] };
  if (next() < 0.5) struck.caliber = ['', '9 x 19'];
  if (next() < 0.5) struck.acquiredFrom = [`${line.acquiredFrom} and Sons`];
  return { ...line, struck, corrections: Object.values(struck).flat().length };
};

/** The lines `1` to `count` of a random book, in chunks; each call begins again and gives the same lines. */
export const randomBook = (count: number, seed = 1, chunk = 500) =>
  function* (): Iterable<readonly BookLine[]> {
    const next = seeded(seed);
    for (let from = 1; from <= count; from += chunk) {
      yield Array.from({ length: Math.min(chunk, count - from + 1) }, (_, n) =>
        withCorrections(randomLine(from + n, next), next),
      );
    }
  };

/** One made-up line with some fields set. */
export const someLine = (fields: Partial<BookLine> & { line: number }): BookLine => {
  const serials = fields.serials ?? (fields.serial === undefined ? undefined : [fields.serial]);
  const line = { ...randomLine(fields.line, seeded(fields.line)), ...fields };
  return serials ? { ...line, serials, serial: fields.serial ?? joinSerials(serials) } : line;
};

/** A made-up shop with a made-up checkpoint of the usual size. */
export const someHead = (fields: Partial<DocumentHead> = {}): DocumentHead => {
  const origin = 'rollmark.local/0b9f1c2e-5a41-4c7d-8f03-6d2a9e417b55';
  const root = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdE=';
  return {
    ledgerName: 'Peña & Sons Gun Works, LLC',
    licence: '5-75-123-01-7M-04321',
    premises: '1204 Commerce Street, Fort Worth, TX 76102',
    bookTitle: 'Firearms acquisition and disposition record',
    categories: ['firearm'],
    kind: 'statutory',
    zone: 'America/Chicago',
    printedAt: '2026-11-22T23:02:00.000Z',
    checkpoint: {
      size: 1234,
      root,
      note: `${origin}\n1234\n${root}\n\n— ${origin} Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n`,
    },
    ...fields,
  };
};
