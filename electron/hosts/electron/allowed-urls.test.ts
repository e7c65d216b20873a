import { describe, expect, it } from 'vitest';
import { mayFrame, mayNavigate, mayRequest, type Origins } from './allowed-urls.ts';

const APP = 'app://rollmark';
const DEV = 'http://localhost:5173';
const origins: Origins = { app: APP, guide: 'guide://rollmark' };

describe('mayRequest', () => {
  it.each([
    'app://rollmark',
    'app://rollmark/',
    'app://rollmark/assets/a.js',
    'data:image/png;base64,AA',
    'blob:app://rollmark/1',
  ])('lets %s through', (url) => expect(mayRequest(url, APP)).toBe(true));
  it.each([
    'https://example.com/',
    'http://127.0.0.1:5173/',
    'http://localhost:5173/',
    'ws://localhost:5173/',
    'wss://example.com/',
    'app://rollmark.example.com/',
    'app://rollmarked/',
    'app://other/',
    'app:/etc/passwd',
    'guide://rollmark/x/a.svg',
    'file:///etc/passwd',
    'ftp://example.com/',
    'blob:https://example.com/1',
    'devtools://devtools/bundled/x.js',
    'chrome-extension://abc/x.js',
    'https://redirector.gvt1.com/edgedl/chrome/dict/en-us-10-1.bdic',
    '',
  ])('stops %s', (url) => expect(mayRequest(url, APP)).toBe(false));

  it('keeps the guide window to its own drawings', () => {
    expect(mayRequest('guide://rollmark/x/a.svg', origins.guide)).toBe(true);
    expect(mayRequest('app://rollmark/', origins.guide)).toBe(false);
  });

  it('opens only the development server, and only in development', () => {
    expect(mayRequest('http://localhost:5173/app/main.tsx', APP, DEV)).toBe(true);
    expect(mayRequest('ws://localhost:5173/?token=x', APP, DEV)).toBe(true);
    expect(mayRequest('devtools://devtools/bundled/x.js', APP, DEV)).toBe(true);
    expect(mayRequest('http://localhost:51730/', APP, DEV)).toBe(false);
    expect(mayRequest('http://localhost:5174/', APP, DEV)).toBe(false);
    expect(mayRequest('https://example.com/', APP, DEV)).toBe(false);
  });
});

describe('mayNavigate', () => {
  it('allows a reload', () => {
    expect(mayNavigate('app://rollmark/', 'app://rollmark/')).toBe(true);
    expect(mayNavigate('app://rollmark/#/book', 'app://rollmark/#/acquire')).toBe(true);
  });
  it.each([
    'https://example.com/',
    'app://rollmark/other.html',
    'guide://rollmark/x/',
    'blob:app://rollmark/1',
    'data:text/html,x',
    'file:///etc/passwd',
  ])('denies %s', (url) => expect(mayNavigate(url, 'app://rollmark/')).toBe(false));
  it('denies everything while nothing is shown yet', () => {
    expect(mayNavigate('', '')).toBe(false);
  });
});

describe('mayFrame', () => {
  it('allows documents the page made itself', () => {
    expect(mayFrame('blob:app://rollmark/1', 'app://rollmark/', origins)).toBe(true);
    expect(mayFrame('about:blank', 'app://rollmark/', origins)).toBe(true);
  });
  it('denies everything else, and the guide window any frame', () => {
    expect(mayFrame('https://example.com/', 'app://rollmark/', origins)).toBe(false);
    expect(mayFrame('app://rollmark/', 'app://rollmark/', origins)).toBe(false);
    expect(mayFrame('guide://rollmark/x/', 'app://rollmark/', origins)).toBe(false);
    expect(mayFrame('about:blank', 'guide://rollmark/x/', origins)).toBe(false);
  });
});
