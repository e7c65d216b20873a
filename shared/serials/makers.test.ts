import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makerKey, sameMaker, sameModel } from './makers.ts';

describe('the name of a maker', () => {
  it.each([
    ['Smith & Wesson', 'S&W'],
    ['SMITH AND WESSON', 'Smith+Wesson Inc.'],
    ['Sturm, Ruger & Co., Inc.', 'Ruger'],
    ['Heckler & Koch GmbH', 'H&K'],
    ['HK', 'heckler und koch'],
    ['Harrington & Richardson', 'H & R 1871'],
    ['FN Herstal', 'FNH USA'],
    ['Glock GmbH', 'GLOCK Ges.m.b.H.'],
    ['Glock Inc', 'Glock'],
    ['SIG Sauer, Inc.', 'Sig-Sauer'],
    ['SIG', 'SIGARMS'],
    ['Colt’s Manufacturing Company LLC', 'Colt'],
    ['O.F. Mossberg & Sons', 'Mossberg'],
    ['Savage Arms', 'SAVAGE'],
    ['Springfield Armory', 'Springfield'],
    ['Chevy', 'Chevrolet'],
    ['CHEV', 'Chevrolet Motor Division'],
    ['VW', 'Volkswagen AG'],
    ['Mercedes', 'MERCEDES BENZ'],
    ['Harley', 'Harley-Davidson Motor Co.'],
    ['Ford Motor Company', 'FORD'],
    ['DeWalt', 'De Walt'],
    ['DEWALT Industrial Tool Co.', 'de-walt'],
    ['Dewlat', 'DeWalt'],
    ['Milwakee', 'Milwaukee'],
    ['Milwaukee', 'Milwaukee Electric Tool Corp.'],
    ['Snap-on', 'SNAP ON TOOLS'],
    ['Black & Decker', 'Black+Decker'],
    ['HP', 'Hewlett-Packard'],
    ['LG', 'LG Electronics'],
    ['GE', 'General Electric Co'],
    ['Robert Bosch GmbH', 'Bosch'],
    ['Samsung Electronics Co., Ltd.', 'SAMSUNG'],
    ['Apple', 'Apple Computer, Inc.'],
    ['Česká zbrojovka', 'CZ-USA'],
  ])('%s is also %s', (a, b) => {
    expect(sameMaker(a, b)).toBe(true);
    expect(sameMaker(b, a)).toBe(true);
  });

  it.each([
    ['Glock', 'Colt'],
    ['Ruger', 'Marlin'],
    ['Ford', 'Honda'],
    ['Makita', 'Milwaukee'],
    ['FN', 'HK'],
    ['H&R', 'H&K'],
    ['GE', 'LG'],
    ['HP', 'HK'],
    ['General Motors', 'General Electric'],
    ['American Motors', 'American Tactical'],
    ['Bosch', 'Busch'], // one letter in a short name is another name
    ['', 'Colt'],
    ['', ''],
  ])('%s is not %s', (a, b) => {
    expect(sameMaker(a, b)).toBe(false);
    expect(sameMaker(b, a)).toBe(false);
  });

  it('is never lost: what is nothing but an ending stays as it is', () => {
    expect(makerKey('Company')).toBe('company');
    expect(makerKey('Arms Co.')).not.toBe('');
    expect(makerKey('AG')).toBe('ag');
    expect(makerKey('東芝')).not.toBe('');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        expect(makerKey(makerKey(name))).toBe(makerKey(makerKey(makerKey(name))));
        if (/[\p{L}\p{N}]/u.test(name.normalize('NFKC'))) expect(sameMaker(name, name)).toBe(makerKey(name) !== '');
      }),
    );
  });
});

describe('a model', () => {
  it('is the same whatever its case, spaces and dashes', () => {
    expect(sameModel('M&P 9', 'm&p9')).toBe(true);
    expect(sameModel('10/22', '10-22')).toBe(true);
    expect(sameModel('M&P 9', 'MP 9')).toBe(false);
    expect(sameModel('Cruze', 'Cruze LT')).toBe(false);
    expect(sameModel('', '')).toBe(true);
  });
});
