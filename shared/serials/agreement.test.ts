import { describe, expect, it } from 'vitest';
import { type Agreement, agreementOf, agreementSentence } from './agreement.ts';

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
  ])('%s against %j %s', (text, serials, agreement) => {
    expect(agreementOf({ text }, serials)).toBe(agreement);
  });
});

describe('the readings together', () => {
  it.each<[said: Agreement[], sentence: string | undefined]>([
    [['agrees'], 'The reading agrees with the number of record.'],
    [['agrees', 'partly', 'agrees'], 'All 3 readings agree with the number of record.'],
    [['agrees', 'differs', 'look-alike'], '1 of 3 readings differs from the number of record.'],
    [['differs', 'differs'], '2 of 2 readings differ from the number of record.'],
    [['agrees', 'look-alike'], '1 of 2 readings looks like the number of record and is not the same.'],
    [['agrees', 'unread'], '1 of 2 readings agrees; the others could not be read.'],
    [['unread'], undefined],
    [[], undefined],
  ])('%j: %s', (said, sentence) => {
    expect(agreementSentence(said, ['B0O81LI'])).toBe(sentence);
  });

  it('are not held against a number that is not there', () => {
    expect(agreementSentence(['differs'], [])).toBe('There is no number of record to hold them against.');
  });
});
