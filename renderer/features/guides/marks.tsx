import { type Fact, type Guide, type Mark, marksInOrder } from '../../../shared/guides/guide.ts';
import css from './guides.module.css';

const SURE: Readonly<Record<Fact['certainty'], string>> = {
  read: 'Read in the source itself.',
  secondary: 'Taken from a secondary source.',
  memory: 'From memory; check it before you rely on it.',
};

/** Where something comes from and how sure it is, folded away. */
const Source = ({ of: { cite, certainty }, about }: { of: Pick<Mark, 'cite' | 'certainty'>; about: string }) => (
  <details className={css.source}>
    <summary>
      Source<span className="unseen"> of: {about}</span>
    </summary>
    {cite ? `${cite}. ` : null}
    {SURE[certainty]}
  </details>
);

/** The marks of a drawing in words, the number of record first. Pointing at one dims the other leaders. */
export const Marks = ({ guide, brief = false }: { guide: Guide; brief?: boolean }) => (
  <ul className={css.marks}>
    {marksInOrder(guide).map((mark) => (
      <li key={mark.n} data-n={mark.n} data-record={mark.isRecord || undefined}>
        <span className={css.n}>{mark.n}</span>
        <div>
          <p className={css.label}>
            {mark.label}
            {mark.isRecord ? (
              <span className={css.tag}>goes into the book</span>
            ) : (
              <span className={css.tag}>not the serial number</span>
            )}
          </p>
          {brief ? null : (
            <>
              <p>{mark.what}</p>
              <Source of={mark} about={mark.label} />
            </>
          )}
        </div>
      </li>
    ))}
  </ul>
);

/** What rules and sources say about it. */
export const Facts = ({ guide }: { guide: Guide }) => (
  <ul className={css.facts}>
    {guide.facts.map((fact) => (
      <li key={fact.text}>
        <p>{fact.text}</p>
        <Source of={fact} about={fact.text} />
      </li>
    ))}
  </ul>
);
