import { Link } from 'wouter';
import { useJob } from '../../bridge/jobs.ts';
import { backupJob } from '../../features/backups/jobs.ts';
import { importJob } from '../../features/imports/jobs.ts';
import { type Meaning, Sign } from '../../ui/meaning.tsx';
import { useDue } from '../due.ts';
import { type LedgerStatus, useLedger, useMay } from '../ledger.tsx';
import { agoWords } from '../time.ts';
import css from './frame.module.css';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

const backedWords = ({ state, lastGood }: LedgerStatus['backups']): { meaning: Meaning; text: string } => {
  if (state === 'failing') return { meaning: 'mind', text: 'Backup fails' };
  if (state === 'overdue') return { meaning: 'mind', text: 'Backup overdue' };
  if (state === 'good' && lastGood) return { meaning: 'fine', text: `Backed up ${agoWords(lastGood)}` };
  return { meaning: 'note', text: 'Not backed up yet' };
};

/** How lately the ledger was backed up, or how far the backup under way is. */
const Backed = () => {
  const { backups } = useLedger();
  const job = useJob(backupJob);
  const { meaning, text } = backedWords(backups);
  return (
    <Link href="/backups">
      {job.status === 'running' ? (
        <span className="nums">Backing up{job.total > 0 ? ` ${Math.floor((100 * job.done) / job.total)} %` : ''}</span>
      ) : (
        <>
          <Sign meaning={meaning} size={16} />
          <span>{text}</span>
        </>
      )}
    </Link>
  );
};

/** The promise made visible: which ledger, how lately it was proven and backed up, how full it is, what is due. */
export const Strip = () => {
  const ledger = useLedger();
  const may = useMay();
  const due = useDue();
  const job = useJob(importJob);
  const { lastProof } = ledger;
  return (
    <footer className={css.strip}>
      <Link href={may('look') ? '/set-up' : '/'} title={ledger.settings.name}>
        <span>{ledger.settings.name}</span>
      </Link>
      <Link href="/trail">
        <Sign meaning={!lastProof ? 'note' : lastProof.ok ? 'fine' : 'stop'} size={16} />
        <span>
          {!lastProof
            ? 'Not proven yet'
            : lastProof.ok
              ? `Proven ${agoWords(lastProof.at)}`
              : `Proof failed ${agoWords(lastProof.at)}`}
        </span>
      </Link>
      {may('look') ? <Backed /> : null}
      <Link href="/book">
        <span className="nums">
          {count(ledger.lines, 'line', 'lines')}, {ledger.openLines.toLocaleString('en-US')} open
        </span>
      </Link>
      {job.status === 'running' ? (
        <Link href="/import">
          <span className="nums">Importing{job.total > 0 ? ` ${Math.floor((100 * job.done) / job.total)} %` : ''}</span>
        </Link>
      ) : null}
      <Link href="/">
        <Sign meaning={due.length > 0 ? (due.some((d) => d.meaning === 'stop') ? 'stop' : 'mind') : 'fine'} size={16} />
        <span>{due.length === 0 ? 'Nothing is due' : count(due.length, 'thing due', 'things due')}</span>
      </Link>
    </footer>
  );
};
