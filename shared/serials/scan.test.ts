import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GS } from './gs1.ts';
import { readScan } from './scan.ts';

const VIN = '1M8GDM9AXKP042788';
const scan = (text: string) => readScan(text, 2026);

describe('what a scanner typed', () => {
  it.each([
    ['RS58411C', 'plain', 'RS58411C', ''],
    ['RS58411C\r', 'plain', 'RS58411C', ''],
    ['RS 58-411c', 'plain', 'RS 58-411c', ''],
    [VIN, 'vin', VIN, ''],
    [`I${VIN}`, 'vin', VIN, 'I'],
    [`i${VIN.toLowerCase()}\t`, 'vin', VIN.toLowerCase(), 'i'],
    [`]A0I${VIN}\r\n`, 'vin', VIN, ']A0I'],
    [`VIN: ${VIN}`, 'vin', VIN, 'VIN: '],
    ['*RS58411C*', 'plain', 'RS58411C', '*'],
    [']C0RS58411C', 'plain', 'RS58411C', ']C0'],
    [']Y0RS58411C', 'plain', ']Y0RS58411C', ''], // not an identifier that is known
    ['S/N: RS58411C', 'labelled', 'RS58411C', 'S/N: '],
    ['SN:RS58411C', 'labelled', 'RS58411C', 'SN:'],
    ['SN RS58411C', 'labelled', 'RS58411C', 'SN '],
    ['Serial No. 12345', 'labelled', '12345', 'Serial No. '],
    ['SERIAL NUMBER:12345', 'labelled', '12345', 'SERIAL NUMBER:'],
    ['SERIES7', 'plain', 'SERIES7', ''],
    ['036000291452', 'trade-number', '036000291452', ''],
    [']E0036000291452', 'trade-number', '', ']E0036000291452'],
    ['https://example.com/x', 'web-address', '', 'https://example.com/x'],
    ['', 'plain', '', ''],
  ])('%s: %s, serial %s', (text, kind, serial, dropped) => {
    expect(scan(text)).toMatchObject({ kind, serial, dropped });
  });

  it('says what it took off', () => {
    expect(scan(`]A0I${VIN}\r`).note).toBe(
      'The scanner’s Enter key was left out. The scanner’s own mark ]A0 (Code 39) was left out. The letter I before the VIN marks it as one (data identifier I) and was left out.',
    );
    expect(scan('RS58411C').note).toBe('');
    expect(scan('S/N: RS58411C').note).toBe('The label “S/N:” was left out.');
  });

  it('keeps a letter that may be an identifier, and offers the number without it', () => {
    expect(scan('SC02XK1ABJGH5')).toMatchObject({ serial: 'SC02XK1ABJGH5', alternative: 'C02XK1ABJGH5' });
    expect(scan('SN12345')).toMatchObject({ serial: 'SN12345', alternative: '12345' });
    expect(scan('S123').alternative).toBeUndefined();
    expect(scan('1TAB12345').note).toContain('may mark a lot');
    expect(scan('1PDCD791').note).toContain('part number');
  });

  it.each([
    [`]C1010952123454321321SN42${GS}10AB-12`],
    [`]d2010952123454321321SN42${GS}10AB-12`],
    [`]Q3010952123454321321SN42<GS>10AB-12\r`],
    [`${GS}010952123454321321SN42${GS}10AB-12`],
    [`010952123454321321SN42${GS}10AB-12`],
    ['(01)09521234543213(21)SN42(10)AB-12'],
    ['https://id.gs1.org/01/09521234543213/10/AB-12/21/SN42'],
    ['https://example.com/shop/01/09521234543213/21/SN42/10/AB%2D12?x=1'],
  ])('%j holds GTIN, serial and lot', (text) => {
    const got = scan(text);
    expect(got).toMatchObject({ kind: 'gs1', serial: 'SN42', gtin: '09521234543213', lot: 'AB-12' });
    expect(got.note).toContain('GTIN 09521234543213.');
    expect(got.note).toContain('Lot AB-12.');
  });

  it('a product’s barcode gives no serial', () => {
    const got = scan(']C10109521234543213');
    expect(got).toMatchObject({ kind: 'gs1', serial: '', gtin: '09521234543213' });
    expect(got.note).toContain('holds no serial number');
  });

  it('sixteen digits from 01 are no GS1 code by themselves', () => {
    expect(scan('0109521234543213')).toMatchObject({ kind: 'plain', serial: '0109521234543213' });
  });

  it('an envelope is read by its data identifiers', () => {
    const got = scan(`[)>\x1e06${GS}1PDCD791${GS}S0042AB${GS}1TL77${GS}10D2337${GS}Q1${GS}9ZX\x1e\x04\r`);
    expect(got).toMatchObject({
      kind: 'data-identifiers',
      serial: '0042AB',
      partNumber: 'DCD791',
      lot: 'L77',
      dateCode: '2337',
    });
    for (const part of ['Q quantity: 1.', 'Not understood: “9ZX”.']) expect(got.note).toContain(part);
    expect(got.dropped).toContain('‹GS›S0042AB‹GS›');
    expect(scan(`[)>\x1e06${GS}1PDCD791\x1e\x04`)).toMatchObject({ serial: '', partNumber: 'DCD791' });
    expect(scan(`[)>\x1e06${GS}SA1${GS}SA2\x1e\x04`).note).toContain('second serial number, A2');
  });

  it('drops nothing in silence: every character is in the serial, in what was dropped, or an ending key', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 25 }),
      fc.string({ unit: fc.constantFrom(...']CdQ013*SNI/: (21)\r\t', 'A', '7'), maxLength: 25 }),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const got = scan(raw);
        const seen = (got.dropped + got.serial).replaceAll('*', '');
        const body = raw.replace(/[\r\n\t]+$/, '').replaceAll('*', '');
        if (got.kind === 'plain' || got.kind === 'labelled' || got.kind === 'vin') expect(seen).toBe(body);
        else expect(got.dropped + got.serial).toContain(body.slice(0, 3));
        if (got.serial !== raw) expect(got.note).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
