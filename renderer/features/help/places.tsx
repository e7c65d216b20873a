import type { Place } from '../../../shared/guides/help.ts';
import css from './help.module.css';

/** Places to ask, as text: what for, and how to reach them. Nothing here is a link. */
export const Places = ({ places }: { places: readonly Place[] }) => (
  <ul className={css.places}>
    {places.map((place) => (
      <li key={place.name}>
        <p className={css.name}>{place.name}</p>
        <p>{place.whatFor}</p>
        <p className={css.reach}>{place.reach}</p>
        {place.certainty === 'memory' ? null : (
          <p className={css.sure}>
            {place.certainty === 'read' ? 'Read in the source itself.' : 'From a secondary source.'}
          </p>
        )}
      </li>
    ))}
  </ul>
);
