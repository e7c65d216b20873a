import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NoNumber, readNoNumber } from './no-number.ts';

describe('words in place of a number', () => {
  it.each<[NoNumber, string[]]>([
    [
      'removed',
      [
        ...[
          'obliterated',
          'OBLITERATED',
          'defaced',
          'Removed',
          'altered',
          'erased',
          'filed off',
          'Filed',
          'ground off',
        ],
        ...['Ground down', 'scratched off', 'scratched out', 'drilled out', 'sanded off', 'stamped over', 'restamped'],
        ...['serial obliterated', 'Serial number removed', 'S/N filed off', 'number was ground off', 'label removed'],
        ...['(removed)', '"obliterated"', 'removed.', '[altered]', 'partially obliterated', 'removed or altered'],
      ],
    ],
    [
      'illegible',
      [
        ...[
          'illegible',
          'Unreadable',
          'not legible',
          'no longer legible',
          'worn',
          'Worn off',
          'worn smooth',
          'rubbed off',
        ],
        ...['faded', 'corroded', 'rusted over', 'pitted', "can't read", 'can’t be read', 'cannot read serial'],
        ...['serial number illegible', 'partially illegible', 'label worn', 'not readable', 'too worn to read'],
      ],
    ],
    [
      'unmarked',
      [
        ...['NSN', 'nsn', 'N.S.N.', 'No Serial', 'no serial number', 'No Serial No. Marked', 'None', 'none marked'],
        ...['not marked', 'no number', 'no ser.', 'no s/n', 'never marked', 'unmarked', 'unserialized', 'no markings'],
        ...['never had one', 'without serial number', 'w/o s/n', 'pre-1968', 'pre 68', 'not serialized'],
      ],
    ],
    ['pending', ['TBD', 'tba', 'pending', 'to be determined', 'XXX', 'xxxxx', 'not yet', 'to be marked', 'to follow']],
    [
      'unknown',
      [
        ...['UNK', 'unknown', 'Unknown serial', 'n.a.', 'N/A', 'n / a', 'NA', 'not applicable', 'n/k', 'nil', 'null'],
        ...[
          'none visible',
          'None Visible.',
          'not visible',
          'none found',
          'not found',
          'not recorded',
          'lost',
          'missing',
        ],
        ...[
          'missing label',
          'label missing',
          'no label',
          'torn off',
          'see box',
          'on label',
          'in the box',
          'couldn’t find',
        ],
        ...['0', '00', '000', '-', '---', '—', '/', '***', '...', 'blank', 'various', 'no serial number found'],
      ],
    ],
  ])('%s: %o', (kind, texts) => {
    for (const text of texts) expect(readNoNumber(text), text).toBe(kind);
  });

  it.each([
    ...['', ' ', '?', '???', '12?45', '1', '7', '0000', '0001', 'A1', 'NA1234', 'NSN1234', 'N123', 'UNK001', 'TBD-100'],
    ...['XX1', 'NONE1', 'N0NE', 'LOST77', 'WORN12', 'REMOVED1', 'GONE4', 'FILED77', 'GROUND12', 'NIL-4', 'BLANKA'],
    ...['see invoice', 'UNIT 12', 'LABEL 7', 'PLATE5', 'NO. 12345', 'No 77', 'SN', 'MARK', 'MARK IV', 'NAVY', 'NOVA'],
    ...['LATER7', 'ABC', 'NS', 'NN', 'K', 'AA', 'TA', 'NAN12', 'EMPTY0', '1968', '68', 'PRE', 'X', 'XX', 'XXVI', 'XXL'],
    ...['BURNED', 'CUTOFF9', 'PENDANT', 'NULLA', 'NOTCH', 'NEVADA', 'WITHERS', 'REMINGTON', 'GROUNDHOG', 'MISSION'],
  ])('“%s” may be a number', (text) => {
    expect(readNoNumber(text)).toBeUndefined();
  });

  it('takes any text, and the same one however it is spaced and cased', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        readNoNumber(text);
      }),
    );
    for (const text of ['Filed  off', ' NONE VISIBLE ', 'n/A']) expect(readNoNumber(text)).toBeDefined();
  });
});
