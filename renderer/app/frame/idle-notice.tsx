import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Sign } from '../../ui/meaning.tsx';
import { useLedger } from '../ledger.tsx';
import { secondsLeft, stay, useStatusAge } from '../still-here.ts';
import css from './frame.module.css';

/** Said so long before the lock, in seconds. */
const SAID_BEFORE = 60;

/** Counts down to the lock by itself, with a way to stay; any key or movement stays too. */
export const IdleNotice = () => {
  const ledger = useLedger();
  const age = useStatusAge();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = secondsLeft(ledger, age());
  if (left === undefined || left > SAID_BEFORE) return null;
  return (
    <aside className={css.note} data-meaning="mind" aria-label="Locking by itself">
      <Sign meaning="mind" />
      <p>
        {/* Said once, not every second. */}
        <span role="status" className="unseen">
          Nobody seems to be here: this ledger locks in a minute.
        </span>
        <span aria-hidden="true">
          Nobody seems to be here: this ledger locks in {Math.max(left, 0)} {left === 1 ? 'second' : 'seconds'}.
        </span>
      </p>
      <Button size="compact-sm" variant="default" onClick={stay}>
        Stay
      </Button>
    </aside>
  );
};
