import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AcquisitionDraft, emptyAcquisition } from '../../shared/domain/fields.ts';
import { checkRecordProof } from '../../shared/proof/record-proof.ts';
import { never, newLedger, quiet, scratch } from '../../tests/support/ledgers.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { attach } from './attachments.ts';
import { testJpeg } from './documents/test-jpeg.ts';
import { readPdf, textOf } from './documents/test-pdf.ts';
import { acquire, correct, ForAll } from './entries.ts';
import { addEvidence } from './evidence.ts';
import { printAcquisition, printBook } from './printing.ts';

let place: ReturnType<typeof scratch>;
let ledger: Ledger;
let car: AcquisitionDraft;
beforeEach(async () => {
  place = scratch();
  const clock = () => Date.parse('2026-11-22T18:00:00Z');
  ({ ledger } = await newLedger(join(place.path, 'l.rollmark'), {
    clock,
    settings: { template: 'shop', licence: '' },
  }));
  car = {
    ...emptyAcquisition('vehicle'),
    manufacturer: 'Yamaha',
    model: 'MT-07',
    serials: ['JYAPEK6976D170905'],
    type: 'Motorcycle',
    acquiredOn: '2026-11-20',
    acquiredFrom: 'Hana Duarte',
    acquiredFromAddress: '2864 Hwy 9, Helena, MT 59601',
    details: { year: '2006', odometer: '177,725', odometerUnit: 'mi', odometerStatus: 'Exempt', price: '$1,200' },
  };
  await acquire(ledger, 'vehicles', car, 'all');
});
afterEach(async () => {
  await ledger.close();
  place.remove();
});

const read = async (bytes: Buffer) => {
  const { pages, info } = await readPdf(bytes);
  return { info, text: textOf(...pages).replaceAll(/\s+/g, ' ') };
};

describe('a shop’s ledger', () => {
  it('prints each book in its own columns and under its own name', async () => {
    const query = { view: 'corrected', order: 'line', paper: 'letter' } as const;
    const vehicles = await printBook(ledger, { book: 'vehicles', ...query }, quiet, never);
    const tools = await printBook(ledger, { book: 'tools', ...query }, quiet, never);
    expect([vehicles.name, tools.name]).toEqual([
      'book-vehicles-corrected-2026-11-22.pdf',
      'book-tools-corrected-2026-11-22.pdf',
    ]);
    const { text, info } = await read(vehicles.bytes);
    expect(info.Title).toBe('Vehicle register, as corrected');
    expect(text).toMatch(/Description of vehicle .*JYAPEK6976D170905 177,725 mi Exempt/);
    expect((await read(tools.bytes)).text).toContain('Description of tool');
  });

  it('prints a record that carries its proofs as files, which another program takes out and which hold', async () => {
    await correct(ledger, { book: 'vehicles', line: 1 }, { field: 'model', value: 'MT-09', reason: 'Misread' }, 'all');
    const { bytes } = await printAcquisition(ledger, { book: 'vehicles', line: 1 }, 'letter');
    expect((await read(bytes)).text).toContain(
      'Attached to the PDF file: its 2 proofs, of whole entries with notes and prices. The verifier checks them without the ledger.',
    );
    const pdf = join(place.path, 'record.pdf');
    const to = join(place.path, 'attached');
    writeFileSync(pdf, bytes);
    mkdirSync(to);
    execFileSync('pdfdetach', ['-saveall', '-o', to, pdf]);
    expect(readdirSync(to).toSorted()).toEqual(['vehicles-line-1-2.tlog-proof', 'vehicles-line-1.tlog-proof']);
    const held = readdirSync(to).map((name) => {
      const proof = readFileSync(join(to, name), 'utf8');
      const changed = checkRecordProof(proof.replace(/^[A-Za-z0-9+/]{43}=$/m, `${'A'.repeat(43)}=`), ledger.verifier);
      expect(changed.ok).toBe(false);
      return checkRecordProof(proof, ledger.verifier);
    });
    expect(held.map(({ ok }) => ok)).toEqual([true, true]);
    expect(JSON.stringify(held)).toContain('JYAPEK6976D170905');
    // The same ledger and moment give the same bytes.
    expect((await printAcquisition(ledger, { book: 'vehicles', line: 1 }, 'letter')).bytes.equals(bytes)).toBe(true);
  });

  it('prints with a record’s history the warnings that were saved past, and why', async () => {
    const next = { ...car, serials: ['1HGCM82633A004353'], type: 'Car', manufacturer: 'Honda', model: 'Accord' };
    await acquire(ledger, 'vehicles', next, new ForAll('The plate was read twice'));
    const { text } = await read((await printAcquisition(ledger, { book: 'vehicles', line: 2 }, 'letter')).bytes);
    expect(text).toMatch(/Saved past a warning about the .*VIN or other number: The plate .*was read twice/);
  });

  it('prints a record with its evidence, and a photo that can’t be read by its name', async () => {
    const at = { book: 'vehicles', line: 1 };
    await addEvidence(ledger, at, {
      kind: 'reading',
      source: 'unit',
      place: 'Steering head',
      text: 'JYAPEK6976D170905',
      marking: 'stamped',
      legibility: 'clear',
      note: '',
    });
    await addEvidence(ledger, at, {
      kind: 'attachment',
      sha256: 'a'.repeat(64),
      name: 'head.jpg',
      media: 'image/jpeg',
      size: 10,
      purpose: 'photo',
    });
    await attach(ledger, at, { purpose: 'photo', name: 'stamp.jpg', bytes: testJpeg(64, 48, () => 99) });
    const made = await printAcquisition(ledger, at, 'a4');
    expect(made.name).toBe('record-vehicles-line-1-2026-11-22.pdf');
    const { text, info } = await read(made.bytes);
    expect(info.Title).toBe('Vehicle record, line 1');
    expect(text).toContain('The reading agrees with the record.');
    expect(text).toMatch(/Photo 2 +stamp\.jpg(?! \()/);
    expect(made.bytes.toString('latin1').split('/Subtype /Image')).toHaveLength(2);
    expect(text).toContain('head.jpg (its picture can’t be shown)');
    expect(text).toMatch(/Price paid .*\$1,200\.00/);
  });
});
