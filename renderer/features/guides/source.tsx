import type { Fact } from '../../../shared/guides/guide.ts';
import css from './source.module.css';

const SURE: Readonly<Record<Fact['certainty'], string>> = {
  read: 'Read in the source itself.',
  secondary: 'Taken from a secondary source.',
  memory: 'From memory; check it before you rely on it.',
};

/** Where something comes from and how sure it is: folded away on screen, open on paper. */
export const Source = ({ of: { cite, certainty }, about }: { of: Pick<Fact, 'cite' | 'certainty'>; about: string }) => {
  const words = `${cite.replace(/\.$/, '')}. ${SURE[certainty]}`;
  return (
    <>
      <details className={css.source}>
        <summary>
          Source<span className="unseen"> of: {about}</span>
        </summary>
        {words}
      </details>
      <p className={css.printed} aria-hidden="true">
        {words}
      </p>
    </>
  );
};
