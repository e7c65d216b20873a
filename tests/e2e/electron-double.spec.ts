import { expect, test } from '@playwright/test';
import { toChromium, toElectron } from '../electron-double/addresses.ts';
import { makeCodec } from '../electron-double/codec.ts';
import { HOST_ANNOTATION } from './host-reporter.ts';

/** The parts of the double that other specs take for granted: what they carry must be what was sent. */

test.beforeEach(() => {
  test.info().annotations.push({ type: HOST_ANNOTATION, description: 'no host' });
});

test('addresses go over to Chromium and come back', () => {
  for (const url of [
    'app://rollmark/',
    'app://rollmark/assets/a.js?x=1#y',
    'app://rollmark',
    'guide://rollmark/revolver/',
    'blob:app://rollmark/5c0f',
    'app://rollmark.example/',
    'app://rollmark/..%2f..%2fpackage.json',
  ]) {
    expect(toChromium(url)).toMatch(/^(blob:)?https:\/\/[^/]+\.electron-double\.invalid/);
    expect(toElectron(toChromium(url))).toBe(url);
  }
  for (const url of ['https://rollmark.example/', 'file:///etc/passwd', 'data:text/html,x', 'about:blank', 'ws://x/']) {
    expect(toChromium(url)).toBe(url);
    expect(toElectron(url)).toBe(url);
  }
  // Nobody else's address is taken for one of ours.
  expect(toElectron('https://rollmark.app.electron-double.invalid.example/')).toContain('https://');
});

test('values are cloned as Electron clones them', () => {
  const { encode, decode } = makeCodec();
  const value = {
    text: 'é \u0000 \u2028 "',
    numbers: [0, -1.5, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 70n],
    nothing: [null, undefined],
    bytes: new Uint8Array([0, 255, 128]),
    buffer: new Uint8Array([1, 2]).buffer,
    when: new Date(86_400_000),
    map: new Map<unknown, unknown>([[{ a: 1 }, new Set([1, 'x'])]]),
    t: 'object',
    v: [],
    __proto__own: true,
  };
  const copy = decode(encode(value));
  expect(copy).toEqual(value);
  expect(copy).not.toBe(value);
  const error = decode(encode(new TypeError('no'))) as Error;
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message]).toEqual(['TypeError', 'no']);
  const large = new Uint8Array(3_000_000).fill(7);
  expect(Buffer.compare(decode(encode(large)) as Uint8Array, large)).toBe(0);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const impossible of [() => undefined, Symbol('x'), new Blob(['x']), Promise.resolve(), circle])
    expect(() => encode({ impossible })).toThrow('An object could not be cloned.');
});
