import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PIECE, sha256Of } from '../../electron/ledger/attachment-bytes.ts';
import { type Ledger, openWithKey } from '../../electron/ledger/ledger.ts';
import { verifyLedger } from '../../electron/ledger/verify.ts';
import { attach, imageOf } from '../../electron/services/attachments.ts';
import { acquire } from '../../electron/services/entries.ts';
import { addEvidence, listEvidence, withdrawEvidence } from '../../electron/services/evidence.ts';
import { LARGEST_ATTACHMENT } from '../../shared/domain/attachments.ts';
import type { Attachment, Purpose } from '../../shared/domain/evidence.ts';
import {
  avifPicture,
  bombPng,
  gifPicture,
  heicPhoto,
  jpegPhoto,
  movingWebp,
  paper,
  phonePhoto,
  pngPhoto,
  svgDrawing,
  tiffPicture,
  webPage,
  webpPhoto,
} from '../fixtures/make-photos.ts';
import { CHILD } from '../support/build-bundles.ts';
import {
  AD,
  copyOf,
  newLedger,
  openRaw,
  pastGuards,
  pistol,
  quiet,
  refusal,
  scratch,
  verified,
} from '../support/ledgers.ts';

/** Photos and papers on a real encrypted ledger: kept byte for byte, or refused in a sentence and nothing kept. */
let place: ReturnType<typeof scratch>;
let folder: string;
let ledger: Ledger;
let key: Buffer;
beforeAll(async () => {
  place = scratch();
  folder = join(place.path, 'photos.rollmark');
  ({ ledger } = await newLedger(folder));
  key = ledger.dataKey();
  for (const serial of ['BKZX412', 'BKZX413', 'BKZX414', 'BKZX415'])
    await acquire(ledger, 'ad', pistol(serial, { acquiredOn: ledger.today() }), 'all');
});
afterAll(async () => {
  await ledger.close();
  place.remove();
});

const keep = (bytes: Uint8Array, line = 1, name = 'IMG_0001.jpg', purpose: Purpose = 'photo') =>
  attach(ledger, AD(line), { purpose, name, bytes });
const kept = async (bytes: Uint8Array, line = 1, name?: string, purpose?: Purpose): Promise<Attachment> =>
  (await keep(bytes, line, name, purpose)).evidence as Attachment;
const pieces = (of = ledger): number =>
  of.reader.prepare('SELECT count(*) FROM attachment_chunk').pluck().get() as number;
const state = () => ({ pieces: pieces(), events: ledger.log().tree.size });
const colourAt = async (bytes: Uint8Array, x: number, y: number): Promise<number[]> => {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return [...data.subarray(at, at + 3)];
};
const near = (colour: number[], wanted: readonly number[]): boolean =>
  colour.every((value, i) => Math.abs(value - wanted[i]!) < 24);
const RED = [200, 40, 40];
const BLUE = [40, 60, 200];

describe('what is kept', () => {
  test.each([
    ['a JPEG of several pieces', () => jpegPhoto({ width: 1800, height: 1300, grain: 80 }), 'image/jpeg', [1800, 1300]],
    ['a PNG', () => pngPhoto({ grain: 40 }), 'image/png', [640, 480]],
    ['a WebP', () => webpPhoto(), 'image/webp', [640, 480]],
    ['a WebP that moves', () => movingWebp(), 'image/webp', [64, 64]],
    ['a HEIC', async () => heicPhoto(), 'image/heic', [64, 48]],
    ['a photo that a phone turned', () => phonePhoto(), 'image/jpeg', [480, 640]],
  ] as const)('%s comes back byte for byte', async (_, make, media, [width, height]) => {
    const bytes = await make();
    const evidence = await kept(bytes);
    expect(evidence).toEqual({
      kind: 'attachment',
      sha256: sha256Of(bytes),
      name: 'IMG_0001.jpg',
      media,
      size: bytes.length,
      width,
      height,
      purpose: 'photo',
    });
    const back = await imageOf(ledger, evidence.sha256, 'original');
    expect(Buffer.compare(back.bytes, bytes)).toBe(0);
    expect(back).toMatchObject({ media, name: 'IMG_0001.jpg' });
    for (const [size, most] of [
      ['thumb', 320],
      ['screen', 1600],
      ['close', 8192],
    ] as const) {
      const preview = await imageOf(ledger, evidence.sha256, size);
      const seen = await sharp(preview.bytes).metadata();
      expect(preview.media).toBe('image/jpeg');
      expect(seen.format).toBe('jpeg');
      expect(Math.max(seen.width, seen.height)).toBe(Math.min(most, Math.max(width, height)));
      expect(seen.width / seen.height).toBeCloseTo(width / height, 1);
    }
  });

  test('a PDF comes back byte for byte, with its pages counted', async () => {
    const bytes = await paper(3);
    const evidence = await kept(bytes, 1, 'receipt.pdf', 'receipt');
    expect(evidence).toMatchObject({ media: 'application/pdf', pages: 3, purpose: 'receipt', size: bytes.length });
    expect(evidence.width).toBeUndefined();
    expect(Buffer.compare((await imageOf(ledger, evidence.sha256, 'original')).bytes, bytes)).toBe(0);
    expect((await refusal(() => imageOf(ledger, evidence.sha256, 'thumb'))).code).toBe('REFUSED');
    expect(await kept(await paper(200), 1, 'long.pdf')).toMatchObject({ pages: 200 });
    expect(await kept(await paper(1, { ownerPassword: 'x' }), 1, 'open.pdf')).toMatchObject({ pages: 1 });
  });

  test('a preview stands upright and says nothing of where it was taken; the original does', async () => {
    const bytes = await phonePhoto();
    expect((await sharp(bytes).metadata()).exif?.includes('Rollmark')).toBe(true);
    const { sha256 } = await kept(bytes, 2);
    for (const size of ['thumb', 'screen', 'close'] as const) {
      const preview = await imageOf(ledger, sha256, size);
      const seen = await sharp(preview.bytes).metadata();
      expect([seen.exif, seen.xmp, seen.icc, seen.iptc, seen.orientation]).toEqual(Array(5).fill(undefined));
      // Turned to the right by a quarter: what was bottom left is top left.
      expect(near(await colourAt(preview.bytes, 0.25, 0.25), BLUE)).toBe(true);
      expect(near(await colourAt(preview.bytes, 0.75, 0.25), RED)).toBe(true);
    }
    expect((await sharp((await imageOf(ledger, sha256, 'original')).bytes).metadata()).orientation).toBe(6);
  });

  test('the first picture of several is the one shown, and a HEIC shows its colours', async () => {
    const moving = await imageOf(ledger, sha256Of(await movingWebp()), 'screen');
    expect(near(await colourAt(moving.bytes, 0.5, 0.5), RED)).toBe(true);
    const heic = await imageOf(ledger, sha256Of(heicPhoto()), 'screen');
    expect(near(await colourAt(heic.bytes, 0.25, 0.25), RED)).toBe(true);
    expect(near(await colourAt(heic.bytes, 0.25, 0.75), BLUE)).toBe(true);
  });

  test('the same file on two lines is stored once', async () => {
    const bytes = await jpegPhoto({ width: 1200, height: 900, grain: 90 });
    const { sha256 } = await kept(bytes, 1);
    const before = state();
    expect((await kept(bytes, 2)).sha256).toBe(sha256);
    expect(state()).toEqual({ pieces: before.pieces, events: before.events + 1 });
    const rows = ledger.reader.prepare(
      'SELECT idx, length(bytes) AS n FROM attachment_chunk WHERE sha256 = ? ORDER BY idx',
    );
    expect(rows.all(sha256)).toEqual(
      Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, idx) => ({
        idx,
        n: Math.min(PIECE, bytes.length - idx * PIECE),
      })),
    );
    expect(rows.all(sha256).length).toBeGreaterThan(1);
  });

  test('the same file on the same line is refused, until it is withdrawn', async () => {
    const bytes = await pngPhoto({ width: 90, grain: 9 });
    const { seq } = await keep(bytes, 3);
    const before = state();
    const refused = await refusal(() => keep(bytes, 3, 'another name.png'));
    expect(refused.message).toMatch(/kept with this line already/);
    // Twice at the same moment, too: the second is held against what the first wrote.
    expect(state()).toEqual(before);
    await withdrawEvidence(ledger, AD(3), seq, 'Of another unit');
    const both = await Promise.allSettled([keep(bytes, 3), keep(bytes, 3)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(pieces()).toBe(before.pieces);
    expect(listEvidence(ledger.reader, AD(3)).map((one) => one.withdrawn)).toEqual(['', 'Of another unit']);
  });

  test('a reading may be shown by a photo of its own line only', async () => {
    const { sha256 } = await kept(await pngPhoto({ width: 91, grain: 9 }), 3);
    const reading = {
      kind: 'reading',
      source: 'unit',
      place: 'Frame',
      text: 'BKZX414',
      marking: 'engraved',
      legibility: 'clear',
      photo: sha256,
      note: '',
    } as const;
    await addEvidence(ledger, AD(3), reading);
    expect((await refusal(() => addEvidence(ledger, AD(4), reading))).message).toMatch(/Add it first/);
  });

  test('a name is kept without folders and without what can’t be seen', async () => {
    const named = async (name: string, width: number) => (await kept(await pngPhoto({ width }), 4, name)).name;
    expect(await named('C:\\fake\\path\\Rück seite (2).png', 31)).toBe('Rück seite (2).png');
    expect(await named('../../etc/passwd', 32)).toBe('passwd');
    expect(await named('photo\u202Egpj.exe\u0000', 33)).toBe('photogpj.exe');
    expect(await named('\u200B', 34)).toBe('without a name');
  });
});

describe('what is refused, and why', () => {
  const cut = async (make: Promise<Buffer>, share = 0.6) => {
    const bytes = await make;
    return bytes.subarray(0, Math.floor(bytes.length * share));
  };
  const cutAt = (bytes: Buffer, text: string) => bytes.subarray(0, bytes.lastIndexOf(text));
  const PNG_SIGN = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
  test.each([
    ['an empty file', async () => Buffer.alloc(0), /empty/],
    ['a photo of 200 MB', async () => Buffer.alloc(200 * 1024 * 1024, 0xff), /has 200 MB, and at most 25 MB/],
    ['one byte too many', async () => Buffer.alloc(LARGEST_ATTACHMENT + 1, 1), /has 26 MB, and at most 25 MB/],
    [
      'a PNG that is not one',
      async () => Buffer.concat([PNG_SIGN, Buffer.from('no picture at all')]),
      /can’t be opened/,
    ],
    ['an SVG named .jpg', async () => svgDrawing(), /an SVG drawing/],
    ['an HTML page named .jpg', async () => webPage(), /a web page \(HTML\)/],
    ['an HTML page after white space', async () => Buffer.from(`\n\n   ${webPage()}`), /a web page \(HTML\)/],
    ['an HTML page in UTF-16', async () => Buffer.from(`\uFEFF${webPage()}`, 'utf16le'), /a web page \(HTML\)/],
    ['a text', async () => Buffer.from('BKZX412\n'), /is a text/],
    ['a GIF named .jpg', gifPicture, /a GIF picture/],
    ['a TIFF named .jpg', tiffPicture, /a TIFF or raw picture/],
    ['an AVIF named .jpg', avifPicture, /an AVIF picture/],
    ['a program', async () => Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'), /a program/],
    ['zeros', async () => Buffer.alloc(9000), /nothing but zeros/],
    ['a JPEG cut short', () => cut(jpegPhoto({ grain: 60 })), /can’t be opened/],
    ['a JPEG without its last bytes', () => cut(jpegPhoto({ grain: 60 }), 0.999), /can’t be opened/],
    ['a PNG cut short', () => cut(pngPhoto({ grain: 60 })), /can’t be opened/],
    ['a PNG without its last two bytes', async () => (await pngPhoto()).subarray(0, -2), /can’t be opened/],
    ['a WebP cut short', () => cut(webpPhoto({ grain: 60 })), /can’t be opened/],
    ['a HEIC cut short', async () => heicPhoto().subarray(0, 560), /can’t be opened/],
    ['a picture of 900 megapixels in 110 KB', async () => bombPng(30_000, 30_000), /has 900 megapixels/],
    ['a PDF that is not one', async () => Buffer.from('%PDF-1.7\nno paper\n%%EOF\n'), /This PDF can’t be opened/],
    ['a PDF cut short', () => cut(paper(40), 0.9), /This PDF can’t be opened/],
    ['a PDF without its end', async () => cutAt(await paper(3), 'startxref'), /This PDF can’t be opened/],
    ['a PDF that is locked', () => paper(1, { userPassword: 'secret' }), /locked with a password/],
    ['a PDF of 201 pages', () => paper(201), /has 201 pages, and at most 200/],
  ])('%s', async (_, make, sentence) => {
    const bytes = await make();
    const before = state();
    const refused = await refusal(() => keep(bytes));
    expect(refused.code).toBe('REFUSED');
    expect(refused.message).toMatch(sentence);
    expect(refused.findings).toMatchObject([{ field: 'file', severity: 'refused', message: refused.message }]);
    expect(state()).toEqual(before);
  });

  test('a bomb is refused before it is unpacked', async () => {
    const bomb = bombPng(29_000, 31_000);
    expect(bomb.length).toBeLessThan(200_000);
    const peak = process.resourceUsage().maxRSS;
    const start = performance.now();
    await refusal(() => keep(bomb));
    expect(performance.now() - start).toBeLessThan(1000);
    // In kilobytes. Unpacked, it would take 900 MB at the least.
    expect(process.resourceUsage().maxRSS - peak).toBeLessThan(100_000);
  });

  test('a line that is not there', async () => {
    const before = state();
    expect((await refusal(async () => keep(await pngPhoto(), 99))).code).toBe('LINE_MISSING');
    expect(state()).toEqual(before);
  });

  test('a photo that the ledger does not keep is not shown', async () => {
    expect((await refusal(() => imageOf(ledger, 'ab'.repeat(32), 'original'))).code).toBe('TOKEN_UNKNOWN');
  });
});

describe('what fails half way', () => {
  test('leaves nothing where writing its event fails', async () => {
    const bytes = await jpegPhoto({ width: 1500, height: 1100, grain: 90 });
    const before = state();
    let stored = 0;
    const failing: Ledger = {
      ...ledger,
      writeLong: (work) =>
        ledger.writeLong((_append, db, makeFindable) =>
          work(
            () => {
              stored = db.prepare('SELECT count(*) FROM attachment_chunk').pluck().get() as number;
              throw new Error('The disk is gone.');
            },
            db,
            makeFindable,
          ),
        ),
    };
    await expect(attach(failing, AD(1), { purpose: 'photo', name: 'a.jpg', bytes })).rejects.toThrow(
      'The disk is gone.',
    );
    expect(stored).toBeGreaterThan(before.pieces + 1);
    expect(state()).toEqual(before);
    expect((await kept(bytes)).size).toBe(bytes.length);
  });

  test('leaves nothing where the process is killed', async () => {
    const copy = join(place.path, 'killed.rollmark');
    const made = await newLedger(copy);
    await acquire(made.ledger, 'ad', pistol('KILLED1', { acquiredOn: made.ledger.today() }), 'all');
    const copyKey = made.ledger.dataKey();
    const events = made.ledger.log().tree.size;
    await made.ledger.close();
    const photo = join(place.path, 'frame.jpg');
    writeFileSync(photo, await jpegPhoto({ width: 2400, height: 1800, grain: 90 }));
    const child = spawnSync(process.execPath, [CHILD, 'attach', copy, copyKey.toString('hex'), photo], {
      encoding: 'utf8',
    });
    expect(child.stderr).toBe('');
    expect(child.signal).toBe('SIGKILL');
    expect(Number(/(\d+) pieces/.exec(child.stdout)?.[1])).toBeGreaterThan(1);
    const again = openWithKey(copy, copyKey);
    try {
      expect(pieces(again)).toBe(0);
      expect(again.log().tree.size).toBe(events);
      expect((await verified(again)).problems).toEqual([]);
    } finally {
      await again.close();
    }
  });
});

describe('the proof', () => {
  let base: string;
  let sha256: string;
  let shared: string;
  beforeAll(async () => {
    base = join(place.path, 'proof.rollmark');
    const made = await newLedger(base);
    for (const serial of ['PRF1', 'PRF2'])
      await acquire(made.ledger, 'ad', pistol(serial, { acquiredOn: made.ledger.today() }), 'all');
    const put = async (line: number, name: string, bytes: Buffer) =>
      ((await attach(made.ledger, AD(line), { purpose: 'photo', name, bytes })).evidence as Attachment).sha256;
    sha256 = await put(1, 'frame.jpg', await jpegPhoto({ width: 4000, height: 3000, grain: 100 }));
    shared = await put(1, 'both.png', await pngPhoto());
    expect(await put(2, 'again.png', await pngPhoto())).toBe(shared);
    key = made.ledger.dataKey();
    await made.ledger.close();
  });
  const found = async (change: (db: Database.Database) => void) => {
    const copy = copyOf(base, join(place.path, 'changed.rollmark'));
    const db = openRaw(copy, key);
    pastGuards(db, change);
    db.close();
    const opened = openWithKey(copy, Buffer.from(key));
    try {
      return { problems: (await verified(opened)).problems, shown: await refusalOrBytes(opened) };
    } finally {
      await opened.close();
    }
  };
  const refusalOrBytes = async (of: Ledger): Promise<string> => {
    try {
      return String((await imageOf(of, sha256, 'original')).bytes.length);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  test('holds over every photo and paper, after opening again too', async () => {
    expect((await verified(ledger)).problems).toEqual([]);
    const { problems, shown } = await found(() => undefined);
    expect(problems).toEqual([]);
    expect(Number(shown)).toBeGreaterThan(4 * 1024 * 1024);
  });

  test('is not changed or removed by accident: the file itself forbids it', async () => {
    const db = openRaw(copyOf(base, join(place.path, 'guarded.rollmark')), key);
    expect(() => db.exec('UPDATE attachment_chunk SET idx = idx + 100')).toThrow('append-only');
    expect(() => db.exec('DELETE FROM attachment_chunk')).toThrow('append-only');
    db.close();
  });

  test('finds one changed byte', async () => {
    const { problems, shown } = await found((db) => {
      const { id, bytes } = db
        .prepare('SELECT id, bytes FROM attachment_chunk WHERE sha256 = ? AND idx = 7')
        .get(sha256) as {
        id: number;
        bytes: Buffer;
      };
      bytes[1000]! ^= 1;
      db.prepare('UPDATE attachment_chunk SET bytes = ? WHERE id = ?').run(bytes, id);
    });
    expect(problems).toEqual([
      { code: 'photo-changed', where: 'Line 1', message: expect.stringContaining('“frame.jpg” is not what was kept') },
    ]);
    expect(shown).toBe('LEDGER_DAMAGED');
  });

  test('finds a missing piece, and a missing file on every line that has it', async () => {
    const one = await found((db) =>
      db.prepare('DELETE FROM attachment_chunk WHERE sha256 = ? AND idx = 3').run(sha256),
    );
    expect(one.problems).toEqual([
      {
        code: 'photo-missing',
        where: 'Line 1',
        message: expect.stringContaining('“frame.jpg” was kept with this line'),
      },
    ]);
    expect(one.shown).toBe('LEDGER_DAMAGED');
    const all = await found((db) => db.prepare('DELETE FROM attachment_chunk WHERE sha256 = ?').run(shared));
    expect(all.problems.map(({ code, where, message }) => [code, where, /“(.*)”/.exec(message)?.[1]])).toEqual([
      ['photo-missing', 'Line 1', 'both.png'],
      ['photo-missing', 'Line 2', 'again.png'],
    ]);
  });

  test('finds pieces that belong to nothing, and pieces too many', async () => {
    const put = 'INSERT INTO attachment_chunk (sha256, idx, bytes) VALUES (?, ?, ?)';
    const stray = await found((db) => db.prepare(put).run('cd'.repeat(32), 0, Buffer.from('hidden')));
    expect(stray.problems).toEqual([
      {
        code: 'photo-stray',
        where: 'ledger.db',
        message: expect.stringContaining('a file in 1 piece (cdcdcdcdcdcd…)'),
      },
    ]);
    const more = await found((db) => db.prepare(put).run(shared, 1, Buffer.alloc(0)));
    expect(more.problems.map((p) => p.code)).toEqual(['photo-changed', 'photo-changed']);
  });

  test('says how far it is, and stops when asked', async () => {
    const opened = openWithKey(copyOf(base, join(place.path, 'stopped.rollmark')), Buffer.from(key));
    const stop = new AbortController();
    const seen: [number, number][] = [];
    const watch = (stage: string, done: number, total: number) => {
      if (stage === 'Reading photos and papers') seen.push([done, total]);
    };
    try {
      await verifyLedger(opened, undefined, watch, new AbortController().signal);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.every(([done, total]) => done > 0 && done <= total)).toBe(true);
      const stopped = verifyLedger(
        opened,
        undefined,
        (stage) => {
          if (stage === 'Reading the record') stop.abort();
        },
        stop.signal,
      );
      expect((await refusal(() => stopped)).code).toBe('CANCELLED');
      expect((await verifyLedger(opened, undefined, quiet, new AbortController().signal)).ok).toBe(true);
    } finally {
      await opened.close();
    }
  });
});
