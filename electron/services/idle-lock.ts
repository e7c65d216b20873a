/**
 * Locks an open ledger that nobody is at: after some minutes without a sign of anybody, and at once where the machine
 * slept. Long work counts as somebody, until it ends.
 */
export type WhyLocked = 'idle' | 'sleep';

const MINUTE = 60_000;
/** How often it looks. */
const LOOK_EVERY = 5_000;
/** Timers stand still while a machine sleeps: so late is no busy computer any more. */
const SLEPT_AFTER = 60_000;

export type IdleLock = {
  /** Somebody did something. */
  touch(): void;
  /** Seconds since the last sign of anybody, 0 while long work runs. */
  seconds(): number;
  /** Long work began; call what it gives when it ends. */
  work(): () => void;
  stop(): void;
};

/**
 * @param minutes without a sign of anybody until it locks; 0 for never, of the ledger that is open now; undefined where none is
 * @param lock locks it; is not asked again before a ledger is open once more
 */
export const makeIdleLock = (
  minutes: () => number | undefined,
  lock: (why: WhyLocked) => void,
  now: () => number = Date.now,
): IdleLock => {
  let last = now();
  let looked = last;
  let working = 0;
  const timer = setInterval(() => {
    const at = now();
    const late = at - looked - LOOK_EVERY;
    looked = at;
    const patience = minutes();
    if (patience === undefined || patience === 0) {
      last = at;
      return;
    }
    // A clock that was set forward looks like sleep, and one that was set back must not keep a ledger open.
    if (late > SLEPT_AFTER) return lock('sleep');
    if (working > 0 || at < last) last = at;
    else if (at - last >= patience * MINUTE) lock('idle');
  }, LOOK_EVERY);
  timer.unref();
  return {
    touch: () => {
      last = now();
    },
    seconds: () => (working > 0 ? 0 : Math.max(0, Math.floor((now() - last) / 1000))),
    work: () => {
      working += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        working -= 1;
        last = now();
      };
    },
    stop: () => clearInterval(timer),
  };
};
