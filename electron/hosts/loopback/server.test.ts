import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, implement } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_ATTACHMENT } from '../../../shared/domain/attachments.ts';
import { engineContract } from '../../router/engine-contract.ts';
import type { EngineClient, HandedFile } from '../engine-process.ts';
import type { HostPorts } from '../host-router.ts';
import { type LoopbackServer, serveLoopback } from './server.ts';

const files = mkdtempSync(join(tmpdir(), 'rollmark-server-'));
const LIMIT = 1024 * 1024;

/** What a stand-in for the engine was asked; the server is what is tested here. */
const taken: { name: string; bytes: Buffer }[] = [];
const attached: { name: string; bytes: Buffer }[] = [];
let iteration: 'none' | 'running' | 'left' = 'none';

const engine = () => {
  const os = implement(engineContract);
  const router = {
    ledger: {
      status: os.ledger.status.handler(() => ({ state: 'closed' as const, because: '' as const })),
      tryRecoveryKey: os.ledger.tryRecoveryKey.handler(() => {
        throw new Error('a detail that only the engine should know');
      }),
    },
    evidence: {
      attach: os.evidence.attach.handler(async ({ input }) => {
        attached.push({ name: input.name, bytes: Buffer.from(await input.file.arrayBuffer()) });
        return {
          seq: 9,
          addedAt: '',
          addedBy: '',
          withdrawn: '',
          evidence: {
            kind: 'attachment' as const,
            sha256: 'ab'.repeat(32),
            name: input.name,
            media: 'image/jpeg' as const,
            size: input.file.size,
            purpose: input.purpose,
          },
        };
      }),
    },
    documents: {
      fetch: os.documents.fetch.handler(() => new Blob(['%PDF-'], { type: 'application/pdf' })),
    },
    trail: {
      verify: os.trail.verify.handler(async function* () {
        iteration = 'running';
        try {
          for (let done = 0; ; done++) {
            yield { state: 'running' as const, stage: 'reading', done, total: 1_000_000 };
            await new Promise((next) => setTimeout(next, 5));
          }
        } finally {
          iteration = 'left';
        }
      }),
    },
  };
  const engineClient = createRouterClient(router, {}) as unknown as EngineClient;
  return {
    client: async () => engineClient,
    giveFile: async ({ name, bytes }: HandedFile) => void taken.push({ name, bytes: Buffer.from(bytes) }),
  };
};

const ports: HostPorts = {
  kind: 'loopback',
  version: '0',
  ledgersFolder: '/books',
  ledgers: async () => [],
  chooseLedger: async () => null,
  chooseImportFile: async () => null,
  saveDocument: async () => false,
  openGuide: async () => false,
  chooseBackupFolder: async () => null,
  backupPlaces: async () => [],
  backedUpTo: () => undefined,
  ledgerOpened: () => undefined,
};

let server: LoopbackServer;
let cookie = '';

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Ask = { method?: string; headers?: Record<string, string | string[] | undefined>; body?: string | Buffer };

/** One raw request, with the headers of an address that the user opened unless told otherwise. */
const ask = (path: string, { method = 'GET', headers = {}, body }: Ask = {}, to = server): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const all = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers };
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: new URL(to.origin).port,
        path,
        method,
        headers: Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as Record<string, string>,
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });

/** Bytes on a socket, for what no HTTP client would send. Gives the first line of the answer, or what closed it. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(text));
    // What the server keeps waiting for is no answer.
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer.split('\r\n')[0] || 'closed'));
    socket.on('error', () => resolve('closed'));
  });

/** The headers of the page's own calls. */
const own = (extra: Record<string, string | undefined> = {}) => ({
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  origin: server.origin,
  cookie,
  ...extra,
});
const call = (path: string, input: unknown = undefined, extra: Record<string, string | undefined> = {}) =>
  ask(`/rpc/${path}`, {
    method: 'POST',
    headers: own({ 'content-type': 'application/json', ...extra }),
    body: JSON.stringify({ json: input }),
  });
const upload = (body: Buffer, extra: Record<string, string | undefined> = {}) =>
  ask('/files', {
    method: 'POST',
    headers: own({ 'content-type': 'application/octet-stream', 'x-rollmark-name': 'book.csv', ...extra }),
    body,
  });

beforeAll(async () => {
  writeFileSync(join(files, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  writeFileSync(join(files, 'app.js'), 'export {};');
  server = await serveLoopback({ engine: engine(), ports, files, uploadLimit: LIMIT });
});
afterAll(async () => {
  await server.stop();
  rmSync(files, { recursive: true, force: true });
});

describe('before the start', () => {
  it('serves nobody anything', async () => {
    for (const path of ['/', '/app.js', '/index.html', '/nothing'])
      expect((await ask(path, { headers: { cookie: undefined } })).status, path).toBe(401);
    expect((await call('ledger/status')).status).toBe(401);
    expect((await upload(Buffer.from('x'))).status).toBe(401);
    expect(taken).toEqual([]);
  });
  it.each(['', '?token=', '?token=wrong', '?token[]=x', `?token=${'A'.repeat(43)}`, `?token=${'A'.repeat(5000)}`])(
    'refuses /start%s',
    async (query) => {
      const answer = await ask(`/start${query}`);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(server.started()).toBe(false);
    },
  );
  it('does not exchange the right token for a request that the user did not make', async () => {
    const { pathname, search } = new URL(server.startAddress);
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': undefined },
      { 'sec-fetch-mode': 'cors' },
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-purpose': 'prefetch;prerender' },
      { origin: 'http://127.0.0.1:1' },
    ] as Record<string, string | undefined>[]) {
      const answer = await ask(pathname + search, { headers });
      expect(answer.status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    for (const method of ['HEAD', 'POST', 'PUT', 'OPTIONS'])
      expect((await ask(pathname + search, { method })).headers['set-cookie'], method).toBeUndefined();
    expect(server.started()).toBe(false);
  });
});

describe('the start', () => {
  it('exchanges the token once for a cookie that scripts and other sites do not get', async () => {
    const { pathname, search } = new URL(server.startAddress);
    const first = await ask(pathname + search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.body).toBe('');
    const [set] = first.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^rollmark-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    cookie = set?.split(';')[0] ?? '';
    expect(cookie).not.toContain(server.startAddress.split('=')[1]);

    for (const headers of [{}, { cookie }]) {
      const again = await ask(pathname + search, { headers });
      expect(again.status).toBe(403);
      expect(again.headers['set-cookie']).toBeUndefined();
      expect(again.body).toContain('used already');
    }
    expect(server.started()).toBe(true);
  });
  it('serves the page and its calls with it', async () => {
    expect((await ask('/', { headers: { cookie } })).body).toMatch(/nonce="[A-Za-z0-9+/=]{24}"/);
    expect(JSON.parse((await call('ledger/status')).body)).toEqual({ json: { state: 'closed', because: '' } });
    expect(JSON.parse((await call('host/info')).body).json.kind).toBe('loopback');
  });
  it('serves a call without a body', async () => {
    const answer = await ask('/rpc/ledger/status', { method: 'POST', headers: own() });
    expect(JSON.parse(answer.body)).toEqual({ json: { state: 'closed', because: '' } });
  });
});

describe('the session', () => {
  it.each([
    ['none', ''],
    ['an empty one', 'rollmark-0='],
    ['another name', 'rollmark=AAAA'],
    ['part of it', 'PART'],
    ['a longer one', 'LONGER'],
    ['a second one of the same name', 'TWICE'],
  ])('is refused with %s', async (_, given) => {
    const value = given
      .replace('PART', cookie.slice(0, -1))
      .replace('LONGER', `${cookie}A`)
      .replace('TWICE', `${cookie}; ${cookie.split('=')[0]}=planted`);
    expect((await ask('/', { headers: { cookie: value || undefined } })).status).toBe(401);
    expect((await call('ledger/status', undefined, { cookie: value || undefined })).status).toBe(401);
  });
  it('is found among the cookies of other servers', async () => {
    expect((await ask('/', { headers: { cookie: `a=b; ${cookie}; c="d; e"` } })).status).toBe(200);
  });
  it('is not another run’s', async () => {
    const other = await serveLoopback({ engine: engine(), ports, files });
    try {
      const { pathname, search } = new URL(other.startAddress);
      expect((await ask(pathname + search)).status).toBe(403);
      const port = new URL(other.origin).port;
      const [set] = (await ask(pathname + search, {}, other)).headers['set-cookie'] ?? [];
      expect(set).toContain(`rollmark-${port}=`);
      expect((await ask('/', { headers: { cookie: set?.split(';')[0] } })).status).toBe(401);
    } finally {
      await other.stop();
    }
  });
});

describe('every request', () => {
  it.each([
    'localhost',
    'localhost:PORT',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.1.nip.io:PORT',
    '[::1]:PORT',
    '0.0.0.0:PORT',
    '127.1:PORT',
    'x@127.0.0.1:PORT',
  ])('must name this host, not "%s"', async (name) => {
    const host = name.replace('PORT', new URL(server.origin).port);
    expect((await ask('/', { headers: { host, cookie } })).status).toBe(421);
    expect((await call('ledger/status', undefined, { host })).status).toBe(421);
  });
  it('must name one host, in its header and its target', async () => {
    const host = new URL(server.origin).host;
    const rest = `sec-fetch-site: none\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\ncookie: ${cookie}\r\nconnection: close\r\n\r\n`;
    expect(await raw(`GET / HTTP/1.1\r\nhost: ${host}\r\n${rest}`)).toContain(' 200 ');
    for (const text of [
      `GET / HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\n${rest}`,
      `GET / HTTP/1.1\r\nhost: evil.example\r\nhost: ${host}\r\n${rest}`,
      `GET http://evil.example/ HTTP/1.1\r\nhost: ${host}\r\n${rest}`,
      `GET ${server.origin}/ HTTP/1.1\r\nhost: ${host}\r\n${rest}`,
      `GET //evil.example/ HTTP/1.1\r\nhost: ${host}\r\n${rest}`,
      `GET / HTTP/1.0\r\n${rest}`,
      `GET / HTTP/1.1\r\n${rest}`,
      `GET / HTTP/1.1\r\nhost:\r\n${rest}`,
      `GET * HTTP/1.1\r\nhost: ${host}\r\n${rest}`,
      `CONNECT ${host} HTTP/1.1\r\nhost: ${host}\r\n${rest}`,
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    ])
      expect(await raw(text), text).toMatch(/ 4\d\d |closed/);
    expect(await raw(`GET //evil.example/ HTTP/1.1\r\nhost: ${host}\r\n${rest}`)).toContain(' 400 ');
    const twice = `origin: ${server.origin}\r\norigin: https://evil.example\r\n`;
    expect(await raw(`GET / HTTP/1.1\r\nhost: ${host}\r\n${twice}${rest}`)).toContain(' 403 ');
  });
  it.each([
    'https://evil.example',
    'null',
    'http://localhost:PORT',
    'http://127.0.0.1',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:PORT.evil.example',
    '',
  ])('must come from the page itself, not from "%s"', async (name) => {
    const origin = name.replace('PORT', new URL(server.origin).port);
    expect((await call('ledger/status', undefined, { origin })).status).toBe(403);
    expect((await upload(Buffer.from('x'), { origin })).status).toBe(403);
    expect((await ask('/app.js', { headers: own({ origin }) })).status).toBe(403);
  });
  it('must say its origin where it changes something', async () => {
    expect((await call('ledger/status', undefined, { origin: undefined })).status).toBe(403);
  });
  it.each(['cross-site', 'same-site', 'none', 'same-origin, same-origin', 'SAME-ORIGIN', '', undefined])(
    'must be of the same origin, not "%s"',
    async (site) => {
      expect((await call('ledger/status', undefined, { 'sec-fetch-site': site })).status).toBe(403);
      expect((await ask('/app.js', { headers: own({ 'sec-fetch-site': site }) })).status).toBe(403);
    },
  );
  it('is not served into a frame', async () => {
    for (const dest of ['iframe', 'frame', 'embed', 'object'])
      for (const site of ['same-origin', 'none', 'cross-site'])
        expect((await ask('/', { headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-dest': dest } })).status).toBe(
          403,
        );
  });
  it.each(['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('is not answered for %s', async (method) => {
    for (const path of ['/', '/rpc/ledger/status', '/files', '/start']) {
      const answer = await ask(path, { method, headers: own({ 'access-control-request-method': 'POST' }) });
      expect(answer.status, path).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD, POST');
    }
  });
  it('is answered for the method of its path only', async () => {
    for (const path of ['/rpc/ledger/status', '/rpc/ledger/status?data=%7B%7D', '/files'])
      for (const method of ['GET', 'HEAD'])
        expect((await ask(path, { method, headers: own({ origin: undefined }) })).status, `${method} ${path}`).toBe(
          405,
        );
    for (const path of ['/', '/app.js', '/rpc', '/filesystem', '/RPC/ledger/status', '/start'])
      expect((await ask(path, { method: 'POST', headers: own() })).status, path).toBeGreaterThanOrEqual(403);
    const masked = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    expect((await ask('/files', { headers: own(masked) })).status).toBe(405);
  });
});

describe('every answer', () => {
  it('keeps nothing, allows no other origin and is no other type than it says', async () => {
    const answers = [
      await ask('/', { headers: { cookie } }),
      await ask('/app.js', { headers: own() }),
      await ask('/none.js', { headers: own() }),
      await ask('/', { headers: { host: 'evil.example' } }),
      await ask('/', { method: 'OPTIONS', headers: own({ origin: 'https://evil.example' }) }),
      await ask('/start'),
      await call('ledger/status'),
      await call('no/such'),
      await call('documents/fetch', { token: 'x' }),
      await upload(Buffer.from('x')),
    ];
    for (const { headers } of answers) {
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['permissions-policy']).toContain('camera=(self)');
      expect(Object.keys(headers).filter((h) => h.startsWith('access-control-'))).toEqual([]);
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
    }
  });
  it('does not repeat what it was asked in a page', async () => {
    const answer = await ask('/<script>alert(1)</script>?token=<b>', { headers: { cookie } });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('alert');
  });
});

describe('calls', () => {
  it('never reach what only the host may ask of the engine', async () => {
    for (const path of [
      'grants/file',
      'grants/ledger',
      'grants/newLedgers',
      'grants/openLedgerPath',
      'ledger/../grants/openLedgerPath',
      'ledger%2f..%2fgrants%2fopenLedgerPath',
      '%67rants/openLedgerPath',
      'constructor',
      '__proto__/ledger',
      'toString',
    ])
      expect((await call(path, { token: 'x', path: '/etc' })).status, path).toBe(404);
  });
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/event-stream',
    'application/jsonp',
  ])('are not read as %s', async (type) => {
    expect((await call('ledger/status', undefined, { 'content-type': type })).status).toBe(415);
  });
  it('are not read without a type, too long, or broken', async () => {
    expect((await call('ledger/status', undefined, { 'content-type': undefined })).status).toBe(415);
    const broken = { method: 'POST', headers: own({ 'content-type': 'application/json' }), body: '{"json":' };
    expect((await ask('/rpc/ledger/status', broken)).status).toBe(400);
    const said = own({ 'content-type': 'application/json', 'content-length': String(100 * 1024 * 1024) });
    expect((await ask('/rpc/ledger/status', { method: 'POST', headers: said })).status).toBe(413);
    const long = own({ 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    const unsaid = ask('/rpc/ledger/status', {
      method: 'POST',
      headers: long,
      body: Buffer.alloc(8 * 1024 * 1024, ' '),
    });
    // Where the client is still sending, it may see the connection end before it sees why.
    expect(await unsaid.then((a) => a.status).catch(() => 413)).toBe(413);
    for (const body of ['null', '3', '[]', '"x"', '{"json":{},"meta":[[31,"__proto__"]]}'])
      expect((await ask('/rpc/ledger/tryRecoveryKey', { ...broken, body })).status, body).toBe(400);
  });
  it('say nothing of an unexpected failure', async () => {
    const answer = await call('ledger/tryRecoveryKey', { recoveryKey: 'x' });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('only the engine');
  });
  it('stream their progress, and stop the work when the page leaves', async () => {
    const { port } = new URL(server.origin);
    const seen = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port,
          path: '/rpc/trail/verify',
          method: 'POST',
          headers: own({ 'content-type': 'application/json' }) as Record<string, string>,
        },
        (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += chunk;
            if (text.split('"running"').length > 4) {
              request.destroy();
              resolve(text);
            }
          });
        },
      );
      request.on('error', reject);
      request.end('{"json":{}}');
    });
    expect(seen).toContain('event: message');
    await expect.poll(() => iteration, { timeout: 5000 }).toBe('left');
  });
});

describe('the call that carries a photo', () => {
  const form = async (bytes: Uint8Array<ArrayBuffer>, more: Record<string, unknown> = {}) => {
    const data = new FormData();
    const input = { book: 'ad', line: 1, purpose: 'photo', name: 'a “1”.jpg', ...more };
    data.set('data', JSON.stringify({ json: { ...input, file: {} }, meta: [], maps: [['file']] }));
    data.set('0', new File([bytes], 'other.jpg', { type: 'image/jpeg' }));
    const whole = new Response(data);
    return { type: whole.headers.get('content-type')!, body: Buffer.from(await whole.arrayBuffer()) };
  };
  const send = async (body: Buffer, type: string, path = '/rpc/evidence/attach', more = {}) =>
    ask(path, { method: 'POST', headers: own({ 'content-type': type, ...more }), body });

  it('takes it as a form, byte for byte, up to the largest that is kept', async () => {
    for (const size of [3, LARGEST_ATTACHMENT]) {
      const bytes = new Uint8Array(size).map((_, i) => (i * 31) % 251);
      const { type, body } = await form(bytes);
      const answer = await send(body, type);
      expect(answer.status).toBe(200);
      expect(attached.at(-1)?.name).toBe('a “1”.jpg');
      expect(attached.at(-1)?.bytes.equals(bytes)).toBe(true);
    }
  });
  it('is refused by its length before it is read, in a sentence that says both', async () => {
    const before = attached.length;
    const said = { 'content-length': String(200 * 1024 * 1024) };
    const answer = await send(Buffer.alloc(0), 'multipart/form-data; boundary=x', '/rpc/evidence/attach', said);
    expect(answer.status).toBe(413);
    expect(answer.body).toMatch(/has 200 MB, and at most 25 MB/);
    const long = await form(new Uint8Array(LARGEST_ATTACHMENT + 100_000));
    const status = await send(long.body, long.type)
      .then((a) => a.status)
      .catch(() => 413);
    expect(status).toBe(413);
    expect(attached.length).toBe(before);
  });
  it('is, beside the reading of a checkpoint, the only one that is read as a form, and only from our own page', async () => {
    const before = attached.length;
    const { type, body } = await form(new Uint8Array(3));
    for (const path of ['/rpc/evidence/add', '/rpc/ledger/status', '/rpc/evidence/attach/', '/rpc/Evidence/attach'])
      expect((await send(body, type, path)).status, path).toBe(415);
    for (const more of [{ origin: 'https://evil.example' }, { origin: undefined }, { 'sec-fetch-site': 'cross-site' }])
      expect((await send(body, type, '/rpc/evidence/attach', more)).status).toBe(403);
    expect((await send(body, type, '/rpc/evidence/attach', { cookie: '' })).status).toBe(401);
    for (const broken of [body.subarray(0, 200), Buffer.from('nothing'), Buffer.alloc(0)])
      expect((await send(broken, type)).status).toBe(400);
    expect((await send(body, 'text/plain')).status).toBe(415);
    const said = { 'content-length': String(200 * 1024 * 1024) };
    const large = await send(
      Buffer.alloc(0),
      'multipart/form-data; boundary=x',
      '/rpc/trail/readCheckpointImage',
      said,
    );
    expect(large.status).toBe(413);
    expect(large.body).toMatch(/has 200 MB, and at most 25 MB are opened/);
    expect((await send(body, 'text/plain', '/rpc/trail/readCheckpointImage')).status).toBe(415);
    expect(attached.length).toBe(before);
  });
  it('does not take what is no file, or a line that is none', async () => {
    const before = attached.length;
    const json = { json: { book: 'ad', line: 1, purpose: 'photo', name: 'x', file: 'text' } };
    expect((await call('evidence/attach', json.json)).status).toBe(400);
    for (const more of [{ line: -1 }, { purpose: 'weapon' }, { name: 'x'.repeat(256) }]) {
      const { type, body } = await form(new Uint8Array(3), more);
      expect((await send(body, type)).status).toBe(400);
    }
    expect(attached.length).toBe(before);
  });
});

describe('uploads', () => {
  it('go to the engine as bytes under a token, with the last part of their name', async () => {
    const bytes = Buffer.from('a,é\n1,2\n');
    const name = encodeURIComponent('../../Bücher/buch "1".csv');
    const answer = await upload(bytes, { 'x-rollmark-name': name });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      token: expect.stringMatching(/^[\w-]{22}$/),
      name: 'buch "1".csv',
      size: 9,
    });
    expect(taken.at(-1)).toEqual({ name: 'buch "1".csv', bytes });
  });
  it('may be empty, which the import then says', async () => {
    expect(JSON.parse((await upload(Buffer.alloc(0), { 'content-length': '0' })).body).size).toBe(0);
  });
  it('are refused without a name or type, and where they are larger than the limit', async () => {
    const before = taken.length;
    expect((await upload(Buffer.from('x'), { 'x-rollmark-name': undefined })).status).toBe(415);
    expect((await upload(Buffer.from('x'), { 'x-rollmark-name': '%' })).status).toBe(415);
    expect((await upload(Buffer.from('x'), { 'content-type': 'text/plain' })).status).toBe(415);
    expect(
      (await upload(Buffer.from('x'), { 'content-length': undefined, 'transfer-encoding': 'chunked' })).status,
    ).toBe(411);
    expect((await upload(Buffer.alloc(0), { 'content-length': String(LIMIT + 1) })).status).toBe(413);
    expect((await upload(Buffer.alloc(LIMIT))).status).toBe(200);
    expect(taken.length).toBe(before + 1);
  });
  it('that are cut short reach nobody, and the next one does', async () => {
    const before = taken.length;
    const { host } = new URL(server.origin);
    const head = Object.entries(own({ host, 'content-type': 'application/octet-stream', 'x-rollmark-name': 'a' }));
    await raw(
      `POST /files HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}content-length: 900\r\n\r\nshort`,
    );
    await expect.poll(async () => (await upload(Buffer.from('x'))).status, { timeout: 5000 }).toBe(200);
    expect(taken.slice(before).map((t) => t.bytes.toString())).toEqual(['x']);
  });
});

describe('a slow request', () => {
  let slow: LoopbackServer;
  let slowCookie = '';
  beforeAll(async () => {
    const patience = { headers: 300, request: 600, look: 50 };
    slow = await serveLoopback({ engine: engine(), ports, files, uploadLimit: LIMIT, patience });
    const started = await ask(slow.startAddress.slice(slow.origin.length), {}, slow);
    slowCookie = started.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  });
  afterAll(() => slow.stop());

  /** Sends the beginning, then one more byte every 20 ms for as long as the server takes them. Gives what it answered. */
  const dribble = (beginning: string, byte: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      let more: NodeJS.Timeout | undefined;
      const socket = connect(Number(new URL(slow.origin).port), '127.0.0.1', () => {
        if (beginning) socket.write(beginning);
        if (byte) more = setInterval(() => socket.write(byte), 20);
      });
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(more);
        resolve(answer);
      });
    });
  const lines = (...all: string[]) => `${all.join('\r\n')}\r\n`;
  const head = (path: string, ...more: string[]) =>
    lines(
      `POST ${path} HTTP/1.1`,
      `Host: ${new URL(slow.origin).host}`,
      `Origin: ${slow.origin}`,
      'Sec-Fetch-Site: same-origin',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      `Cookie: ${slowCookie}`,
      ...more,
    );

  it('that never ends its headers is ended, with a stranger’s and with the session’s own', async () => {
    const stranger = dribble(lines('GET / HTTP/1.1', 'X-Slow: '), 'a');
    const own = dribble(head('/rpc/ledger/status', 'X-Slow: '), 'a');
    const silent = dribble('', '');
    // Meanwhile everybody else is answered.
    expect((await ask('/', { headers: { cookie: slowCookie } }, slow)).status).toBe(200);
    for (const answer of await Promise.all([stranger, own, silent])) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
  it('that never ends its body is ended, in a call and in an upload, and reaches nobody', async () => {
    const before = taken.length;
    const call = dribble(
      `${head('/rpc/ledger/status', 'Content-Type: application/json', 'Content-Length: 100000')}\r\n{"json":"`,
      'a',
    );
    const file = dribble(
      `${head('/files', 'Content-Type: application/octet-stream', 'X-Rollmark-Name: a.csv', 'Content-Length: 100000')}\r\na`,
      'a',
    );
    const pieces = dribble(
      `${head('/rpc/ledger/status', 'Content-Type: application/json', 'Transfer-Encoding: chunked')}\r\n`,
      '1\r\na\r\n',
    );
    expect((await ask('/', { headers: { cookie: slowCookie } }, slow)).status).toBe(200);
    for (const answer of await Promise.all([call, file, pieces])) expect(answer).toMatch(/^HTTP\/1\.1 (408|400) /);
    expect(taken.length).toBe(before);
  });
});
