import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Finding, inWords } from '../../../shared/domain/findings.ts';
import type { BookLine } from '../../app/ledger.tsx';
import { comparePath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { Sign } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import css from './record.module.css';

const SIGNS = { refused: 'stop', warning: 'mind', hint: 'note' } as const;
const WEIGHT = { refused: 0, warning: 1, hint: 2 } as const;

/** What the rules and the other lines say of this one today. Nothing where there is nothing to say. */
export const Review = ({ line }: { line: BookLine }) => {
  const here = { book: line.book, line: line.line };
  const { data } = useQuery(api.entries.review.queryOptions({ input: here }));
  const findings = ((data?.findings ?? []) as Finding[]).toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  if (findings.length === 0) return null;
  return (
    <Panel title="The serial desk">
      <ul className={css.review}>
        {findings.map((f) => (
          <li key={`${f.field} ${f.code} ${f.message}`}>
            <Sign meaning={SIGNS[f.severity]} />
            <span>
              {inWords(f)}{' '}
              {f.other ? <Link href={comparePath(here, f.other)}>Compare with line {f.other.line}</Link> : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
