import { showDate } from '../../../shared/domain/dates.ts';
import { useLedger } from '../../app/ledger.tsx';

/** The day, and under which licence. */
export const Lead = () => {
  const ledger = useLedger();
  return (
    <>
      {new Date(`${ledger.today}T12:00:00Z`).toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' })},{' '}
      {showDate(ledger.today)}
      {ledger.settings.licence ? (
        <>
          {' · '}
          <span className="mono">{ledger.settings.licence}</span>
        </>
      ) : null}
    </>
  );
};
