import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './setup.mjs';
import { testBrowser } from './system-tools.ts';

/**
 * node scripts/icons.ts: draws the app's icons from resources/icons/*.svg with an installed browser and packs them for
 * each system. Run it after changing a drawing, and commit what it writes.
 */

const folder = join(root, 'resources', 'icons');
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Up to this size the drawing that is made for few pixels. */
const SMALL = 32;

const executablePath = await testBrowser();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const pictures = new Map<number, Buffer>();
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(folder, size <= SMALL ? 'icon-small.svg' : 'icon.svg'), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  pictures.set(size, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
const picture = (size: number): Buffer => pictures.get(size) as Buffer;

// Linux: one PNG a size, named as electron-builder expects them.
mkdirSync(join(folder, 'png'), { recursive: true });
for (const size of SIZES) writeFileSync(join(folder, 'png', `${size}x${size}.png`), picture(size));

/** Windows: a directory of PNGs. A size of 256 is written as 0. */
const ico = (sizes: number[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  sizes.forEach((size, i) => {
    const at = 6 + 16 * i;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture(size).length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += picture(size).length;
  });
  return Buffer.concat([head, ...sizes.map(picture)]);
};
writeFileSync(join(folder, 'icon.ico'), ico([16, 24, 32, 48, 64, 128, 256]));

/** macOS: blocks of a four-letter type, a length and a PNG. Types with @2x hold twice the pixels. */
const icns = (blocks: [type: string, size: number][]): Buffer => {
  const bodies = blocks.map(([type, size]) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + picture(size).length, 4);
    return Buffer.concat([head, picture(size)]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + bodies.reduce((n, b) => n + b.length, 0), 4);
  return Buffer.concat([head, ...bodies]);
};
writeFileSync(
  join(folder, 'icon.icns'),
  icns([
    ['icp4', 16],
    ['icp5', 32],
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ]),
);
console.log(`Icons written to ${folder}.`);
