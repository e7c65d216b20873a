import { Link } from 'wouter';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { bookPath } from '../../app/paths.ts';
import { agoWords } from '../../app/time.ts';
import { ProofIcon } from '../../ui/icons.ts';
import { Sign } from '../../ui/meaning.tsx';
import css from './home.module.css';

/** The ledger in four numbers, each a way to what it counts. @param book the book that the open lines lead to */
export const Counts = ({ book }: { book: string }) => {
  const ledger = useLedger();
  const moment = useMoment();
  const { lastProof, lastCheckpoint } = ledger;
  return (
    <section className={css.counts} aria-label="The ledger in numbers">
      <Link href={bookPath(book)} className={css.count}>
        <span className={css.figure}>{ledger.openLines.toLocaleString('en-US')}</span>
        <span>{ledger.settings.template === 'owner' ? 'in the house' : 'in the shop'}</span>
        <span className="dim">open lines</span>
      </Link>
      <Link href="/book" className={css.count}>
        <span className={css.figure}>{ledger.lines.toLocaleString('en-US')}</span>
        <span>lines in all</span>
        <span className="dim">numbered without a gap</span>
      </Link>
      <Link href="/trail" className={css.count}>
        <span className={css.figure}>{ledger.events.toLocaleString('en-US')}</span>
        <span>entries in the trail</span>
        <span className="dim">
          {lastCheckpoint ? `signed up to ${lastCheckpoint.size.toLocaleString('en-US')}` : 'not signed yet'}
        </span>
      </Link>
      <Link href="/trail" className={css.count}>
        <span className={css.proof}>
          {lastProof ? (
            <>
              <Sign meaning={lastProof.ok ? 'fine' : 'stop'} size={24} />
              {lastProof.ok ? 'Proven' : 'Proof failed'}
            </>
          ) : (
            <>
              <ProofIcon size={24} stroke={1.5} aria-hidden="true" /> Not proven yet
            </>
          )}
        </span>
        <span>{lastProof ? agoWords(lastProof.at) : 'Verify it once'}</span>
        <span className="dim">{lastProof ? moment(lastProof.at) : 'in the trail'}</span>
      </Link>
    </section>
  );
};
