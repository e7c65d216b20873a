import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { api, client } from '../bridge/client.ts';
import type { LedgerStatus, Outputs } from './ledger.tsx';

/**
 * The engine locks an open ledger that nobody is at; it alone counts, because there may be several windows. The page
 * tells it of keys and pointers, and asks more often as the lock comes near, so that what it shows is gone with it.
 */
const TOLD_EVERY_MS = 20_000;
const ASK_EVERY_MS = 60_000;
const ASK_NEAR_MS = 3_000;
const NEAR_SECONDS = 75;
/** Timers stand still while a computer sleeps. */
const LOOK_EVERY_MS = 5_000;
const SLEPT_AFTER_MS = 60_000;

/** Seconds until the lock, from a status and how old it is in seconds; undefined where it never locks by itself. */
export const secondsLeft = (
  { autoLock, idleSeconds }: Pick<LedgerStatus, 'autoLock' | 'idleSeconds'>,
  age: number,
): number | undefined => (autoLock === 0 ? undefined : Math.ceil(autoLock * 60 - idleSeconds - age));

/** When the status is asked for again, in milliseconds after it was. */
export const askAgainIn = (status: Outputs['ledger']['status'] | undefined): number => {
  const left = status?.state === 'open' ? secondsLeft(status, 0) : undefined;
  if (left === undefined) return ASK_EVERY_MS;
  return left <= NEAR_SECONDS ? ASK_NEAR_MS : Math.min(ASK_EVERY_MS, (left - NEAR_SECONDS) * 1000 + ASK_NEAR_MS);
};

/** How old the page's status is, in seconds. */
export const useStatusAge = (): (() => number) => {
  const { dataUpdatedAt } = useQuery({ ...api.ledger.status.queryOptions(), enabled: false });
  return useCallback(() => (Date.now() - dataUpdatedAt) / 1000, [dataUpdatedAt]);
};

let told = 0;
const tell = (): void => {
  told = Date.now();
  // Where it is locked already, or the engine had a fault, the status says so.
  void client.ledger.stillHere().catch(() => undefined);
};

/** Stays: what a key or a movement does too. */
export const stay = (): void => tell();

/** Tells the engine that somebody is here, and asks for the status at once where they come back or the computer slept. */
export const useStillHere = (open: LedgerStatus | undefined): void => {
  const queries = useQueryClient();
  const isOpen = open !== undefined;
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = () => void queries.invalidateQueries({ queryKey: api.ledger.status.key() });
    const here = () => {
      const away = Date.now() - told;
      if (away < TOLD_EVERY_MS) return;
      tell();
      if (away > ASK_EVERY_MS) ask();
    };
    let looked = Date.now();
    const timer = setInterval(() => {
      const late = Date.now() - looked - LOOK_EVERY_MS;
      looked = Date.now();
      if (late > SLEPT_AFTER_MS) ask();
    }, LOOK_EVERY_MS);
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, here, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, here, { capture: true });
    };
  }, [isOpen, queries]);
};
