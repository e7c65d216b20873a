import { describe, expect, it } from 'vitest';
import { type AcquisitionDraft, emptyAcquisition } from '../../../shared/domain/fields.ts';
import type { KnownShape } from '../../../shared/serials/shape.ts';
import { oddShapeFinder } from './odd-shapes.ts';

const rifle = (serial: string, more: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition('firearm'),
  manufacturer: 'Ruger',
  serials: serial.split(';'),
  ...more,
});
const series = (count: number): AcquisitionDraft[] =>
  Array.from({ length: count }, (_, n) => rifle(`0013-${String(63_972 + n * 4)}`));
const told = (drafts: AcquisitionDraft[], known: Record<string, KnownShape[]> = {}) => {
  const finder = oddShapeFinder((maker) => known[maker] ?? []);
  for (const [at, draft] of drafts.entries()) finder.note(at + 1, draft, 'Serial No');
  return finder.settle().map(({ row, field, severity, code }) => `${row} ${field} ${severity} ${code}`);
};

describe('a row whose serial is unlike its maker’s others', () => {
  it('is told wherever in the file it stands, as a hint, and in words', () => {
    expect(told([...series(20), rifle('0013-6397')])).toEqual(['21 Serial No hint serial-shape']);
    expect(told([rifle('0013-6397'), ...series(80)])).toEqual(['1 Serial No hint serial-shape']);
    expect(told([...series(5), rifle('001363972'), ...series(15)])).toEqual([
      '6 Serial No hint serial-shape-separators',
    ]);
    const finder = oddShapeFinder(() => []);
    for (const [at, draft] of [...series(20), rifle('0O13-63972')].entries()) finder.note(at, draft, 'Serial');
    expect(finder.settle()[0]!.message).toMatch(/It may be 0013-63972\. Read it again on the unit\./);
  });

  it('is told by the lines that the ledger has', () => {
    const known = { Ruger: [{ shape: '9999-99999', count: 40 }] };
    expect(told([rifle('AB123')])).toEqual([]);
    expect(told([rifle('AB123'), rifle('0013-63972')], known)).toEqual(['1 Serial No hint serial-shape']);
  });

  it('is none where the shape is known, the makers differ, or it is no number', () => {
    expect(told(series(30))).toEqual([]);
    expect(told([...series(20), rifle('AB123', { manufacturer: 'Henry' })])).toEqual([]);
    expect(told([...series(20), rifle('AB123', { manufacturer: '' })])).toEqual([]);
    for (const none of ['N/A', 'none', '', 'A1;B2']) expect(told([...series(20), rifle(none)]), none).toEqual([]);
    const mixed = series(20).map((draft, n) => (n % 3 === 0 ? rifle(`AB${1000 + n}`) : draft));
    expect(told([...mixed, rifle('AB1234')])).toEqual([]);
  });

  it('is one of a hundred that are remembered where very many have one shape', () => {
    const many = Array.from({ length: 150 }, (_, n) => rifle(`Q${100 + n}`));
    expect(told([...series(9000), ...many])).toHaveLength(100);
  });
});
