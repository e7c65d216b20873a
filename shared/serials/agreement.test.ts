import { describe, expect, it } from 'vitest';
import { type Reading, readNumberName } from '../domain/evidence.ts';
import {
  type Agreement,
  agreementOf,
  agreementSentence,
  readingFindings,
  readNumbersOf,
  seenBeside,
} from './agreement.ts';

describe('a reading, held against the number of record', () => {
  it.each<[read: string, serials: string[], agreement: Agreement]>([
    ['B0O81LI', ['B0O81LI'], 'agrees'],
    ['b0o-81 li', ['B0O81LI'], 'agrees'],
    ['SECOND', ['FIRST', 'SECOND'], 'agrees'],
    ['BOO81LI', ['B0O81LI'], 'look-alike'],
    ['B0O81L', ['B0O81LI'], 'differs'],
    ['B0O8?L?', ['B0O81LI'], 'partly'],
    ['B0O8?L??', ['B0O81LI'], 'differs'],
    ['X0O8?LI', ['B0O81LI'], 'differs'],
    ['', ['B0O81LI'], 'unread'],
    ['???', ['B0O81LI'], 'unread'],
    ['12345', ['12?45'], 'partly'],
    ['12?45', ['12345'], 'partly'],
    ['12?45', ['12?45'], 'partly'],
    ['1245', ['12?45'], 'differs'],
    ['92345', ['12?45'], 'differs'],
    ['3A004352', ['1HGCM82633A004352'], 'end'],
    ['33-A004 352', ['1HGCM82633A004352'], 'end'],
    ['352', ['1HGCM82633A004352'], 'end'],
    ['2', ['1HGCM82633A004352'], 'differs'], // too short to tell
    ['45', ['2345'], 'end'],
    ['3A00?352', ['1HGCM82633A004352'], 'partly'],
    ['HGCM82633A004352', ['1HGCM82633A004352'], 'differs'],
    ['12345678', ['G12345678'], 'differs'],
    ['18N123456', ['124378N123456'], 'end'], // General Motors, before 1981
    ['1F5104567', ['1G1YY0787F5104567'], 'end'],
    ['US-ABC12345D404', ['ABC12345D404'], 'agrees'],
    ['ABC12345D405', ['US-ABC12345D404'], 'differs'],
    ['NONE', ['NSN'], 'agrees'],
    ['45', ['NSN'], 'differs'],
    ['3A004325', ['1HGCM82633A004352'], 'differs'],
  ])('%s against %j %s', (text, serials, agreement) => {
    expect(agreementOf({ text }, { serials, details: {} })).toBe(agreement);
  });
});

describe('a reading of another number of the unit', () => {
  const unit = { serials: ['1HGCM82633A004352'], details: { engineNumber: 'K24A4-1234567' } };
  it.each<[which: Reading['which'], text: string, agreement: Agreement]>([
    ['engineNumber', 'K24A4-1234567', 'agrees'],
    ['engineNumber', 'k24a41234567', 'agrees'],
    ['engineNumber', 'K24A4-1234576', 'differs'],
    ['engineNumber', '1HGCM82633A004352', 'differs'],
    ['imei', '490154203237518', 'other'], // the entry has none to hold it against
    ['other', 'T6092-XA', 'other'],
    ['other', '1HGCM82633A004352', 'agrees'],
    ['other', '4352', 'end'],
    ['other', '??', 'unread'],
    ['engineNumber', '3A004352', 'end'], // makers stamp the end of the VIN on engines too
  ])('%s %s: %s', (which, text, agreement) => {
    expect(agreementOf({ which, text }, unit)).toBe(agreement);
  });
});

describe('a reading of a device’s number', () => {
  const unit = { serials: ['FP5E74C02291'], details: { imei: '490154203237518', mac: '00:1A:2B:3C:4D:5E' } };
  it.each<[which: Reading['which'], text: string, agreement: Agreement]>([
    ['imei', '49 015420 323751 8', 'agrees'],
    ['imei', '49015420323751', 'agrees'], // without its check digit
    ['imei', '4901542032375101', 'agrees'], // with a software version
    ['imei', '490154203237519', 'differs'], // one digit off: not another card's
    ['imei', '490154203237581', 'differs'],
    ['imei', '490154203238524', 'other'], // the second card's
    ['mac', '001A2B3C4D5E', 'agrees'],
    ['mac', '00:1A:2B:3C:4D:5F', 'other'], // the next adapter's
    ['mac', '00:1A:2B:3C:4D:E5', 'differs'],
  ])('%s %s: %s', (which, text, agreement) => {
    expect(agreementOf({ which, text }, unit)).toBe(agreement);
  });
});

describe('a reading', () => {
  const vin = { serials: ['1HGCM82633A004352'], details: {} };
  it('on paper is the whole number, not its end', () => {
    expect(agreementOf({ text: '3A004352', source: 'title' }, vin)).toBe('differs');
    expect(agreementOf({ text: '3A004352', source: 'unit' }, vin)).toBe('end');
  });

  it('of which nothing was said is of the number of record, but not at a guide’s other marks', () => {
    expect(agreementOf({ text: 'K24A4', mark: 5 }, vin)).toBe('other');
    expect(agreementOf({ text: 'K24A4', mark: 1 }, vin)).toBe('differs');
    expect(agreementOf({ text: 'K24A4' }, vin)).toBe('differs');
    expect(agreementOf({ text: 'K24A4', mark: 2, which: 'serial' }, vin)).toBe('differs');
  });

  it('is held against the number that it is most like', () => {
    const two = { serials: ['AB1234', 'IMP00123'], details: {} };
    expect(readingFindings([{ place: 'Barrel', text: 'IMP00132' }], two)[0]!.message).toContain(
      'and the entry has IMP00123: characters 7 and 8 have changed places',
    );
    expect(seenBeside({ text: 'IMP00132' }, two)).toBe('IMP00123');
    expect(seenBeside({ text: 'IMP00123' }, two)).toBeUndefined();
  });

  it('is of a number that the entry has a field for', () => {
    expect(readNumbersOf('vehicle')).toEqual(['serial', 'engineNumber', 'other']);
    expect(readNumbersOf('electronics')).toEqual(['serial', 'imei', 'mac', 'other']);
    expect(readNumbersOf('other')).toEqual(['serial', 'other']);
  });
});

describe('what readings say against the record', () => {
  const unit = { serials: ['1HGCM82633A004352'], details: { engineNumber: 'K24A4' } };
  const said = (...readings: Partial<Reading>[]) =>
    readingFindings(
      readings.map((reading) => ({ place: 'Label at the door', text: '', ...reading })),
      unit,
    );

  it('is a warning for each that differs, in words that say where', () => {
    expect(said({ text: '1HGCM82633A004325' })).toEqual([
      {
        field: 'serial',
        code: 'reading-differs',
        severity: 'warning',
        message:
          '“Label at the door” was read as 1HGCM82633A004325, and the entry has 1HGCM82633A004352: characters 16 and 17 have changed places (25, 52). Read both again on the unit.',
      },
    ]);
    expect(said({ text: '1HGCM8Z633A004352' }, { which: 'engineNumber', text: 'K24A5' })).toMatchObject([
      { field: 'serial', code: 'reading-differs' },
      { field: 'engineNumber', code: 'reading-differs' },
    ]);
  });

  it('nothing where they agree, could not be read, or are of something else', () => {
    expect(
      said(
        { text: '1hgcm82633a004352' },
        { text: '1HGCM8263?A004352' },
        { text: '33A004352' },
        { text: '??' },
        { which: 'other', text: 'T6092' },
        { which: 'mac', text: '001122334455' },
      ),
    ).toEqual([]);
    expect(readingFindings([{ place: 'x', text: '123' }], { serials: [], details: {} })).toEqual([]);
  });
});

describe('which number was read', () => {
  it.each([
    [undefined, 'Serial number on the frame', ''],
    ['other', 'Number on the bolt', ''],
    ['engineNumber', 'Engine number', ''],
    ['engineNumber', 'Beside “Serial number”', 'The engine number'],
    ['imei', 'IMEI on the SIM tray', ''],
    ['mac', 'Underside', 'The MAC address'],
  ] as const)('%s at “%s”: %s', (which, place, name) => {
    expect(readNumberName({ which, place })).toBe(name);
  });
});

describe('the readings together', () => {
  it.each<[said: Agreement[], sentence: string | undefined]>([
    [['agrees'], 'The reading agrees with the record.'],
    [['agrees', 'partly', 'agrees'], 'All 3 readings agree with the record.'],
    [['agrees', 'differs', 'look-alike'], '1 of 3 readings differs from the record.'],
    [['differs', 'differs'], '2 of 2 readings differ from the record.'],
    [['agrees', 'look-alike'], '1 of 2 readings looks like the record’s number and is not the same.'],
    [['agrees', 'unread'], '1 of 2 readings agrees; the others could not be read.'],
    [['agrees', 'other', 'end'], 'All 2 readings agree with the record.'],
    [['differs', 'other'], '1 of 1 reading differs from the record.'],
    [['other'], undefined],
    [['unread'], undefined],
    [[], undefined],
  ])('%j: %s', (said, sentence) => {
    expect(agreementSentence(said, ['B0O81LI'])).toBe(sentence);
  });

  it('are not held against a number that is not there', () => {
    expect(agreementSentence(['agrees'], [])).toBe('The reading agrees with the record.');
    expect(agreementSentence(['differs'], [])).toBe('There is no number of record to hold them against.');
  });
});
