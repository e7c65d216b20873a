import type { BookLine } from '../app/ledger.tsx';
import css from './status.module.css';

const WORDS = { open: 'Open', disposed: 'Disposed', voided: 'Voided' } as const;

/** A line's status: a filled ring while the firearm is in the shop, an empty one once it left, a struck one when void. */
export const StatusTag = ({ status }: { status: BookLine['status'] }) => (
  <span className={css.status} data-status={status}>
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.5" className={css.ring} />
      {status === 'voided' ? <path d="M2.5 9.5 9.5 2.5" className={css.ring} /> : null}
    </svg>
    {WORDS[status]}
  </span>
);
