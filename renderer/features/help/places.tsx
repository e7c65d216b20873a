import type { Place } from '../../../shared/guides/help.ts';
import css from './help.module.css';

const TELEPHONE = /(\d(?:-\d{3,4}){3})/;

/** A telephone number stays on one line. */
const Reach = ({ text }: { text: string }) =>
  text.split(TELEPHONE).map((part) =>
    TELEPHONE.test(part) ? (
      <span key={part} className={css.whole}>
        {part}
      </span>
    ) : (
      part
    ),
  );

/** Places to ask, as text: what for, and how to reach them. Nothing here is a link. */
export const Places = ({ places }: { places: readonly Place[] }) => (
  <ul className={css.places}>
    {places.map((place) => (
      <li key={place.name}>
        <p className={css.name}>{place.name}</p>
        <p>{place.whatFor}</p>
        <p className={css.reach}>
          <Reach text={place.reach} />
        </p>
        {place.certainty === 'memory' ? null : (
          <p className={css.sure}>
            {place.certainty === 'read' ? 'Read in the source itself.' : 'From a secondary source.'}
          </p>
        )}
      </li>
    ))}
  </ul>
);
