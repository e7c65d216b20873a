import { showDate } from '../../../shared/domain/dates.ts';
import { NoteIcon } from '../../ui/icons.ts';
import { useLedger } from '../ledger.tsx';
import css from './frame.module.css';

/** Stands over every page while an inspector is at work, so that nobody takes their view for the whole ledger. */
export const InspectorNote = () => {
  const { user } = useLedger();
  if (user.role !== 'inspector') return null;
  return (
    <aside className={css.note} aria-label="Your access">
      <NoteIcon size={18} stroke={1.5} aria-hidden="true" />
      <p>You see this ledger as an inspector until {showDate(user.until)}. Every look is recorded.</p>
    </aside>
  );
};
