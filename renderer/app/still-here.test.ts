import { describe, expect, it } from 'vitest';
import { askAgainIn, secondsLeft } from './still-here.ts';

const status = (autoLock: number, idleSeconds: number) => ({ state: 'open', autoLock, idleSeconds }) as never;

describe('the lock by itself', () => {
  it('is so many seconds away as the engine says, less what went by since', () => {
    expect(secondsLeft({ autoLock: 15, idleSeconds: 0 }, 0)).toBe(900);
    expect(secondsLeft({ autoLock: 5, idleSeconds: 250 }, 20)).toBe(30);
    expect(secondsLeft({ autoLock: 0, idleSeconds: 9000 }, 60)).toBeUndefined();
  });
  it('is asked for once a minute while far, just before it comes near, and every three seconds then', () => {
    expect(askAgainIn(status(15, 0))).toBe(60_000);
    expect(askAgainIn(status(5, 190))).toBe(38_000);
    expect(askAgainIn(status(5, 240))).toBe(3_000);
    expect(askAgainIn(status(0, 5000))).toBe(60_000);
    expect(askAgainIn(undefined)).toBe(60_000);
  });
});
