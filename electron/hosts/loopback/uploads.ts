import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HandedFile } from '../engine-process.ts';
import { readBody, refuse } from './answers.ts';

/** The largest file that a page may hand over to import. It is held in memory, never on the disk unencrypted. */
export const UPLOAD_LIMIT = 600 * 1024 * 1024;

/** Carries the file's name, percent-encoded as by `encodeURIComponent`. */
export const NAME_HEADER = 'x-rollmark-name';

const nameIn = (header: string | string[] | undefined): string | undefined => {
  try {
    const name = typeof header === 'string' ? decodeURIComponent(header) : '';
    // Only the last part: a browser sends no folders, and none may be made of it.
    return name.split(/[/\\]/).at(-1)?.slice(0, 255) || undefined;
  } catch {
    return undefined;
  }
};

/**
 * Answers `POST /files`: takes the raw bytes of a file that the user chose in the page and gives them to the engine
 * under a token. One at a time, so that two windows can't fill the memory.
 *
 * @returns in the response, `{token, name, size}`
 */
export const uploads = (
  giveFile: (file: HandedFile) => Promise<void>,
  limit = UPLOAD_LIMIT,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  let busy = false;
  return async (request, response) => {
    const name = nameIn(request.headers[NAME_HEADER]);
    if (request.headers['content-type'] !== 'application/octet-stream' || !name)
      return refuse(request, response, { status: 415, sentence: 'A file is sent as its bytes, with its name.' }, false);
    if (request.headers['content-length'] === undefined)
      return refuse(request, response, { status: 411, sentence: 'The length of the file is missing.' }, false);
    if (busy) return refuse(request, response, { status: 429, sentence: 'Another file is still on its way.' }, false);
    busy = true;
    try {
      const body = await readBody(request, limit);
      if (!Buffer.isBuffer(body)) return refuse(request, response, body, false);
      const token = randomBytes(16).toString('base64url');
      const size = body.length;
      await giveFile({ token, name, bytes: body });
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ token, name, size }));
    } finally {
      busy = false;
    }
  };
};
