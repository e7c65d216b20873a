import { describe, expect, it } from 'vitest';
import { schemeAnswers } from './scheme-answers.ts';

/** Knows every path, and says which it was asked for. */
const asked = schemeAnswers('app://rollmark', async (path) => ({
  body: Buffer.from(path),
  headers: { 'Content-Type': 'text/plain' },
}));
const get = async (url: string, method = 'GET') => {
  const response = await asked({ url, method });
  return { status: response.status, text: await response.text() };
};

describe('schemeAnswers', () => {
  it.each([
    ['app://rollmark', '/'],
    ['app://rollmark/', '/'],
    ['app://rollmark/?x=/../y#z', '/'],
    ['app://rollmark/assets/a.js', '/assets/a.js'],
    ['app://rollmark/../a', '/../a'],
    ['app://rollmark/%2e%2e/a', '/%2e%2e/a'],
  ])('asks for the path of %s as it is written', async (url, path) => {
    expect(await get(url)).toEqual({ status: 200, text: path });
  });

  it.each([
    'app://other/',
    'app://rollmark.example/',
    'app://rollmarked/',
    'app://rollmark:80/',
    'app://rollmark@other/',
    'app://x@rollmark/',
    'app:rollmark/',
    'app:///rollmark/',
    'guide://rollmark/',
    'file:///etc/passwd',
  ])('knows nothing at %s', async (url) => {
    expect(await get(url)).toEqual({ status: 404, text: 'Not found.' });
  });

  it('is for reading only', async () => {
    expect((await get('app://rollmark/', 'POST')).status).toBe(405);
    expect((await get('app://rollmark/', 'DELETE')).status).toBe(405);
    expect(await get('app://rollmark/', 'HEAD')).toEqual({ status: 200, text: '' });
  });

  it('refuses with a policy that allows nothing', async () => {
    const { headers } = await asked({ url: 'app://other/', method: 'GET' });
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });
});
