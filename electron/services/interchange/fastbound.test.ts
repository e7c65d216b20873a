import { describe, expect, it } from 'vitest';
import { MADE_HEADER } from '../../../tests/fixtures/make-fastbound.ts';
import { fastboundFormat } from './fastbound.ts';

const context = { today: '2026-11-22', openDays: [1, 2, 3, 4, 5, 6], forms4473Numbered: false };
const FULL = {
  ItemNumber: '100001',
  Manufacturer: 'Vossberg GmbH',
  Importer: 'Vossberg USA Inc',
  Model: 'V17',
  Type: 'Pistol',
  Caliber: '9x19',
  Serial: 'HK001; IM002',
  Cost: '410.00',
  Acquire_Date: '2024-03-01',
  AcquisitionType: 'Purchase',
  Acquire_License: '1-23-045-01-7A-10001',
  Acquire_LicenseName: 'Sable Creek Distributing LLC',
  Acquire_LicenseExpires: '2027-01-01',
  Acquire_Address1: '9 Pine Ct',
  Acquire_Address2: 'Suite 4',
  Acquire_City: 'Boise',
  Acquire_State: 'ID',
  Acquire_Postal: '83702',
  Acquire_Country: 'US',
  Notes: 'box and papers',
};
const SOLD = {
  ...FULL,
  Dispose_Date: '2024-05-06',
  DispositionType: 'Sale',
  Dispose_FirstName: 'Lucía',
  Dispose_LastName: 'Walsh',
  Dispose_Address1: '4 Elm St',
  Dispose_City: 'Tulsa',
  Dispose_State: 'OK',
  Dispose_Postal: '74103',
  TTSN: '10001',
};
type Cells = Partial<Record<string, string>>;

const map = (cells: Cells, header: readonly string[] = MADE_HEADER) => {
  const row = fastboundFormat.map(header, context)(header.map((name) => cells[name] ?? ''));
  return { ...row, codes: row.findings.map((f) => `${f.severity} ${f.code} ${f.field}`) };
};

describe('the header of FastBound', () => {
  const ask = (header: string[]) => fastboundFormat.matches(header);

  it('is known in full and in its smallest form, whatever its style', () => {
    const smallest = ['Manufacturer', 'Model', 'Serial', 'Caliber', 'Type', 'Acquire_Date', 'Acquire_Organization'];
    expect(ask(MADE_HEADER)).toEqual({ ok: true });
    expect(ask(smallest)).toEqual({ ok: true });
    expect(ask(smallest.map((name) => name.toUpperCase().replace('_', ' ')))).toEqual({ ok: true });
    expect(ask(smallest.map((name) => name.toLowerCase().replace('_', '')))).toEqual({ ok: true });
  });

  it('that lacks columns says which', () => {
    const answer = ask(MADE_HEADER.filter((name) => name !== 'Serial' && name !== 'Acquire_Date'));
    expect(answer).toMatchObject({
      ok: false,
      message: expect.stringContaining('lacks Serial, Acquire_Date. It has:'),
    });
    const noParty = ask(['Manufacturer', 'Model', 'Serial', 'Caliber', 'Type', 'Acquire_Date']);
    expect(noParty).toMatchObject({ ok: false, message: expect.stringContaining('Acquire_LicenseName (or') });
  });

  it('of another program says what was found, and not all of a long line', () => {
    const answer = ask(['Date Received', 'Make', ...Array.from({ length: 50 }, (_, i) => `x${i}`), 'y'.repeat(150)]);
    expect(answer.ok ? '' : answer.message).toMatch(
      /does not have FastBound’s columns.*Date Received, Make.*and 45 more/,
    );
    expect(answer.ok ? 0 : answer.message.length).toBeLessThan(400);
  });
});

describe('a row', () => {
  it('from a licensee, still in stock', () => {
    const { acquisition, disposition, extra, codes } = map(FULL);
    expect(acquisition).toEqual({
      category: 'firearm',
      details: {},
      manufacturer: 'Vossberg GmbH',
      importer: 'Vossberg USA Inc',
      model: 'V17',
      serials: ['HK001', 'IM002'],
      type: 'Pistol',
      caliber: '9x19',
      acquiredOn: '2024-03-01',
      acquiredFrom: 'Sable Creek Distributing LLC',
      acquiredFromAddress: '9 Pine Ct, Suite 4, Boise, ID 83702',
      acquiredFromLicence: '1-23-045-01-7A-10001',
      note: 'box and papers',
    });
    expect(disposition).toBeNull();
    expect(extra).toEqual({
      ItemNumber: '100001',
      Cost: '410.00',
      AcquisitionType: 'Purchase',
      Acquire_LicenseExpires: '2027-01-01',
      Acquire_Country: 'US',
    });
    expect(codes).toEqual([]);
  });

  it('sold to a person, with the number of the form beside the address', () => {
    const { disposition, extra, codes } = map(SOLD);
    expect(disposition).toEqual({
      kind: 'transfer',
      disposedOn: '2024-05-06',
      disposedTo: 'Lucía Walsh',
      disposedToAddress: '4 Elm St, Tulsa, OK 74103',
      disposedToLicence: '',
      form4473: '10001',
      incidentAtf: '',
      incidentPolice: '',
      note: '',
    });
    expect(extra).toMatchObject({ DispositionType: 'Sale' });
    expect(codes).toEqual([]);
  });

  it('loses nothing: every cell is in the draft or beside it', () => {
    const cells = Object.fromEntries(MADE_HEADER.map((name, i) => [name, `cell ${i}.`]));
    const { acquisition, disposition, extra } = map(cells);
    const kept = JSON.stringify([acquisition, disposition, extra]);
    for (const cell of Object.values(cells)) expect(kept).toContain(cell);
  });

  it('is trimmed where it goes into the book and verbatim beside it', () => {
    const { acquisition, extra } = map({ ...FULL, Model: '  V17 ', Location: ' Case\t2 ', Cost: '=1+1' });
    expect(acquisition.model).toBe('V17');
    expect(extra).toMatchObject({ Location: ' Case\t2 ', Cost: '=1+1' });
  });

  it('takes a note under either of its names, or both', () => {
    const header = [...MADE_HEADER, 'Note'];
    expect(map({ ...FULL, Note: 'traded in' }, header).acquisition.note).toBe(
      'box and papers\ntraded in'.split('\n').reverse().join('\n'),
    );
    expect(map({ ...FULL, Notes: '', Note: 'traded in' }, header).acquisition.note).toBe('traded in');
  });
});

describe('whom it came from', () => {
  const NOBODY = { ...FULL, Acquire_License: '', Acquire_LicenseName: '', Acquire_LicenseExpires: '' };

  it('is a person of up to four names', () => {
    const { acquisition, codes, columnOf } = map({
      ...NOBODY,
      Acquire_FirstName: 'Mary',
      Acquire_MiddleName: 'Ann',
      Acquire_LastName: "O'Neill",
      Acquire_Suffix: 'JR',
    });
    expect(acquisition.acquiredFrom).toBe("Mary Ann O'Neill JR");
    expect(columnOf('acquiredFrom')).toBe('Acquire_FirstName');
    expect(codes).toEqual([]);
  });

  it('is an organization', () => {
    const { acquisition, columnOf, codes } = map({ ...NOBODY, Acquire_Organization: 'Town of Elm' });
    expect(acquisition).toMatchObject({ acquiredFrom: 'Town of Elm', acquiredFromLicence: '' });
    expect(columnOf('acquiredFrom')).toBe('Acquire_Organization');
    expect(codes).toEqual([]);
  });

  it('is a licensee by its licence’s name; the trade name stays beside it', () => {
    const both = map({ ...FULL, Acquire_TradeName: 'Sable Guns' });
    expect(both.acquisition.acquiredFrom).toBe('Sable Creek Distributing LLC');
    expect(both.extra.Acquire_TradeName).toBe('Sable Guns');
    const trade = map({ ...FULL, Acquire_LicenseName: '', Acquire_TradeName: 'Sable Guns' });
    expect(trade.acquisition.acquiredFrom).toBe('Sable Guns');
    expect(trade.extra.Acquire_TradeName).toBeUndefined();
  });

  it('is the licensee where a person is named too, with a warning and nothing lost', () => {
    const { acquisition, extra, codes } = map({ ...FULL, Acquire_FirstName: 'Mei', Acquire_LastName: 'Xu' });
    expect(acquisition.acquiredFrom).toBe('Sable Creek Distributing LLC');
    expect(extra).toMatchObject({ Acquire_FirstName: 'Mei', Acquire_LastName: 'Xu' });
    expect(codes).toEqual(['warning party-two-kinds Acquire_LicenseName']);
  });

  it('is the organization where a person is named too', () => {
    const { acquisition, extra, codes } = map({
      ...NOBODY,
      Acquire_Organization: 'Town of Elm',
      Acquire_FirstName: 'Mei',
      Acquire_LastName: 'Xu',
    });
    expect(acquisition.acquiredFrom).toBe('Town of Elm');
    expect(extra).toMatchObject({ Acquire_FirstName: 'Mei' });
    expect(codes).toEqual(['warning party-two-kinds Acquire_Organization']);
  });

  it('is a person with a licence number, where the licence’s name is left out', () => {
    const { acquisition, codes } = map({
      ...FULL,
      Acquire_LicenseName: '',
      Acquire_FirstName: 'Mei',
      Acquire_LastName: 'Xu',
    });
    expect(acquisition).toMatchObject({ acquiredFrom: 'Mei Xu', acquiredFromLicence: '1-23-045-01-7A-10001' });
    expect(codes).toEqual(['warning licence-without-name Acquire_LicenseName']);
  });

  it('may live abroad', () => {
    const abroad = {
      ...NOBODY,
      Acquire_FirstName: 'Mei',
      Acquire_LastName: 'Xu',
      Acquire_State: '',
      Acquire_Postal: 'K1A 0B1',
    };
    const { acquisition, codes, extra } = map({ ...abroad, Acquire_City: 'Ottawa', Acquire_Country: 'Canada' });
    expect(acquisition.acquiredFromAddress).toBe('9 Pine Ct, Suite 4, Ottawa, K1A 0B1, Canada');
    expect(extra.Acquire_Country).toBeUndefined();
    expect(codes).toEqual([]);
  });

  it.each([
    ['Acquire_Address1', 'Acquire_Address1'],
    ['Acquire_City', 'Acquire_City'],
    ['Acquire_State', 'Acquire_State'],
  ])('with %s left out has no whole address', (blank, column) => {
    const person = { ...NOBODY, Acquire_FirstName: 'Mei', Acquire_LastName: 'Xu' };
    expect(map({ ...person, [blank]: '' }).codes).toEqual([`warning address-incomplete ${column}`]);
    expect(map({ ...FULL, [blank]: '' }).codes).toEqual([]);
  });
});

describe('a licence', () => {
  it.each([
    ['2024-02-29', ['warning licence-expired Acquire_LicenseExpires']],
    ['2/29/2024', ['warning licence-expired Acquire_LicenseExpires']],
    ['2024-03-01', []],
    ['2030-01-01', []],
    ['soon', ['warning licence-expires-unreadable Acquire_LicenseExpires']],
  ])('that expires on %s, relied on 1 March 2024', (expires, codes) => {
    expect(map({ ...FULL, Acquire_LicenseExpires: expires }).codes).toEqual(codes);
  });

  it('of the buyer is looked at on the day of the sale', () => {
    const buyer = {
      Dispose_License: '1-23-045-01-7A-10001',
      Dispose_LicenseName: 'Sable Creek',
      Dispose_FirstName: '',
      Dispose_LastName: '',
    };
    expect(map({ ...SOLD, ...buyer, Dispose_LicenseExpires: '2024-05-05' }).codes).toEqual([
      'warning licence-expired Dispose_LicenseExpires',
    ]);
    expect(map({ ...SOLD, ...buyer, Dispose_LicenseExpires: '2024-05-06' }).codes).toEqual([]);
  });
});

describe('what became of it', () => {
  const THEFT = {
    ...FULL,
    DispositionType: 'TheftLoss',
    TheftLoss_DiscoveredDate: '2024-06-01',
    TheftLoss_Type: 'MissingInventory',
    TheftLoss_ATFIssuedIncidentNumber: 'T2024001',
    TheftLoss_PoliceIncidentNumber: 'PD-7',
  };
  const DESTROYED = {
    ...FULL,
    DispositionType: 'Destroyed',
    Destroyed_Date: '2024-06-01',
    Destroyed_Description: 'Frame torch-cut',
    Destroyed_Witness1: 'Ada Walsh',
    Destroyed_Witness2: 'Otto Xu',
  };

  it.each(['Sale', 'sale', 'Regular', 'NFA', 'Manufacturing', 'Gift', 'Return to Owner', '', 'Unknown', 'None'])(
    '“%s” is a transfer',
    (word) => {
      const { disposition, codes } = map({ ...SOLD, DispositionType: word });
      expect(disposition?.kind).toBe('transfer');
      expect(codes).toEqual([]);
    },
  );

  it.each(['TheftLoss', 'Theft/Loss', 'Theft', 'stolen', 'LOST'])('“%s” is a theft or loss', (word) => {
    const { disposition, codes, extra } = map({ ...THEFT, DispositionType: word });
    expect(disposition).toMatchObject({
      kind: 'theft-loss',
      disposedOn: '2024-06-01',
      disposedTo: 'Missing inventory',
      incidentAtf: 'T2024001',
      incidentPolice: 'PD-7',
    });
    expect(extra.DispositionType).toBe(word);
    expect(codes).toEqual([]);
  });

  it('of a theft the day in Dispose_Date counts, and another day of discovery is kept', () => {
    const { disposition, extra } = map({ ...THEFT, Dispose_Date: '2024-06-03' });
    expect(disposition?.disposedOn).toBe('2024-06-03');
    expect(extra.TheftLoss_DiscoveredDate).toBe('2024-06-01');
  });

  it('destruction has its day, how, and who saw it', () => {
    const { disposition, codes } = map(DESTROYED);
    expect(disposition).toMatchObject({
      kind: 'destroyed',
      disposedOn: '2024-06-01',
      disposedTo: 'Frame torch-cut',
      note: 'Witnessed by Ada Walsh and Otto Xu',
    });
    expect(codes).toEqual([]);
    expect(map({ ...DESTROYED, Destroyed_Date: '', Dispose_Date: '2024-06-02' }).disposition?.disposedOn).toBe(
      '2024-06-02',
    );
    expect(map({ ...DESTROYED, Dispose_Date: '2024-06-02' }).extra.Dispose_Date).toBe('2024-06-02');
  });

  it('is known by its columns where DispositionType is blank', () => {
    expect(map({ ...THEFT, DispositionType: '' }).disposition?.kind).toBe('theft-loss');
    expect(map({ ...DESTROYED, DispositionType: '' }).disposition?.kind).toBe('destroyed');
  });

  it('can’t be two things at once', () => {
    const two = ['refused disposition-two-kinds DispositionType'];
    const sale = map({ ...THEFT, DispositionType: 'Sale' });
    expect(sale.codes).toEqual(two);
    expect(sale.extra).toMatchObject({ TheftLoss_Type: 'MissingInventory', TheftLoss_PoliceIncidentNumber: 'PD-7' });
    expect(map({ ...THEFT, Destroyed_Date: '2024-06-01' }).codes).toEqual(two);
    expect(map({ ...DESTROYED, TheftLoss_Type: 'Burglary' }).codes).toEqual(two);
  });

  it('in an unknown word is read by its columns, with a warning', () => {
    expect(map({ ...SOLD, DispositionType: 'Raffle' })).toMatchObject({
      disposition: { kind: 'transfer' },
      codes: ['warning disposition-type-unknown DispositionType'],
    });
    expect(map({ ...THEFT, DispositionType: 'Raffle' }).disposition?.kind).toBe('theft-loss');
  });

  it.each([
    'Dispose_Date',
    'Dispose_LastName',
    'Dispose_Postal',
    'TheftLoss_Type',
    'Destroyed_Witness1',
    'DispositionType',
  ])('is asked as soon as %s is filled in', (column) => {
    expect(map({ ...FULL, [column]: column === 'DispositionType' ? 'Sale' : 'x' }).disposition).not.toBeNull();
  });

  it.each(['None', 'N/A', '-', 'in stock'])('DispositionType “%s” alone is none', (word) => {
    expect(map({ ...FULL, DispositionType: word }).disposition).toBeNull();
  });

  it('a form number alone is none, and is kept', () => {
    const { disposition, extra, codes } = map({ ...FULL, TTSN: '10001' });
    expect([disposition, extra.TTSN]).toEqual([null, '10001']);
    expect(codes).toEqual(['warning form4473-without-disposition TTSN']);
  });

  it('deleted there is refused here, unless it was undeleted', () => {
    const header = [...MADE_HEADER, 'UndeleteNote'];
    expect(map({ ...FULL, DeleteType: 'Error' }, header).codes).toEqual(['refused deleted-there DeleteType']);
    expect(map({ ...FULL, DeleteType: 'Error', UndeleteNote: 'was right after all' }, header).codes).toEqual([]);
  });
});

describe('cells from a spreadsheet', () => {
  it.each(['=1+1', '=HYPERLINK("http://x")', '@SUM(A1)', '+cmd|calc', '-2+3+cmd', '- nice', '\t=1', '\r@x'])(
    '%j in the note is kept as text, with a warning',
    (cell) => {
      const { acquisition, codes } = map({ ...FULL, Notes: cell });
      expect(acquisition.note).toBe(cell.trim());
      expect(codes).toEqual(['warning formula-like Notes']);
    },
  );

  it.each(['-12', '+1 (555) 010-2030', '-$4.50', '--', '1=1', 'a@b', ' ', "'=1"])('%j is no formula', (cell) => {
    expect(map({ ...FULL, Notes: cell, Cost: cell }).codes).toEqual([]);
  });

  it('numbers kept as ="0012" come out whole', () => {
    const { acquisition, codes, extra } = map({
      ...FULL,
      Serial: '="0012"',
      Acquire_Postal: '="03301"',
      UPC: '="0764"',
    });
    expect(acquisition.serials).toEqual(['0012']);
    expect(acquisition.acquiredFromAddress).toContain('ID 03301');
    expect(extra.UPC).toBe('="0764"');
    expect(codes).toEqual(['warning formula-like UPC', 'warning formula-unwrapped Serial']);
  });

  it('beside the book may be long, not endless, and may hold what can’t be seen', () => {
    expect(map({ ...FULL, Condition: 'x'.repeat(2000) }).codes).toEqual([]);
    expect(map({ ...FULL, Condition: 'x'.repeat(2001) }).codes).toEqual(['refused text-too-long Condition']);
    expect(map({ ...FULL, Condition: 'a\u202Eb' }).codes).toEqual(['warning text-invisible Condition']);
    expect(map({ ...FULL, Condition: '王 🔥' }).codes).toEqual([]);
  });
});

describe('the column that a finding is about', () => {
  it.each([
    ['serial', 'Serial'],
    ['acquiredOn', 'Acquire_Date'],
    ['acquiredFrom', 'Acquire_LicenseName'],
    ['acquiredFromAddress', 'Acquire_Address1'],
    ['acquiredFromLicence', 'Acquire_License'],
    ['note', 'Notes'],
    ['disposedOn', 'Dispose_Date'],
    ['disposedTo', 'Dispose_FirstName'],
    ['disposedToAddress', 'Dispose_Address1'],
    ['disposedToLicence', 'Dispose_License'],
    ['form4473', 'TTSN'],
  ])('%s is %s', (field, column) => {
    expect(map(SOLD).columnOf(field)).toBe(column);
  });

  it('is named as the file names it, and by FastBound’s name where the file lacks it', () => {
    const header = ['manufacturer', 'MODEL', 'serial', 'Caliber', 'Type', 'Acquire Date', 'acquire organization'];
    const { columnOf } = map({}, header);
    expect(columnOf('manufacturer')).toBe('manufacturer');
    expect(columnOf('acquiredOn')).toBe('Acquire Date');
    expect(columnOf('acquiredFromAddress')).toBe('Acquire_Address1');
  });

  it('depends on what kind of disposition it is', () => {
    const theft = map({ ...FULL, DispositionType: 'Theft', TheftLoss_DiscoveredDate: '2024-06-01' });
    expect(theft.columnOf('disposedOn')).toBe('TheftLoss_DiscoveredDate');
    expect(theft.columnOf('incidentAtf')).toBe('TheftLoss_ATFIssuedIncidentNumber');
    const destroyed = map({ ...FULL, DispositionType: 'Destroyed', Destroyed_Date: '2024-06-01' });
    expect(destroyed.columnOf('disposedOn')).toBe('Destroyed_Date');
    expect(destroyed.columnOf('disposition.note')).toBe('Destroyed_Witness1');
    expect(map(SOLD).columnOf('disposedToAddress', 'address-zip-short')).toBe('Dispose_Postal');
    expect(map(SOLD).columnOf('acquiredFromAddress', 'address-zip-short')).toBe('Acquire_Postal');
  });
});
