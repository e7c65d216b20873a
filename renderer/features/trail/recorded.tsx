import { showDate } from '../../../shared/domain/dates.ts';
import { type Lateness, latenessWords } from '../../../shared/domain/lateness.ts';
import { Sign } from '../../ui/meaning.tsx';
import css from './recorded.module.css';

/** A citation stays in one piece. */
const whole = (cite: string): string => cite.replaceAll(' ', '\u00a0');

/** How long after its day an entry was recorded, and by which rule that was too late. */
export const Recorded = ({ lateness }: { lateness: Lateness }) => {
  const words = latenessWords(lateness);
  if (!lateness.late) return <span className="dim">Recorded {words}</span>;
  return (
    <span className={css.late}>
      <Sign meaning="mind" size={16} word="Late" />
      <span>
        <strong>Late:</strong> {words}. The last day was {showDate(lateness.due)} ({whole(lateness.cite)}).
      </span>
    </span>
  );
};

/** Says that the clock was set back when something was recorded, and what the trail held already. */
export const ClockBehind = ({ since }: { since: string }) => (
  <span className={css.late}>
    <Sign meaning="mind" size={16} />
    <span>The clock had been set back: something was recorded on {since} already.</span>
  </span>
);
