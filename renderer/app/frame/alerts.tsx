import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { type Meaning, Sign } from '../../ui/meaning.tsx';
import { backupsDue } from '../due.ts';
import { useLedger, useMay } from '../ledger.tsx';
import css from './frame.module.css';

type AlertProps = {
  meaning: Meaning;
  label: string;
  /** Where it is seen to, unless one is there. */
  href: string;
  action: string;
  children: ReactNode;
};

const Alert = ({ meaning, label, href, action, children }: AlertProps) => {
  const [location] = useLocation();
  return (
    <aside className={css.note} data-meaning={meaning} aria-label={label}>
      <Sign meaning={meaning} />
      <p {...(meaning === 'note' ? {} : { role: meaning === 'stop' ? 'alert' : 'status' })}>
        {children} {location === href ? null : <Link href={href}>{action}</Link>}
      </p>
    </aside>
  );
};

/**
 * What must be seen on whatever page one is: a ledger that is not the one that was open here before, and backups that
 * are not made. What a restore explains is no alert.
 */
export const Alerts = () => {
  const ledger = useLedger();
  const may = useMay();
  const [location] = useLocation();
  // Their page says it in full.
  const backups = may('look') && location !== '/backups' ? backupsDue(ledger) : undefined;
  const { state, message } = ledger.known;
  return (
    <>
      {state === 'behind' || state === 'differs' ? (
        <Alert meaning="stop" label="The ledger is not as it was" href="/trail" action="Open the trail">
          <strong>Stop.</strong> {message}
        </Alert>
      ) : null}
      {backups ? (
        <Alert
          meaning={ledger.backups.state === 'none' ? 'note' : backups.meaning}
          label="Backups"
          href={backups.href}
          action={backups.action}
        >
          {backups.title}. {backups.text}
        </Alert>
      ) : null}
    </>
  );
};
