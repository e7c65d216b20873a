import { describe, expect, it } from 'vitest';
import type { Reading } from '../domain/evidence.ts';
import { type Agreement, agreementOf, agreementSentence, readingFindings, readNumberName } from './agreement.ts';

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
    ['352', ['1HGCM82633A004352'], 'differs'], // too short to tell
    ['3A004325', ['1HGCM82633A004352'], 'differs'],
  ])('%s against %j %s', (text, serials, agreement) => {
    expect(agreementOf({ text }, { serials, details: {} })).toBe(agreement);
  });
});

describe('a reading of another number of the unit', () => {
  const unit = { serials: ['1HGCM82633A004352'], details: { engineNumber: 'K24A4-1234567' } };
  it.each<[number: Reading['number'], text: string, agreement: Agreement]>([
    ['engineNumber', 'K24A4-1234567', 'agrees'],
    ['engineNumber', 'k24a41234567', 'agrees'],
    ['engineNumber', 'K24A4-1234576', 'differs'],
    ['engineNumber', '1HGCM82633A004352', 'differs'],
    ['imei', '490154203237518', 'other'], // the entry has none to hold it against
    ['other', 'T6092-XA', 'other'],
    ['other', '1HGCM82633A004352', 'agrees'],
    ['other', '4352', 'end'],
    ['other', '??', 'unread'],
  ])('%s %s: %s', (number, text, agreement) => {
    expect(agreementOf({ number, text }, unit)).toBe(agreement);
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
    expect(said({ text: '1HGCM8Z633A004352' }, { number: 'engineNumber', text: 'K24A5' })).toMatchObject([
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
        { number: 'other', text: 'T6092' },
        { number: 'mac', text: '001122334455' },
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
  ] as const)('%s at “%s”: %s', (number, place, name) => {
    expect(readNumberName({ number, place })).toBe(name);
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
    expect(agreementSentence(['differs'], [])).toBe('There is no number of record to hold them against.');
  });
});
