import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '../content-security.ts';
import type { Refusal } from './gate.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);

const DRAINED = 256 * 1024;
const FIRST_PIECE = 64 * 1024;

/** A page of one heading and one sentence, without script or style: whoever sees it may be anyone. */
const plainPage = (sentence: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rollmark</title><h1>Rollmark</h1><p>${escaped(sentence)}</p></html>\n`;

/** Sets what every answer carries. No header ever allows another origin. */
export const setSecurityHeaders = (response: ServerResponse): void => {
  for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value);
};

/** Refuses a request with a sentence, as a page where one is shown. Ends the connection if a body is still coming. */
export const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, sentence }: Refusal,
  asPage: boolean,
): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(asPage ? plainPage(sentence) : `${sentence}\n`);
  response.setHeader('Content-Type', asPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  if (status === 405) response.setHeader('Allow', 'GET, HEAD, POST');
  // What is still to come of a small body is drained; nobody waits for the rest of a large one.
  if (request.headers['transfer-encoding'] || Number(request.headers['content-length'] ?? 0) > DRAINED)
    response.setHeader('Connection', 'close');
  response.writeHead(status);
  response.end(request.method === 'HEAD' ? undefined : body);
};

/**
 * Reads a request's body into memory.
 *
 * @param limit bytes allowed. More is refused by its length where that is said, else as soon as it is passed
 * @returns the bytes, or why it is refused: too long, or cut short
 */
export const readBody = (request: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer> | Refusal> =>
  new Promise((resolve) => {
    const tooLong: Refusal = { status: 413, sentence: 'This is larger than Rollmark takes.' };
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      resolve(tooLong);
      return;
    }
    // One piece of the length that was said, which grows where none was: a large file is in memory once.
    let body = Buffer.allocUnsafeSlow(Number(request.headers['content-length'] ?? FIRST_PIECE));
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (size + chunk.length > limit) {
        // Not iterated with `for await`: leaving that loop would end the connection before the answer.
        request.pause();
        resolve(tooLong);
        return;
      }
      if (size + chunk.length > body.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(limit, 2 * (size + chunk.length)));
        body.copy(larger, 0, 0, size);
        body = larger;
      }
      size += chunk.copy(body, size);
    });
    request.on('end', () => resolve(body.subarray(0, size)));
    request.on('close', () => resolve({ status: 400, sentence: 'The request was cut short.' }));
  });
