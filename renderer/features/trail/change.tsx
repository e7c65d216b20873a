import { FIELD_LABELS, OTHER_LABELS } from '../../../shared/domain/fields.ts';
import { inSentence } from '../../../shared/domain/text.ts';
import { type TrailEvent, useMoment } from '../../app/ledger.tsx';
import { Sign } from '../../ui/meaning.tsx';
import css from './change.module.css';
import { ClockBehind, Recorded } from './recorded.tsx';

const LABELS: Readonly<Record<string, string>> = {
  ...FIELD_LABELS,
  ...OTHER_LABELS,
  acquiredFromAddress: 'Address it came from',
  acquiredFromLicence: 'Licence it came from',
  disposedToAddress: 'Address it went to',
  disposedToLicence: 'Licence it went to',
  name: 'Name',
  licence: 'Licence number',
  premises: 'Premises',
  zone: 'Time zone',
  openDays: 'Opening days',
  forms4473Numbered: 'Forms 4473 numbered',
};

/** A field's name as people call it. */
export const labelOf = (field: string): string => LABELS[field] ?? field;

const Since = ({ moment }: { moment: string }) => <ClockBehind since={useMoment()(moment)} />;

/** What an event changed (old struck through, new), why, and which warnings were saved past. */
export const Change = ({ event }: { event: TrailEvent }) => (
  <>
    {event.changes.length > 0 ? (
      <dl className={css.changes}>
        {event.changes.map((change, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field may change twice in one event
          <div key={n}>
            <dt>{labelOf(change.field)}</dt>
            <dd>
              {change.old !== '' ? (
                <>
                  <del className="mono">
                    <span className="unseen">was </span>
                    <bdi>{change.old}</bdi>
                  </del>{' '}
                </>
              ) : null}
              <ins className="mono">
                <span className="unseen">is now </span>
                <bdi>{change.new === '' ? '(empty)' : change.new}</bdi>
              </ins>
            </dd>
          </div>
        ))}
      </dl>
    ) : null}
    {event.reason ? (
      <p className={css.reason}>
        <span className="dim">Why:</span> <bdi>{event.reason}</bdi>
      </p>
    ) : null}
    {event.accepted.map((a) => (
      <p key={`${a.field} ${a.code}`} className={css.reason}>
        <Sign meaning="mind" size={16} /> Saved past a warning about the {inSentence(labelOf(a.field))}
        {a.reason ? `: ${a.reason}` : '.'}
      </p>
    ))}
    {event.lateness ? (
      <p className={css.recorded}>
        <Recorded lateness={event.lateness} />
      </p>
    ) : null}
    {event.clockBehind ? (
      <p className={css.recorded}>
        <Since moment={event.clockBehind} />
      </p>
    ) : null}
  </>
);
