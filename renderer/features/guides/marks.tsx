import { Button } from '@mantine/core';
import { type Fact, type Guide, type Mark, marksInOrder } from '../../../shared/guides/guide.ts';
import { PencilIcon } from '../../ui/icons.ts';
import css from './guides.module.css';
import { Source } from './source.tsx';

const ReadHere = ({ mark, onRead }: { mark: Mark; onRead: (mark: Mark) => void }) => (
  <Button
    className={css.read ?? ''}
    size="compact-sm"
    variant="default"
    leftSection={<PencilIcon size={16} stroke={1.5} aria-hidden="true" />}
    aria-label={`Read here: ${mark.n}, ${mark.label}`}
    onClick={() => onRead(mark)}
  >
    Read here
  </Button>
);

/**
 * The marks of a drawing in words, the number of record first. Pointing at one dims the other leaders.
 *
 * @param brief the labels only
 * @param onRead offers to start a reading at each
 */
export const Marks = ({
  guide,
  brief = false,
  onRead,
}: {
  guide: Guide;
  brief?: boolean;
  onRead?: ((mark: Mark) => void) | undefined;
}) => (
  <ul className={css.marks}>
    {marksInOrder(guide).map((mark) => (
      <li key={mark.n} data-n={mark.n} data-record={mark.isRecord || undefined}>
        <span className={css.n}>{mark.n}</span>
        <div>
          <p className={css.label}>
            {mark.label}
            {mark.isRecord ? <span className={css.tag}>the number of record</span> : null}
          </p>
          {brief ? null : (
            <>
              <p>{mark.what}</p>
              <Source of={mark} about={mark.label} />
            </>
          )}
          {onRead ? <ReadHere mark={mark} onRead={onRead} /> : null}
        </div>
      </li>
    ))}
  </ul>
);

/** The marks as one button each, the number of record first: pressing one starts a reading there. */
export const ReadingPlaces = ({ guide, onRead }: { guide: Guide; onRead: (mark: Mark) => void }) => (
  <ul className={css.places}>
    {marksInOrder(guide).map((mark) => (
      <li key={mark.n}>
        <button type="button" data-record={mark.isRecord || undefined} onClick={() => onRead(mark)}>
          <span className={css.n}>
            <span className="unseen">Read here: </span>
            {mark.n}
            <span className="unseen">, </span>
          </span>
          <span>
            {mark.label}
            {mark.isRecord ? <span className={css.under}>the number of record</span> : null}
          </span>
          <PencilIcon size={16} stroke={1.5} aria-hidden="true" />
        </button>
      </li>
    ))}
  </ul>
);

/** What rules and sources say about it. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <ul className={css.facts}>
    {facts.map((fact) => (
      <li key={fact.text}>
        <p>{fact.text}</p>
        <Source of={fact} about={fact.text} />
      </li>
    ))}
  </ul>
);

/** Numbers that people take for the serial number, and what they are. */
export const NotSerial = ({ guide }: { guide: Guide }) => (
  <dl className={css.not}>
    {guide.notSerial.map((not) => (
      <div key={not.label}>
        <dt>{not.label}</dt>
        <dd>{not.why}</dd>
      </div>
    ))}
  </dl>
);

/** Plain sentences or phrases under one another. */
export const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className={css.lines}>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);
