import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATEGORY_IDS, type CategoryId } from '../../shared/categories/ids.ts';
import { type BookLine, BookLine as BookLineShape, Finding as FindingShape } from '../../shared/contract/lines.ts';
import { GUIDE_IDS } from '../../shared/guides/guide.ts';
import { cli, type RunOptions } from '../support/cli.ts';
import { makeCheap, scratch } from '../support/ledgers.ts';

/** Registers, inventories and the serial desk as people script them. */
let place: ReturnType<typeof scratch>;
let shop: string;
let home: string;
const file = (name: string) => join(place.path, name);
const run = (args: string[], options: RunOptions = {}) => cli(args, options);
const json = async <T>(args: string[], code = 0, options: RunOptions = {}): Promise<T> => {
  const ran = await run(args, options);
  expect(ran, ran.stderr).toMatchObject({ code });
  return JSON.parse(ran.stdout) as T;
};
/** Wrong usage: nothing on standard output, one plain sentence, code 2. */
const usage = async (args: string[], says: RegExp, options: RunOptions = {}) => {
  const ran = await run(args, options);
  expect(ran, ran.stderr).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(says);
  expect(ran.stderr).not.toMatch(/Error:|undefined|\bat \//);
};
const put = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value));
  return file(name);
};

type Inspected = {
  serial: string;
  normalised: string;
  findings: { code: string; severity: string; message: string; suggestion?: string; other?: object }[];
  decoded: Record<string, unknown>;
};

const UNITS: Readonly<Record<CategoryId, Record<string, unknown>>> = {
  firearm: { manufacturer: 'Ruger', model: '10/22', serial: '0012-88', type: 'rifle', caliber: '.22 LR' },
  vehicle: {
    manufacturer: 'Honda',
    model: 'Accord',
    serial: '1HGCM82633A004352',
    type: 'Car',
    year: 2003,
    odometer: '74,712',
    odometerStatus: 'Actual',
  },
  tool: { manufacturer: 'DeWalt', model: 'DCD791', serial: '175418', type: 'Drill or driver', assetTag: 'T0002' },
  electronics: { manufacturer: 'Apple', model: 'iPhone 13', serial: 'F2LXK1ABCD12', imei: '490154203237518' },
  appliance: { manufacturer: 'Bosch', model: 'B36CT80SNS', serial: 'FD989732512', price: '$1,071.89' },
  other: { manufacturer: 'Trek', model: 'FX 2', serial: 'WTU123K0456P', description: 'Dent in the top tube' },
};
const unit = (category: CategoryId) => ({
  category,
  acquiredOn: '2025-11-20',
  acquiredFrom: { name: 'Noor Haas', address: '4102 Main St, Boise, ID 83702' },
  ...UNITS[category],
});

beforeAll(async () => {
  place = scratch();
  shop = file('Shop.rollmark');
  home = file('Home.rollmark');
  for (const [folder, template] of [
    [shop, 'shop'],
    [home, 'owner'],
  ] as const) {
    const made = await json<{ recoveryKey: string }>([
      ...['create', folder, '--template', template, '--name', 'Dana', '--json'],
    ]);
    await makeCheap(folder, made.recoveryKey);
  }
});
afterAll(() => place.remove());

test('create knows the templates, and names them where it is asked for another', async () => {
  await usage(['create', file('x.rollmark'), '--template', 'garage', '--name', 'Dana'], /garage.*dealer, shop, owner/s);
  expect(existsSync(file('x.rollmark'))).toBe(false);
  expect(await json<BookLine[]>(['book', shop, '--json'])).toEqual([]);
  for (const book of ['vehicles', 'tools', 'second-hand'])
    expect(await json<BookLine[]>(['book', shop, '--book', book, '--json'])).toEqual([]);
});

describe('acquire', () => {
  test('takes a unit of every category, into the book that it is for', async () => {
    for (const [at, category] of CATEGORY_IDS.entries()) {
      const line = await json<BookLine>(['acquire', home, '--json', put(`${category}.json`, unit(category))]);
      expect(BookLineShape.safeParse(line).error).toBeUndefined();
      expect(line).toMatchObject({ book: 'household', line: at + 1, category, serial: UNITS[category].serial });
    }
    const lines = await json<BookLine[]>(['book', home, '--book', 'household', '--json']);
    expect(lines.map((l) => l.category)).toEqual([...CATEGORY_IDS]);
    expect(lines[1]).toMatchObject({ year: '2003', odometer: '74712', odometerUnit: 'mi', odometerStatus: 'Actual' });
    expect(lines[4]).toMatchObject({ price: '1071.89' });
  });

  test('says of each finding how serious it is', async () => {
    const used = put('hinted.json', { ...unit('vehicle'), serial: '1HGCM82633A004353' });
    const { stderr } = await run(['acquire', home, '--json', used]);
    expect(stderr).toMatch(/^Warning \(serial\): The check digit does not fit/m);
    expect(stderr).toMatch(/^Hint \(serial\): By this number: Honda/m);
    const { stdout } = await run(['history', home, '--line', '7']);
    expect(stdout).toMatch(/^ {4}saved past vin-check-digit \(serial\): Accepted on the command line$/m);
    await run(['void', home, '--line', '7', '--reason', 'A test']);
  });

  test('keeps the reason that is given for what it saves past, and takes none that says nothing', async () => {
    const used = put('reasoned.json', { ...unit('vehicle'), serial: '1HGCM82633A004353' });
    const reason = 'Read three times; the plate says so';
    expect(await run(['acquire', home, '--json', used, '--reason', '  '])).toMatchObject({ code: 1, stdout: '' });
    await run(['acquire', home, '--json', used, '--reason', reason]);
    const { stdout } = await run(['history', home, '--line', '8']);
    expect(stdout).toMatch(new RegExp(`^ {4}saved past vin-check-digit \\(serial\\): ${reason}$`, 'm'));
    await run(['void', home, '--line', '8', '--reason', 'A test']);
  });

  test('goes into the book that is named, and counts its lines for itself', async () => {
    const acquired = (book: string, category: CategoryId) =>
      json<BookLine>(['acquire', shop, '--book', book, '--json', file(`${category}.json`)]);
    expect(await acquired('vehicles', 'vehicle')).toMatchObject({ book: 'vehicles', line: 1 });
    expect(await acquired('tools', 'tool')).toMatchObject({ book: 'tools', line: 1 });
    expect(await acquired('second-hand', 'electronics')).toMatchObject({ book: 'second-hand', line: 1 });
    // Not named, it is the ledger's first.
    const bike = {
      ...unit('vehicle'),
      serial: 'JYARM06E7EA000123',
      manufacturer: 'Yamaha',
      year: '2014',
      model: 'MT-07',
    };
    const line = await json<BookLine>(['acquire', shop, '--json', '-'], 0, { input: JSON.stringify(bike) });
    expect(line).toMatchObject({ book: 'vehicles', line: 2 });
  });

  test('says in a sentence which book or category is wrong, and enters nothing', async () => {
    await usage(['acquire', shop, '--book', 'garage', '--json', file('tool.json')], /vehicles.*second-hand/s);
    await usage(
      ['acquire', shop, '--book', 'ad', '--json', file('firearm.json')],
      /no book “ad”.*vehicles \(Vehicle register\)/s,
    );
    await usage(['book', home, '--book', 'tools'], /no book “tools”.*household/s);
    const wrong = await run(['acquire', shop, '--book', 'tools', '--json', file('vehicle.json')]);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/A vehicle does not belong in the tool register/);
    const foreign = put('foreign.json', { ...unit('tool'), imei: '490154203237518' });
    const refused = await run(['acquire', shop, '--book', 'tools', '--json', foreign]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/IMEI/);
    await usage(
      ['acquire', shop, '--json', put('c.json', { ...unit('tool'), category: 'boat' })],
      /firearm, vehicle, tool/,
    );
    await usage(['acquire', shop, '--json', put('k.json', { ...unit('tool'), keying: 'guessed' })], /typed-twice/);
    await usage(['acquire', shop, '--json', put('u.json', { ...unit('tool'), colour: 'red', weight: 5 })], /“weight”/);
    expect(await json<BookLine[]>(['book', shop, '--book', 'tools', '--json'])).toHaveLength(1);
  });

  test('dispose takes the odometer and the price, of the unit that has them', async () => {
    const sold = { disposedOn: '2025-12-01', disposedTo: 'Ana', odometerOut: '74,759', priceSold: '$5,000' };
    const line = await json<BookLine>([
      ...['dispose', shop, '--book', 'vehicles', '--line', '1', '--json', put('sold.json', sold)],
    ]);
    expect(line).toMatchObject({ status: 'disposed', odometerOut: '74759', priceSold: '5000.00' });
    const wrong = await run(['dispose', shop, '--book', 'tools', '--line', '1', '--json', file('sold.json')]);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/Odometer out/);
  });

  test('correct reaches a detail, and refuses one of another category', async () => {
    const at = ['correct', shop, '--book', 'tools', '--line', '1', '--reason', 'Misread', '--json'];
    expect(await json<BookLine>([...at, '--field', 'assetTag', '--value', 'T0003'])).toMatchObject({
      assetTag: 'T0003',
      struck: { assetTag: ['T0002'] },
    });
    expect(await run([...at, '--field', 'imei', '--value', '1'])).toMatchObject({ code: 1, stdout: '' });
    await usage([...at, '--field', 'odour', '--value', '1'], /no field “odour”/);
  });
});

describe('inspect', () => {
  const inspect = (args: string[], code = 0, options: RunOptions = {}) =>
    json<Inspected[]>(['inspect', ...args, '--json'], code, options);

  test('gives for each number what scripts rely on', async () => {
    const looked = await inspect(
      ['--category', 'vehicle', '--maker', 'Honda', '1HGCM82633A004352', '1HGCM82633A004353'],
      1,
    );
    expect(looked.map((l) => l.serial)).toEqual(['1HGCM82633A004352', '1HGCM82633A004353']);
    for (const { serial, normalised, findings, decoded } of looked) {
      expect(normalised).toBe(serial);
      for (const finding of findings)
        expect(FindingShape.omit({ field: true }).strict().safeParse(finding).error).toBeUndefined();
      expect(decoded).toMatchObject({ modelYears: [2003] });
      expect(decoded.manufacturer).toMatch(/honda/i);
    }
    expect(looked.map((l) => l.decoded.checkDigit)).toEqual(['valid', 'invalid']);
    expect(looked[1]!.findings.map((f) => f.code)).toContain('vin-check-digit');
  });

  test('ends with 0 where nothing or only hints were found, and with 1 where something is to be looked at', async () => {
    expect((await inspect(['--category', 'tool', 'KRZ5801B']))[0]!.findings).toEqual([]);
    expect((await inspect(['--category', 'electronics', '490154203237518']))[0]!.findings.length).toBeGreaterThan(0);
    await inspect(['--category', 'tool', 'N/A'], 1);
  });

  test('reads a list from a file or standard input: marks, line ends and blank lines do not matter', async () => {
    const list = put('list.txt', '\uFEFFKRZ5801B\r\n\r\n  \nHKD-991\n');
    const looked = await inspect(['--category', 'tool', '--file', list, 'FIRST1']);
    expect(looked.map((l) => l.serial)).toEqual(['FIRST1', 'KRZ5801B', 'HKD-991']);
    const piped = await inspect(['--category', 'tool', '--file', '-'], 0, { input: 'KRZ5801B\nQLWY777' });
    expect(piped.map((l) => l.normalised)).toEqual(['KRZ5801B', 'QLWY777']);
  });

  test('reads a list in UTF-16, as Windows saves “Unicode text”, and refuses what is no text', async () => {
    const wide = Buffer.from('\uFEFFKRZ5801B\r\nHKD-991\r\n', 'utf16le');
    for (const [name, bytes] of [
      ['le.txt', wide],
      ['be.txt', Buffer.from(wide).swap16()],
      ['unmarked.txt', wide.subarray(2)],
    ] as const) {
      writeFileSync(file(name), bytes);
      const looked = await inspect(['--category', 'tool', '--file', file(name)]);
      expect(
        looked.map((l) => l.serial),
        name,
      ).toEqual(['KRZ5801B', 'HKD-991']);
    }
    writeFileSync(file('no-text.bin'), Buffer.from([0x4b, 0, 0, 0, 0x52, 0x5a, 0x35]));
    const refused = await run(['inspect', '--category', 'tool', '--file', file('no-text.bin')]);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/zero bytes/) });
  });

  test('takes which of a vehicle’s numbers it is, so that a frame number is not held against a VIN', async () => {
    const frame = ['--category', 'vehicle', 'JZX100-0012345'];
    const codes = (looked: Inspected[]) => looked.flatMap((l) => l.findings.map((f) => f.code));
    expect(codes(await inspect(frame, 1))).toContain('vin-length');
    expect(codes(await inspect([...frame, '--number-kind', 'frame number']))).not.toContain('vin-length');
    await usage(['inspect', ...frame, '--number-kind', 'chassis'], /no kind of number “chassis”.*Frame number/);
    await usage(['inspect', '--category', 'tool', 'X1', '--number-kind', 'Frame number'], /for vehicles/);
  });

  test('needs a category that is known, and at least one number', async () => {
    await usage(['inspect', '--category', 'boat', 'X1'], /no category “boat”.*firearm, vehicle/s);
    await usage(['inspect', 'X1'], /--category/);
    await usage(['inspect', '--category', 'tool'], /at least one/);
    await usage(['inspect', '--category', 'tool', '--file', put('empty.txt', '\n\n')], /at least one/);
    await usage(['inspect', '--category', 'tool', '--file', file('nothing.txt')], /no file/);
  });

  test('finds the same and similar numbers in a ledger, with and without the maker', async () => {
    const codes = async (serial: string, ...more: string[]) =>
      (await run(['inspect', '--category', 'tool', '--ledger', home, '--json', serial, ...more])).stdout;
    const first = (stdout: string) => (JSON.parse(stdout) as Inspected[])[0]!.findings;
    expect(first(await codes('175418', '--maker', 'DeWalt', '--model', 'DCD791'))).toMatchObject([
      { code: 'serial-already-open', other: { book: 'household', line: 3 } },
    ]);
    expect(first(await codes('175418'))).toMatchObject([{ code: 'serial-in-ledger', severity: 'warning' }]);
    expect(first(await codes('QLWY777', '--maker', 'DeWalt'))).toEqual([]);
    const closed = await run(['inspect', '--category', 'tool', '--ledger', home, 'X1'], {
      env: { ROLLMARK_PASSPHRASE: 'not this one' },
    });
    expect(closed).toMatchObject({ code: 3, stdout: '' });
  });

  test('says it in words for people', async () => {
    const ran = await run(['inspect', '--category', 'vehicle', '1HGCM82633A004353', '--maker', 'Honda']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(
      /^1HGCM82633A004353: \n {2}warning, vin-check-digit: .*\. Perhaps \w{17}, .* or \w{17}\.\n/,
    );
    const fine = await run(['inspect', '--category', 'tool', 'KRZ5801B']);
    expect(fine.stdout).toBe('KRZ5801B: nothing to remark\n');
  });
});

describe('check', () => {
  type Report = {
    lines: number;
    withFindings: number;
    findingsTotal: number;
    findings: { book: string; code: string }[];
    counts: object[];
    checkedAt: string;
  };
  test('reports on every book as JSON, and ends with 1 where there is something', async () => {
    const car = put('twice.json', { ...unit('vehicle'), serial: '1HGCM82633A004325' });
    await run(['acquire', shop, '--book', 'second-hand', '--json', car]);
    const report = await json<Report>(['check', shop, '--json'], 1);
    expect(report.lines).toBe(5);
    expect(report.findings.length).toBe(report.findingsTotal);
    expect(report.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ book: 'second-hand', line: 2, code: 'vin-check-digit' }),
        expect.objectContaining({ book: 'second-hand', line: 2, code: 'serial-transposition' }),
      ]),
    );
    expect(report.checkedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    const shown = await run(['check', shop]);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(/^5 lines checked; \d have something to look at, \d have hints\.\n$/);
    expect(shown.stderr).toMatch(
      /second-hand 2, serial: .*1HGCM82633A004352.* or \w{17}\. \(warning, vin-check-digit\)/,
    );
  });
  test('of a ledger in order ends with 0; of none, with 3', async () => {
    const fine = file('Fine.rollmark');
    const made = await json<{ recoveryKey: string }>([
      'create',
      fine,
      '--template',
      'owner',
      '--name',
      'Dana',
      '--json',
    ]);
    await makeCheap(fine, made.recoveryKey);
    expect(await json<Report>(['check', fine, '--json'])).toMatchObject({ lines: 0, findings: [] });
    // Hints alone are in order too.
    for (const serial of ['QK48213', 'QK4821'])
      await json(['acquire', fine, '--json', '-'], 0, { input: JSON.stringify({ ...unit('tool'), serial }) });
    expect(await json<Report>(['check', fine, '--json'])).toMatchObject({
      findingsTotal: 0,
      hints: [{ line: 2, code: 'serial-one-edit' }],
      hintsTotal: 1,
    });
    const shown = await run(['check', fine]);
    expect(shown).toMatchObject({ code: 0, stdout: '2 lines checked; 0 have something to look at, 1 have hints.\n' });
    expect(shown.stderr).toMatch(
      /Hints, which ask nothing.*\nhousehold 2, serial: QK48213 on line 1 .*\(hint, serial-one-edit\)/s,
    );
    expect(await run(['check', file('gone.rollmark'), '--json'])).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('guides', () => {
  test('are listed, one a line or as JSON', async () => {
    expect((await run(['guides'])).stdout.trim().split('\n')).toEqual([...GUIDE_IDS]);
    expect(await json<string[]>(['guides', '--json'])).toEqual([...GUIDE_IDS]);
  });
  test('one is written as a PDF', async () => {
    const out = file('guide.pdf');
    const made = await json<{ pages: number; bytes: number }>([
      'guides',
      '--id',
      GUIDE_IDS[0]!,
      '--out',
      out,
      '--json',
    ]);
    const bytes = readFileSync(out);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(made.bytes).toBe(bytes.length);
    expect(made.pages).toBeGreaterThan(0);
  });
  test('wrong usage is said in a sentence', async () => {
    await usage(['guides', '--id', 'flying-carpet', '--out', file('x.pdf')], /no guide “flying-carpet”/);
    await usage(['guides', '--out', file('x.pdf')], /--id/);
    await usage(['guides', '--id', GUIDE_IDS[0]!], /--out/);
    await usage(['guides', '--id', GUIDE_IDS[0]!, '--out', file('x.pdf'), '--paper', 'a0'], /letter or a4/);
    expect(existsSync(file('x.pdf'))).toBe(false);
  });
});
