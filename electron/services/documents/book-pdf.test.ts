import { beforeAll, describe, expect, it } from 'vitest';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { type BookPdfInput, makeBookPdf } from './book-pdf.ts';
import { qrCode } from './qr.ts';
import { randomBook, someHead, someLine } from './test-lines.ts';
import { columnsOf, hasPoppler, poppler, readPdf, strokesOf, struckTexts, textOf } from './test-pdf.ts';

const never = new AbortController().signal;

const print = (input: Partial<BookPdfInput> & { book?: readonly BookLine[] }, signal = never, progress = () => {}) => {
  const { book, ...rest } = input;
  return makeBookPdf(
    {
      head: someHead(),
      view: 'corrected',
      paper: 'letter',
      order: 'line',
      lines: () => [book ?? []],
      total: book?.length ?? 0,
      ...rest,
    },
    progress,
    signal,
  );
};

const printAndRead = async (input: Parameters<typeof print>[0]) => {
  const made = await print(input);
  return { ...made, ...(await readPdf(made.bytes)), strokes: strokesOf(made.bytes) };
};

const flat = (book: () => Iterable<readonly BookLine[]>): BookLine[] => [...book()].flat();
const squeezed = (texts: readonly string[]): string => texts.join('').replaceAll(/\s/g, '');

describe('a book of 3,000 lines', () => {
  const book = flat(randomBook(3000));
  let made: Awaited<ReturnType<typeof printAndRead>>;
  beforeAll(async () => {
    made = await printAndRead({ lines: randomBook(3000), total: 3000 });
  });

  it('prints every line number and every serial number exactly once, on one height, in their columns', () => {
    const seen = new Map<string, { page: number; y: number }>();
    const numbers: number[] = [];
    made.pages.forEach((page, n) => {
      const { inColumn } = columnsOf(page);
      for (const t of inColumn(3)) {
        expect(seen.has(t.text), t.text).toBe(false);
        seen.set(t.text, { page: n, y: t.y });
      }
      for (const t of inColumn(0)) {
        if (!/^\d+$/.test(t.text)) continue;
        numbers.push(Number(t.text));
        const line = book[Number(t.text) - 1]!;
        const first = line.serials.length > 1 ? `${line.serials[0]};` : line.serials[0]!;
        expect(seen.get(first)).toEqual({ page: n, y: t.y });
      }
    });
    expect(numbers).toEqual(book.map((line) => line.line));
    expect([...seen.keys()].map((text) => text.replace(/;$/, '')).sort()).toEqual(
      book.flatMap((line) => line.serials).sort(),
    );
  });

  it('numbers the pages, and heads and foots each of them', () => {
    expect(made.pages).toHaveLength(made.pages.length);
    made.pages.forEach((page, n) => {
      const text = textOf(page);
      expect(text).toContain(`Page ${n + 1} of ${made.pages.length}`);
      for (const part of [
        'Peña & Sons Gun Works, LLC',
        'Licence number',
        '5-75-123-01-7M-04321',
        '1204 Commerce Street, Fort Worth, TX 76102',
        'Firearms acquisition and disposition record',
        'View: as corrected',
        'Printed 22 Nov 2026, 17:02 (America/Chicago)',
      ]) {
        expect(text).toContain(part);
      }
      expect(text.replaceAll(/ +/g, ' ')).toMatch(/Proof: 1,234 events · ?AbCdEfGhIj\b/);
    });
  });

  it('begins every page with the first line of a row: rows are not split', () => {
    for (const page of made.pages) {
      const { inColumn, xs } = columnsOf(page);
      const all = xs.flatMap((_, n) => inColumn(n));
      const top = Math.min(...all.map((t) => t.y));
      expect(inColumn(0).some((t) => t.y === top && /^\d+$|^End/.test(t.text))).toBe(true);
    }
  });

  it('keeps every text inside its column', () => {
    for (const page of made.pages.slice(0, -1)) {
      const { inColumn, xs } = columnsOf(page);
      xs.forEach((_, n) => {
        const edge = xs[n + 1] ?? page.width - 26;
        for (const t of inColumn(n)) {
          if (t.text.startsWith('VOID')) continue;
          expect(t.x + t.width, t.text).toBeLessThanOrEqual(edge);
        }
      });
    }
  });

  it('says where it ends and closes with the signed checkpoint, verbatim', () => {
    const last = made.pages.at(-1)!;
    const texts = last.texts.map((t) => t.text);
    expect(texts).toContain('End of this printout: 3,000 lines.');
    for (const line of someHead().checkpoint.note.split('\n')) {
      if (line !== '') expect(texts).toContain(line);
    }
    expect(textOf(...made.pages)).not.toMatch(/merkle|approved/i);
  });

  it.skipIf(!hasPoppler)('reads the same with poppler', () => {
    const text = poppler('pdftotext', ['-layout', '-', '-'], made.bytes).toString('utf8');
    const words = text.split(/\s+/).map((word) => word.replace(/;$/, ''));
    const times = new Map<string, number>();
    for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
    for (const serial of book.flatMap((line) => line.serials)) expect(times.get(serial), serial).toBe(1);
    const lineNumbers = [...text.matchAll(/^ {0,12}(\d+) {2,}\S/gm)].map((m) => Number(m[1]));
    expect(lineNumbers).toEqual(book.map((line) => line.line));
    expect(poppler('pdfinfo', ['-'], made.bytes).toString()).toMatch(new RegExp(`Pages: +${made.pages.length}\\n`));
  });
});

describe('the columns of 27 CFR 478.125(e)', () => {
  const line = someLine({
    line: 4711,
    status: 'disposed',
    manufacturer: 'Česká zbrojovka a.s.',
    importer: 'CZ-USA, Kansas City, KS',
    model: '75 SP-01',
    serial: 'B0O81LI',
    type: 'Pistol',
    caliber: '9mm Luger',
    acquiredOn: '2025-03-04',
    acquiredFrom: 'Lipsey’s, LLC',
    acquiredFromAddress: '',
    acquiredFromLicence: '5-72-033-01-7M-01234',
    disposedOn: '2025-11-05',
    disposedTo: 'José Nuñez',
    disposedToAddress: 'Müllerstraße 10°, Ely, NV 89301',
    disposedToLicence: '',
    form4473: '20251105-007',
  });

  it.each(['letter', 'a4'] as const)('hold what belongs to them, on %s', async (paper) => {
    const { pages } = await printAndRead({ book: [line], paper });
    const page = pages[0]!;
    expect([page.width, page.height]).toEqual(paper === 'letter' ? [792, 612] : [841.89, 595.28]);
    const { xs, heads, inColumn } = columnsOf(page);
    const head = (n: number) =>
      heads
        .filter((t) => Math.abs(t.x - xs[n]!) < 0.1)
        .map((t) => t.text)
        .join(' ');
    const cell = (n: number) =>
      inColumn(n)
        .filter((t) => t.y < 200)
        .map((t) => t.text.trim());
    expect(xs.map((_, n) => [head(n), cell(n).join(' ')])).toEqual([
      ['Line no.', '4711 End of this printout: 1 line.'],
      ['Manufacturer and importer (if any)', 'Česká zbrojovka a.s. Importer: CZ-USA, Kansas City, KS'],
      ['Model', '75 SP-01'],
      ['Serial number', 'B0O81LI'],
      ['Type', 'Pistol'],
      ['Caliber or gauge', '9mm Luger'],
      ['Date', '4 Mar 2025'],
      ['Name and address, or name and licence number', 'Lipsey’s, LLC 5-72-033-01-7M-01234'],
      ['Date', '5 Nov 2025'],
      ['Name', 'José Nuñez'],
      ['Address, or licence no., or Form 4473 no.', 'Müllerstraße 10°, Ely, NV 89301 Form 4473 no. 20251105-007'],
    ]);
    // The groups stand over their columns.
    const group = (text: string) => page.texts.find((t) => t.text === text)!;
    expect(group('Description of firearm').x).toBeGreaterThan(xs[1]!);
    expect(group('Receipt').x).toBeGreaterThan(xs[6]!);
    expect(group('Disposition').x).toBeGreaterThan(xs[8]!);
    expect(group('Receipt').x).toBeLessThan(xs[8]!);
    expect(Math.min(...page.texts.map((t) => t.size))).toBeGreaterThanOrEqual(7.5);
  });

  it('say that a line is open', async () => {
    const open = { status: 'open', disposedOn: '', disposedTo: '', disposedToAddress: '', form4473: '' } as const;
    const { pages } = await printAndRead({ book: [{ ...line, ...open }] });
    expect(
      columnsOf(pages[0]!)
        .inColumn(8)
        .map((t) => t.text),
    ).toEqual(['Open']);
  });
});

describe('the three views', () => {
  const corrected = someLine({
    line: 12,
    status: 'open',
    manufacturer: 'Beretta',
    serial: 'B0O81LI',
    importer: 'Beretta U.S.A.',
    acquiredOn: '2025-03-05',
    acquiredFrom: 'John Smith',
    disposedOn: '',
    corrections: 5,
    struck: {
      manufacturer: ['Baretta', 'Berettta'],
      serial: ['BOO81LI'],
      importer: [''],
      acquiredOn: ['2025-03-04'],
      acquiredFrom: ['Jon Smyth, whose name was first written far too long to fit one line'],
    },
  });

  it('shows earlier texts struck through above the corrected one, and strikes nothing else', async () => {
    const { pages, strokes } = await printAndRead({ view: 'both', book: [corrected] });
    const page = pages[0]!;
    const { inColumn } = columnsOf(page);
    const column = (n: number) => inColumn(n).map((t) => t.text);
    expect(column(1).map((t) => t.trim())).toEqual([
      'Baretta',
      'Berettta',
      'Beretta',
      'Importer: (blank)',
      'Importer: Beretta',
      'U.S.A.',
    ]);
    expect(column(3)).toEqual(['BOO81LI', 'B0O81LI']);
    expect(column(6)).toEqual(['4 Mar 2025', '5 Mar 2025']);
    const struck = struckTexts(page, strokes[0]!);
    const smyth = struck.filter((t) => !['Baretta', 'Berettta', 'BOO81LI', '4 Mar 2025'].includes(t));
    expect(struck).toHaveLength(4 + smyth.length);
    expect(smyth.join(' ')).toBe('Jon Smyth, whose name was first written far too long to fit one line');
    expect(smyth.length).toBeGreaterThan(1);
    // The label before a struck importer is not struck with it: one stroke more, over the end of its line only.
    const blank = inColumn(1).find((t) => t.text === 'Importer: (blank)')!;
    const [stroke, ...others] = strokes[0]!.filter(
      (s) => s.y < blank.y && s.y > blank.y - 4 && s.x < blank.x + blank.width,
    );
    expect(others).toEqual([]);
    expect(stroke!.x).toBeGreaterThan(blank.x + 30);
    expect(stroke!.x + stroke!.width).toBeCloseTo(blank.x + blank.width, 1);
    expect(strokes[0]).toHaveLength(struck.length + 1);
    expect(textOf(page)).toContain('original and corrected');
    expect(textOf(page)).not.toContain('*');
  });

  it.each([
    ['original', 'as first written'],
    ['corrected', 'as corrected'],
  ] as const)('prints the texts as given in the view “%s”, with a mark on corrected lines', async (view, words) => {
    const { pages, strokes } = await printAndRead({ view, book: [corrected, someLine({ line: 13 })] });
    const { inColumn } = columnsOf(pages[0]!);
    expect(inColumn(3).map((t) => t.text)[0]).toBe('B0O81LI');
    expect(textOf(pages[0]!)).not.toContain('BOO81LI');
    expect(strokes[0]).toEqual([]);
    expect(textOf(pages[0]!)).toContain(`View: ${words}`);
    const marks = inColumn(0).filter((t) => t.text === '*');
    expect(marks).toHaveLength(1);
    expect(marks[0]!.y).toBeCloseTo(inColumn(3)[0]!.y + 9.4);
    expect(textOf(pages[0]!)).toContain('* This line has been corrected');
  });

  it('strikes a voided line out and says why, in every view', async () => {
    const reason = 'Entered twice; the firearm stands on line 11.';
    const line = someLine({ line: 12, status: 'voided', voidReason: reason });
    for (const view of ['original', 'corrected', 'both'] as const) {
      const { pages, strokes } = await printAndRead({ view, book: [line] });
      const page = pages[0]!;
      const { xs, inColumn } = columnsOf(page);
      const body = xs.flatMap((_, n) => inColumn(n)).filter((t) => t.y < 200 && !t.text.startsWith('End'));
      const struck = struckTexts(page, strokes[0]!);
      const whole = body.map((t) => t.text).filter((t) => !struck.includes(t));
      expect(whole.map((t) => t.trim()).filter((t) => !/^(Importer:|Form 4473 no\.)$/.test(t))).toEqual([
        `VOID: ${reason}`,
      ]);
      expect(struck).toContain('12');
      expect(struck).toContain(line.serials[0]);
      expect(struck).toContain(showDate(line.acquiredOn));
    }
  });
});

describe('hard content', () => {
  const cellText = async (fields: Partial<BookLine>, column: number): Promise<string> => {
    const { pages } = await printAndRead({ book: [someLine({ line: 5, ...fields })] });
    return squeezed(
      columnsOf(pages[0]!)
        .inColumn(column)
        .map((t) => t.text),
    );
  };

  it('prints every character of the longest names and serials', async () => {
    const name = Array.from({ length: 200 }, (_, n) => String.fromCharCode(97 + (n % 26))).join('');
    expect(await cellText({ manufacturer: name, importer: '' }, 1)).toBe(name);
    const words = 'Maximilian Bartholomew van der Berg-Lüdenscheidt '.repeat(4).trim();
    expect(await cellText({ disposedTo: words, status: 'disposed' }, 9)).toBe(squeezed([words]));
    const serial = Array.from({ length: 60 }, (_, n) => '0O1IL8B5S2Z'[n % 11]).join('');
    expect(await cellText({ serials: [serial] }, 3)).toBe(serial);
    const ten = Array.from({ length: 10 }, (_, n) => `SER-${n}-0O1I`);
    expect(await cellText({ serials: ten }, 3)).toBe(ten.join(';'));
  });

  it('prints accents as letters, and what has no glyph or can’t be seen as code points', async () => {
    expect(await cellText({ manufacturer: 'José Müller-Peña 10° Žižkov ©®™', importer: '' }, 1)).toBe(
      'JoséMüller-Peña10°Žižkov©®™',
    );
    expect(await cellText({ model: '中文 🔫 a\u200bb' }, 2)).toBe('<U+4E2D><U+6587><U+1F52B>a<U+200B>b');
    // Letters that look alike are told apart: Cyrillic A, Greek A, Latin A.
    expect(await cellText({ serials: ['\u0410\u0391A'] }, 3)).toBe('\u0410\u0391A');
  });

  it('continues a row that is taller than a page, under its line number, and loses nothing', async () => {
    const earlier = Array.from({ length: 60 }, (_, n) => `Name${n} of nobody in particular at all`);
    const { pages, strokes } = await printAndRead({
      view: 'both',
      book: [
        someLine({ line: 6 }),
        someLine({
          line: 7,
          status: 'disposed',
          disposedTo: 'Final',
          disposedOn: '2025-01-01',
          struck: { disposedTo: earlier },
        }),
        someLine({ line: 8 }),
      ],
    });
    const tall = pages.filter((page) => textOf(page).includes('nobody'));
    expect(tall.length).toBeGreaterThan(2);
    const names = tall.flatMap((page) => columnsOf(page).inColumn(9)).map((t) => t.text);
    expect(squeezed(names)).toContain(squeezed([...earlier, 'Final']));
    tall.forEach((page, n) => {
      const numbers = columnsOf(page)
        .inColumn(0)
        .map((t) => t.text);
      expect(numbers[0]).toBe('7');
      expect(numbers.includes('cont.')).toBe(n > 0);
    });
    expect(textOf(...tall)).toContain('Final');
    const struck = pages.flatMap((page, n) => struckTexts(page, strokes[n]!));
    expect(squeezed(struck)).toBe(squeezed(earlier));
    const numbers = pages.flatMap((page) =>
      columnsOf(page)
        .inColumn(0)
        .map((t) => t.text),
    );
    expect(numbers.filter((t) => t === '6' || t === '8')).toEqual(['6', '8']);
  });

  it('says that a book or a range is empty', async () => {
    const empty = await printAndRead({});
    expect(empty.pages).toHaveLength(1);
    expect(textOf(empty.pages[0]!)).toContain('This book has no lines yet.');
    expect(textOf(empty.pages[0]!)).toContain('Page 1 of 1');
    expect(textOf(empty.pages[0]!)).toContain(someHead().checkpoint.root);
    const range = await printAndRead({ range: { from: 10, to: 20 }, order: 'acquired' });
    expect(textOf(range.pages[0]!)).toContain('The book has no lines from 10 to 20.');
    expect(textOf(range.pages[0]!)).toContain('Lines 10 to 20, in order of acquisition date');
  });

  it('puts the proof under the rows, or on a page of its own where they leave no room, and counts that page', async () => {
    const onItsOwn = new Set<boolean>();
    for (let count = 5; count <= 16; count++) {
      const { pages } = await printAndRead({ lines: randomBook(count), total: count });
      pages.forEach((page, n) => {
        expect(textOf(page)).toContain(`Page ${n + 1} of ${pages.length}`);
      });
      const last = pages.at(-1)!;
      const { inColumn } = columnsOf(last);
      const end = last.texts.find((t) => t.text.startsWith('End of this printout'))!;
      const proof = last.texts.find((t) => t.text === 'Proof of this printout')!;
      const rows = inColumn(7).filter((t) => t.y < proof.y && t.x > end.x + end.width);
      for (const t of rows) expect(t.y).toBeLessThan(end.y - 6);
      expect(end.y).toBeLessThan(proof.y - 12);
      onItsOwn.add(rows.length === 0);
    }
    // Both cases were met.
    expect(onItsOwn.size).toBe(2);
  });

  it('wraps a head of any length without running into the rows', async () => {
    const head = someHead({ ledgerName: 'Gun Works of the Panhandle '.repeat(7), premises: 'Suite 12, '.repeat(20) });
    const { pages } = await printAndRead({ head, book: [someLine({ line: 1 })] });
    const page = pages[0]!;
    const tableTop = page.texts.find((t) => t.text === 'Receipt')!.y;
    const above = page.texts.filter((t) => t.y < tableTop - 10);
    expect(squeezed(above.map((t) => t.text))).toContain(squeezed([head.ledgerName]));
    expect(squeezed(above.map((t) => t.text))).toContain(squeezed([head.premises]));
  });
});

describe('the file', () => {
  it('is the same for the same input, and another for another', async () => {
    const [a, b] = await Promise.all([
      print({ lines: randomBook(50), total: 50 }),
      print({ lines: randomBook(50), total: 50 }),
    ]);
    expect(a.bytes.equals(b.bytes)).toBe(true);
    const c = await print({ lines: randomBook(50, 2), total: 50 });
    const id = (bytes: Buffer) => /\/ID \[<([0-9a-f]{32})>/.exec(bytes.toString('latin1'))?.[1];
    expect(id(a.bytes)).toMatch(/^[0-9a-f]{32}$/);
    expect(id(c.bytes)).not.toBe(id(a.bytes));
  });

  it('names no person, licence or serial number outside its pages', async () => {
    const { bytes, info } = await printAndRead({ book: [someLine({ line: 1, serials: ['UNIQUE123'] })] });
    expect(info).toMatchObject({
      Title: 'Firearms acquisition and disposition record, as corrected',
      Author: 'Rollmark',
      CreationDate: 'D:20261122230200Z',
    });
    const raw = bytes.toString('latin1');
    for (const secret of ['Works', '04321', 'Commerce', 'UNIQUE123']) expect(raw).not.toContain(secret);
  });

  it.skipIf(!hasPoppler)('carries the checkpoint as a QR code that is drawn module for module', async () => {
    const { bytes, pages } = await printAndRead({ book: [someLine({ line: 1 })] });
    const code = await qrCode(someHead().checkpoint.note);
    const dpi = 360;
    const image = poppler('pdftoppm', ['-r', String(dpi), '-gray', '-f', '1', '-l', '1'], bytes);
    const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 40).toString('latin1'))!;
    const width = Number(header[1]);
    const dark = (x: number, y: number) =>
      image[header[0].length + Math.round((y * dpi) / 72) * width + Math.round((x * dpi) / 72)]! < 128;
    // The code's left upper corner: the first dark module from the heading's height, at the right of the page.
    const heading = pages[0]!.texts.find((t) => t.text === 'Proof of this printout')!;
    const side = (25 * 72) / 25.4;
    const area = { x: 600, y: heading.y - 14 };
    let corner: { x: number; y: number } | undefined;
    for (let y = area.y; y < area.y + 40 && !corner; y += 0.2) {
      for (let x = area.x; x < 780 && !corner; x += 0.2) if (dark(x, y)) corner = { x, y };
    }
    const module = side / code.size;
    const grid = Array.from({ length: code.size }, (_, row) =>
      Array.from({ length: code.size }, (__, column) =>
        dark(corner!.x + (column + 0.45) * module, corner!.y + (row + 0.45) * module) ? '#' : '.',
      ).join(''),
    );
    const expected = grid.map(() => new Array<string>(code.size).fill('.'));
    for (const run of code.runs) for (let n = 0; n < run.length; n++) expected[run.y]![run.x + n] = '#';
    expect(grid).toEqual(expected.map((row) => row.join('')));
  });
});

describe('while it is made', () => {
  it('can be cancelled before and between, and closes the source', async () => {
    const before = new AbortController();
    before.abort();
    await expect(print({ book: [someLine({ line: 1 })] }, before.signal)).rejects.toMatchObject({ name: 'AbortError' });

    for (const pass of [1, 2]) {
      const control = new AbortController();
      let opened = 0;
      let closed = 0;
      const lines = function* () {
        opened++;
        try {
          for (const chunk of randomBook(100_000)()) {
            yield chunk;
            if (opened === pass && chunk[0]!.line > 3000) control.abort(new Error('a reason of its own'));
          }
        } finally {
          closed++;
        }
      };
      const total = pass === 1 ? 100_000 : 20_000;
      const short = function* () {
        for (const chunk of lines()) {
          if (chunk[0]!.line > total) return;
          yield chunk;
        }
      };
      await expect(print({ lines: short, total }, control.signal)).rejects.toMatchObject({ name: 'AbortError' });
      expect([opened, closed]).toEqual([pass, pass]);
    }
  });

  it('gives the event loop its turns and reports progress', async () => {
    let turns = 0;
    let running = true;
    const turn = () => {
      turns++;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    const stages = new Map<string, number>();
    await makeBookPdf(
      { head: someHead(), view: 'corrected', paper: 'letter', order: 'line', lines: randomBook(20_000), total: 20_000 },
      (stage, done, total) => {
        expect(total).toBe(20_000);
        expect(done).toBeGreaterThanOrEqual(stages.get(stage) ?? 0);
        stages.set(stage, done);
      },
      never,
    );
    running = false;
    expect([...stages]).toEqual([
      ['Laying out the pages', 20_000],
      ['Drawing the pages', 20_000],
    ]);
    expect(turns).toBeGreaterThan(10);
  });

  it('fails rather than print a page total that is wrong', async () => {
    let pass = 0;
    const grows = () => randomBook(++pass === 1 ? 20 : 21)();
    await expect(print({ lines: grows, total: 20 })).rejects.toThrow('changed while it was being printed');
    pass = 0;
    const grownRow = () => [[someLine({ line: 1, manufacturer: ++pass === 1 ? 'Colt' : 'Colt '.repeat(30).trim() })]];
    await expect(print({ lines: grownRow, total: 1 })).rejects.toThrow('changed while it was being printed');
    pass = 0;
    const shrinks = () => randomBook(++pass === 1 ? 20 : 19)();
    await expect(print({ lines: shrinks, total: 20 })).rejects.toThrow('changed while it was being printed');
  });
});
