import { describe, expect, it } from 'vitest';
import { isForCamera } from './camera-request.ts';

const ORIGIN = 'app://rollmark';
const asking = { isMainFrame: true, requestingUrl: `${ORIGIN}/`, mediaTypes: ['video'] };

describe('isForCamera', () => {
  it('is the app’s own page that asks for a picture', () => {
    expect(isForCamera('media', asking, ORIGIN)).toBe(true);
  });
  it.each([
    ['a frame in it', 'media', { isMainFrame: false }],
    ['another origin', 'media', { requestingUrl: 'https://rollmark/' }],
    ['an origin that begins like it', 'media', { requestingUrl: 'app://rollmark.example/' }],
    ['a page that the app made itself', 'media', { requestingUrl: 'blob:app://rollmark/0' }],
    ['sound', 'media', { mediaTypes: ['audio'] }],
    ['sound beside the picture', 'media', { mediaTypes: ['video', 'audio'] }],
    ['the picture twice', 'media', { mediaTypes: ['video', 'video'] }],
    ['nothing named', 'media', { mediaTypes: [] }],
    ['the screen', 'display-capture', {}],
    ['anything else', 'geolocation', {}],
  ])('is not %s', (_, permission, but) => {
    expect(isForCamera(permission, { ...asking, ...but }, ORIGIN)).toBe(false);
  });
  it('is not what does not say what it wants', () => {
    expect(isForCamera('media', { isMainFrame: true, requestingUrl: `${ORIGIN}/` }, ORIGIN)).toBe(false);
  });
});
