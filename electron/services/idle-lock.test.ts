import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type IdleLock, makeIdleLock, type WhyLocked } from './idle-lock.ts';

const MINUTE = 60_000;
let locked: WhyLocked[];
let minutes: number | undefined;
let watch: IdleLock;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-28T16:00:00Z') });
  locked = [];
  minutes = 15;
  watch = makeIdleLock(
    () => minutes,
    (why) => {
      locked.push(why);
      minutes = undefined;
    },
  );
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe('an open ledger', () => {
  it('is locked after its minutes without anybody, once', () => {
    vi.advanceTimersByTime(14 * MINUTE);
    expect(locked).toEqual([]);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(locked).toEqual(['idle']);
    vi.advanceTimersByTime(60 * MINUTE);
    expect(locked).toEqual(['idle']);
  });

  it('stays open while somebody is at it, and while long work runs', () => {
    for (let n = 0; n < 20; n++) {
      vi.advanceTimersByTime(10 * MINUTE);
      watch.touch();
    }
    expect(locked).toEqual([]);
    const ended = watch.work();
    vi.advanceTimersByTime(120 * MINUTE);
    expect(locked).toEqual([]);
    ended();
    ended();
    vi.advanceTimersByTime(16 * MINUTE);
    expect(locked).toEqual(['idle']);
  });

  it('is locked at once where the machine slept, even in the middle of work', () => {
    watch.work();
    vi.advanceTimersByTime(MINUTE);
    vi.setSystemTime(Date.now() + 30 * MINUTE);
    vi.advanceTimersByTime(5_000);
    expect(locked).toEqual(['sleep']);
  });

  it('is never locked by itself where that was chosen, and counts from when it was opened', () => {
    minutes = 0;
    vi.advanceTimersByTime(600 * MINUTE);
    expect(locked).toEqual([]);
    minutes = 5;
    vi.advanceTimersByTime(4 * MINUTE);
    expect(locked).toEqual([]);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(locked).toEqual(['idle']);
  });

  it('is not kept open by a clock that was set back', () => {
    vi.setSystemTime(Date.now() - 600 * MINUTE);
    vi.advanceTimersByTime(16 * MINUTE);
    expect(locked).toEqual(['idle']);
  });
});
