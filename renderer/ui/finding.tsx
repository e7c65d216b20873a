import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type Finding, offered, visible, withoutHints } from '../../shared/domain/findings.ts';
import { linePath } from '../app/paths.ts';
import css from './finding.module.css';
import { Isolated } from './isolated.tsx';
import { Sign } from './meaning.tsx';

const SURE = {
  read: 'Read in the rule itself.',
  secondary: 'Taken from trade guidance on the rule.',
  memory: 'From memory; check it before you rely on it.',
} as const;

/** A finding in full: what is wrong, and the rule behind it folded away. */
type CardProps = {
  finding: Finding;
  onGo?: () => void;
  label?: string;
  /** Puts the number that may be meant into the field. Nothing is put in by itself. */
  onUse?: ((finding: Finding, number: string) => void) | undefined;
};

const SIGNS = { refused: 'stop', warning: 'mind', hint: 'note' } as const;

export const FindingCard = ({ finding, onGo, label, onUse }: CardProps) => (
  <li className={css.card} data-severity={finding.severity}>
    <Sign meaning={SIGNS[finding.severity]} />
    <div className={css.body}>
      {onGo && label ? (
        <button type="button" className={css.field} onClick={onGo}>
          {label}
        </button>
      ) : null}
      <p>
        <Isolated text={finding.message} />
      </p>
      {offered(finding).length > 0 || finding.others || finding.other ? (
        <div className={css.ways}>
          {onUse ? <Offers finding={finding} onUse={onUse} /> : null}
          {finding.other ? <Link href={linePath(finding.other)}>Open line {finding.other.line}</Link> : null}
        </div>
      ) : null}
      {finding.cite ? (
        <details className={css.cite}>
          <summary>The rule</summary>
          {finding.cite}. {finding.certainty ? SURE[finding.certainty] : null}
        </details>
      ) : null}
    </div>
  </li>
);

type OffersProps = { finding: Finding; onUse: NonNullable<CardProps['onUse']> };

/** The numbers that may be meant; those for which nothing else speaks are shown when they are asked for. */
const Offers = ({ finding, onUse }: OffersProps) => {
  const [all, setAll] = useState(false);
  const { others = [] } = finding;
  const likely = offered(finding);
  return (
    <>
      {[...likely, ...(all ? others : [])].map((number) => (
        <button key={number} type="button" onClick={() => onUse(finding, number)}>
          Use <span className="mono">{number}</span>
        </button>
      ))}
      {others.length > 0 && !all ? (
        <button type="button" onClick={() => setAll(true)}>
          Show {others.length} {likely.length > 0 ? 'more ' : ''}
          {others.length === 1 ? 'number' : 'numbers'} that would fit
        </button>
      ) : null}
    </>
  );
};

/** What one field's findings say right beside it: the first refusal as its error, else the first warning under it. */
export const noteProps = (
  findings: readonly Finding[],
  field: string,
): { error?: ReactNode; description?: ReactNode; 'data-mind'?: true } => {
  const mine = withoutHints(findings).filter((f) => f.field === field);
  const stop = mine.find((f) => f.severity === 'refused');
  if (stop)
    return {
      error: (
        <Note meaning="stop">
          <Isolated text={stop.message} />
        </Note>
      ),
    };
  const mind = mine[0];
  return mind
    ? {
        description: (
          <Note meaning="mind">
            <Isolated text={mind.message} />
          </Note>
        ),
        'data-mind': true,
      }
    : {};
};

/**
 * The same where a column of findings stands beside the fields: the field itself shows the sign and its frame's colour,
 * and the words are there for a screen reader.
 */
export const signProps = (findings: readonly Finding[], field: string) => {
  const mine = withoutHints(findings).filter((f) => f.field === field);
  const stop = mine.find((f) => f.severity === 'refused');
  const said = stop ?? mine[0];
  if (!said) return {};
  const words = mine.map((f) => f.message).join(' ');
  return stop
    ? { error: words, errorProps: UNSEEN, rightSection: <Sign meaning="stop" /> }
    : {
        description: words,
        descriptionProps: UNSEEN,
        rightSection: <Sign meaning="mind" />,
        'data-mind': true as const,
      };
};
const UNSEEN = { className: 'unseen' } as const;

const Note = ({ meaning, children }: { meaning: 'stop' | 'mind'; children: ReactNode }) => (
  <span className={css.note} data-meaning={meaning}>
    <Sign meaning={meaning} size={16} />
    <span>{children}</span>
  </span>
);

/** The first error of a plain form field, with its sign. It may quote what was typed: what can't be seen in that is shown. */
export const errorNote = (message: string | undefined): ReactNode =>
  message ? (
    <Note meaning="stop">
      <Isolated text={visible(message)} />
    </Note>
  ) : undefined;
