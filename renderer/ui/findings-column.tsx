import type { CategoryId } from '../../shared/categories/ids.ts';
import { labelOf } from '../../shared/categories/registry.ts';
import { type Finding, withoutHints } from '../../shared/domain/findings.ts';
import { inSentence } from '../../shared/domain/text.ts';
import { FindingCard } from './finding.tsx';
import css from './findings-column.module.css';
import { Sign } from './meaning.tsx';

const WEIGHT = { refused: 0, warning: 1, hint: 2 } as const;
const within = (field: string, category: CategoryId): string => inSentence(labelOf(field, category));
const isNumber = (f: Finding): boolean => f.field === 'serial' || f.field === 'serialState';

type Props = {
  /** Whose words the fields have. */
  category: CategoryId;
  /** What is wrong or doubtful in what was typed. */
  findings: readonly Finding[];
  /** What is still to be filled in. */
  missing: readonly Finding[];
  /** What should be filled in, and may be left empty with a reason; not said of each field before somebody tried to commit. */
  wanted?: readonly Finding[];
  /** The day by which it was due in the book, where that has passed. */
  late: string | undefined;
  tried: boolean;
  onGo: (field: string) => void;
  onUse?: ((finding: Finding, number: string) => void) | undefined;
};

/** The fields that findings are about, each a way there. */
const Fields = ({ findings, category, onGo }: Pick<Props, 'findings' | 'category' | 'onGo'>) =>
  findings.map((f, n) => (
    <span key={`${f.field} ${f.code}`} className={css.one}>
      <button type="button" onClick={() => onGo(f.field)}>
        {f.code.includes('locator') ? 'address or licence number' : within(f.field, category)}
      </button>
      {n < findings.length - 1 ? ', ' : '.'}
    </span>
  ));

/**
 * What there is to say of the entry, in one place: first what stops it, then what to mind, then what is still empty; of
 * each kind, what is said of the number first.
 */
export const FindingsColumn = ({ category, findings, missing, wanted = [], late, tried, onGo, onUse }: Props) => {
  const order = [...findings].sort(
    (a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || Number(isNumber(b)) - Number(isNumber(a)),
  );
  const stops = order.filter((f) => f.severity === 'refused').length;
  return (
    <section className={css.said} aria-label="Findings">
      <h2>Findings</h2>
      {order.length > 0 ? (
        <ul className={css.cards}>
          {order.map((f) => (
            <FindingCard
              key={`${f.field} ${f.code} ${f.message}`}
              finding={f}
              label={labelOf(f.field, category)}
              onGo={() => onGo(f.field)}
              onUse={onUse}
            />
          ))}
        </ul>
      ) : null}
      {late ? (
        <p className={css.late}>
          <Sign meaning="mind" />
          <span>It was due in the book by {late}. It will show as entered late.</span>
        </p>
      ) : null}
      {missing.length > 0 ? (
        <p className={css.missing} data-tried={tried || undefined}>
          {tried ? <Sign meaning="stop" size={16} /> : null}
          <span>
            Still to fill in: <Fields findings={missing} category={category} onGo={onGo} />
          </span>
        </p>
      ) : wanted.length > 0 && stops === 0 ? (
        <p className={css.missing}>
          <span>
            Can be committed with a reason, but should have:{' '}
            <Fields findings={wanted} category={category} onGo={onGo} />
          </span>
        </p>
      ) : withoutHints(order).length === 0 ? (
        <p className={css.clear}>
          <Sign meaning="fine" /> Nothing to mind. It can be committed.
        </p>
      ) : null}
      <span className="unseen" role="status">
        {tried && stops + missing.length > 0
          ? `${stops + missing.length} to put right before it can be committed.`
          : ''}
      </span>
    </section>
  );
};
