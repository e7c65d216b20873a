import type { TrailEvent } from '../../app/ledger.tsx';
import { useMoment } from '../../app/ledger.tsx';
import { Isolated } from '../../ui/isolated.tsx';
import { Change } from '../trail/change.tsx';
import css from './record.module.css';

/** What happened to a line, oldest first: who, when, what changed, why, and the mark by which each step is proven. */
export const History = ({ events }: { events: readonly TrailEvent[] }) => {
  const moment = useMoment();
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  return (
    <ol className={css.history}>
      {inOrder.map((event) => (
        <li key={event.seq}>
          <p className={css.when}>
            <time dateTime={event.recordedAt}>{moment(event.recordedAt)}</time>
            <span>{event.actor}</span>
          </p>
          <div className={css.event}>
            <p className={css.summary}>
              <Isolated text={event.summary} />
            </p>
            <Change event={event} />
            <details className={css.proof}>
              <summary>How it is proven</summary>
              <p>
                This is entry {event.seq.toLocaleString('en-US')} of the trail. The mark below is worked out from every
                letter of it, and the ledger’s signed checkpoint covers the marks of all entries: change one letter, and
                the proof fails.
              </p>
              <p className="mono">{event.leaf}</p>
            </details>
          </div>
        </li>
      ))}
    </ol>
  );
};
