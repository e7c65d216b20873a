import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '../content-security.ts';
import type { Refusal } from './gate.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);

const DRAINED = 256 * 1024;

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
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        // Not iterated with `for await`: leaving that loop would end the connection before the answer.
        request.pause();
        chunks = [];
        resolve(tooLong);
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve({ status: 400, sentence: 'The request was cut short.' }));
  });
