import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { RPCHandler } from '@orpc/server/node';
import { LARGEST_ATTACHMENT, pictureSizeRefusal, sizeRefusal } from '../../../shared/domain/attachments.ts';
import { servedFile } from '../content-security.ts';
import { type HostPorts, hostRouter } from '../host-router.ts';
import type { RunningEngine } from '../running-engine.ts';
import { readBody, refuse, setSecurityHeaders } from './answers.ts';
import { isNavigation, isOpenedByUser, type RequestHead, refusalOf } from './gate.ts';
import { mayConnect } from './peer.ts';
import { createSession, type Session } from './session.ts';
import { uploads } from './uploads.ts';

/** The longest call a page may make: an acquisition with every field at its limit fits several times over. */
const CALL_LIMIT = 4 * 1024 * 1024;
/** The calls that carry a file, as a form: the file and the little that is said of it. Each says why one is too large. */
const WITH_FILE: Readonly<Record<string, (bytes: number) => string | undefined>> = {
  '/rpc/evidence/attach': sizeRefusal,
  '/rpc/trail/readCheckpointImage': pictureSizeRefusal,
};
const FORM_LIMIT = LARGEST_ATTACHMENT + 64 * 1024;

/**
 * How long a connection may take to say what it wants, in milliseconds: whoever sends a byte now and then would otherwise
 * hold it for ever, and there are only so many.
 */
export type Patience = {
  /** From the first byte, or from the connecting, to the end of the headers. */
  headers: number;
  /** To the end of the body. The receiving only: an answer may stream for as long as it takes. */
  request: number;
  /** How often the connections are looked at. */
  look: number;
};
/** The request's is for a 600 MB file on a slow disk. */
const PATIENCE: Patience = { headers: 10_000, request: 120_000, look: 5_000 };

export type LoopbackServer = {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** The address to open, with the one-time token. Whoever opens it first has the session. */
  startAddress: string;
  /** Whether somebody opened it. */
  started(): boolean;
  /** Stops listening and ends every connection, running streams included. */
  stop(): Promise<void>;
};

/**
 * Serves the page, its calls and its uploads on 127.0.0.1, to the one session that opened the start address.
 *
 * @param options.files absolute folder of the built renderer
 * @param options.patience for tests, which have less of it
 * @throws the server's error where no port could be had
 */
export const serveLoopback = async (options: {
  engine: Pick<RunningEngine, 'client' | 'giveFile'>;
  ports: HostPorts;
  files: string;
  uploadLimit?: number;
  patience?: Patience;
}): Promise<LoopbackServer> => {
  const calls = new RPCHandler(hostRouter(options.engine.client, options.ports));
  const takeFile = uploads(options.engine.giveFile, options.uploadLimit);
  let origin = '';
  let port = 0;
  let session: Session;

  /** Exchanges the token in the address for the session's cookie, once. */
  const start = (request: IncomingMessage, response: ServerResponse, head: RequestHead): void => {
    const token = new URL(request.url ?? '/', origin).searchParams.get('token') ?? '';
    // Only an address that the user opened: no page, script or tool of another origin gets this far by accident.
    const cookie = request.method === 'GET' && isOpenedByUser(head) ? session.start(token) : undefined;
    if (cookie) {
      // No body and no-referrer: the token is left in no page and sent in no header.
      response.writeHead(303, { Location: '/', 'Set-Cookie': cookie, 'Content-Length': 0 });
      response.end();
    } else {
      const sentence = session.started
        ? 'This address was used already. It works once: start Rollmark again for a new one.'
        : 'This is not the address that Rollmark printed. Copy the whole of it and paste it into the address bar.';
      refuse(request, response, { status: 403, sentence }, true);
    }
  };

  /** What a call says: JSON, or, where it may carry a file, a form that holds both. Undefined: neither. */
  const parse = async (body: Buffer<ArrayBuffer>, type: string | undefined): Promise<unknown> => {
    try {
      if (type?.startsWith('multipart/'))
        return await new Response(body, { headers: { 'content-type': type } }).formData();
      // A call without input has no body, which the protocol writes as an envelope without a value.
      return body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
    } catch {
      return undefined;
    }
  };

  const call = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const type = request.headers['content-type'];
    const form = (type ?? '').startsWith('multipart/form-data; boundary=');
    const withFile = form && Object.hasOwn(WITH_FILE, path) ? WITH_FILE[path] : undefined;
    const body = await readBody(request, withFile ? FORM_LIMIT : CALL_LIMIT);
    if (!Buffer.isBuffer(body)) {
      const said = Number(request.headers['content-length'] ?? FORM_LIMIT + 1);
      const sentence = withFile && body.status === 413 ? (withFile(said) ?? body.sentence) : body.sentence;
      return refuse(request, response, { ...body, sentence }, false);
    }
    // The types that a form of another site could send (text/plain, urlencoded, multipart) are never parsed, except where
    // a file comes along. The gate has let in our own page only.
    if (body.length > 0 && type !== 'application/json' && !withFile)
      return refuse(request, response, { status: 415, sentence: 'A call is sent as JSON.' }, false);
    const parsed = await parse(body, type);
    if (parsed === undefined)
      return refuse(
        request,
        response,
        { status: 400, sentence: `The call is not ${withFile ? 'a form' : 'JSON'}.` },
        false,
      );
    const { matched } = await calls.handle(Object.assign(request, { body: parsed }), response, { prefix: '/rpc' });
    if (!matched) refuse(request, response, { status: 404, sentence: 'There is no such operation.' }, false);
  };

  const file = async (request: IncomingMessage, response: ServerResponse, path: string, asPage: boolean) => {
    const found = await servedFile(options.files, path);
    if (!found) return refuse(request, response, { status: 404, sentence: 'There is nothing here.' }, asPage);
    response.writeHead(200, { ...found.headers, 'Content-Length': found.body.length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, head: RequestHead): Promise<void> => {
    const asPage = isNavigation(head);
    const refusal = refusalOf(head, origin);
    if (refusal) return refuse(request, response, refusal, asPage);
    if (!ownersOnly(request.socket))
      return refuse(request, response, { status: 403, sentence: 'Rollmark answers the user who started it.' }, asPage);

    // The path as it was sent: URL would resolve `..` before the file lookup could refuse it.
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    if (path === '/start') return start(request, response, head);
    if (!session.holds(head.headers.cookie)) {
      const sentence =
        'Rollmark is open in another window, or was started again. Close this one, or start Rollmark again.';
      return refuse(request, response, { status: 401, sentence }, asPage);
    }
    const isCall = path.startsWith('/rpc/');
    const isUpload = path === '/files';
    if ((request.method === 'POST') !== (isCall || isUpload))
      return refuse(request, response, { status: 405, sentence: 'Rollmark does not answer this method here.' }, asPage);
    if (isCall) return call(request, response, path);
    if (isUpload) return takeFile(request, response);
    return file(request, response, path, asPage);
  };

  const checked = new WeakMap<Socket, boolean>();
  const ownersOnly = (socket: Socket): boolean => {
    let allowed = checked.get(socket);
    if (allowed === undefined) {
      allowed = mayConnect(socket.remotePort ?? 0, port);
      checked.set(socket, allowed);
    }
    return allowed;
  };

  const patience = options.patience ?? PATIENCE;
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: patience.look,
    },
    (request, response) => {
      setSecurityHeaders(response);
      const head: RequestHead = { method: request.method, url: request.url, headers: request.headersDistinct };
      answer(request, response, head).catch(() => {
        refuse(request, response, { status: 500, sentence: 'Something failed inside Rollmark.' }, isNavigation(head));
      });
    },
  );
  server.maxConnections = 100;
  server.maxHeadersCount = 100;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  origin = `http://127.0.0.1:${port}`;
  session = createSession(port);

  return {
    origin,
    startAddress: `${origin}/start?token=${session.token}`,
    started: () => session.started,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
