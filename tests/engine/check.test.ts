import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { readRow } from '../../electron/services/book.ts';
import { type CheckReport, checkLedger, checkReportText, reviewLine } from '../../electron/services/check.ts';
import {
  acquire,
  correct,
  dispose,
  examineAcquisition,
  examineCorrection,
  mark,
  voidLine,
} from '../../electron/services/entries.ts';
import { addEvidence, listEvidence, withdrawEvidence } from '../../electron/services/evidence.ts';
import { inspectWith } from '../../electron/services/inspect.ts';
import type { ComparisonOutcome, Reading } from '../../shared/domain/evidence.ts';
import { type AcquisitionDraft, emptyAcquisition } from '../../shared/domain/fields.ts';
import { AD, copyOf, never, newLedger, pistol, quiet, refusal, sale, scratch, verified } from '../support/ledgers.ts';

/** What the lines of a ledger say of a number, as it is entered and over the whole ledger on demand. */
let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let dataKey: Buffer;
const clock = () => Date.parse('2026-11-22T19:00:00Z');
const BOOKS_OF_TEST = (['ad', 'tools', 'second-hand', 'household'] as const).map((id) => ({ id, secondKeying: false }));
beforeAll(async () => {
  place = scratch();
  const created = await newLedger(join(place.path, 'base.rollmark'), { clock, settings: { books: BOOKS_OF_TEST } });
  dataKey = created.ledger.dataKey();
  await created.ledger.close();
});
beforeEach(() => {
  const folder = copyOf(join(place.path, 'base.rollmark'), join(place.path, 'check.rollmark'));
  ledger = openWithKey(folder, Buffer.from(dataKey), { clock });
});
afterEach(() => ledger.close());
afterAll(() => place.remove());

const rifle = (serial: string, more: Partial<AcquisitionDraft> = {}) =>
  pistol(serial, { manufacturer: 'Ruger', importer: '', model: '10/22', type: 'Rifle', caliber: '.22 LR', ...more });
const bring = (serial: string, more: Partial<AcquisitionDraft> = {}) =>
  acquire(ledger, 'ad', rifle(serial, more), 'all');
const saw = (serial: string, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition('tool'),
  manufacturer: 'Milwaukee',
  model: '2804-20',
  type: 'Drill or driver',
  serials: [serial],
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Acme Supply',
  ...more,
});
/** What the ledger’s other lines say of a draft; what it says of itself is tested elsewhere. */
const LEDGERS =
  /^serial-(already-open|repeated|shared|look-alike|partly|transposition|one-edit|known-otherwise|maker-otherwise|other-maker)$/;
const said = (draft: AcquisitionDraft, book = 'ad') =>
  examineAcquisition(ledger, ledger.reader, book, draft)
    .findings.filter((f) => LEDGERS.test(f.code))
    .map((f) => `${f.severity} ${f.code} ${f.other?.book}/${f.other?.line}`);
const car = (serial: string, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition('vehicle'),
  manufacturer: 'Chevrolet',
  model: 'Cruze',
  type: 'Car',
  serials: [serial],
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Noor Haas',
  acquiredFromAddress: '4102 Main St, Boise, ID 83702',
  ...more,
});
const settle = (a: number, b: number, outcome: ComparisonOutcome = 'different units') =>
  addEvidence(ledger, AD(a), { kind: 'comparison', with: AD(b), steps: [], outcome, note: 'Compared' });
const check = (progress: (stage: string, done: number, total: number) => void = quiet, signal = never) =>
  checkLedger(ledger, progress, signal);
const between = (report: CheckReport) =>
  report.findings.filter((f) => LEDGERS.test(f.code)).map((f) => `${f.book}/${f.line} ${f.code}`);

describe('as it is entered, a number', () => {
  test('of a unit that is here already, whatever its case and dashes', async () => {
    await bring('0012-88');
    for (const serial of ['0012-88', '001288', '0012 88'])
      expect(said(rifle(serial)), serial).toEqual(['warning serial-already-open ad/1']);
    await dispose(ledger, AD(1), sale(), 'all');
    // It came back: that is no second entry.
    expect(said(rifle('0012-88'))).toEqual([]);
  });

  test('of the same maker on another model', async () => {
    await bring('0012-88');
    expect(said(rifle('0012-88', { model: 'Mini-14' }))).toEqual(['warning serial-repeated ad/1']);
    expect(said(rifle('0012-88', { manufacturer: 'Marlin', model: '60' }))).toEqual([]);
  });

  test('that three units of a model bear is probably a batch', async () => {
    await acquire(ledger, 'tools', saw('B2207'), 'all');
    expect(said(saw('B2207'), 'tools')).toEqual(['warning serial-already-open tools/1']);
    await acquire(ledger, 'tools', saw('B2207'), 'all');
    expect(said(saw('B2207'), 'tools')).toEqual(['warning serial-shared tools/2']);
  });

  test('that looks alike, has neighbours swapped or is one character off', async () => {
    await bring('KRZ5801B');
    expect(said(rifle('KRZ58O1B'))).toEqual(['warning serial-look-alike ad/1']);
    expect(said(rifle('KRZ58018'))).toEqual(['warning serial-look-alike ad/1']);
    expect(said(rifle('KZR5801B'))).toEqual(['warning serial-transposition ad/1']);
    expect(said(rifle('KRZ581B'))).toEqual(['hint serial-one-edit ad/1']);
    expect(said(rifle('KRZ5831B'))).toEqual(['hint serial-one-edit ad/1']);
    expect(said(rifle('KRZ9901B'))).toEqual([]);
    expect(said(rifle('KRZ58O1B', { manufacturer: 'Marlin' }))).toEqual([]);
    const finding = examineAcquisition(ledger, ledger.reader, 'ad', rifle('KRZ58O1B')).findings.find(
      (f) => f.code === 'serial-look-alike',
    );
    expect(finding).toMatchObject({ suggestion: 'KRZ5801B', field: 'serial' });
  });

  test('of a delivery in a series, where swapped digits are mostly other units', async () => {
    for (const n of [1011, 1012, 1013, 1019, 1020]) await bring(`KRZ${n}`);
    // Its neighbour is here, and so is that of the one it is like: a hint. One that stands alone is asked about.
    expect(said(rifle('KRZ1021')).filter((s) => s.includes('transposition'))).toEqual([
      'hint serial-transposition ad/2',
    ]);
    expect(said(rifle('KRZ1102')).filter((s) => s.includes('transposition'))).toEqual([
      'warning serial-transposition ad/2',
    ]);
    await bring('KRZ1021');
    await bring('KRZ1102');
    expect(between(await check()).filter((s) => s.includes('transposition'))).toEqual(['ad/7 serial-transposition']);
  });

  test('too short to be like another, or a word for none, is like nothing', async () => {
    for (const serial of ['801', 'NSN', 'NONE', 'N/A']) await bring(serial);
    for (const serial of ['8O1', 'NSM', 'NSN', 'NONE', 'N0NE', 'N/A', 'unknown'])
      expect(
        said(rifle(serial)).filter((s) => !s.startsWith('hint')),
        serial,
      ).toEqual([]);
  });

  test('that stood on a line before it was corrected is no unit, and is not suggested', async () => {
    await bring('KRZ5801B');
    await correct(ledger, AD(1), { field: 'serial', value: 'QQQ7777', reason: 'Misread' }, 'all');
    expect(said(rifle('KRZ58O1B'))).toEqual([]);
  });

  test('of a voided line is free again', async () => {
    await bring('KRZ5801B');
    await voidLine(ledger, AD(1), 'Entered twice');
    for (const serial of ['KRZ5801B', 'KRZ58O1B']) expect(said(rifle(serial)), serial).toEqual([]);
  });

  test('is looked for in the other books too', async () => {
    await acquire(ledger, 'tools', saw('KRZ5801B'), 'all');
    expect(said(saw('KRZ5801B'), 'second-hand')).toEqual(['warning serial-already-open tools/1']);
    expect(said(saw('KRZ58O1B'), 'household')).toEqual(['warning serial-look-alike tools/1']);
  });

  test('that another line’s unit is known to bear is told', async () => {
    await bring('KRZ5801B');
    await addEvidence(ledger, AD(1), { kind: 'number', relation: 'replaced', number: 'OLD-0017', note: '' });
    expect(said(rifle('OLD 0017'))).toEqual(['warning serial-known-otherwise ad/1']);
  });

  test('of a maker who is written otherwise', async () => {
    await bring('CZX1234', { manufacturer: 'Smith & Wesson', model: 'M&P 9' });
    for (const manufacturer of ['S&W', 'SMITH AND WESSON', 'Smith & Wesson, Inc.', 'Smth & Wesson'])
      expect(said(rifle('czx-1234', { manufacturer, model: 'M&P9' })), manufacturer).toEqual([
        'warning serial-maker-otherwise ad/1',
      ]);
    const [finding] = examineAcquisition(
      ledger,
      ledger.reader,
      'ad',
      rifle('CZX1234', { manufacturer: 'S&W', model: 'M&P9' }),
    ).findings.filter((f) => f.code === 'serial-maker-otherwise');
    expect(finding!.message).toContain('by “Smith & Wesson”');
    expect(finding!.message).toContain('holds this same unit');
    // Another model is still to be compared, and what looks alike is still found.
    expect(said(rifle('CZX1234', { manufacturer: 'S&W', model: '686' }))).toEqual([
      'warning serial-maker-otherwise ad/1',
    ]);
    expect(said(rifle('CZX123A', { manufacturer: 'S&W' }))).toEqual(['hint serial-one-edit ad/1']);
    expect(said(rifle('CZXI234', { manufacturer: 'S&W' }))).toEqual(['warning serial-look-alike ad/1']);
    await dispose(ledger, AD(1), sale(), 'all');
    // It came back, and was written by another hand.
    expect(said(rifle('CZX1234', { manufacturer: 'S&W', model: 'M&P9' }))).toEqual([]);
  });

  test('of another maker, only where the number is too long for chance', async () => {
    await acquire(ledger, 'household', saw('F24DF203813897'), 'all');
    await acquire(ledger, 'household', saw('175418'), 'all');
    expect(said(saw('F24DF203813897', { manufacturer: 'Kobalt', model: 'K1' }), 'household')).toEqual([
      'hint serial-other-maker household/1',
    ]);
    expect(said(saw('175418', { manufacturer: 'Kobalt', model: 'K1' }), 'household')).toEqual([]);
    // Nobody wrote a maker down: the number is what there is.
    expect(said(saw('F24DF203813897', { manufacturer: '' }), 'household')).toEqual([
      'warning serial-maker-otherwise household/1',
    ]);
    expect(said(saw('175418', { manufacturer: '' }), 'household')).toEqual([
      'warning serial-maker-otherwise household/2',
    ]);
  });

  test('of a vehicle is one of its kind, whatever make and model stand beside it', async () => {
    await acquire(ledger, 'second-hand', car('1G1ZC5E02CF123456'), 'all');
    for (const more of [{}, { manufacturer: 'Chevy' }, { model: 'Cruze LT' }, { manufacturer: 'Ford', model: 'F-150' }])
      expect(said(car('1g1zc5e02cf123456', more), 'second-hand')).toEqual([
        'warning serial-already-open second-hand/1',
      ]);
    expect(said(car('1G1ZC5E02CF123465', { manufacturer: 'Chevy' }), 'second-hand')).toEqual([
      'warning serial-transposition second-hand/1',
    ]);
    await dispose(ledger, { book: 'second-hand', line: 1 }, sale({}), 'all');
    expect(said(car('1G1ZC5E02CF123456', { manufacturer: 'Chevy', model: 'CRUZE' }), 'second-hand')).toEqual([]);
    expect(said(car('1G1ZC5E02CF123456', { manufacturer: 'Ford', model: 'F-150' }), 'second-hand')).toEqual([
      'warning serial-repeated second-hand/1',
    ]);
  });

  test('with a character that could not be read agrees with what fits it, and is no shorter number', async () => {
    await bring('1245');
    await bring('12?45');
    expect(said(rifle('12?45')).filter((s) => !s.startsWith('hint'))).toEqual(['warning serial-partly ad/2']);
    expect(said(rifle('12345')).filter((s) => !s.startsWith('hint'))).toEqual(['warning serial-partly ad/2']);
    expect(said(rifle('124S')).filter((s) => s.includes('look-alike'))).toEqual(['warning serial-look-alike ad/1']);
    expect(said(rifle('1?3?5')).filter((s) => s.includes('partly'))).toEqual(['warning serial-partly ad/2']);
    const partly = (await check()).findings.filter((f) => /already-open|repeated|partly/.test(f.code));
    expect(partly).toEqual([]);
    await bring('12345');
    expect(between(await check())).toEqual(['ad/3 serial-partly']);
  });

  test('of several on one line, each is looked at', async () => {
    await bring('KRZ5801B');
    expect(said(rifle('', { serials: ['ZZZ9999', 'KRZ58O1B'] }))).toEqual(['warning serial-look-alike ad/1']);
  });
});

describe('over the whole ledger, a number', () => {
  test('of a maker who is written otherwise, and of a vehicle under any make, is told once, on the later line', async () => {
    await bring('CZX1234', { manufacturer: 'Smith & Wesson', model: 'M&P 9' });
    await bring('CZX1234', { manufacturer: 'S&W', model: 'M&P9' });
    await bring('QWX7781', { manufacturer: 'Smith & Wesson', model: 'M&P 9' });
    await acquire(ledger, 'second-hand', car('1G1ZC5E02CF123456'), 'all');
    await acquire(ledger, 'second-hand', car('1G1ZC5E02CF123456', { manufacturer: 'Chevy' }), 'all');
    expect(between(await check())).toEqual(['ad/2 serial-maker-otherwise', 'second-hand/2 serial-already-open']);
    await settle(2, 1);
    expect(between(await check())).toEqual(['second-hand/2 serial-already-open']);
  });
});

describe('an IMEI or a MAC address', () => {
  const phone = (serial: string, details: AcquisitionDraft['details']): AcquisitionDraft => ({
    ...emptyAcquisition('electronics'),
    manufacturer: 'Apple',
    model: 'A2482',
    type: 'Phone',
    serials: [serial],
    acquiredOn: '2026-11-20',
    acquiredFrom: 'Acme Supply',
    details,
  });
  const ofDevices = (findings: { code: string; other?: { line: number } | undefined }[]) =>
    findings.filter((f) => /^(imei|mac)-already-open$/.test(f.code)).map((f) => `${f.code} ${f.other?.line}`);
  const entered = (draft: AcquisitionDraft) =>
    ofDevices(examineAcquisition(ledger, ledger.reader, 'household', draft).findings);
  const IMEI = '490154203237518';

  test('that another device bears, however it is written, is told at entry, at a correction and over the whole ledger', async () => {
    await acquire(ledger, 'household', phone('F4GT1A', { imei: IMEI, mac: 'AC:DE:48:00:11:22' }), 'all');
    await acquire(ledger, 'household', phone('ZX9901', {}), 'all');
    const samsung = { manufacturer: 'Samsung', model: 'S23' };
    expect(entered({ ...phone('R58N1', { imei: '49-015420-323751-8' }), ...samsung })).toEqual(['imei-already-open 1']);
    expect(entered(phone('R58N1', { mac: 'ac-de-48-00-11-22' }))).toEqual(['mac-already-open 1']);
    expect(entered(phone('R58N1', { imei: '356938035643809', mac: 'AC:DE:48:00:11:23' }))).toEqual([]);
    expect(ofDevices(reviewLine(ledger, { book: 'household', line: 1 }))).toEqual([]);
    const row = readRow(ledger.reader, 'household', 2);
    expect(ofDevices(examineCorrection(ledger, ledger.reader, row, 'imei', IMEI).findings)).toEqual([
      'imei-already-open 1',
    ]);
    await acquire(ledger, 'household', { ...phone('R58N1', { imei: IMEI }), ...samsung }, 'all');
    const { findings, accepted } = await checkLedger(ledger, quiet, never);
    expect(
      [...findings, ...accepted].filter((f) => f.field === 'imei').map((f) => [f.line, f.code, f.other?.line]),
    ).toEqual([[3, 'imei-already-open', 1]]);
    await addEvidence(
      ledger,
      { book: 'household', line: 3 },
      { kind: 'comparison', with: { book: 'household', line: 1 }, outcome: 'different units', steps: [], note: '' },
    );
    expect(ofDevices(reviewLine(ledger, { book: 'household', line: 3 }))).toEqual([]);
    expect((await checkLedger(ledger, quiet, never)).findings.filter((f) => f.field === 'imei')).toEqual([]);
  });

  test('of one that is gone is free again', async () => {
    await acquire(ledger, 'household', phone('F4GT1A', { imei: IMEI }), 'all');
    await voidLine(ledger, { book: 'household', line: 1 }, 'Entered twice');
    expect(entered(phone('F4GT2B', { imei: IMEI }))).toEqual([]);
  });
});

describe('two lines that were compared and found to be different units', () => {
  const correction = (line: number, value: string) =>
    examineCorrection(ledger, ledger.reader, readRow(ledger.reader, 'ad', line), 'serial', value)
      .findings.filter((f) => LEDGERS.test(f.code))
      .map((f) => f.code);

  test.each([
    [1, 2],
    [2, 1],
  ])('are not brought up again, on whichever it was written (%i with %i)', async (a, b) => {
    await bring('KRZ5801B');
    await bring('KRZ58O1B');
    await bring('AAA0001', { model: 'Mini-14' });
    await bring('KRZ5801C');
    expect(between(await check())).toEqual(['ad/2 serial-look-alike']);
    const { seq } = await settle(a, b);
    expect(between(await check())).toEqual([]);
    expect(correction(2, 'KRZ58OIB')).not.toContain('serial-look-alike');
    await withdrawEvidence(ledger, AD(a), seq, 'Looked at the wrong one');
    expect(between(await check())).toEqual(['ad/2 serial-look-alike']);
    expect(correction(2, 'KRZ58OIB')).toContain('serial-look-alike');
  });

  test.each([
    [1, 2],
    [2, 1],
  ])('may bear one number, of one model or of two (%i with %i)', async (a, b) => {
    await bring('0012-88');
    await bring('0012-88', { model: 'Mini-14' });
    await bring('0012-88');
    expect(between(await check()).sort()).toEqual(['ad/2 serial-repeated', 'ad/3 serial-already-open']);
    await settle(a, b);
    await settle(3, 1);
    expect(correction(2, '0012 88')).toContain('serial-repeated');
    await settle(3, 2);
    expect(between(await check())).toEqual([]);
    expect(correction(2, '0012 88')).not.toContain('serial-repeated');
  });

  test.each(['same unit', 'unresolved', 'asked the maker', 'mistyped there'] as const)(
    'but not where the outcome is “%s”',
    async (outcome) => {
      await bring('KRZ5801B');
      await bring('KRZ58O1B');
      await settle(2, 1, outcome);
      expect(between(await check())).toEqual(['ad/2 serial-look-alike']);
    },
  );
});

describe('the whole ledger', () => {
  test('that is in order has nothing to say, and a unit that came and went three times is in order', async () => {
    for (const serial of ['0012-88', 'QLWY777', 'MMRT903']) await bring(serial);
    for (let n = 0; n < 3; n++) {
      const { line } = await bring('BACK001');
      await dispose(ledger, AD(line.line), sale(), 'all');
    }
    await bring('BACK001');
    expect(await check()).toMatchObject({ lines: 7, withFindings: 0, findings: [], findingsTotal: 0, counts: [] });
  });

  test('tells apart what was saved past with a reason when it was entered', async () => {
    await bring('KRZ5801B');
    await acquire(ledger, 'ad', rifle('KRZ58O1B'), { 'serial-look-alike': 'Both were held in hand' });
    await bring('QZX7701');
    await bring('QXZ7701');
    const report = await check();
    expect(between(report)).toEqual(['ad/4 serial-transposition']);
    expect(report).toMatchObject({
      findingsTotal: 1,
      withFindings: 1,
      acceptedTotal: 1,
      accepted: [{ book: 'ad', line: 2, code: 'serial-look-alike', reason: 'Both were held in hand' }],
    });
    expect(report.counts.map((c) => c.code)).toEqual(['serial-transposition']);
  });

  test('is held to the rules of each book, with the line and the reason', async () => {
    await acquire(ledger, 'tools', saw('DCD791', { model: 'DCD791', manufacturer: 'DeWalt' }), 'all');
    await acquire(ledger, 'household', { ...saw('585867986'), acquiredOn: '', model: '' }, 'all');
    await bring('NSN');
    const report = await check();
    expect(report.findings.map((f) => `${f.book}/${f.line} ${f.code}`)).toEqual(
      expect.arrayContaining(['ad/1 serial-none', 'tools/1 serial-is-model', 'household/1 model-missing']),
    );
    expect(report.withFindings).toBe(3);
    expect(report.counts.reduce((n, c) => n + c.count, 0)).toBe(report.findingsTotal);
    expect(JSON.parse(checkReportText(report))).toEqual(report);
  });

  test('tells hints too, in a group of their own: a slip of one character, a shape unlike the others, a licence that ran out', async () => {
    for (const serial of ['QK48213', 'QK4821', 'QX48213', 'QK482137', 'QKA48213']) await bring(serial);
    for (let n = 0; n < 8; n++) await bring(`${2 + n}1-7${n}${9 - n}5${n}`, { manufacturer: 'Marlin' });
    await bring('ABCD-9', { manufacturer: 'Marlin' });
    await acquire(ledger, 'tools', saw('68859A', { manufacturer: 'Makita' }), 'all');
    const report = await check();
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ withFindings: 0, findingsTotal: 0, counts: [] });
    const hints = report.hints.map((f) => `${f.book}/${f.line} ${f.code}`);
    expect(hints).toEqual(
      expect.arrayContaining([
        'ad/2 serial-one-edit',
        'ad/3 serial-one-edit',
        'ad/4 serial-one-edit',
        'ad/5 serial-one-edit',
        'ad/14 serial-shape',
      ]),
    );
    expect(report.hints.every((f) => f.severity === 'hint')).toBe(true);
    // What a number tells of its date is nothing to look at.
    expect(hints.filter((h) => h.startsWith('tools'))).toEqual([]);
    expect(report.hintsTotal).toBe(report.hints.length);
    expect(report.withHints).toBe(new Set(report.hints.map((f) => `${f.book}/${f.line}`)).size);
    expect(report.hintCounts.reduce((n, c) => n + c.count, 0)).toBe(report.hintsTotal);
    expect(JSON.parse(checkReportText(report)).hints).toEqual(report.hints);
  });

  test('does not count long notes that were in order when they were written', async () => {
    await bring('0012-88', { note: 'x'.repeat(1500) });
    await dispose(ledger, AD(1), sale({ note: 'y'.repeat(1500) }), 'all');
    expect((await check()).findings).toEqual([]);
  });

  test('tells an odometer that ran backwards once', async () => {
    const car = {
      ...emptyAcquisition('vehicle'),
      manufacturer: 'Yamaha',
      model: 'MT-07',
      type: 'Motorcycle',
      serials: ['JYARM06E7EA000123'],
      acquiredOn: '2026-11-20',
      acquiredFrom: 'Noor Haas',
      acquiredFromAddress: '4102 Main St, Boise, ID 83702',
      details: { year: '2014', odometer: '500', odometerStatus: 'Actual', plate: '1A' },
    };
    await acquire(ledger, 'second-hand', car, 'all');
    await dispose(ledger, { book: 'second-hand', line: 1 }, sale({ details: { odometerOut: '400' } }), 'all');
    const report = await check();
    expect(report.findings.filter((f) => f.field !== 'serial').map((f) => f.code)).toEqual(['odometer-backwards']);
  });

  test('is read and never written, and the check says how far it is', async () => {
    for (let n = 0; n < 5; n++) await bring(`KRZ-${n}${n}${n}${n}`);
    const before = ledger.log();
    const steps: [number, number][] = [];
    await check((_, done, total) => steps.push([done, total]));
    expect(ledger.log()).toBe(before);
    expect(steps.length).toBeGreaterThan(2);
    for (const [at, [done, total]] of steps.entries()) {
      expect(done).toBeLessThanOrEqual(total);
      expect(total).toBe(5);
      expect(done).toBeGreaterThanOrEqual(steps[at - 1]?.[0] ?? 0);
    }
    expect(steps.at(-1)).toEqual([5, 5]);
    expect((await verified(ledger)).problems).toEqual([]);
  });

  test('without a line is in order', async () => {
    expect(await check()).toMatchObject({ lines: 0, findings: [] });
  });

  test('of 2,000 lines gives what was planted and nothing else, and stops where it is told to', async () => {
    // Numbers that have nothing in common: from a generator of its own, so that every run is the same.
    let state = 20261122;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const letters = 'CDFGHJKMNPRTVWXY';
    const fresh = () =>
      `${Array.from({ length: 3 }, () => letters[next(letters.length)]).join('')}${String(next(1_000_000)).padStart(6, '3')}`;
    const planted: [number, string][] = [];
    const drafts: AcquisitionDraft[] = [];
    const put = (serial: string, more: Partial<AcquisitionDraft> = {}, code?: string) => {
      drafts.push(rifle(serial, more));
      if (code) planted.push([drafts.length, code]);
    };
    for (let n = 0; n < 1985; n++) put(fresh());
    const [a, b, c] = ['QKZ70518A', 'WKZ83944C', 'NSX000001'];
    put(a);
    put('QKZ7O518A', {}, 'serial-look-alike');
    put(b);
    put('WKZ38944C', {}, 'serial-transposition');
    put(c);
    put(c, {}, 'serial-already-open');
    put('HHH777111');
    put('HHH777111', { model: 'Mini-14' }, 'serial-repeated');
    for (let n = 0; n < 3; n++) put('HKD002207', {}, 'serial-shared');
    put('unknown', {}, 'serial-none');
    put('NSN', {}, 'serial-none');
    put('none', { model: 'Mini-14' }, 'serial-none');
    put('1234567', {}, 'serial-placeholder');
    await ledger.writeLong(async (append) => {
      for (const [at, acquisition] of drafts.entries())
        append('entry.acquired', `ad/${at + 1}`, {
          book: 'ad',
          line: at + 1,
          acquisition,
          accepted: [],
        });
    });
    expect(drafts).toHaveLength(2000);
    const report = await check();
    const wild = report.findings.filter((f) => !/^serial-shape/.test(f.code));
    expect(wild.map((f) => `${f.line} ${f.code}`).sort()).toEqual(planted.map(([l, code]) => `${l} ${code}`).sort());
    expect(report.lines).toBe(2000);

    const stopping = new AbortController();
    const error = await refusal(() =>
      check((stage) => stage === 'Checking lines' && stopping.abort(), stopping.signal),
    );
    expect(error.code).toBe('CANCELLED');
    // The ledger is free for the next piece of work.
    await bring('AFTER001');
  });
});

describe('a number that is looked up with a ledger at hand', () => {
  const look = (serial: string, manufacturer = '', model = '') =>
    inspectWith(ledger, { category: 'firearm', manufacturer, model, year: '', serial }).findings.map((f) => f.code);
  test('is held to the rules of the shop’s market, as it is when it is entered', async () => {
    const vin = 'JHMCM56633C004352';
    const entered = examineAcquisition(ledger, ledger.reader, 'second-hand', car(vin, { manufacturer: 'Honda' }));
    const looked = inspectWith(ledger, {
      category: 'vehicle',
      manufacturer: 'Honda',
      model: '',
      year: '',
      serial: vin,
    });
    const severity = (findings: readonly { code: string; severity: string }[]) =>
      findings.find((f) => f.code === 'vin-check-digit')?.severity;
    expect([severity(entered.findings), severity(looked.findings)]).toEqual(['warning', 'warning']);
    expect(looked.decoded.checkDigit).toBe('invalid');
  });

  test('is found whether the maker is known or not', async () => {
    await bring('KRZ5801B');
    expect(look('krz-5801b')).toEqual(['serial-in-ledger']);
    expect(look('KRZ58O1B')).toEqual(['serial-near']);
    expect(look('KRZ5801B', 'ruger', '10/22')).toEqual(['serial-already-open']);
    expect(look('KRZ5801B', 'Ruger')).toEqual(['serial-repeated']);
    expect(look('KRZ58O1B', 'Ruger')).toEqual(['serial-look-alike']);
    expect(look('QLWY777')).toEqual([]);
  });
});

describe('readings, held against what the line says', () => {
  const read = (text: string, more: Partial<Reading> = {}): Reading => ({
    kind: 'reading',
    source: 'unit',
    place: 'Number on the slide',
    text,
    marking: 'engraved',
    legibility: 'clear',
    note: '',
    ...more,
  });
  const warned = (findings: readonly { code: string; message: string }[]) =>
    findings.filter((f) => f.code === 'reading-differs').map((f) => f.message);
  const checked = async () => {
    const { findings, accepted } = await checkLedger(ledger, quiet, never);
    return { open: warned(findings), accepted: warned(accepted) };
  };
  const SAYS =
    '“Number on the slide” was read as RG-100254, and the entry has RG-100245: characters 7 and 8 have changed places (54, 45). Read both again on the unit.';

  test('one that differs needs a reason when the line is entered, which the trail and the check know', async () => {
    const taken = [read('RG-100254')];
    const error = await refusal(() => acquire(ledger, 'ad', rifle('RG-100245'), {}, taken));
    expect(warned(error.findings)).toEqual([SAYS]);
    const reasons = { 'reading-differs': 'The slide was replaced' };
    const { line, warnings } = await acquire(ledger, 'ad', rifle('RG-100245'), reasons, taken);
    expect(warned(warnings)).toEqual([SAYS]);
    expect(listEvidence(ledger.reader, AD(line.line)).map(({ evidence }) => evidence)).toEqual(taken);
    expect(await checked()).toEqual({ open: [], accepted: [SAYS] });
    // What is read later was not there to be accepted.
    await addEvidence(ledger, AD(line.line), read('RG-100246', { place: 'Receipt', source: 'receipt' }));
    expect(await checked()).toEqual({
      open: [expect.stringMatching(/^“Receipt” was read as RG-100246/)],
      accepted: [SAYS],
    });
    const change = { field: 'model' as const, value: '10/22 Carbine', reason: 'Read again' };
    await correct(ledger, AD(line.line), change, 'all');
    expect((await checked()).open).toHaveLength(1);
    expect((await verified(ledger)).problems).toEqual([]);
  });

  test('one that is refused refuses the whole entry, by its place', async () => {
    const before = ledger.log();
    const bad = [read('RG-100245'), read('RG-10\u200b0245', { place: 'Receipt' })];
    const error = await refusal(() => acquire(ledger, 'ad', rifle('RG-100245'), 'all', bad));
    expect(error.findings).toMatchObject([{ field: 'serial', code: 'reading-refused', severity: 'refused' }]);
    expect(error.message).toMatch(/^The reading at “Receipt”: .*U\+200B/);
    expect(ledger.log()).toBe(before);
  });

  test('a firearm that waited to be marked is held against what was read on it', async () => {
    const waiting = rifle('', {
      serials: [],
      manufacturer: 'PMF',
      details: { serialState: 'To be marked' },
    });
    await acquire(ledger, 'ad', waiting, 'all');
    await addEvidence(ledger, AD(1), read('54812301-0O17', { place: 'Frame' }));
    const marking = { serials: ['54812301-0071'], markedOn: '2026-11-22' };
    const error = await refusal(() => mark(ledger, AD(1), marking, {}));
    expect(warned(error.findings)).toEqual([expect.stringMatching(/^“Frame” was read as 54812301-0O17/)]);
    await mark(ledger, AD(1), marking, 'all');
  });

  test('one that is added later is told by the check and on the line, until it is withdrawn or the line is corrected', async () => {
    await bring('RG-100245');
    const { seq } = await addEvidence(ledger, AD(1), read('RG-100254'));
    await addEvidence(ledger, AD(1), read('4771-B', { which: 'other', place: 'Number on the magazine' }));
    expect(await checked()).toEqual({ open: [SAYS], accepted: [] });
    expect(warned(reviewLine(ledger, AD(1)))).toEqual([SAYS]);
    const row = readRow(ledger.reader, 'ad', 1);
    const correction = (field: 'serial' | 'model', value: string) =>
      warned(examineCorrection(ledger, ledger.reader, row, field, value).findings);
    expect(correction('serial', 'RG-100254')).toEqual([]);
    expect(correction('serial', 'RG-100345')).toHaveLength(1);
    expect(correction('model', '10/22 Takedown')).toEqual([]);
    await withdrawEvidence(ledger, AD(1), seq, 'It was another rifle');
    expect(await checked()).toEqual({ open: [], accepted: [] });
    expect(warned(reviewLine(ledger, AD(1)))).toEqual([]);
  });
});
