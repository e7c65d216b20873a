import { describe, expect, it } from 'vitest';
import type { AcquisitionPdfInput } from './acquisition-pdf.ts';
import { makeAcquisitionPdf } from './book-pdf.ts';
import { someHead, someLine } from './test-lines.ts';
import { hasPoppler, type PrintedPage, poppler, readPdf, strokesOf, struckTexts, textOf } from './test-pdf.ts';

const line = someLine({
  line: 12,
  status: 'open',
  manufacturer: 'Česká zbrojovka a.s.',
  importer: 'CZ-USA',
  model: '75 SP-01',
  serial: 'B0O81LI',
  type: 'Pistol',
  caliber: '9mm Luger',
  acquiredOn: '2026-11-20',
  acquiredFrom: 'Jürgen Nuñez',
  acquiredFromAddress: '10° Line Rd, Ely, NV 89301',
  acquiredFromLicence: '',
  disposedOn: '',
  disposedTo: '',
  disposedToAddress: '',
  disposedToLicence: '',
  form4473: '',
  note: 'Small scratch on the slide.',
  acquiredRecordedAt: '2026-11-22T15:00:00.000Z',
  corrections: 3,
  struck: { serial: ['BOO81LI', 'B0O8ILI'], acquiredFrom: ['Jurgen Nunez'] },
});

const history = [
  { recordedAt: '2026-11-22T15:00:00.000Z', actor: 'Ana Peña', summary: 'Acquired from Jurgen Nunez', reason: '' },
  {
    recordedAt: '2026-11-22T16:30:00.000Z',
    actor: 'Ana Peña',
    summary: 'Corrected serial number',
    reason: 'Misread letter O for zero',
  },
];

const printAndRead = async (input: Partial<AcquisitionPdfInput> = {}) => {
  const made = await makeAcquisitionPdf({
    head: someHead(),
    line,
    history,
    evidence: [],
    previews: new Map(),
    proofs: [],
    paper: 'letter',
    ...input,
  });
  const read = await readPdf(made.bytes);
  expect(read.pages).toHaveLength(made.pages);
  return { ...made, ...read, strokes: strokesOf(made.bytes) };
};

/** What stands under a label, to the end of its column's run over the pages. */
const under = (pages: PrintedPage[], label: string): string => {
  const all = pages.flatMap((page) => page.texts);
  const from = all.findIndex((t) => t.text === label);
  const { x } = all[from]!;
  return all
    .slice(from + 1)
    .filter((t) => Math.abs(t.x - x) < 0.1)
    .map((t) => t.text)
    .join(' ');
};

describe('the acquisition record', () => {
  it.each(['letter', 'a4'] as const)('is one page with everything on it, on %s', async (paper) => {
    const { pages, info } = await printAndRead({ paper });
    expect(pages).toHaveLength(1);
    expect([pages[0]!.width, pages[0]!.height]).toEqual(paper === 'letter' ? [612, 792] : [595.28, 841.89]);
    const texts = pages[0]!.texts.map((t) => t.text.trim());
    for (const part of [
      'Peña & Sons Gun Works, LLC',
      '5-75-123-01-7M-04321',
      'Acquisition record, line 12',
      'Open',
      'Česká zbrojovka a.s.',
      'CZ-USA',
      '75 SP-01',
      'Pistol',
      '9mm Luger',
      '20 Nov 2026',
      'Jürgen Nuñez',
      '10° Line Rd, Ely, NV 89301',
      '22 Nov 2026, 09:00, in time',
      'None: the line is open.',
      'Small scratch on the slide.',
      'Misread letter O for zero',
      '22 Nov 2026, 10:30',
      'Received by',
      'Page 1 of 1',
      someHead().checkpoint.root,
    ]) {
      expect(texts).toContain(part);
    }
    // The signature is folded on narrow paper: its halves stand on two lines.
    const [name, signature] = someHead().checkpoint.note.split('— ')[1]!.trim().split(' ');
    expect(texts).toContain(`— ${name}`);
    expect(texts).toContain(signature);
    expect(info.Title).toBe('Acquisition record, line 12');
    expect(textOf(...pages)).not.toMatch(/merkle|approved/i);
  });

  it('sets the number larger than anything else, under its earlier readings, which are struck', async () => {
    const { pages, strokes } = await printAndRead();
    const largest = pages[0]!.texts.reduce((a, b) => (a.size >= b.size ? a : b));
    expect(largest.text).toBe('B0O81LI');
    expect(largest.size).toBe(30);
    expect(struckTexts(pages[0]!, strokes[0]!)).toEqual(['BOO81LI', 'B0O8ILI', 'Jurgen Nunez']);
    expect(strokes[0]).toHaveLength(3);
  });

  it('says whether it was entered in time, late, or brought in', async () => {
    const entered = async (fields: Partial<typeof line>) =>
      under((await printAndRead({ line: { ...line, ...fields } })).pages, 'Entered');
    expect(await entered({})).toMatch(/^22 Nov 2026, 09:00, in time/);
    expect(await entered({ acquiredLate: true })).toMatch(
      /^22 Nov 2026, 09:00: late, after the last day that the rule allows/,
    );
    expect(await entered({ imported: true })).toMatch(
      /^22 Nov 2026, 09:00, by an import; whether in time is not known/,
    );
    const { pages } = await printAndRead({
      line: {
        ...line,
        status: 'disposed',
        disposedOn: '2026-11-21',
        disposedTo: 'Ida Ng',
        form4473: '77',
        disposedRecordedAt: '2026-11-22T18:00:00.000Z',
        disposedLate: true,
      },
    });
    const disposition = under(pages, 'Disposition');
    expect(disposition).toMatch(/^Date 21 Nov 2026 Entered 22 Nov 2026, 12:00: late, after/);
    expect(textOf(pages[0]!)).toContain('Ida Ng');
    expect(textOf(pages[0]!)).not.toContain('the line is open');
  });

  it('strikes out a voided line and says why', async () => {
    const voided = { ...line, status: 'voided' as const, voidReason: 'Entered twice.', struck: {} };
    const { pages, strokes } = await printAndRead({ line: voided });
    const texts = pages[0]!.texts.map((t) => t.text);
    expect(texts).toContain('VOID: Entered twice.');
    expect(struckTexts(pages[0]!, strokes[0]!)).toEqual(
      expect.arrayContaining(['B0O81LI', 'Česká zbrojovka a.s.', 'Jürgen Nuñez', '20 Nov 2026']),
    );
  });

  it('runs on over pages and loses nothing', async () => {
    const name = Array.from({ length: 200 }, (_, n) => String.fromCharCode(97 + (n % 26))).join('');
    const serials = Array.from({ length: 10 }, (_, n) => `${n}0O1IL8B5S2Z`.repeat(5));
    const reason = Array.from({ length: 600 }, (_, n) => `word${n}`).join(' ');
    const earlier = Array.from({ length: 70 }, (_, n) => `Model ${n} as first read`);
    const long = { ...line, manufacturer: name, serials, serial: serials.join('; '), struck: { model: earlier } };
    const rows = Array.from({ length: 40 }, (_, n) => ({ ...history[1]!, summary: `Step ${n} of many` }));
    rows[5] = { ...rows[5]!, reason };
    const { pages } = await printAndRead({ line: { ...long, note: 'First.\nSecond: 中' }, history: rows });
    expect(pages.length).toBeGreaterThan(3);
    const all = textOf(...pages);
    const squeezed = all.replaceAll(/\s/g, '');
    for (const serial of serials) expect(squeezed).toContain(serial);
    expect(under(pages, 'Manufacturer').replaceAll(' ', '')).toContain(name);
    for (const model of earlier) expect(all).toContain(model);
    for (const word of reason.split(' ')) expect(all.split(/\s+/)).toContain(word);
    for (const row of rows) expect(all).toContain(row.summary);
    const texts = pages.flatMap((page) => page.texts.map((t) => t.text));
    expect(texts).toEqual(expect.arrayContaining(['First.', 'Second: <U+4E2D>']));
    pages.forEach((page, n) => {
      expect(textOf(page)).toContain(`Page ${n + 1} of ${pages.length}`);
      expect(textOf(page).includes('Acquisition record, line 12, continued')).toBe(n > 0);
      // Nothing runs into the foot or off the paper.
      const foot = page.texts.find((t) => t.text.startsWith('Page '))!.y;
      for (const t of page.texts) {
        expect(t.x + t.width).toBeLessThanOrEqual(page.width - 47);
        expect(t.y).toBeLessThanOrEqual(foot + 0.1);
      }
    });
    const last = pages.at(-1)!.texts.map((t) => t.text);
    expect(last).toEqual(expect.arrayContaining(['Received by', 'Proof of this printout']));
  });

  it('is the same for the same input', async () => {
    const [a, b] = await Promise.all([printAndRead(), printAndRead()]);
    expect(a.bytes.equals(b.bytes)).toBe(true);
  });

  it.skipIf(!hasPoppler)('reads the same with poppler, slashed zeros and all', async () => {
    const { bytes } = await printAndRead();
    const text = poppler('pdftotext', ['-layout', '-', '-'], bytes).toString('utf8');
    expect(text).toMatch(/^B0O81LI$/m);
    expect(text).toContain('Jürgen Nuñez');
    expect(poppler('pdffonts', ['-'], bytes).toString()).toMatch(/IBMPlexMono +CID TrueType +Identity-H +yes yes yes/);
  });
});
