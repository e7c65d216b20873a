import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAcquisition, checkCorrection, checkDisposition, type RuleContext } from '../domain/entry.ts';
import {
  type AcquisitionDraft,
  COLUMN_FIELDS,
  DETAIL_FIELDS,
  type DetailField,
  type Details,
  DISPOSITION_FIELDS,
  emptyAcquisition,
  emptyDisposition,
} from '../domain/fields.ts';
import type { BookKind } from './category.ts';
import { checklistOf } from './checklists.ts';
import { CATEGORY_IDS, type CategoryId, isCategory } from './ids.ts';
import { CATEGORIES, hasField } from './registry.ts';
import { DAYS_TO_MARK, SERIAL_STATES } from './serial-state.ts';
import { NUMBER_SCHEMES, typeOfBody } from './vehicle/index.ts';

const KINDS: readonly BookKind[] = ['statutory', 'register', 'inventory'];
const context = (book: BookKind): RuleContext => ({
  today: '2026-11-22',
  openDays: [1, 2, 3, 4, 5],
  forms4473Numbered: false,
  book,
});

const SAID: Readonly<Record<CategoryId, Partial<AcquisitionDraft>>> = {
  firearm: { manufacturer: 'Ruger', model: '10/22', serials: ['0012-88'], type: 'Rifle', caliber: '.22 LR' },
  vehicle: {
    manufacturer: 'Yamaha',
    model: 'MT-07',
    serials: ['JYARM06E7EA000123'],
    type: 'Motorcycle',
    details: { year: '2014', plate: 'ID 1A 23456', odometer: '12,345', odometerStatus: 'Actual' },
  },
  tool: { manufacturer: 'Stihl', model: 'MS 261', serials: ['585867986'], type: 'Chainsaw' },
  electronics: { manufacturer: 'Canon', model: 'EOS R6', serials: ['047937142'], type: 'Camera' },
  appliance: { manufacturer: 'Bosch', model: 'B36CT80SNS', serials: ['FD989732512'], type: 'Refrigerator' },
  other: { manufacturer: 'Trek', model: 'FX 2', serials: ['WTU123K0456P'], type: 'Bicycle' },
};
/** The least that nothing is said of. */
const good = (category: CategoryId, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition(category),
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Noor Haas',
  acquiredFromAddress: '4102 Main St, Boise, ID 83702',
  ...SAID[category],
  ...more,
  details: { ...SAID[category].details, ...more.details },
});
const codes = (draft: AcquisitionDraft, book: BookKind = 'register'): string[] =>
  checkAcquisition(draft, context(book)).findings.map((f) => `${f.severity} ${f.code}`);
const kept = (draft: AcquisitionDraft, book: BookKind = 'register') => checkAcquisition(draft, context(book)).draft;

describe.each(CATEGORY_IDS)('%s', (category) => {
  test('is found nothing about where it is entered well, in a book of any kind that has its fields', () => {
    for (const book of KINDS) {
      const fits = Object.keys(good(category).details).every((field) => hasField(category, book, field as DetailField));
      if (fits) expect(codes(good(category), book), book).toEqual([]);
    }
  });

  test('lacks what a book must have: refused or warned of by the kind of book', () => {
    const without = (field: 'manufacturer' | 'model' | 'type' | 'acquiredOn' | 'acquiredFrom', book: BookKind) =>
      codes(good(category, { [field]: '', ...(field === 'type' ? { details: { body: '' } } : {}) }), book);
    const bad = (list: string[]) => list.filter((c) => c.startsWith('refused'));
    for (const book of KINDS) {
      const found = without('manufacturer', book);
      // A painting has no brand; what an insurer asks of it is what it is.
      if (book === 'inventory' && category !== 'firearm') expect(found).toEqual(['warning manufacturer-missing']);
      else expect(bad(found)).toEqual(['refused manufacturer-missing']);
    }
    const nothing = codes(good(category, { manufacturer: '', model: '', type: '', details: {} }), 'inventory');
    expect(nothing).toContain('refused manufacturer-missing');
    expect(bad(without('acquiredOn', 'register'))).toEqual(['refused acquired-on-missing']);
    expect(without('acquiredOn', 'inventory')).toContain('warning acquired-on-missing');
    expect(without('acquiredFrom', 'register')).toContain('warning acquired-from-missing');
    expect(without('acquiredFrom', 'inventory')).toEqual([]);
    if (category === 'firearm') {
      expect(bad(without('model', 'statutory'))).toEqual(['refused model-missing']);
      expect(bad(without('type', 'inventory')).length).toBe(1);
    } else {
      expect(without('model', 'register')).toContain('warning model-missing');
      expect(without('type', 'register')).toContain('warning type-missing');
    }
  });

  test('without a number is refused or warned of, and the reason why there is none is kept', () => {
    const none = (book: BookKind, details: Details = {}) => codes(good(category, { serials: [], details }), book);
    const must = category === 'firearm' || category === 'vehicle';
    expect(none('register')).toContain(`${must ? 'refused' : 'warning'} serial-missing`);
    expect(none('inventory')).toContain('warning serial-missing');
    for (const serialState of ['Never marked', 'Illegible', 'Removed or altered']) {
      for (const book of KINDS) {
        const said = none(book, { serialState }).filter((c) => !c.endsWith(' field-not-here'));
        expect(said.filter((c) => c.startsWith('refused'))).toEqual([]);
        expect(said).toContainEqual(expect.stringMatching(/^warning serial-(unmarked|illegible|removed)$/));
        expect(said.filter((c) => / serial-/.test(c)).length, `${book}: ${said}`).toBe(1);
      }
    }
    expect(none('register', { serialState: 'lost' })).toContain('refused serial-state-unknown');
    if (category !== 'firearm')
      expect(none('register', { serialState: 'To be marked' })).toContain('refused serial-pending-not-pmf');
  });

  test('with numbers that are none, empty, doubled, too many or too long', () => {
    const say = (...serials: string[]) => codes(good(category, { serials }));
    const must = category === 'vehicle';
    for (const none of ['N/A', 'none', 'NSN'])
      expect(say(none), none).toContain(`${must ? 'refused' : 'warning'} serial-none`);
    expect(say('---').some((c) => c.startsWith('refused serial-'))).toBe(true);
    expect(say('A1', 'A1')).toContain('warning serial-twice');
    expect(say(...Array.from({ length: 21 }, (_, n) => `A${n}`))).toContain('refused serial-too-many');
    expect(say('9'.repeat(500))).toContain('refused text-too-long');
    expect(say('see invoice').some((c) => c.startsWith('refused'))).toBe(true);
    expect(say('A1\u200B')).toContain('refused text-invisible');
    expect(kept(good(category, { serials: [' 1; ;2 ', ''] })).serials).toEqual(['1', '2']);
  });

  test('keeps how each number was keyed beside it, when empty ones fall away', () => {
    const draft = kept(
      good(category, { serials: ['', 'A1; A2', 'A3'], keying: ['scanned', 'typed-twice', 'scanned'] }),
    );
    expect(draft.serials).toEqual(['A1', 'A2', 'A3']);
    expect(draft.keying).toEqual(['typed-twice', 'typed-twice', 'scanned']);
    expect(kept(good(category, { serials: ['A1', 'A2'], keying: ['scanned'] })).keying).toEqual(['scanned', 'typed']);
    expect('keying' in kept(good(category))).toBe(false);
  });

  test.each([
    ['20,000 characters', 'x'.repeat(20_000), 'text-too-long'],
    ['digits without end', '7'.repeat(5000), 'text-too-long'],
    ['a NUL', '12\u000034', 'text-invisible'],
    ['a right-to-left mark', '12\u202E34', 'text-invisible'],
    ['a zero-width space', '12\u200B34', 'text-invisible'],
    ['half a character', '12\uD83D34', 'text-invisible'],
    ['a picture', '12🔫', 'text-picture'],
  ])('with %s in a detail is refused once, by that code, without giving the text back', (_, text, code) => {
    for (const field of DETAIL_FIELDS) {
      if (!hasField(category, 'register', field) || DISPOSITION_FIELDS.includes(field)) continue;
      const { findings, draft } = checkAcquisition(good(category, { details: { [field]: text } }), context('register'));
      const said = findings.filter((f) => f.field === field && f.severity !== 'hint');
      expect(
        said.map((f) => `${f.severity} ${f.code}`),
        field,
      ).toEqual([`refused ${code}`]);
      for (const { message } of findings) {
        expect(message.length).toBeLessThan(600);
        expect(message).not.toContain(text);
      }
      // What was typed is still there to be mended.
      expect(draft.details[field]).toBe(text);
    }
  });

  test('keeps formulas, markup and quotation marks in a plain detail as they are: they are text', () => {
    for (const text of ['=cmd|" /C calc"!A0', '<img src=x onerror=alert(1)>', "'; DROP TABLE entry; --", '{{7*7}}']) {
      const { findings, draft } = checkAcquisition(
        good(category, { details: { location: text } }),
        context('register'),
      );
      expect(findings).toEqual([]);
      expect(draft.details.location).toBe(text);
    }
  });

  test('is refused a detail that its book has no field for, by name', () => {
    for (const book of KINDS) {
      for (const field of DETAIL_FIELDS) {
        const { findings } = checkAcquisition(good(category, { details: { [field]: '2014' } }), context(book));
        const foreign = findings.filter((f) => f.field === field && f.code === 'field-not-here');
        const belongs = hasField(category, book, field) && !DISPOSITION_FIELDS.includes(field);
        expect(foreign.length, `${book} ${field}`).toBe(belongs ? 0 : 1);
        if (foreign[0])
          expect(foreign[0].message).toMatch(/^An? \w+ in this book has no field “\p{Lu}.*” in this entry/u);
      }
    }
  });

  test('leaves with its own fields and no others', () => {
    const leave = (details: Details) =>
      checkDisposition(
        { ...emptyDisposition(), disposedOn: '2026-11-21', disposedTo: 'Ana', disposedToAddress: '1 A St', details },
        { acquiredOn: '2026-11-20', category, serial: 'A1', details: { odometer: '100', odometerUnit: 'mi' } },
        context('register'),
      );
    for (const field of DETAIL_FIELDS) {
      const { findings } = leave({ [field]: '150' });
      const has = CATEGORIES[category].leaving.some((spec) => spec.name === field);
      expect(
        findings.map((f) => f.code),
        field,
      ).toEqual(has ? [] : ['field-not-here']);
    }
    if (category === 'firearm') return;
    expect(leave({ priceSold: '$1,071.8' }).draft.details).toEqual({ priceSold: '1071.80' });
    expect(leave({ priceSold: '-1' }).findings.map((f) => f.code)).toEqual(['money-unreadable']);
    expect(leave({ priceSold: 'x'.repeat(5000) }).findings.map((f) => f.code)).toEqual(['text-too-long']);
  });

  test('a sign that composes to a semicolon parts numbers as a semicolon does', () => {
    expect(kept(good(category, { serials: ['A1\u037E B2', '\u037E'] })).serials).toEqual(['A1', 'B2']);
  });

  test('checked twice is kept the same', () => {
    const field = fc.constantFrom(
      ...DETAIL_FIELDS.filter((f) => hasField(category, 'inventory', f) && !DISPOSITION_FIELDS.includes(f)),
    );
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        ...['$1,071.89', '1.071,89 €', '74,712.3 km', 'miles', 'KM', 'not actual', 'exempt', '2014', '11/20/2026'],
        ...['yes', 'no', '1', 'today', 'To be marked', 'Illegible', ' Never  marked ', 'e\u0301', '\u00A0a\tb'],
      ),
    );
    fc.assert(
      fc.property(
        fc.record({
          manufacturer: fc.oneof(text, fc.constantFrom('pmf', 'Glock GmbH')),
          model: text,
          type: fc.oneof(text, fc.constantFrom('pistol', 'RIFLE', '')),
          caliber: text,
          serials: fc.array(fc.oneof(text, fc.constantFrom('A1; A2', ' B ', 'NSN')), { maxLength: 4 }),
          acquiredOn: fc.oneof(text, fc.constantFrom('today', '1/2/26', '2026-11-20')),
          acquiredFrom: text,
          acquiredFromAddress: text,
          acquiredFromLicence: fc.oneof(text, fc.constantFrom('94403908 8G05138')),
          note: text,
          details: fc.dictionary(field, text) as fc.Arbitrary<Details>,
          keying: fc.option(fc.array(fc.constantFrom('typed' as const, 'scanned' as const), { maxLength: 4 }), {
            nil: undefined,
          }),
        }),
        fc.constantFrom(...KINDS),
        (draft, book) => {
          const { keying, ...rest } = draft;
          const once = kept({ ...emptyAcquisition(category), ...rest, ...(keying ? { keying } : {}) }, book);
          expect(kept(once, book)).toEqual(once);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has words for everything, and a checklist without doubles', () => {
    const { label, noun, plural, fields, types } = CATEGORIES[category];
    expect(isCategory(category) && CATEGORIES[category].id === category).toBe(true);
    for (const word of [label, noun, plural]) expect(word).toMatch(/^\p{L}+$/u);
    expect(fields.map((f) => f.name)).toEqual(expect.arrayContaining(['manufacturer', 'model', 'serial', 'type']));
    expect(new Set(types).size).toBe(types.length);
    const ids = checklistOf(category).map((check) => check.id);
    expect(ids.length).toBeGreaterThan(4);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is kept beside a unit', () => {
  test('amounts become exact, dates ISO, a receipt yes or no', () => {
    const { details } = kept(
      good('tool', { details: { price: '$3,599.5', value: '950 €', warrantyUntil: '5/9/2029', receipt: 'y' } }),
    );
    expect(details).toEqual({ price: '3599.50', value: '950.00 EUR', warrantyUntil: '2029-05-09', receipt: 'Yes' });
    expect(codes(good('tool', { details: { price: 'cheap' } }))).toEqual(['refused money-unreadable']);
    expect(codes(good('tool', { details: { warrantyUntil: '2026-02-30' } }))).toEqual(['refused date-impossible']);
  });
  test('no receipt is told in an inventory only', () => {
    expect(codes(good('tool', { details: { receipt: 'no' } }), 'inventory')).toEqual(['warning receipt-missing']);
    expect(codes(good('tool', { details: { receipt: 'no' } }))).toEqual([]);
  });
});

describe('a vehicle', () => {
  test.each([
    ['2014', []],
    ['1880', []],
    ['2028', []],
    ['1879', ['refused year-impossible']],
    ['0', ['refused year-impossible']],
    ['99', ['refused year-impossible']],
    ['abc', ['refused year-impossible']],
    ['20145', ['refused year-impossible']],
    ['2014.0', ['refused year-impossible']],
    ['2029', ['warning year-future']],
    ['2099', ['warning year-future']],
    ['', ['warning year-missing']],
  ])('of model year “%s”', (year, expected) => {
    expect(codes(good('vehicle', { details: { year } }))).toEqual(expected);
  });

  test('has one of the known kinds of number, or none said', () => {
    for (const numberScheme of NUMBER_SCHEMES)
      expect(codes(good('vehicle', { details: { numberScheme } })), numberScheme).toEqual([]);
    expect(codes(good('vehicle', { details: { numberScheme: 'vin' } }))).toEqual(['refused number-scheme-unknown']);
    // A terminal and an import have no list to choose from.
    const said = (draft: AcquisitionDraft) => checkAcquisition(draft, context('register')).findings[0]?.message;
    expect(said(good('vehicle', { details: { numberScheme: 'vin' } }))).toMatch(
      /Choose one of: VIN \(17 characters\), .*Frame number, Engine number\.$/,
    );
    expect(said(good('vehicle', { details: { serialState: 'lost' } }))).toMatch(
      /Choose one of: Never marked, Illegible, Removed or altered\.$/,
    );
  });

  test.each([
    ['Sedan', 'Car'],
    ['crew cab', 'Pickup or truck'],
    ['SUV', 'Van or SUV'],
    ['Motor cycle', 'Motorcycle'],
    ['boat', 'Boat'],
    ['Riding mower', 'Tractor or off-road'],
    ['ride-on mower', 'Tractor or off-road'],
    ['Lawn tractor', 'Tractor or off-road'],
    ['Snowmobile', 'Tractor or off-road'],
    ['Quad', 'Tractor or off-road'],
    ['Quad bike', 'Tractor or off-road'],
    ['ATV', 'Tractor or off-road'],
    ['UTV', 'Tractor or off-road'],
    ['Side-by-side', 'Tractor or off-road'],
    ['Golf cart', 'Tractor or off-road'],
    ['Dirt bike', 'Motorcycle'],
    ['Pontoon', 'Boat'],
    ['Kayak', 'Boat'],
    ['Motor home', 'Bus or heavy truck'],
    ['Motorhome', 'Bus or heavy truck'],
    ['Minivan', 'Van or SUV'],
    ['Camper van', 'Van or SUV'],
    ['Travel trailer', 'Trailer'],
    ['Caravan', 'Trailer'],
    ['Fifth wheel', 'Trailer'],
    ['custom', ''],
    ['Canvas top', ''],
    ['', ''],
  ])('with the body “%s” is a %s', (body, type) => {
    expect(typeOfBody(body)).toBe(type);
    expect(kept(good('vehicle', { type: '', details: { body } })).type).toBe(type);
    expect(kept(good('vehicle', { type: 'Trailer', details: { body } })).type).toBe('Trailer');
  });

  test.each(['Riding mower', 'Snowmobile', 'Golf cart', 'Dirt bike', 'Pontoon boat', 'Motor home', 'Sedan'])(
    'called “%s” where the kind belongs is of the kind that the list has, and the word is kept as its body',
    (word) => {
      const { type, details } = kept(good('vehicle', { type: word, details: { body: '' } }));
      expect(type).toBe(typeOfBody(word));
      expect(details.body).toBe(word);
      expect(kept(good('vehicle', { type: word, details: { body: 'Red one' } })).type).toBe(word);
      expect(kept(good('vehicle', { type: 'motorcycle' })).type).toBe('Motorcycle');
    },
  );

  test('that bears no VIN is not asked for one, nor for a plate', () => {
    for (const type of ['Boat', 'Tractor or off-road']) {
      const { findings } = checkAcquisition(
        good('vehicle', { type, serials: [], details: { year: '', plate: '' } }),
        context('register'),
      );
      expect(findings.map((f) => f.code)).toEqual(['serial-missing', 'year-missing']);
      for (const { message } of findings) expect(message).not.toMatch(/VIN|windshield/);
    }
  });

  test('asks for the seller’s address and hints at the plate', () => {
    expect(codes(good('vehicle', { acquiredFromAddress: '' }))).toEqual(['warning acquired-from-address-missing']);
    expect(codes(good('vehicle', { details: { plate: '' } }))).toEqual(['hint plate-missing']);
  });

  test('leaves with an odometer in the unit it came with', () => {
    const line = { acquiredOn: '2026-11-20', category: 'vehicle' as const, serial: 'A1' };
    const out = (odometerOut: string, details: Details) =>
      checkDisposition(
        { ...emptyDisposition(), disposedOn: '2026-11-21', disposedTo: 'Ana', details: { odometerOut } },
        { ...line, details },
        context('register'),
      );
    const inMiles = { odometer: '74712', odometerUnit: 'mi' };
    expect(out('74,759 mi', inMiles)).toMatchObject({ findings: [], draft: { details: { odometerOut: '74759' } } });
    expect(out('74,000', inMiles).findings.map((f) => f.code)).toEqual(['odometer-backwards']);
    expect(out('120,000 km', inMiles).findings.map((f) => `${f.severity} ${f.code}`)).toEqual([
      'refused odometer-unit-differs',
    ]);
    expect(out('120,000 km', {}).findings).toEqual([]);
    expect(out('far', inMiles).findings.map((f) => f.code)).toEqual(['odometer-unreadable']);
  });
});

describe('a firearm whose number can’t be read', () => {
  const rifle = (state: string, ...serials: string[]) =>
    good('firearm', { serials, details: state === '' ? {} : { serialState: state } });
  const said = (state: string, serial: string, book: BookKind = 'statutory') =>
    checkAcquisition(rifle(state, ...(serial === '' ? [] : [serial])), context(book)).findings;

  test('may be entered with its state and no number, or with ? for what can’t be read, and is told the law', () => {
    for (const state of ['Illegible', 'Removed or altered'])
      for (const serial of ['', '?', '?????', 'A?123', '12??', '?9-1'])
        expect(
          said(state, serial).map((f) => `${f.severity} ${f.code}`),
          `${state} ${serial}`,
        ).toEqual([`warning serial-${state === 'Illegible' ? 'illegible' : 'removed'}`]);
    const [removed] = said('Removed or altered', '');
    expect(removed).toMatchObject({
      field: 'serialState',
      cite: '18 U.S.C. 922(k); 26 U.S.C. 5861(h)',
      certainty: 'secondary',
    });
    expect(removed!.message).toMatch(/Do not take it in.+call ATF/);
    expect(said('Illegible', '')[0]).toMatchObject({ cite: expect.stringContaining('922(k)') });
    expect(said('Never marked', '')).toMatchObject([
      { severity: 'warning', code: 'serial-unmarked', cite: '27 CFR 478.92', certainty: 'secondary' },
    ]);
  });

  test('without a state is sent to the states, and nowhere to NSN', () => {
    for (const serial of ['', '---', '???', '?', '/', 'UNK', 'TBD', 'obliterated', 'illegible', '0', 'N/A']) {
      const [finding, ...more] = said('', serial);
      expect(more, serial).toEqual([]);
      expect(finding!.message, serial).not.toContain('NSN');
      expect(finding!.message, serial).toContain('“State of the number”');
      expect(finding!.cite, serial).toBeDefined();
    }
    expect(said('', 'A?123')).toMatchObject([{ severity: 'warning', code: 'serial-unread' }]);
  });

  test.each([
    ['serial-removed', 'Removed or altered', ['obliterated', 'Defaced', 'filed off', 'GROUND OFF', 'scratched off']],
    ['serial-illegible', 'Illegible', ['illegible', 'worn off', 'unreadable']],
    ['serial-none', 'Never marked', ['NSN', 'none', 'no number', 'not marked', 'No serial']],
    ['serial-none', 'Removed or altered', ['UNK', 'unknown', 'n.a.', 'not applicable', 'None visible', '0', 'N/A']],
  ])('%s: a word that says so points to “%s” and to the law: %o', (code, state, words) => {
    for (const word of words)
      for (const book of KINDS)
        expect(said('', word, book), word).toMatchObject([
          {
            severity: 'warning',
            code,
            message: expect.stringContaining(`“${state}”`),
            cite: expect.stringMatching(/922\(k\)/),
          },
        ]);
  });

  test('may be called NSN where nothing speaks against it, and not beside a state that says otherwise', () => {
    expect(said('', 'NSN').map((f) => f.severity)).toEqual(['warning']);
    expect(said('', 'NSN')[0]!.message).toMatch(/only for a firearm made before 1968 that never had one/);
    expect(said('Removed or altered', 'NSN').map((f) => f.code)).toEqual(['serial-removed', 'serial-none']);
    expect(said('Removed or altered', 'NSN')[1]!.message).toMatch(/Leave it empty/);
    expect(said('Never marked', 'NSN').map((f) => f.code)).toEqual(['serial-unmarked']);
    expect(said('Never marked', 'A123').map((f) => `${f.severity} ${f.code}`)).toEqual([
      'warning serial-state-contradicts',
    ]);
  });

  test('is not handed on as if nothing were', () => {
    const gone = (kind: 'transfer' | 'destroyed', serialState: string) =>
      checkDisposition(
        { ...emptyDisposition(), kind, disposedOn: '2026-11-21', disposedTo: 'Ana', disposedToAddress: '1 A St' },
        { acquiredOn: '2026-11-20', category: 'firearm', serial: '', details: { serialState } },
        context('statutory'),
      ).findings.map((f) => `${f.severity} ${f.code}`);
    expect(gone('transfer', 'Removed or altered')).toEqual(['warning serial-removed']);
    expect(gone('destroyed', 'Removed or altered')).toEqual([]);
    expect(gone('transfer', 'Illegible')).toEqual([]);
  });

  test('made privately is to be marked in a book of record, and may be without in an owner’s inventory', () => {
    const pmf = (book: BookKind, state: string, ...serials: string[]) =>
      codes({ ...rifle(state, ...serials), manufacturer: 'PMF' }, book);
    expect(pmf('statutory', 'Never marked')).toEqual(['refused serial-state-contradicts', 'refused serial-missing']);
    expect(pmf('inventory', 'Never marked')).toEqual(['warning serial-unmarked']);
    expect(pmf('statutory', '', 'NSN')).toEqual(['warning serial-none']);
    expect(said('', 'NSN', 'inventory')[0]!.message).not.toMatch(/seventh day/);
  });
});

test('a word in place of a number is noticed on every unit, and says which state to choose', () => {
  for (const category of CATEGORY_IDS.filter((id) => id !== 'firearm')) {
    const of = (serial: string, serialState = '', book: BookKind = 'register') =>
      checkAcquisition(
        good(category, { serials: [serial], details: serialState ? { serialState } : {} }),
        context(book),
      ).findings.filter((f) => f.field === 'serial');
    const severity = category === 'vehicle' ? 'refused' : 'warning';
    for (const [word, state] of [
      ['filed off', '“Removed or altered”'],
      ['illegible', '“Illegible”'],
      ['no number', '“Never marked”'],
      ['n.a.', '“State of the number”'],
      ['not applicable', '“State of the number”'],
      ['UNK', '“State of the number”'],
      ['none visible', '“State of the number”'],
      ['0', '“State of the number”'],
      ['TBD', 'enter it when you have it'],
    ] as const) {
      expect(of(word), `${category} ${word}`).toMatchObject([{ severity, code: 'serial-none' }]);
      expect(of(word)[0]!.message).toContain(state);
      expect(of(word, '', 'inventory')).toMatchObject([{ severity: 'warning' }]);
    }
    expect(of('???')).toMatchObject([{ severity: 'refused', code: 'serial-empty' }]);
    expect(of('???', 'Illegible')).toEqual([]);
    expect(of('A?12')).toMatchObject([{ severity: 'warning', code: 'serial-unread' }]);
    expect(of('A?12', 'Removed or altered')).toEqual([]);
    expect(of('---')[0]!.message).toContain('“State of the number”');
  }
});

/** Numbers of the usual forms, and near misses of the words for none. */
const GOOD_NUMBERS: Readonly<Record<CategoryId, string>> = {
  firearm:
    'BKVR123 AFDA721 XYZ1234US 0013-63972 256-12345 RS58411C RAR123456 DK2865226 CZX1234 NDZ1234 FZK9911 A123456 1234567 K123456 N987654 AA12345 PA-123456 M98-1234 K98A1234 91/30-4412 MN1234 9130MN77 SN1 12345678-0001 54812345-A77 U123456 G17-0001 TT12345 P.08-1234 NSN-1042 UNK1234 NA1042 N/A123 LOST1 BLANK12 REM870-1 ILLEGAL7 WORN1 FILED9 GROUND4 0001 00042 7 42 1917 M1917-22 1968-12 PRE68-1 SBR001 TBD12 XXX123 NONE0 UNKN77 SEE1234 PER-1024 REFER7 T0624-20AB12345 Ø17 13A-4521 AB-12/34 SA7-000123',
  vehicle:
    '1HGCM82633A004352 1M8GDM9AXKP042788 5YJ3E1EA7KF317000 JHMCM56633C004352 WDB2030461A123456 VF1BB05CF30204145 1G1ZC5E02CF123456 JYARM06E7EA000123 1C4AB1FP1KV790780 4T1TPFG24KX695558 2C3TPYKX1KK419370 16VAX1011G2012345 1LV1025HCHH123456 US-BLBA1234D404 ABC12345D404 ETWB1234D404 400123456 RW4020 PQ1234-567890 9T02F123456 7F02T123456 136371A123456 194675S123456 6R08A123456 WS23N0D123456 LL29E5B123456 GS23N71D123456 124379N543210 344870M123456 KB50-1234 117-123456 G13B-77120 AE86-0012345 BNR32-001234 SV650-1001 CB750-1044650 TX650-12345 1J66512345 T120DU12345 SSC12345 N0001 NA6CE-100123 NB8C101234 UNKN1234 NONE77 REMOVED1 WORN9 42 7 000123 X1 XX12 SEE-12 M20A123 PER12 SN400 HIN12345 VIN12345 TAG77 LABEL8 SKV12345B606 CEC12345M84A BRB12345C505',
  tool: '175418 585867986 68859A 20243304459 F24DF210164948 F24DF203813897 CS2137D12345 ER114600001 62401Y 2495K 203890019 LX-9-1234 A12 B77 0042 7 XX1 N0NE 3601JC4012 912001234 804000123 GSB-11-22 J22AF123456 K44BD1904 H18DA2001234 1234567890A 2021-004512 W12345678 EU2200-1234567 EAAJ-1234567 1010551234 QN3001 MM0712345 SN-77 S12345 5A1234 M18-44-7712 B59A170400123 L41AD1809 PNC96750 550XP-1234 110077 9912 EB-12345 T0042 TAG-9 LOT9X1 ZX81 AB123CD NA12 N-77 NIL9 LABEL12 UNIT-12 PLATE9 0100 00A NOTE7 LOSTB ABC999',
  electronics:
    'C02XK0ABCD F2LX12ABCDEF G6TZK0N9HG7F J9K2QW7XYZ R5CR30ABCDE RF8M12ABCDE PF1ABC23 PC0X1234 5CD1234ABC 8CG9123XYZ ABCD123 7XK2MM2 047937142 3112345 2034567 112051234567 SN12345678 XTW1234567890 S01-2345678-A 490154203237518 356938035643809 AC123456789 403NDAB12345 107INXX12345 L8CK1234 M4B1234567 G0W12345678901 1ZNBJ123456 F4DE1A2B3C X00012345 0042 7712 AA1 NB1234 NANO12 N100-22 XX99 UNK9X KJH-12 P1000 NULL5 VOID12 BLANK-1 EMPTY9 MISSING4 LABEL2 SEE99 DMPX1234567 CNU1234ABC MXL1234XYZ HUB-1 JK77-1 K1 Z6-2031 NKZ1234 QD123 TAGX1 BOX12 PHOTO9 M1',
  appliance:
    'FD989732512 012340123456789012 C12345678 M12345678 VR123456A 403TNZB1A234 0A1B234C567890D 1234567 12345678901 KX1234567 FS1234567A LR123456 XL12345678 S12345678 ZH123456 AB12C34567 1512A12345 0612345678 1234A56789 RHLN0123456 M091234567 L12A345678 F123456789 W10712345 XB1234567890 TS123456789 GR123456 CX0312345 505TASV1B234 606MRQA1C345 A3C-US-ABC1234A 000123 0042 42 7 NA7 NONE1 UNKX N99 X1 XX2 WORN2 SEE2 LABEL7 REM9 NIL77 LOST7 BLANKET1 RATED12 PLATE12 TBD9 PENDING1 4-1234 9/1234 1.2345 A-1-B-2 XJ9 PT12 ZZ1 00001',
  other:
    'WTU123K0456P WSBC604123456K M12345 Z1234567 1HN12345 0612345 B12345678 S/N12 R-1234 AB1 4521 42 7 0042 F102345 C123456 A1234B 9-1234 1959-1234 L5S1234 G12-34 93012345 J123456 X123 2021/044 NO-12 UNK-4 NA-12 NSN-9 NULL-1 LOST-2 WORN-3 GONE-4 SEE-5 REF-6 PER-7 LAB-8 TAG-10 BOX-11 IN-12 ON-13 M-14 K-15 MARK-16 PLATE-17 LABEL-18 STICKER-19 VARIOUS-20 SEVERAL-21 EMPTY-22 LATER-23 TBA-24 TBD-25 XXX-26 PEND-27 FILED-28 CUT-29 BURN-30 PIT-31 RUST-32',
};

test.each(CATEGORY_IDS)('a number that %s may bear is taken without a word', (category) => {
  const numbers = GOOD_NUMBERS[category].split(' ');
  expect(numbers.length).toBeGreaterThan(56);
  for (const serial of numbers)
    expect(
      checkAcquisition(good(category, { serials: [serial] }), context('inventory')).findings.filter(
        (f) => f.severity !== 'hint' && (f.field === 'serial' || f.field === 'serialState'),
      ),
      serial,
    ).toEqual([]);
});

test('of a text that points elsewhere, ATF’s ruling is cited to those who are under it', () => {
  for (const category of CATEGORY_IDS)
    for (const book of KINDS) {
      if (book === 'statutory' && category !== 'firearm') continue;
      for (const changes of [
        { serials: ['see receipt'] },
        { manufacturer: 'see receipt' },
        { acquiredFrom: 'ditto' },
      ]) {
        if (category === 'firearm' && book === 'register') continue;
        const { findings } = checkAcquisition(good(category, changes), context(book));
        const found = findings.filter((f) => /elsewhere/.test(f.code));
        expect(found.length, `${category} ${book}`).toBe(1);
        expect(found[0]!.cite, `${category} ${book}`).toBe(
          book === 'statutory' ? 'ATF Ruling 2016-1, condition 3' : undefined,
        );
      }
    }
});

describe('a privately made firearm', () => {
  const pmf = (more: Partial<AcquisitionDraft> = {}) =>
    good('firearm', {
      manufacturer: 'PMF',
      model: 'None',
      type: 'Pistol',
      caliber: '9mm',
      serials: [],
      details: { serialState: 'To be marked' },
      ...more,
    });
  test('may come in before it is marked, and no other unit may', () => {
    expect(DAYS_TO_MARK).toBe(7);
    expect(SERIAL_STATES[0]).toBe('To be marked');
    expect(codes(pmf(), 'statutory')).toEqual(['warning serial-pending']);
    expect(kept(pmf({ manufacturer: 'pmf' }), 'statutory').manufacturer).toBe('PMF');
    expect(codes(pmf({ manufacturer: 'Ruger' }), 'statutory')).toContain('refused serial-pending-not-pmf');
    expect(codes(pmf({ serials: ['12345678-1'] }), 'statutory')).toContain('refused serial-state-contradicts');
  });

  test.each(['Privately made', 'Home-built, J. Doe', 'self made', 'P.M.F. 12', 'PMF (J. Doe)', 'Homemade by owner'])(
    'made by “%s” is asked about',
    (manufacturer) => {
      expect(codes(pmf({ manufacturer, serials: ['5-48-01234-17'], details: {} }), 'statutory')).toContain(
        'warning manufacturer-pmf',
      );
    },
  );
  test.each(['PMF', 'Homestead Arms', 'PMFG Industries', 'Selfridge'])('made by “%s” is not', (manufacturer) => {
    const said = codes(pmf({ manufacturer, serials: ['5-48-01234-17'], details: {} }), 'statutory');
    expect(said).not.toContain('warning manufacturer-pmf');
  });
  test('may not be handed on before it is marked; that it was stolen or destroyed is recorded as it was', () => {
    const gone = (kind: 'transfer' | 'theft-loss' | 'destroyed', serial = '') =>
      checkDisposition(
        { ...emptyDisposition(), kind, disposedOn: '2026-11-21', disposedTo: 'Ana', disposedToAddress: '1 A St' },
        { acquiredOn: '2026-11-20', category: 'firearm', serial, details: { serialState: 'To be marked' } },
        context('statutory'),
      ).findings.filter((f) => f.code === 'serial-pending');
    expect(gone('transfer')).toMatchObject([{ severity: 'refused' }]);
    expect(gone('theft-loss')).toMatchObject([{ severity: 'warning' }]);
    expect(gone('destroyed')).toMatchObject([{ severity: 'warning' }]);
    expect(gone('transfer', '12345678-1')).toEqual([]);
  });
});

describe('a correction', () => {
  const empty = Object.fromEntries(COLUMN_FIELDS.map((field) => [field, ''])) as Record<
    (typeof COLUMN_FIELDS)[number],
    string
  >;
  const lineOf = (category: CategoryId, more: Partial<AcquisitionDraft> = {}) => {
    const { serials, details, note: _, keying: __, ...columns } = good(category, more);
    return { ...empty, ...columns, serial: serials.join('; '), ...details, dispositionKind: '' as const };
  };
  const correct = (
    line: Parameters<typeof checkCorrection>[0],
    field: Parameters<typeof checkCorrection>[1],
    value: string,
    book: BookKind = 'register',
  ) => {
    const { findings, value: as } = checkCorrection(line, field, value, context(book));
    return { as, codes: findings.filter((f) => f.severity !== 'hint').map((f) => `${f.severity} ${f.code}`) };
  };

  test.each(CATEGORY_IDS)(
    'of any detail of %s is read as in an entry, and one of another category is refused',
    (category) => {
      for (const field of DETAIL_FIELDS) {
        const has = hasField(category, 'register', field);
        const value = field === 'serialState' ? 'Illegible' : field === 'numberScheme' ? 'Frame number' : '2019';
        const { codes: said } = correct(lineOf(category), field, value);
        if (!has) expect(said, field).toEqual(['refused field-not-here']);
        else if (DISPOSITION_FIELDS.includes(field)) expect(said, field).toEqual(['refused line-not-disposed']);
        else expect(said, field).not.toContain('refused field-not-here');
      }
    },
  );

  test('keeps amounts, odometers and dates as an entry would, and says where nothing changes', () => {
    expect(correct(lineOf('tool'), 'price', '$1,000')).toEqual({ as: '1000.00', codes: [] });
    expect(correct(lineOf('tool', { details: { price: '1000.00' } }), 'price', '1,000')).toEqual({
      as: '1000.00',
      codes: ['refused nothing-changed'],
    });
    expect(correct(lineOf('vehicle', { details: { odometerUnit: 'mi' } }), 'odometer', '80,000')).toEqual({
      as: '80000',
      codes: [],
    });
    expect(correct(lineOf('vehicle', { details: { odometerUnit: 'mi' } }), 'odometer', '80,000 km').codes).toEqual([
      'refused odometer-unit-differs',
    ]);
    expect(correct(lineOf('tool'), 'price', '\u200B5').codes).toEqual(['refused text-invisible']);
    expect(correct(lineOf('tool', { details: { lot: '7' } }), 'lot', '')).toEqual({ as: '', codes: [] });
  });

  test('of what was written when it left reaches a line that has left, with its own rules', () => {
    const gone = {
      ...lineOf('vehicle', { details: { odometer: '74712', odometerUnit: 'mi' } }),
      disposedOn: '2026-11-21',
      disposedTo: 'Ana',
      odometerOut: '74759',
      dispositionKind: 'transfer' as const,
    };
    expect(correct(gone, 'odometerOut', '74,760')).toEqual({ as: '74760', codes: [] });
    expect(correct(gone, 'odometerOut', '74,000').codes).toEqual(['warning odometer-backwards']);
    expect(correct(gone, 'priceSold', '$5')).toEqual({ as: '5.00', codes: [] });
    expect(correct(gone, 'odometerOut', '9 km').codes).toContain('refused odometer-unit-differs');
  });

  test('takes neither number nor reason from a line: what is beside it must stay lawful', () => {
    const pending = lineOf('firearm', {
      manufacturer: 'PMF',
      serials: [],
      details: { serialState: 'To be marked' },
    });
    expect(correct(pending, 'serialState', '', 'statutory').codes).toContain('refused serial-missing');
    expect(correct(pending, 'serialState', 'Never marked', 'statutory').codes).toContain('refused serial-missing');
    expect(correct(pending, 'serialState', 'Illegible', 'statutory').codes).toEqual(['warning serial-illegible']);
    expect(correct(pending, 'manufacturer', 'Ruger', 'statutory').codes).toContain('refused serial-pending-not-pmf');
    expect(correct(pending, 'serial', '12345678-1', 'statutory').codes).toContain('refused serial-state-contradicts');
    expect(correct(pending, 'model', 'X', 'statutory').codes).toEqual([]);
    const unmarked = lineOf('vehicle', { serials: [], details: { serialState: 'Never marked' } });
    expect(correct(unmarked, 'serialState', '').codes).toEqual(['refused serial-missing']);
  });
});
