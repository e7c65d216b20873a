import { describe, expect, it } from 'vitest';
import { checkText, fold, LONGEST_FIELD, tidy } from './text.ts';

const codes = (text: string) => checkText('model', 'The model', text).map((f) => `${f.severity} ${f.code}`);

describe('text as the book keeps it', () => {
  it.each([
    ['  Glock  ', 'Glock'],
    ['a\tb', 'a b'],
    ['a\r\n b', 'a b'.replace(' ', '  ')],
    ['a\u00A0b', 'a b'],
    ['1\u202F000', '1 000'],
    ['Jose\u0301', 'José'],
    ['\u212Bngstr\u00F6m', 'Ångström'],
    ['M&P  9', 'M&P  9'],
    ['ab-12 3', 'ab-12 3'],
  ])('%j becomes %j', (typed, kept) => {
    expect(tidy(typed)).toBe(kept);
  });
});

describe('characters of a field', () => {
  it.each([
    '',
    'Smith & Wesson',
    'José Müller',
    'Çelik Šimić Łódź',
    'O’Neill “Junior”',
    '12 ga 2¾″',
    'Ø 9×19, 90°',
    'Colt® Python™ ©1955',
    'Ελληνικά',
    'Ижмаш',
    '№ 17',
    '€ 100 – 200',
  ])('%s is let through', (text) => {
    expect(codes(text)).toEqual([]);
  });

  it.each([
    ['a control character', 'A\u0007B'],
    ['a zero byte', 'A\u0000B'],
    ['a C1 control', 'A\u0090B'],
    ['escape', '\u001B[31mred'],
    ['a right-to-left mark', 'ABC\u200F'],
    ['a right-to-left override', 'ABC\u202EDEF'],
    ['an isolate', '\u2066ABC\u2069'],
    ['an Arabic letter mark', 'A\u061CB'],
    ['a zero-width space', 'A\u200BB'],
    ['a zero-width joiner', 'A\u200DB'],
    ['a soft hyphen', 'A\u00ADB'],
    ['a byte order mark', 'A\uFEFFB'],
    ['a word joiner', 'A\u2060B'],
    ['a line separator', 'A\u2028B'],
    ['a combining grapheme joiner', 'A\u034FB'],
    ['a Hangul filler', 'A\u3164B'],
    ['a blank Braille cell', 'A\u2800B'],
    ['a variation selector', 'A\uFE00B'],
    ['a tag character', 'A\u{E0041}B'],
    ['private use', 'A\uE000B'],
    ['half a surrogate pair', 'A\uD800B'],
  ])('%s is refused, because nobody can see it', (_, text) => {
    expect(codes(text)).toEqual(['refused text-invisible']);
  });

  it.each(['Trail 🔥', '❤️', '👨‍👩‍👧', '🇺🇸', 'x☠', '1️⃣', '👍🏽'])('%s is refused as a picture', (text) => {
    expect(codes(text)).toEqual(['refused text-picture']);
  });

  it.each(['王小明', 'ありがとう', '홍길동', 'עברית', 'العربية', 'ไทย'])(
    '%s is kept with a warning, because the font can’t draw it',
    (text) => {
      expect(codes(text)).toEqual(['warning text-not-printable']);
    },
  );

  it('warns where a letter was lost on the way', () => {
    expect(codes('M\uFFFDller')).toEqual(['warning text-damaged']);
  });

  it('names the character by its code point', () => {
    expect(checkText('model', 'The model', 'A\u202EB')[0]?.message).toContain('U+202E');
    expect(checkText('model', 'The model', 'A\u{1F525}B')[0]?.message).toContain('U+1F525');
  });

  it('refuses what is too long, and says how long it is', () => {
    expect(codes('x'.repeat(LONGEST_FIELD))).toEqual([]);
    const [finding] = checkText('model', 'The model', 'x'.repeat(12_345));
    expect(finding).toMatchObject({ code: 'text-too-long', severity: 'refused', field: 'model' });
    expect(finding?.message).toContain('12,345');
  });
});

describe('text for finding', () => {
  it.each([
    ['MÜLLER', 'muller'],
    ['Nuñez', 'nunez'],
    ['Straße', 'strasse'],
    ['Ørsted', 'orsted'],
    ['Łódź', 'lodz'],
    ['Glock 19', 'glock 19'],
  ])('%s is found as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});
