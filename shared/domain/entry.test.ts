import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORY_IDS } from '../categories/ids.ts';
import {
  acquisitionLateBy,
  checkAcquisition,
  checkCorrection,
  checkDisposition,
  dispositionText,
  type RuleContext,
  sameFirearmKey,
} from './entry.ts';
import {
  type AcquisitionDraft,
  type DispositionDraft,
  ENTRY_FIELDS,
  type EntryField,
  emptyAcquisition,
  emptyDisposition,
  type LineTexts,
} from './fields.ts';
import { isRefused } from './findings.ts';

const context: RuleContext = { today: '2026-11-22', openDays: [1, 2, 3, 4, 5, 6], forms4473Numbered: false };
const numbered: RuleContext = { ...context, forms4473Numbered: true };

const acquisition = (changes: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition(),
  manufacturer: 'Calder',
  model: '71 Trail',
  serials: ['A12345'],
  type: 'Rifle',
  caliber: '.22 LR',
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Ada Walsh',
  acquiredFromAddress: '4 Elm St, Tulsa, OK 74103',
  ...changes,
});
const disposition = (changes: Partial<DispositionDraft> = {}): DispositionDraft => ({
  ...emptyDisposition(),
  disposedOn: '2026-11-21',
  disposedTo: 'Otto Xu',
  disposedToAddress: '5 Oak Ave, Boise, ID 83702',
  ...changes,
});
const acquired = (changes: Partial<AcquisitionDraft>, rules = context) =>
  checkAcquisition(acquisition(changes), rules).findings.map((f) => `${f.severity} ${f.code} ${f.field}`);
const disposed = (changes: Partial<DispositionDraft>, rules = context, acquiredOn = '2026-11-20') =>
  checkDisposition(disposition(changes), { acquiredOn }, rules).findings.map(
    (f) => `${f.severity} ${f.code} ${f.field}`,
  );

describe('a licence as the counterparty’s', () => {
  const taker = (disposedToLicence: string, disposedOn = '2026-11-21', rules = context) =>
    checkDisposition(disposition({ disposedToLicence, disposedOn }), { acquiredOn: '2026-01-02' }, rules).findings;

  it('that ran out may be relied on until a day that is named, and no later', () => {
    const [grace] = taker('1-23-456-01-6L-12345');
    expect(grace).toMatchObject({ code: 'licence-grace', severity: 'hint' });
    expect(grace!.message).toContain(
      'By its number this licence ran out in Nov 2026, taken as the 1st, before 21 Nov 2026.',
    );
    expect(grace!.message).toContain('until 16 Dec 2026');
    expect(grace!.message).not.toContain('more');
    const [expired] = taker('1-23-456-01-6K-12345', '2026-11-21');
    expect(expired).toMatchObject({ code: 'licence-expired', severity: 'warning' });
    // The rule was read; that the number tells the day, and which decade, was not.
    for (const finding of [grace, expired])
      expect(finding).toMatchObject({ cite: '27 CFR 478.94; the date by the number’s letters', certainty: 'memory' });
  });

  it.each([
    ['03', /collector.*curios or relics/s],
    ['06', /ammunition.*no licence for firearms/s],
  ])('of type %s is a warning in the book of record', (type, says) => {
    const number = `1-23-456-${type}-7A-12345`;
    const [given] = taker(number);
    expect(given).toMatchObject({ code: 'licence-type', severity: 'warning', field: 'disposedToLicence' });
    expect(given!.message).toMatch(says);
    expect(given!.certainty).not.toBe('read');
    const [taken] = checkAcquisition(acquisition({ acquiredFromLicence: number }), context).findings;
    expect(taken).toMatchObject({ code: 'licence-type', severity: 'warning', field: 'acquiredFromLicence' });
    expect(taken!.message).toMatch(says);
    for (const book of ['register', 'inventory'] as const)
      expect(taker(number, '2026-11-21', { ...context, book })).toEqual([]);
  });

  it.each(['01', '02', '07', '08', '09', '10', '11'])('of type %s is none', (type) => {
    expect(taker(`1-23-456-${type}-7A-12345`)).toEqual([]);
  });
});

describe('an acquisition', () => {
  it('with all that the book wants has no finding and is kept as it stands', () => {
    expect(checkAcquisition(acquisition(), context)).toEqual({ findings: [], draft: acquisition() });
  });

  it('is tidied: ends, no-break spaces, dates, licence, type in the book’s word', () => {
    const { draft, findings } = checkAcquisition(
      acquisition({
        manufacturer: ' pmf ',
        serials: [' 12345678-1 ', ' '],
        type: 'suppressor',
        caliber: '.30\u00A0cal',
        acquiredOn: '11/20/2026',
        acquiredFromAddress: '',
        acquiredFromLicence: '123456017a12345',
        note: ' first line\nsecond ',
      }),
      context,
    );
    expect(draft).toMatchObject({
      manufacturer: 'PMF',
      serials: ['12345678-1'],
      type: 'Silencer',
      caliber: '.30 cal',
      acquiredOn: '2026-11-20',
      acquiredFromLicence: '1-23-456-01-7A-12345',
      note: 'first line\nsecond',
    });
    expect(findings.map((f) => f.code)).toEqual(['type-read-as']);
  });

  it('of nothing says every field that is missing, each with its rule', () => {
    const { findings } = checkAcquisition(emptyAcquisition(), context);
    expect(findings.map((f) => f.code)).toEqual([
      'manufacturer-missing',
      'model-missing',
      'serial-missing',
      'type-missing',
      'caliber-missing',
      'acquired-on-missing',
      'acquired-from-missing',
      'acquired-from-locator-missing',
    ]);
    expect(findings.every((f) => f.severity === 'refused' && f.cite !== undefined)).toBe(true);
  });

  it.each<[string, Partial<AcquisitionDraft>]>([
    ['refused date-impossible acquiredOn', { acquiredOn: '13/45/2017' }],
    ['refused date-impossible acquiredOn', { acquiredOn: '2/29/2023' }],
    ['refused date-future acquiredOn', { acquiredOn: '2026-11-23' }],
    ['warning date-old acquiredOn', { acquiredOn: '1899-12-31' }],
    ['warning date-two-digit-year acquiredOn', { acquiredOn: '11/20/26' }],
    ['refused type-is-action type', { type: 'Semi-automatic' }],
    ['refused type-unknown type', { type: 'Blaster' }],
    ['warning type-read-as type', { type: 'SBR' }],
    ['warning caliber-missing caliber', { type: 'Receiver', caliber: '' }],
    ['refused caliber-missing caliber', { caliber: '' }],
    ['refused serial-missing serial', { serials: [' '] }],
    ['warning serial-none serial', { serials: ['NSN'] }],
    ['warning importer-missing importer', { manufacturer: 'Vossberg GmbH' }],
    ['warning importer-missing importer', { manufacturer: 'Abruzzo S.p.A.' }],
    ['warning manufacturer-and-importer manufacturer', { manufacturer: 'Vossberg / Vossberg USA' }],
    ['refused points-elsewhere manufacturer', { manufacturer: 'see invoice' }],
    ['refused points-elsewhere model', { model: 'ditto' }],
    ['refused points-elsewhere acquiredFrom', { acquiredFrom: 'same' }],
    ['refused points-elsewhere acquiredFromAddress', { acquiredFromAddress: 'see 4473' }],
    ['refused licence-shape acquiredFromLicence', { acquiredFromLicence: '1-23-12345' }],
    ['warning licence-odd acquiredFromLicence', { acquiredFromLicence: '2-23-456-01-7A-12345' }],
    ['warning address-po-box acquiredFromAddress', { acquiredFromAddress: 'P.O. Box 12, Tulsa, OK 74103' }],
    ['warning address-zip-short acquiredFromAddress', { acquiredFromAddress: '1 Elm St, Concord, NH 3301' }],
    ['refused acquired-from-locator-missing acquiredFromAddress', { acquiredFromAddress: '' }],
    ['refused text-invisible acquiredFrom', { acquiredFrom: 'Ada\u202EWalsh' }],
    ['refused text-picture model', { model: 'Trail 🔥' }],
    ['warning text-not-printable acquiredFrom', { acquiredFrom: '王小明' }],
    ['refused text-too-long model', { model: 'x'.repeat(201) }],
    ['refused text-too-long note', { note: 'x'.repeat(2001) }],
    ['refused text-invisible note', { note: 'a\u0007b' }],
  ])('%s', (expected, changes) => {
    expect(acquired(changes)).toEqual([expected]);
  });

  it.each<[string, Partial<AcquisitionDraft>]>([
    ['an accent', { acquiredFrom: 'José Müller' }],
    ['a name that starts like a reference', { acquiredFrom: 'Per Hansen' }],
    ['a licence instead of an address', { acquiredFromAddress: '', acquiredFromLicence: '1-23-456-01-7A-12345' }],
    ['a maker with its importer', { manufacturer: 'Vossberg GmbH', importer: 'Vossberg USA' }],
    ['a note of several lines', { note: 'first\n\tsecond' }],
    ['a nine-digit ZIP code', { acquiredFromAddress: '1 Elm St, Concord, NH 03301-1234' }],
    ['today', { acquiredOn: 'today' }],
  ])('%s is taken without a word', (_, changes) => {
    expect(acquired(changes)).toEqual([]);
  });
});

describe('a disposition', () => {
  it('with name and address has no finding', () => {
    expect(disposed({})).toEqual([]);
  });

  it.each<[string, Partial<DispositionDraft>]>([
    ['refused disposed-on-missing disposedOn', { disposedOn: '' }],
    ['refused disposed-before-acquired disposedOn', { disposedOn: '2026-11-19' }],
    ['refused date-future disposedOn', { disposedOn: '2026-11-23' }],
    ['refused disposed-to-missing disposedTo', { disposedTo: '' }],
    ['refused disposed-to-locator-missing disposedToAddress', { disposedToAddress: '' }],
    ['refused form4473-not-numbered form4473', { disposedToAddress: '', form4473: '10001' }],
    ['refused licence-shape disposedToLicence', { disposedToLicence: '12-34' }],
    ['refused text-too-long form4473', { form4473: '1'.repeat(41) }],
    ['refused text-picture note', { note: '🔥' }],
  ])('%s', (expected, changes) => {
    expect(disposed(changes)).toEqual([expected]);
  });

  it('on the day of the acquisition is lawful', () => {
    expect(disposed({ disposedOn: '2026-11-20' })).toEqual([]);
  });

  it('may give the form’s number only where forms are numbered and filed by number', () => {
    expect(disposed({ disposedToAddress: '', form4473: '10001' }, numbered)).toEqual([]);
    expect(disposed({ disposedToAddress: '' }, numbered)).toEqual([
      'refused disposed-to-locator-missing disposedToAddress',
    ]);
  });

  it('by theft or loss wants the two incident numbers and no name', () => {
    const theft = { kind: 'theft-loss', disposedTo: '', disposedToAddress: '' } as const;
    expect(disposed(theft)).toEqual([
      'warning theft-without-atf-number incidentAtf',
      'warning theft-without-police-number incidentPolice',
    ]);
    expect(disposed({ ...theft, incidentAtf: 'T1', incidentPolice: 'P1' })).toEqual([]);
  });

  it('by destruction wants a date and no name', () => {
    expect(disposed({ kind: 'destroyed', disposedTo: '', disposedToAddress: '' })).toEqual([]);
    expect(disposed({ kind: 'destroyed', disposedTo: '', disposedToAddress: '', disposedOn: '' })).toEqual([
      'refused disposed-on-missing disposedOn',
    ]);
  });

  it('reads in the book’s two columns', () => {
    expect(dispositionText(disposition())).toEqual({ disposedTo: 'Otto Xu', locator: '5 Oak Ave, Boise, ID 83702' });
    expect(
      dispositionText(
        disposition({ kind: 'theft-loss', disposedTo: 'Burglary', incidentAtf: 'T1', incidentPolice: 'P1' }),
      ),
    ).toEqual({ disposedTo: 'Theft or loss: Burglary', locator: 'ATF T1; police P1' });
    expect(dispositionText(disposition({ kind: 'destroyed', disposedTo: '' }))).toEqual({
      disposedTo: 'Destroyed',
      locator: '',
    });
  });
});

describe('a correction', () => {
  const line = (changes: Partial<LineTexts> = {}) => ({
    manufacturer: 'Calder',
    importer: '',
    model: '71 Trail',
    serial: 'A12345; B2',
    type: 'Rifle',
    caliber: '.22 LR',
    acquiredOn: '2026-11-01',
    acquiredFrom: 'Ada Walsh',
    acquiredFromAddress: '4 Elm St, Tulsa, OK 74103',
    acquiredFromLicence: '',
    disposedOn: '2026-11-10',
    disposedTo: 'Otto Xu',
    disposedToAddress: '5 Oak Ave, Boise, ID 83702',
    disposedToLicence: '',
    form4473: '10001',
    dispositionKind: 'transfer' as const,
    category: 'firearm' as const,
    ...changes,
  });
  const correct = (field: EntryField, value: string, changes: Partial<LineTexts> = {}, rules = context) => {
    const { findings, value: kept } = checkCorrection(line(changes), field, value, rules);
    return { kept, codes: findings.map((f) => `${f.severity} ${f.code} ${f.field}`) };
  };

  it.each<[EntryField, string, string]>([
    ['serial', 'a12345 ;B2', 'a12345; B2'],
    ['type', 'AOW', 'Any other weapon'],
    ['acquiredOn', '11/2/2026', '2026-11-02'],
    ['disposedOn', 'Nov 11, 2026', '2026-11-11'],
    ['acquiredFromLicence', '123456017a12345', '1-23-456-01-7A-12345'],
    ['disposedToLicence', '123456017a12345', '1-23-456-01-7A-12345'],
    ['disposedTo', '  Mei Xu ', 'Mei Xu'],
    ['form4473', '', ''],
    ['importer', 'Vossberg USA', 'Vossberg USA'],
  ])('of %s to %j is kept as %j', (field, value, kept) => {
    const result = correct(field, value);
    expect(result.kept).toBe(kept);
    expect(result.codes.filter((code) => code.startsWith('refused'))).toEqual([]);
  });

  it.each<[string, EntryField, string]>([
    ['refused serial-missing serial', 'serial', ' ; '],
    ['refused date-impossible acquiredOn', 'acquiredOn', '13/45/2017'],
    ['refused disposed-before-acquired acquiredOn', 'acquiredOn', '2026-11-11'],
    ['refused disposed-before-acquired disposedOn', 'disposedOn', '2026-10-31'],
    ['refused type-is-action type', 'type', 'bolt action'],
    ['refused nothing-changed model', 'model', ' 71 Trail '],
    ['refused acquired-from-locator-missing acquiredFromAddress', 'acquiredFromAddress', '  '],
    ['refused form4473-not-numbered form4473', 'disposedToAddress', ' '],
  ])('%s', (expected, field, value) => {
    expect(correct(field, value).codes).toEqual([expected]);
  });

  it('may not take the last locator away, wherever the finding stands', () => {
    const byLicence = { disposedToAddress: '', disposedToLicence: '1-23-456-01-7A-12345', form4473: '' };
    expect(correct('disposedToLicence', '', byLicence).codes).toEqual([
      'refused disposed-to-locator-missing disposedToAddress',
    ]);
    const licenceOnly = { acquiredFromAddress: '', acquiredFromLicence: '1-23-456-01-7A-12345' };
    expect(correct('acquiredFromLicence', '', licenceOnly).codes).toEqual([
      'refused acquired-from-locator-missing acquiredFromAddress',
    ]);
    expect(correct('disposedToAddress', '', {}, numbered).codes).toEqual([]);
  });

  it('can’t reach a disposition that has not happened', () => {
    expect(correct('disposedTo', 'Mei Xu', { disposedOn: '' }).codes).toEqual(['refused line-not-disposed disposedTo']);
  });

  it('speaks of its own field only, whatever else is odd on the line', () => {
    expect(correct('model', '72 Trail', { serial: 'NSN', type: 'bolt', manufacturer: '' }).codes).toEqual([]);
  });
});

describe('the same firearm', () => {
  const key = (changes: Partial<AcquisitionDraft>) => sameFirearmKey(acquisition(changes));

  it('is the same however its serial is written', () => {
    expect(key({ serials: ['a-123 45'] })).toBe(key({}));
    expect(key({ manufacturer: 'CALDER', model: '71 TRAIL' })).toBe(key({}));
  });

  it('is another with another maker, importer, model or serial', () => {
    const keys = [
      key({}),
      key({ manufacturer: 'Merrow' }),
      key({ importer: 'Merrow' }),
      key({ model: '72' }),
      key({ serials: ['A12346'] }),
      key({ serials: ['A12345', 'B2'] }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it('an entry is late the day after the next open day', () => {
  // 20 Nov 2026 is a Friday.
  expect(acquisitionLateBy('2026-11-20', '2026-11-21', context.openDays)).toBe(false);
  expect(acquisitionLateBy('2026-11-20', '2026-11-22', context.openDays)).toBe(true);
});

describe('any text at all', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('', ' ', 'see', '=1', '1/2/3'));
  const anyAcquisition = fc.record({
    category: fc.constantFrom(...CATEGORY_IDS),
    details: fc.constant({}),
    manufacturer: text,
    importer: text,
    model: text,
    serials: fc.array(text, { maxLength: 4 }),
    type: text,
    caliber: text,
    acquiredOn: text,
    acquiredFrom: text,
    acquiredFromAddress: text,
    acquiredFromLicence: text,
    note: text,
  });

  it('is judged without a fault, and what is kept is judged the same again', () => {
    fc.assert(
      fc.property(anyAcquisition, (raw) => {
        const once = checkAcquisition(raw, context);
        const twice = checkAcquisition(once.draft, context);
        expect(twice.draft).toEqual(once.draft);
        expect(isRefused(twice.findings)).toBe(isRefused(once.findings));
      }),
    );
  });

  it('as a correction is judged without a fault', () => {
    const line = {
      ...Object.fromEntries(ENTRY_FIELDS.map((f) => [f, 'x'])),
      dispositionKind: 'transfer',
      category: 'firearm',
    } as LineTexts & {
      category: 'firearm';
      dispositionKind: 'transfer';
    };
    fc.assert(
      fc.property(fc.constantFrom(...ENTRY_FIELDS), text, (field, value) => {
        expect(typeof checkCorrection(line, field, value, context).value).toBe('string');
      }),
    );
  });
});
