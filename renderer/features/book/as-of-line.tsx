import { Modal } from '@mantine/core';
import { Link } from 'wouter';
import { type BookLine, useMoment } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { Serial } from '../../ui/serial.tsx';
import { StatusTag } from '../../ui/status.tsx';
import { Facts, factsOf } from '../record/facts.tsx';
import css from './as-of.module.css';
import type { Earlier } from './as-of.ts';

const PARTS = [
  ['description', 'Description'],
  ['receipt', 'Receipt'],
  ['disposition', 'Disposition'],
] as const;

const Whole = ({ line }: { line: BookLine }) => (
  <div className={css.facts}>
    <div className={css.serial}>
      {line.serials.length > 0 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same number may stand twice
        line.serials.map((serial, n) => <Serial key={n} serial={serial} size="card" />)
      ) : (
        <span className="dim">{line.serialState || 'No number'}</span>
      )}
      <StatusTag status={line.status} />
    </div>
    {line.status === 'voided' ? <p>Voided. Why: {line.voidReason}</p> : null}
    {PARTS.map(([part, title]) => {
      const facts = factsOf(line, part);
      const gone = part === 'disposition';
      if (gone && line.disposedOn === '')
        return (
          <section key={part}>
            <h3>{title}</h3>
            <p className="dim">{line.status === 'voided' ? 'None: the line was void.' : 'Not disposed of then.'}</p>
          </section>
        );
      return (
        <section key={part}>
          <h3>{title}</h3>
          <Facts
            line={line}
            facts={facts}
            {...(part === 'description'
              ? {}
              : {
                  late: gone ? line.disposedLate : line.acquiredLate,
                  recordedAt: gone ? line.disposedRecordedAt : line.acquiredRecordedAt,
                })}
          />
        </section>
      );
    })}
    {line.note ? (
      <section>
        <h3>Note</h3>
        <p>{line.note}</p>
      </section>
    ) : null}
    <p>
      <Link href={linePath(line)}>The line as it is today</Link>
    </p>
  </div>
);

type Props = { line: BookLine | undefined; earlier: Earlier; onClose: () => void };

/** All that a line held at that moment, for reading only. */
export const AsOfLine = ({ line, earlier, onClose }: Props) => {
  const moment = useMoment();
  return (
    <Modal
      opened={line !== undefined}
      onClose={onClose}
      title={line ? `Line ${line.line.toLocaleString('en-US')} as it stood on ${moment(earlier.moment)}` : ''}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {line ? <Whole line={line} /> : null}
    </Modal>
  );
};
