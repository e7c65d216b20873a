import { describe, expect, it } from 'vitest';
import { makerAndSerialKey, sameFirearmKey } from '../../../shared/domain/entry.ts';
import { type AcquisitionDraft, emptyAcquisition } from '../../../shared/domain/fields.ts';
import { type KnownFirearm, repeatFinder } from './repeats.ts';

const firearm = (changes: Partial<AcquisitionDraft> = {}): AcquisitionDraft => ({
  ...emptyAcquisition(),
  manufacturer: 'Calder',
  model: '71 Trail',
  serials: ['A12345'],
  type: 'Rifle',
  caliber: '.22 LR',
  ...changes,
});
type Row = [changes: Partial<AcquisitionDraft>, acquiredOn: string, disposedOn?: string];

const find = (rows: readonly Row[], lines: [AcquisitionDraft, KnownFirearm][] = []) => {
  const known = new Map(lines.map(([draft, line]) => [sameFirearmKey(draft), line]));
  const next = repeatFinder({ find: (key) => known.get(key) });
  return rows.map(([changes, acquiredOn, disposedOn = ''], i) =>
    next(i + 1, firearm(changes), { acquiredOn, disposedOn }),
  );
};
const codes = (rows: readonly Row[], lines: [AcquisitionDraft, KnownFirearm][] = []) =>
  find(rows, lines).map((f) => f?.code);

describe('a serial that stands in a file twice', () => {
  it('is in stock twice where the first stay has not ended', () => {
    const found = find([
      [{}, '2020-01-02'],
      [{ serials: ['a-123 45'] }, '2021-01-02'],
    ]);
    expect(found[0]).toBeUndefined();
    expect(found[1]).toMatchObject({ field: 'serial', code: 'serial-already-open', severity: 'warning' });
    expect(found[1]?.message).toContain('since 2 Jan 2020, in row 1');
  });

  it('of one day is taken for a copy', () => {
    const [, copy] = find([
      [{}, '2020-01-02'],
      [{}, '2020-01-02'],
    ]);
    expect(copy?.message).toContain('acquired on the same day, stands in row 1 already');
  });

  it.each<[string, Row, Row, string]>([
    ['sold after the second came in', [{}, '2020-01-02', '2021-05-01'], [{}, '2021-01-02'], 'serial-already-open'],
    ['sold before', [{}, '2020-01-02', '2020-05-01'], [{}, '2021-01-02'], 'serial-came-back'],
    ['sold and taken back on one day', [{}, '2020-01-02', '2021-01-02'], [{}, '2021-01-02'], 'serial-came-back'],
    ['in and out on one day, then again', [{}, '2020-01-02', '2020-01-02'], [{}, '2020-01-03'], 'serial-came-back'],
    ['the same row copied', [{}, '2020-01-02', '2020-01-02'], [{}, '2020-01-02', '2020-01-02'], 'serial-already-open'],
    ['the later stay first', [{}, '2022-01-02', '2022-05-01'], [{}, '2020-01-02', '2020-05-01'], 'serial-came-back'],
    ['the later stay first, overlapping', [{}, '2022-01-02'], [{}, '2020-01-02', '2022-02-01'], 'serial-already-open'],
    ['an older stay without an end', [{}, '2022-01-02', '2022-05-01'], [{}, '2020-01-02'], 'serial-already-open'],
    ['a date that can’t be read', [{}, ''], [{}, '2020-01-02'], 'serial-there-too'],
    ['a date of its own that can’t be read', [{}, '2020-01-02'], [{}, ''], 'serial-there-too'],
    ['another type', [{}, '2020-01-02', '2020-05-01'], [{ type: 'Pistol' }, '2021-01-02'], 'serial-repeated'],
    ['another caliber', [{}, '2020-01-02', '2020-05-01'], [{ caliber: '9x19' }, '2021-01-02'], 'serial-repeated'],
    ['another model', [{}, '2020-01-02'], [{ model: '72' }, '2021-01-02'], 'serial-repeated'],
    ['another importer', [{}, '2020-01-02'], [{ importer: 'Merrow' }, '2021-01-02'], 'serial-repeated'],
    ['another type while in stock', [{}, '2020-01-02'], [{ type: 'Pistol' }, '2021-01-02'], 'serial-already-open'],
    ['one of several serials', [{ serials: ['A12345', 'B2'] }, '2020-01-02'], [{}, '2021-01-02'], 'serial-repeated'],
    [
      'the same several',
      [{ serials: ['A1', 'B2'] }, '2020-01-02'],
      [{ serials: ['A1', 'b-2'] }, '2021-01-02'],
      'serial-already-open',
    ],
  ])('%s', (_, first, second, code) => {
    expect(codes([first, second])).toEqual([undefined, code]);
  });

  it.each<[string, Row, Row]>([
    ['of another maker', [{}, '2020-01-02'], [{ manufacturer: 'Merrow' }, '2021-01-02']],
    ['that is none', [{ serials: ['NSN'] }, '2020-01-02'], [{ serials: ['NSN'] }, '2021-01-02']],
    ['that stands twice on one line', [{ serials: ['A1', 'a-1'] }, '2020-01-02'], [{ serials: ['B1'] }, '2021-01-02']],
    ['without a maker', [{ manufacturer: '' }, '2020-01-02'], [{ manufacturer: '' }, '2021-01-02']],
  ])('%s says nothing', (_, first, second) => {
    expect(codes([first, second])).toEqual([undefined, undefined]);
  });

  it('with a date that can’t be read is said to stand there too, and nothing of its coming and going', () => {
    const [, finding] = find([
      [{}, '2020-01-02'],
      [{}, ''],
    ]);
    expect(finding).toMatchObject({ field: 'serial', severity: 'warning' });
    expect(finding?.message).toContain('stands in row 1 too.');
    expect(finding?.message).not.toMatch(/back|gone/);
    const [line] = find([[{}, '']], [[firearm(), { line: 1, open: true, acquiredOn: '2020-01-02' }]]);
    expect(line).toMatchObject({
      code: 'serial-there-too',
      message: expect.stringContaining('in line 1 of the book too.'),
    });
  });

  it('names the stay that overlaps among many, and forgets none at either end', () => {
    const stays: Row[] = Array.from({ length: 40 }, (_, i) => [{}, `${1980 + i}-01-01`, `${1980 + i}-06-01`]);
    const found = find([...stays, [{}, '1980-02-01', '1980-03-01'], [{}, '2019-02-01', '2019-03-01']]);
    expect(found.at(-2)?.message).toContain('from 1 Jan 1980 to 1 Jun 1980, in row 1.');
    expect(found.at(-1)?.message).toContain('in row 40.');
  });

  it('does not take time squared where every row repeats it', () => {
    const rows: Row[] = Array.from({ length: 50_000 }, () => [{}, '2020-01-02']);
    const started = performance.now();
    expect(codes(rows).filter((code) => code === 'serial-already-open')).toHaveLength(49_999);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a firearm that the ledger holds', () => {
  it('open is in stock already', () => {
    const [finding] = find([[{}, '2021-01-02']], [[firearm(), { line: 12, open: true }]]);
    expect(finding).toMatchObject({ code: 'serial-already-open' });
    expect(finding?.message).toContain('line 12 of the book');
  });

  it.each<[string, KnownFirearm, Row, string]>([
    [
      'open, whatever the row’s dates',
      { line: 12, open: true },
      [{}, '1999-01-02', '1999-02-03'],
      'serial-already-open',
    ],
    ['closed', { line: 12, open: false }, [{}, '2021-01-02'], 'serial-came-back'],
    [
      'closed later',
      { line: 12, open: false, acquiredOn: '2020-01-01', disposedOn: '2022-01-01' },
      [{}, '2021-01-02'],
      'serial-already-open',
    ],
    [
      'closed before',
      { line: 12, open: false, acquiredOn: '2020-01-01', disposedOn: '2020-06-01' },
      [{}, '2021-01-02'],
      'serial-came-back',
    ],
    [
      'opened after the row’s stay',
      { line: 12, open: true, acquiredOn: '2023-01-01' },
      [{}, '2021-01-02', '2021-02-03'],
      'serial-came-back',
    ],
  ])('%s', (_, line, row, code) => {
    expect(codes([row], [[firearm(), line]])).toEqual([code]);
  });

  it('as another model is asked for only where the same firearm is not there', () => {
    const alike = (key: string) => (key === makerAndSerialKey(firearm()) ? { line: 9 } : undefined);
    const unknown = repeatFinder({ find: () => undefined, alike })(1, firearm(), {
      acquiredOn: '2021-01-02',
      disposedOn: '',
    });
    expect(unknown).toMatchObject({ code: 'serial-repeated', message: expect.stringContaining('line 9 of the book') });
    const known = repeatFinder({ find: () => ({ line: 12, open: true }), alike: () => expect.unreachable() });
    expect(known(1, firearm(), { acquiredOn: '2021-01-02', disposedOn: '' })?.code).toBe('serial-already-open');
  });

  it('open outweighs what the file says; closed does not', () => {
    const rows: Row[] = [
      [{ type: 'Pistol' }, '2020-01-02', '2020-02-03'],
      [{}, '2021-01-02'],
    ];
    expect(codes(rows, [[firearm(), { line: 12, open: true }]])).toEqual([
      'serial-already-open',
      'serial-already-open',
    ]);
    expect(codes(rows, [[firearm(), { line: 12, open: false }]])).toEqual(['serial-came-back', 'serial-repeated']);
  });
});
