import { describe, expect, it } from 'vitest';
import type { Attachment, Evidence } from '../../../shared/domain/evidence.ts';
import type { AcquisitionPdfInput } from './acquisition-pdf.ts';
import { makeAcquisitionPdf } from './book-pdf.ts';
import { testJpeg } from './test-jpeg.ts';
import { someHead, someLine } from './test-lines.ts';
import { hasPoppler, poppler, readPdf, strokesOf, struckTexts, textOf } from './test-pdf.ts';
import { headOf, held, household, someUnit, tools, vehicles } from './test-units.ts';

const car = {
  ...vehicles(1)[0]!,
  odometerUnit: 'mi',
  acquiredRecordedAt: '2026-11-22T15:00:00.000Z',
  disposedRecordedAt: '2026-11-22T18:00:00.000Z',
  warrantyUntil: '2028-01-31',
};

const printAndRead = async (input: Partial<AcquisitionPdfInput> = {}) => {
  const { bytes } = await makeAcquisitionPdf({
    head: headOf('vehicles'),
    line: car,
    history: [],
    evidence: [],
    previews: new Map(),
    proofs: [],
    paper: 'letter',
    ...input,
  });
  const read = await readPdf(bytes);
  const texts = read.pages.flatMap((page) => page.texts.map((t) => t.text.trim()));
  return { bytes, ...read, texts, all: textOf(...read.pages).replaceAll(/\s+/g, ' ') };
};

/** The text right under a label, in its column. */
const under = (texts: readonly { text: string; x: number; y: number }[], label: string): string | undefined => {
  const at = texts.find((t) => t.text === label);
  return at && texts.find((t) => Math.abs(t.x - at.x) < 0.1 && t.y > at.y && t.y < at.y + 15)?.text;
};

describe('the record of a unit', () => {
  it('says what it is', async () => {
    const [fridge, , camera, revolver] = household();
    const title = async (input: Partial<AcquisitionPdfInput>) => (await printAndRead(input)).info.Title;
    expect(await title({})).toBe('Vehicle record, line 1');
    expect(await title({ head: headOf('tools'), line: tools(1)[0]! })).toBe('Tool record, line 1');
    expect(await title({ head: headOf('second-hand'), line: camera! })).toBe('Device record, line 3');
    expect(await title({ head: headOf('appliances'), line: fridge! })).toBe('Appliance record, line 1');
    for (const line of [fridge!, revolver!])
      expect(await title({ head: headOf('household'), line })).toBe(`Inventory record, line ${line.line}`);
    expect(await title({ head: someHead(), line: someLine({ line: 5 }) })).toBe('Acquisition record, line 5');
  });

  it.each(['letter', 'a4'] as const)(
    'names the fields in the category’s words and sets them for people, on %s',
    async (paper) => {
      const { pages, all } = await printAndRead({ paper });
      const { texts } = pages[0]!;
      const fields = {
        Kind: 'Car',
        Make: 'Tesla',
        Model: 'Model 3',
        'Model year': '2018',
        'Last plate': 'ID 1A 20000',
        'Title number': 'A104233',
        'Odometer in': '74,712 mi',
        'Odometer status': 'Actual',
        'Odometer out': '74,759 mi',
        'Price sold': '$14,250.00',
        'Price paid': '$12,500.00',
        'Warranty until': '31 Jan 2028',
      };
      for (const [label, value] of Object.entries(fields)) expect([label, under(texts, label)]).toEqual([label, value]);
      expect(texts.map((t) => t.text)).toEqual(
        expect.arrayContaining(['Vehicle record, line 1', 'Description of vehicle']),
      );
      expect(texts.reduce((a, b) => (a.size >= b.size ? a : b)).text).toBe('1M8GDM9AXKP042000');
      expect(texts.map((t) => t.text)).toContain('VIN or other number');
      expect(all).toContain('22 Nov 2026, 09:00');
      expect(all).toContain('Received by');
      // No rule sets a last day for it, so nothing was in time or late.
      expect(all).not.toMatch(/firearm|caliber|importer|4473|licence|in time|late,|the rule|approved/i);
      // What is empty is left out.
      expect(all).not.toMatch(/Color|Engine|Stock number|Odometer unit|State of the number|The number, as read|Photos/);
    },
  );

  it('shows the gaps that should not be there, and no others', async () => {
    const bare = someUnit('vehicle', { line: 2, serial: 'X1', manufacturer: 'Ford' });
    const { pages } = await printAndRead({ line: bare });
    for (const label of [
      'Model',
      'Kind',
      'Model year',
      'Last plate',
      'Odometer in',
      'Odometer status',
      'Name',
      'Address',
    ])
      expect([label, under(pages[0]!.texts, label)]).toEqual([label, 'Not recorded']);
    for (const label of ['Body', 'Title number', 'Licence number', 'Place, price and papers'])
      expect(pages[0]!.texts.map((t) => t.text)).not.toContain(label);
  });

  it('of an owner has no line to sign on, and says why there is no number', async () => {
    const guitar = household()[6]!;
    const { texts, all, pages } = await printAndRead({ head: headOf('household'), line: guitar });
    expect(texts).toEqual(expect.arrayContaining(['None: illegible', 'Description of item', 'Proof of this printout']));
    expect(under(pages[0]!.texts, 'Value now')).toBe('$2,900.00');
    expect(all).not.toMatch(/Received by|Licence|Address/);
    const without = someUnit('tool', { line: 3, manufacturer: 'Stihl' });
    expect((await printAndRead({ head: headOf('household'), line: without })).texts).toContain('None recorded');
  });

  it('strikes earlier texts, set for people too; a corrected unit stands apart', async () => {
    const line = {
      ...car,
      struck: { price: ['1250.00'], odometer: ['74172'], warrantyUntil: [''], serial: ['1M8GDM9AXKPO42000'] },
    };
    const { bytes, pages } = await printAndRead({ line });
    expect(struckTexts(pages[0]!, strokesOf(bytes)[0]!).sort()).toEqual(
      ['$1,250.00', '(blank)', '1M8GDM9AXKPO42000', '74,172 mi'].sort(),
    );
    const unit = await printAndRead({ line: { ...car, struck: { odometerUnit: ['km'] } } });
    expect(under(unit.pages[0]!.texts, 'Odometer in')).toBe('74,712');
    expect(under(unit.pages[0]!.texts, 'Odometer unit')).toBe('km');
    expect(struckTexts(unit.pages[0]!, strokesOf(unit.bytes)[0]!)).toEqual(['km']);
  });
});

const reading = (fields: Partial<Extract<Evidence, { kind: 'reading' }>>): Evidence => ({
  kind: 'reading',
  source: 'unit',
  place: 'VIN plate',
  text: car.serial,
  marking: 'plate',
  legibility: 'clear',
  note: '',
  ...fields,
});

describe('what stands behind the number', () => {
  it('the readings that stand, oldest first, each held against the number of record', async () => {
    const evidence = held([
      reading({ place: 'Plate at the windshield' }),
      reading({
        place: 'Door pillar',
        text: '1M8GDM9AXKP0420?0',
        marking: 'label',
        legibility: 'partly legible',
        note: 'Scratched.',
      }),
      reading({ place: 'Title of 2019', source: 'title', text: '1M8GDM9AXKPO42000', marking: 'printed' }),
      reading({ place: 'Read in error', text: 'WRONG' }),
      reading({ place: 'Under the hood', text: '', legibility: 'illegible' }),
    ]).map((one) => (one.seq === 13 ? { ...one, withdrawn: 'Another car.' } : one));
    const { texts, all } = await printAndRead({ evidence });
    expect(texts).toContain('The number, as read');
    expect(all).toContain('1 of 4 readings looks like the record’s number and is not the same.');
    expect(all).toMatch(
      /Against the record Plate at the windshield The unit 1M8GDM9AXKP042000 Plate Clear Agrees Ana Peña, 22 Nov 2026, 09:00/,
    );
    expect(all).toMatch(/Door pillar The unit 1M8GDM9AXKP0420\?0 Label Partly Agrees as far as it/);
    expect(all).toMatch(/Title of 2019 Title 1M8GDM9AXKPO42000 Printed Clear Looks alike, is not/);
    expect(all).toMatch(/Under the hood The unit Nothing legible Plate Illegible Could not be/);
    expect(all).toContain('Scratched.');
    expect(all).not.toMatch(/Read in error|WRONG/);
  });

  it('other numbers, verification, referrals with their answers, and comparisons', async () => {
    const evidence = held([
      {
        kind: 'number',
        relation: 'replaced',
        number: 'AB-00412',
        linked: { book: 'tools', line: 12 },
        note: 'Until 2019.',
      },
      {
        kind: 'verification',
        checks: [
          { id: 'fonts', result: 'in order' },
          { id: 'rosettes', result: 'doubtful' },
        ],
        outcome: 'doubtful',
        note: 'One rivet is new.',
      },
      { kind: 'referral', to: 'Ford Motor Company', on: '2026-11-20', reference: 'MV-7', question: 'Whose is it?' },
      { kind: 'referral', to: 'NICB', on: '2026-11-21', reference: '', question: 'Is it stolen?' },
      { kind: 'answer', to: 12, on: '2026-11-22', text: 'Yours.', outcome: 'consistent' },
      {
        kind: 'comparison',
        with: { book: 'vehicles', line: 2 },
        steps: [],
        outcome: 'unresolved',
        note: 'Sold since.',
      },
    ]);
    const { all } = await printAndRead({ evidence });
    expect(all).toContain('AB-00412 Replaced Line 12 of Tool register holds it. Until 2019.');
    expect(all).toMatch(/Ana Peña Doubtful 1 of 2 points in order. Doubtful: “The VIN plate’s rivets are the maker’s/);
    expect(all).toContain('One rivet is new.');
    expect(all).toMatch(/Ford Motor Company Whose is it\? 22 Nov 2026, consistent: Yours. 20 Nov 2026 Reference MV-7/);
    expect(all).toContain('NICB Is it stolen? No answer yet');
    expect(all).toContain('Line 2 Unresolved Sold since.');
  });

  it('stands on the record of a firearm too', async () => {
    const line = someLine({ line: 5, serial: 'B0O81LI' });
    const evidence = held([reading({ place: 'Frame', text: 'B0O81LI', marking: 'engraved' })]);
    const { texts } = await printAndRead({ head: someHead(), line, evidence });
    expect(texts).toEqual(
      expect.arrayContaining(['Acquisition record, line 5', 'The reading agrees with the record.', 'Engraved']),
    );
  });

  it('runs on over pages and loses nothing', async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      reading({ place: `Place ${n} of many`, note: 'word '.repeat(40) }),
    );
    const { pages, all } = await printAndRead({ evidence: held(many) });
    expect(pages.length).toBeGreaterThan(3);
    for (let n = 0; n < 60; n++) expect(all).toContain(`Place ${n} of many`);
    for (const page of pages) {
      const foot = page.texts.find((t) => t.text.startsWith('Page '))!.y;
      for (const t of page.texts) {
        expect(t.x + t.width).toBeLessThanOrEqual(page.width - 47);
        expect(t.y).toBeLessThanOrEqual(foot + 0.1);
      }
    }
  });
});

describe('photos and papers', () => {
  const photo = (n: number, fields: Partial<Attachment> = {}): Attachment => ({
    kind: 'attachment',
    sha256: String(n).repeat(64),
    name: `photo-${n}.jpg`,
    media: 'image/jpeg',
    size: 812_345,
    width: 1600,
    height: 1200,
    purpose: 'photo',
    ...fields,
  });
  const dark = (fields: { height?: number } = {}) => testJpeg(64, fields.height ?? 48, (_, y) => (y < 3 ? 20 : 250));
  const images = (bytes: Buffer): number => bytes.toString('latin1').split('/Subtype /Image').length - 1;

  it('shows at most six, two abreast, and lists the others and the papers by name', async () => {
    const all = Array.from({ length: 8 }, (_, n) => photo(n + 1));
    const paper = photo(9, { name: 'Title.pdf', media: 'application/pdf', purpose: 'title', pages: 2, size: 99_345 });
    const previews = new Map(all.map(({ sha256 }, n) => [sha256, dark({ height: 40 + n * 8 })]));
    const { bytes, texts, pages } = await printAndRead({ evidence: held([...all, paper]), previews });
    expect(images(bytes)).toBe(6);
    for (let n = 1; n <= 6; n++) expect(texts).toEqual(expect.arrayContaining([`Photo ${n}`, `photo-${n}.jpg`]));
    expect(texts).not.toContain('Photo 7');
    expect(texts).toEqual(
      expect.arrayContaining(['More photos and papers', 'photo-7.jpg', 'photo-8.jpg', 'Title.pdf', '2 pages, 100 kB']),
    );
    const captions = pages.flatMap((page, n) =>
      page.texts.filter((t) => /^Photo \d/.test(t.text)).map((t) => ({ n, ...t })),
    );
    for (const [left, right] of [0, 2, 4].map((n) => captions.slice(n, n + 2))) {
      expect([right!.n, right!.y]).toEqual([left!.n, left!.y]);
      expect(right!.x).toBeGreaterThan(left!.x + 200);
    }
  });

  it('says at a reading which photo shows it', async () => {
    const evidence = held([photo(1), photo(2), reading({ photo: photo(2).sha256 })]);
    const { all } = await printAndRead({ evidence, previews: new Map() });
    expect(all).toMatch(/Agrees Ana Peña, 22 Nov 2026, 09:02 Photo 2/);
  });

  it('names a photo whose preview lacks or is no JPEG', async () => {
    const previews = new Map([
      [photo(2).sha256, new Uint8Array([0x89, 0x50, 0x4e, 0x47])],
      [photo(3).sha256, dark().subarray(0, 40)],
    ]);
    const { bytes, all } = await printAndRead({ evidence: held([photo(1), photo(2), photo(3)]), previews });
    expect(images(bytes)).toBe(0);
    for (let n = 1; n <= 3; n++) expect(all).toContain(`photo-${n}.jpg (its picture can’t be shown)`);
  });

  it('lists papers alone as papers, and shows none that were withdrawn', async () => {
    const receipt = photo(1, { name: 'Receipt.pdf', media: 'application/pdf', purpose: 'receipt', pages: 1 });
    const evidence = held([receipt, photo(2)]).map((one) => (one.seq === 11 ? { ...one, withdrawn: 'Blurred.' } : one));
    const { texts } = await printAndRead({ evidence });
    expect(texts).toEqual(expect.arrayContaining(['Papers', 'Receipt.pdf', '1 page, 813 kB']));
    expect(texts).not.toContain('Photos');
    expect(texts).not.toContain('photo-2.jpg');
  });

  it('is the same for the same photos, and another for another', async () => {
    const print = async (jpeg: Uint8Array) =>
      (await printAndRead({ evidence: held([photo(1)]), previews: new Map([[photo(1).sha256, jpeg]]) })).bytes;
    const [a, b, c] = [await print(dark()), await print(dark()), await print(testJpeg(64, 48, () => 99))];
    expect(a.equals(b)).toBe(true);
    const id = (bytes: Buffer) => /\/ID \[<([0-9a-f]{32})>/.exec(bytes.toString('latin1'))?.[1];
    expect(id(c)).not.toBe(id(a));
  });

  it.skipIf(!hasPoppler)('stands upright, in its proportions, above its name', async () => {
    const evidence = held([photo(1)]);
    const { bytes, pages } = await printAndRead({ evidence, previews: new Map([[photo(1).sha256, dark()]]) });
    const n = pages.findIndex((page) => page.texts.some((t) => t.text === 'Photos'));
    const caption = pages[n]!.texts.find((t) => t.text.startsWith('Photo 1'))!;
    const list = poppler('pdfimages', ['-list', '-'], bytes).toString();
    expect(list).toMatch(/image +64 +48 +gray +1 +8 +jpeg/);
    const image = poppler('pdftoppm', ['-r', '72', '-gray', '-f', String(n + 1), '-l', String(n + 1)], bytes);
    const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 40).toString('latin1'))!;
    const shade = (x: number, y: number) =>
      image[header[0].length + Math.round(y) * Number(header[1]) + Math.round(x)]!;
    // 176 points high and 4/3 of that wide, from the left margin, 12 points over the caption's baseline.
    const bottom = caption.y - 12;
    const [left, right] = [48, 48 + (176 * 4) / 3];
    for (const x of [left + 3, right - 3]) {
      expect(shade(x, bottom - 170)).toBeLessThan(60);
      expect(shade(x, bottom - 95)).toBeLessThan(60);
      expect(shade(x, bottom - 80)).toBeGreaterThan(230);
      expect(shade(x, bottom - 3)).toBeGreaterThan(230);
    }
    expect(shade(right + 3, bottom - 170)).toBe(255);
    expect(shade(left + 3, bottom - 179)).toBe(255);
  });
});
