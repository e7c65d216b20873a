import { describe, expect, it } from 'vitest';
import { windowPlace } from './window-place.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const place = { x: 100, y: 100, width: 1400, height: 900, maximized: false };

describe('windowPlace', () => {
  it('is where the window was', () => {
    expect(windowPlace(place, [screen])).toEqual({ x: 100, y: 100, width: 1400, height: 900 });
  });
  it('is where it was on a second screen, left of the first', () => {
    const left = { x: -1920, y: 0, width: 1920, height: 1080 };
    expect(windowPlace({ ...place, x: -1500 }, [screen, left])).toMatchObject({ x: -1500 });
  });
  it('is the usual one where that screen has gone, or the title bar is out of reach', () => {
    expect(windowPlace({ ...place, x: 4000 }, [screen])).toEqual({ width: 1360, height: 880 });
    expect(windowPlace({ ...place, y: -300 }, [screen])).toEqual({ width: 1360, height: 880 });
    expect(windowPlace({ ...place, x: 1900 }, [screen])).toEqual({ width: 1360, height: 880 });
  });
  it('is never smaller than the page can be laid out in', () => {
    expect(windowPlace({ ...place, width: 10, height: 10 }, [screen])).toMatchObject({ width: 960, height: 640 });
    expect(windowPlace(undefined, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({ width: 960, height: 640 });
  });
  it('does not exceed a small screen at the first start', () => {
    expect(windowPlace(undefined, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 });
  });
  it('works without a screen', () => {
    expect(windowPlace(place, [])).toEqual({ width: 1360, height: 880 });
  });
});
