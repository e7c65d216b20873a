import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMac } from './mac.ts';

describe('a hardware address', () => {
  it.each([
    ['00:1B:63:84:45:E6', '00:1B:63:84:45:E6', []],
    ['00-1b-63-84-45-e6', '00:1B:63:84:45:E6', []],
    ['001b.6384.45e6', '00:1B:63:84:45:E6', []],
    ['001B63-8445E6', '00:1B:63:84:45:E6', []],
    ['001B638445E6', '00:1B:63:84:45:E6', []],
    ['MAC: 001B638445E6', '00:1B:63:84:45:E6', []],
    ['Wi-Fi MAC Address 00:1B:63:84:45:E6', '00:1B:63:84:45:E6', []],
    ['00:1B:63:FF:FE:84:45:E6', '00:1B:63:FF:FE:84:45:E6', []],
    ['DA:A1:19:00:00:01', 'DA:A1:19:00:00:01', ['mac-local']],
    ['01:00:5E:00:00:FB', '01:00:5E:00:00:FB', ['mac-multicast']],
    ['33:33:00:00:00:01', '33:33:00:00:00:01', ['mac-multicast', 'mac-local']],
    ['00:00:00:00:00:00', '00:00:00:00:00:00', ['mac-placeholder']],
    ['ffffffffffff', 'FF:FF:FF:FF:FF:FF', ['mac-placeholder']],
    ['00:1B:63:84:45', '', ['mac-length']],
    ['00:1B-63:84:45:E6', '', ['mac-length']],
    ['00:1B:63:84:45:EO', '', ['mac-characters']],
    ['0:1B:63:84:45:E6:7', '', ['mac-length']],
    ['', '', []],
  ])('%s', (text, normalised, codes) => {
    const got = readMac(text);
    expect([got.normalised, got.findings.map((f) => f.code)]).toEqual([normalised, codes]);
    expect(got.findings.every((f) => f.field === 'mac')).toBe(true);
  });

  it('names the maker’s prefix of a universal address only', () => {
    expect(readMac('00:1B:63:84:45:E6').prefix).toBe('00:1B:63');
    expect(readMac('DA:A1:19:00:00:01').prefix).toBeUndefined();
  });

  it('reads every way of writing one address alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        const pairs = [...bytes].map((b) => b.toString(16).padStart(2, '0'));
        const bare = pairs.join('');
        const wanted = pairs.join(':').toUpperCase();
        for (const written of [
          pairs.join(':'),
          pairs.join('-'),
          bare,
          bare.toUpperCase(),
          bare.replace(/(....)(?=.)/g, '$1.'),
        ]) {
          expect(readMac(written)).toMatchObject({ kind: 'eui-48', normalised: wanted });
        }
        expect(readMac(bare.slice(1)).kind).toBe('unknown');
      }),
    );
  });
});
