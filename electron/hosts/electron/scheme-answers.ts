import { securityHeaders } from '../content-security.ts';

/** What an origin of ours answers for one path, still percent-encoded. Undefined: there is no such file. */
export type PathAnswer = (
  path: string,
) => Promise<{ body: Buffer<ArrayBuffer>; headers: Record<string, string> } | undefined>;

const refused = (status: number, words: string): Response =>
  new Response(words, { status, headers: { ...securityHeaders(), 'Content-Type': 'text/plain; charset=utf-8' } });

/**
 * The path of a URL as it was written. `new URL().pathname` has already folded `..` away; a refusal is better than a
 * guess, so the check sees what was asked for. Undefined for another host or scheme.
 */
const writtenPath = (url: string, origin: string): string | undefined => {
  if (url === origin) return '/';
  if (!url.startsWith(`${origin}/`)) return undefined;
  return url.slice(origin.length).split(/[?#]/, 1)[0];
};

/** Answers requests to one of our origins: our host, reading only, files that `answer` knows. */
export const schemeAnswers =
  (origin: string, answer: PathAnswer) =>
  async ({ url, method }: { url: string; method: string }): Promise<Response> => {
    const path = writtenPath(url, origin);
    if (path === undefined) return refused(404, 'Not found.');
    if (method !== 'GET' && method !== 'HEAD') return refused(405, 'Only reading is possible here.');
    const file = await answer(path);
    if (!file) return refused(404, 'Not found.');
    return new Response(method === 'HEAD' ? null : file.body, { status: 200, headers: file.headers });
  };
