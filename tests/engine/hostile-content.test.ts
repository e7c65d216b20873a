import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { makeRouter } from '../../electron/router/router.ts';
import { readPdf, textOf } from '../../electron/services/documents/test-pdf.ts';
import { makeSession } from '../../electron/services/session.ts';
import { sentenceOf } from '../../renderer/bridge/errors.ts';
import { checklistOf } from '../../shared/categories/checklists.ts';
import { contract } from '../../shared/contract/index.ts';
import { COMPARISON_STEPS } from '../../shared/domain/evidence.ts';
import { ENTRY_FIELDS } from '../../shared/domain/fields.ts';
import { tidy } from '../../shared/domain/text.ts';
import { pngPhoto } from '../fixtures/make-photos.ts';
import { HOSTILE, type Input, MARK, textsOf, UNSEEN, withText } from '../support/hostile.ts';
import { newLedger, PASSPHRASE, pistol, SETTINGS, sale, scratch } from '../support/ledgers.ts';

/**
 * Each hostile text goes into every text that the contract takes. It is refused in a sentence, or kept as it was typed.
 */
let place: ReturnType<typeof scratch>;
const session = makeSession();
const engine = createRouterClient(makeRouter(session));
let line = 0;
/** All that was printed while the tests ran. */
let printed = '';
const spies: { mockRestore(): void }[] = [];
beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    spies.push(
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += chunk;
        return true;
      }),
    );
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    spies.push(
      vi.spyOn(console, method).mockImplementation((...told) => {
        printed += told.map(String).join(' ');
      }),
    );
  place = scratch();
  const folder = join(place.path, 'hostile.rollmark');
  await (await newLedger(folder)).ledger.close();
  await engine.grants.ledger({ token: 'shop', path: folder });
  await engine.ledger.open({ token: 'shop', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
});
afterAll(async () => {
  await engine.ledger.lock();
  for (const spy of spies) spy.mockRestore();
  place.remove();
});

/** Every text that the ledger keeps of its events after `seq`. */
const keptAfter = (seq: number): string[] => {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (value && typeof value === 'object') for (const inner of Object.values(value)) walk(inner);
  };
  for (const { json } of eventsAfter(seq)) walk(JSON.parse(json));
  return texts;
};
const eventsAfter = (seq: number) =>
  session.ledger().reader.prepare('SELECT json FROM event WHERE seq > ?').all(seq) as {
    json: string;
  }[];
const lastSeq = (): number => session.ledger().log().tree.size;

type Said = { message: string; findings: { code: string; severity: string; message: string }[] };
const saidBy = (thrown: unknown): Said => {
  expect(thrown).toBeInstanceOf(ORPCError);
  const error = thrown as ORPCError<string, { findings?: Said['findings'] } | undefined>;
  // What the contract does not take at all the page says in words of its own.
  expect(error.defined || error.code === 'BAD_REQUEST', error.message).toBe(true);
  return { message: sentenceOf(error), findings: error.data?.findings ?? [] };
};

/** Numbers that no rule takes for one another. */
const nextSerial = (): string => createHash('sha256').update(`${++line}`).digest('hex').slice(0, 14).toUpperCase();
const newLine = async (): Promise<number> => (await engine.entries.acquire({ draft: pistol(nextSerial()) })).line.line;
const place1 = async () => ({ book: 'ad', line: await newLine() });

type Call = (input: never) => Promise<unknown>;
type Operation = {
  schema: unknown;
  call: Call;
  base: () => Promise<Input>;
  /** Texts of the input that name something rather than say something. */
  except?: string[];
  /** Where what else it takes is tried elsewhere. */
  only?: string;
};
const schemaOf = (procedure: { '~orpc': { inputSchema?: unknown } }): unknown => procedure['~orpc'].inputSchema;
const evidence = (of: Input): Operation => ({
  schema: schemaOf(contract.evidence.add),
  call: engine.evidence.add as Call,
  base: async () => ({ ...(await place1()), evidence: of }),
});
const REFERRAL = {
  kind: 'referral',
  to: 'Glock Inc',
  on: '2026-11-21',
  reference: 'C-77',
  question: 'Was it made?',
} as const;
/** Letters that the book's font lacks: a warning, which is saved past with a reason. */
const NOT_PRINTED = 'דגם 19';
const WHY = { 'text-not-printable': 'So it is marked' };
const UNMARKED = { manufacturer: 'PMF', importer: '', serials: [], details: { serialState: 'To be marked' } };
/** A reason for each warning of a draft. */
const reasonsFor = async (draft: ReturnType<typeof pistol>): Promise<Record<string, string>> => {
  const { findings } = await engine.entries.checkAcquisition({ draft });
  return Object.fromEntries(findings.filter((f) => f.severity === 'warning').map((f) => [f.code, 'Seen so']));
};
let pictures = 0;
/** A picture that no line has yet: the same file is not kept twice. */
const photo = async (): Promise<Blob> =>
  new Blob([
    new Uint8Array(await pngPhoto({ width: 40 + (++pictures % 400), height: 30 + Math.floor(pictures / 400) })),
  ]);
const settings = { ...SETTINGS, books: [{ id: 'ad', secondKeying: false }] };
const OPERATIONS: Record<string, Operation> = {
  'an acquisition': {
    schema: schemaOf(contract.entries.acquire),
    call: engine.entries.acquire as Call,
    base: async () => ({ book: 'ad', draft: pistol(nextSerial()), accepted: {} }),
  },
  ...Object.fromEntries(
    (['transfer', 'theft-loss', 'destroyed'] as const).map((kind) => [
      `a disposition: ${kind}`,
      {
        schema: schemaOf(contract.entries.dispose),
        call: engine.entries.dispose as Call,
        base: async () => ({ ...(await place1()), draft: sale({ kind: kind as 'transfer' }), accepted: {} }),
      },
    ]),
  ),
  ...Object.fromEntries(
    ENTRY_FIELDS.map((field) => [
      `a correction of ${field}`,
      {
        schema: schemaOf(contract.entries.correct),
        call: engine.entries.correct as Call,
        base: async () => ({ ...(await place1()), field, value: 'Other', reason: 'Misread', accepted: {} }),
      },
    ]),
  ),
  'a void': {
    schema: schemaOf(contract.entries.void),
    call: engine.entries.void as Call,
    base: async () => ({ ...(await place1()), reason: 'Twice' }),
  },
  'a reading': evidence({
    kind: 'reading',
    source: 'unit',
    place: 'Frame',
    text: 'HC-1',
    marking: 'stamped',
    legibility: 'clear',
    note: '',
  }),
  'another number': evidence({ kind: 'number', relation: 'replaced', number: 'OLD-17', note: '' }),
  'a referral': evidence(REFERRAL),
  'a verification': evidence({
    kind: 'verification',
    checks: checklistOf('firearm').map(({ id }) => ({ id, result: 'in order' })),
    outcome: 'consistent',
    note: '',
  }),
  'an answer': {
    schema: schemaOf(contract.evidence.add),
    call: engine.evidence.add as Call,
    base: async () => {
      const at = await place1();
      const { seq } = await engine.evidence.add({ ...at, evidence: REFERRAL });
      return {
        ...at,
        evidence: { kind: 'answer', to: seq, on: '2026-11-21', text: 'It was made', outcome: 'consistent' },
      };
    },
  },
  'a comparison': {
    schema: schemaOf(contract.evidence.add),
    call: engine.evidence.add as Call,
    base: async () => {
      const other = await place1();
      const outcome = 'different units';
      const steps = [...COMPARISON_STEPS];
      return { ...(await place1()), evidence: { kind: 'comparison', with: other, steps, outcome, note: '' } };
    },
  },
  'a withdrawal': {
    schema: schemaOf(contract.evidence.withdraw),
    call: engine.evidence.withdraw as Call,
    base: async () => {
      const at = await place1();
      const { seq } = await engine.evidence.add({ ...at, evidence: REFERRAL });
      return { ...at, seq, reason: 'Asked twice' };
    },
  },
  'a number that was marked later': {
    schema: schemaOf(contract.entries.mark),
    call: engine.entries.mark as Call,
    base: async () => {
      const draft = pistol('', { ...UNMARKED, acquiredOn: '2026-11-20' });
      const { line: marked } = await engine.entries.acquire({ draft, accepted: await reasonsFor(draft) });
      return { book: 'ad', line: marked.line, serials: [nextSerial()], markedOn: '2026-11-20', accepted: {} };
    },
  },
  'a reason to acquire past a warning': {
    schema: schemaOf(contract.entries.acquire),
    call: engine.entries.acquire as Call,
    base: async () => ({ draft: pistol(nextSerial(), { model: NOT_PRINTED }), accepted: { ...WHY } }),
    only: 'accepted',
  },
  'a reason to dispose past a warning': {
    schema: schemaOf(contract.entries.dispose),
    call: engine.entries.dispose as Call,
    base: async () => ({ ...(await place1()), draft: sale({ disposedTo: NOT_PRINTED }), accepted: { ...WHY } }),
    only: 'accepted',
  },
  'a reason to correct past a warning': {
    schema: schemaOf(contract.entries.correct),
    call: engine.entries.correct as Call,
    base: async () => ({
      ...(await place1()),
      field: 'model',
      value: NOT_PRINTED,
      reason: 'Misread',
      accepted: { ...WHY },
    }),
    only: 'accepted',
  },
  'a user': {
    schema: schemaOf(contract.users.add),
    call: engine.users.add as Call,
    base: async () => ({ name: 'Kim', role: 'clerk', until: '', passphrase: 'plain canyon oyster 47 lamp' }),
    // Never kept, and a slot takes half a second: tests/engine/users.test.ts has its rules.
    except: ['passphrase'],
  },
  'a change of a user': {
    schema: schemaOf(contract.users.change),
    call: engine.users.change as Call,
    base: async () => {
      const present = (await engine.users.list()).find(({ role }) => role === 'clerk');
      const wanted = { name: 'Robin', role: 'clerk', until: '' } as const;
      const { id } = present ?? (await engine.users.add({ ...wanted, passphrase: 'plain canyon oyster 48 lamp' }));
      return { ...wanted, id };
    },
  },
  settings: {
    schema: schemaOf(contract.ledger.changeSettings),
    call: engine.ledger.changeSettings as Call,
    base: async () => settings,
  },
};

/** Does it, and where only warnings stand in the way does it again with a reason for each. */
const attempt = async (call: Call, input: Input): Promise<Said | undefined> => {
  try {
    await call(input as never);
    return undefined;
  } catch (thrown) {
    const said = saidBy(thrown);
    const open = said.findings.filter((f) => f.severity === 'warning');
    if (!('accepted' in input) || open.length === 0 || said.findings.some((f) => f.severity === 'refused')) return said;
    if (Object.keys(input.accepted as Input).length > 0) return said;
    return attempt(call, { ...input, accepted: Object.fromEntries(open.map((f) => [f.code, 'Seen so'])) });
  }
};

describe('hostile text', () => {
  test.each(Object.keys(OPERATIONS))(
    'in %s is refused in a sentence or kept as typed',
    async (name) => {
      const { schema, call, base, except = [], only } = OPERATIONS[name]!;
      const paths = textsOf(schema as z.ZodType, await base()).filter(
        (path) => path[0] !== 'book' && !except.includes(String(path[0])) && (!only || path[0] === only),
      );
      expect(paths.length).toBeGreaterThan(0);
      const wrong: string[] = [];
      let given = await base();
      for (const path of paths)
        for (const [kind, text] of Object.entries(HOSTILE)) {
          const at = `${kind} in ${path.join('.')}`;
          const input = withText(given, path, text) as Input;
          const before = lastSeq();
          const said = await attempt(call, input);
          if (said) {
            if (lastSeq() !== before) wrong.push(`${at}: refused, but recorded`);
            for (const { message } of [said, ...said.findings])
              if (UNSEEN.test(message) || message.length > 700 || !/^\S[\s\S]{10,}[.?]$/u.test(message))
                wrong.push(`${at}: says ${JSON.stringify(message.slice(0, 200))}`);
          } else {
            const texts = keptAfter(before);
            given = await base();
            // A text that the operation has no use for is left out as a whole.
            if (texts.some((t) => t.includes(MARK)) && !texts.some((t) => t === text || t === tidy(text)))
              wrong.push(`${at}: kept as ${JSON.stringify(texts.find((t) => t.includes(MARK))?.slice(0, 200))}`);
            if (texts.some((t) => UNSEEN.test(t.replace(/[\r\n\t]/g, '')))) wrong.push(`${at}: kept unseen`);
          }
        }
      expect(wrong.length, wrong.join('\n').slice(0, 4000)).toBe(0);
    },
    120_000,
  );
});

/** What came of a job. */
const last = async <T>(job: AsyncIterable<{ state: 'running' } | { state: 'done'; result: T }>): Promise<T> => {
  let result: T | undefined;
  for await (const event of job) if (event.state === 'done') result = event.result;
  return result!;
};
const fetched = async (token: string): Promise<Buffer> =>
  Buffer.from(await (await engine.documents.fetch({ token })).arrayBuffer());
const pagesOf = async (bytes: Buffer): Promise<string> => unbroken(textOf(...(await readPdf(bytes)).pages));
/** A cell breaks where it is full, so that spaces and breaks tell nothing. */
const unbroken = (text: string): string => text.replace(/\s+/g, '');
/** Names and numbers that the rules take as they are. */
const TAKEN = ['script', 'image', 'formula with =', 'formula with -', 'formula with @'].map((kind) => HOSTILE[kind]!);

/** Names of files, as a person is shown them and offered to save them by. */
const FILE_NAMES: Readonly<Record<string, readonly [given: string, kept: string]>> = {
  markup: [HOSTILE.image!, HOSTILE.image!],
  'a right-to-left override': [`${MARK}\u202Egnp.exe`, `${MARK}gnp.exe`],
  'isolates and zero width': [`\u2067${MARK}\u2069\u200B\uFEFF.png`, `${MARK}.png`],
  'a way up': [`../../${MARK}/keys.json`, 'keys.json'],
  'a way up as Windows writes it': [`C:\\Windows\\..\\${MARK}.png`, `${MARK}.png`],
  'nothing but a way': ['../../', 'without a name'],
  'a name that Windows keeps for itself': [`CON`, 'CON'],
  nul: [`${MARK}\u0000.png`, `${MARK}.png`],
  'an escape sequence': [`${MARK}\u001b[2J\u001b]8;;http://x.example\u0007.png`, 'x.example.png'],
  'line breaks': [`${MARK}\r\nX-Header: 1\u2028.png`, `${MARK}X-Header: 1.png`],
  'half a pair': [`${MARK}\uD800.png`, `${MARK}.png`],
  'the ending of a web page': [`${MARK}.html`, `${MARK}.html`],
  nothing: ['\u202E\u200B', 'without a name'],
  '255 characters': [`${'W'.repeat(251)}.png`, `${'W'.repeat(251)}.png`],
};

describe('the name of a photo', () => {
  test.each(Object.keys(FILE_NAMES))(
    'with %s is kept without what can’t be seen, and offered with the ending of what it is',
    async (kind) => {
      const [name, kept] = FILE_NAMES[kind]!;
      const at = await place1();
      const { evidence: held } = await engine.evidence.attach({ ...at, purpose: 'photo', name, file: await photo() });
      expect(held).toMatchObject({ kind: 'attachment', name: kept });
      const { sha256 } = held as { sha256: string };
      const original = await engine.evidence.originalDocument({ sha256 });
      // As the file is: what is called a web page would be opened as one.
      expect(original.name).toMatch(/^[^\\/:*?"<>|]+\.png$/);
      expect(original.name).not.toMatch(/^con\./i);
      expect(original.name.length).toBeLessThanOrEqual(255);
      if (/^[\w.-]+\.png$/.test(kept)) expect(original.name).toBe(kept);
      const saved = (await engine.documents.fetch({ token: original.token })) as File;
      expect(saved).toMatchObject({ name: original.name });
      const shown = (await engine.evidence.image({ sha256, size: 'thumb' })) as File;
      expect(shown).toMatchObject({ name: kept, type: 'image/jpeg' });
      const record = await engine.documents.printAcquisition(at).then(last);
      expect(await pagesOf(await fetched(record.token))).not.toMatch(UNSEEN);
    },
  );

  test('of 300 characters is refused, and nothing is kept', async () => {
    const at = await place1();
    const before = lastSeq();
    const input = { ...at, purpose: 'photo' as const, name: 'W'.repeat(300), file: await photo() };
    const said = await attempt(engine.evidence.attach as Call, input);
    expect(said?.message).toMatch(/Nothing was changed/);
    expect(lastSeq()).toBe(before);
  });
});

describe('hostile text that is kept', () => {
  const lines: number[] = [];
  beforeAll(async () => {
    for (const [n, text] of TAKEN.entries()) {
      const draft = pistol(nextSerial(), { manufacturer: text, model: text, acquiredFrom: text, note: text });
      const input = { book: 'ad', draft, accepted: {} };
      expect(await attempt(engine.entries.acquire as Call, input)).toBeUndefined();
      const status = await engine.ledger.status();
      lines[n] = status.state === 'open' ? status.lines : 0;
    }
  });

  test('stands in the rows, is found by the search and told by the trail, letter by letter', async () => {
    for (const [n, text] of TAKEN.entries()) {
      const { line: row, history } = await engine.book.line({ line: lines[n]!, view: 'both' });
      expect(row).toMatchObject({ manufacturer: text, model: text, acquiredFrom: text, note: text });
      expect(history[0]?.summary).toContain(text);
      const { lines: hits } = await engine.book.search({ text, limit: 200 });
      expect(hits.map((hit) => hit.line)).toContain(lines[n]);
    }
    const { events } = await engine.trail.events({ count: 500 });
    for (const { summary, changes, reason } of events)
      for (const told of [summary, reason, ...changes.flatMap((c) => [c.old, c.new])])
        expect(told.replace(/[\r\n\t]/g, '')).not.toMatch(UNSEEN);
  });

  test('is plain text on the pages of the book and of a record', async () => {
    const book = await engine.documents
      .printBook({ book: 'ad', view: 'both', from: lines[0]!, to: lines.at(-1)! })
      .then(last);
    expect(book.pages).toBeLessThan(5);
    const texts = [await pagesOf(await fetched(book.token))];
    for (const number of lines) {
      const record = await engine.documents.printAcquisition({ book: 'ad', line: number }).then(last);
      expect(record.pages).toBeLessThan(5);
      texts.push(await pagesOf(await fetched(record.token)));
    }
    for (const [n, text] of TAKEN.entries()) {
      expect(texts[n + 1]).toContain(unbroken(text));
      // In the book a cell of the next column stands beside each broken line: the parts are there, not their order.
      expect(texts[0]).toContain(unbroken(text).slice(0, 6));
    }
    for (const text of texts) expect(text).not.toMatch(UNSEEN);
  });

  test('is text in every cell of the book as CSV, and no formula', async () => {
    const { token } = await engine.documents.exportBook({ book: 'ad', from: lines[0]!, to: lines.at(-1)! }).then(last);
    const rows = Papa.parse<string[]>((await fetched(token)).toString('utf8').trimEnd()).data;
    expect(rows).toHaveLength(TAKEN.length + 1);
    for (const [n, text] of TAKEN.entries()) {
      const row = rows[n + 1]!;
      expect(row[2]!.replace(/^'(?=[=+\-@])/, '')).toBe(text);
      for (const cell of row) {
        expect(cell).not.toMatch(/^\s*[=+\-@]/);
        expect(cell).not.toMatch(UNSEEN);
      }
    }
  });

  test('keeps its number beside a name that runs from right to left, which is printed as code numbers', async () => {
    const [maker, buyer, serial] = ['תעשיות', 'نورة 12', '40771-52'];
    const draft = pistol(serial, { manufacturer: maker, model: '1911', acquiredFrom: buyer });
    const { line: kept } = await engine.entries.acquire({ draft, accepted: await reasonsFor(draft) });
    const record = await engine.documents.printAcquisition({ book: 'ad', line: kept.line }).then(last);
    const book = await engine.documents
      .printBook({ book: 'ad', view: 'both', from: kept.line, to: kept.line })
      .then(last);
    const codes = (text: string): string =>
      text.replace(/[^ -~]/gu, (letter) => `<U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
    const [onRecord, inBook] = await Promise.all(
      [record, book].map(async ({ token }) => pagesOf(await fetched(token))),
    );
    // Letter by letter: another column's text may stand between two of its lines.
    for (const letter of maker + buyer) expect(onRecord).toContain(unbroken(codes(letter)));
    for (const printed of [onRecord, inBook]) {
      // Nothing is left in it that a viewer could turn around, and the number stands as it is.
      expect(printed).not.toMatch(/[\p{Script=Hebrew}\p{Script=Arabic}]/u);
      expect(printed).toContain(serial);
    }
  });

  test('and what was refused are never printed to a terminal or a log', () => {
    expect(printed).not.toContain(MARK);
  });
});
