import { describe, expect, it } from 'vitest';
import { type Frame, type Sender, trustedFrame } from './trusted-sender.ts';

const ORIGIN = 'app://rollmark';
const contents = (url: string) => {
  const mainFrame: Frame = { url, parent: null };
  return { mainFrame };
};

describe('trustedFrame', () => {
  it('is the main frame of the expected window on our own origin', () => {
    const main = contents('app://rollmark/');
    expect(trustedFrame({ sender: main, senderFrame: main.mainFrame }, main, ORIGIN)).toBe(main.mainFrame);
    const bare = contents('app://rollmark');
    expect(trustedFrame({ sender: bare, senderFrame: bare.mainFrame }, bare, ORIGIN)).toBe(bare.mainFrame);
  });

  it.each([
    'app://rollmark.example/',
    'app://rollmarked/',
    'app://other/',
    'https://rollmark/',
    'guide://rollmark/',
    'about:blank',
    'data:text/html,x',
    'blob:app://rollmark/0',
    '',
  ])('is nobody at %s', (url) => {
    const main = contents(url);
    expect(trustedFrame({ sender: main, senderFrame: main.mainFrame }, main, ORIGIN)).toBeUndefined();
  });

  it('is nobody in another window, even one that shows our page', () => {
    const main = contents('app://rollmark/');
    const other = contents('app://rollmark/');
    expect(trustedFrame({ sender: other, senderFrame: other.mainFrame }, main, ORIGIN)).toBeUndefined();
    expect(trustedFrame({ sender: other, senderFrame: other.mainFrame }, undefined, ORIGIN)).toBeUndefined();
  });

  it('is nobody in a subframe, even of our own origin', () => {
    const main = contents('app://rollmark/');
    const child = { url: 'app://rollmark/', parent: main.mainFrame };
    expect(trustedFrame({ sender: main, senderFrame: child }, main, ORIGIN)).toBeUndefined();
    const orphan = { url: 'app://rollmark/', parent: null };
    expect(trustedFrame({ sender: main, senderFrame: orphan }, main, ORIGIN)).toBeUndefined();
  });

  it('is nobody once the frame has gone', () => {
    const main = contents('app://rollmark/');
    expect(trustedFrame({ sender: main, senderFrame: null }, main, ORIGIN)).toBeUndefined();
    const disposed = {
      parent: null,
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    };
    const gone = { mainFrame: disposed };
    expect(trustedFrame<Sender>({ sender: gone, senderFrame: disposed }, gone, ORIGIN)).toBeUndefined();
  });
});
