import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { BookLine } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { Serial } from '../../ui/serial.tsx';
import { StatusTag } from '../../ui/status.tsx';
import css from './acquire.module.css';

const MOST = 5;

const One = ({ line, serial }: { line: BookLine; serial: string }) => (
  <li>
    <Link href={linePath(line)} className={css.alike}>
      <span className={css.alikeTop}>
        <Serial serial={line.serials[0] ?? line.serial} size="line" against={serial} />
        <StatusTag status={line.status} />
      </span>
      <span className={css.alikeWhat}>
        Line {line.line.toLocaleString('en-US')}: {line.manufacturer} {line.model}
      </span>
    </Link>
  </li>
);

/** Numbers in the book that are this one, or could be misread for it. */
export const LookAlikes = ({ serials }: { serials: readonly string[] }) => {
  const serial = serials.at(-1)?.trim() ?? '';
  const [asked] = useDebouncedValue(serial, 120);
  const { data } = useQuery(
    api.book.search.queryOptions({
      input: { text: asked, limit: MOST },
      // One or two characters fit half the book and say nothing.
      enabled: asked.length >= 3,
      placeholderData: keepPreviousData,
    }),
  );
  if (asked.length < 3 || !data) return null;
  const lines = [
    ...data.lookAlikes,
    ...data.lines.filter((l) => !data.lookAlikes.some((a) => a.line === l.line && a.book === l.book)),
  ].slice(0, MOST);
  if (lines.length === 0)
    return (
      <section className={css.alikes}>
        <h2>Numbers like it</h2>
        <p className="dim">No number in the book is like this one.</p>
      </section>
    );
  return (
    <section className={css.alikes}>
      <h2>Numbers like it in the book</h2>
      <ul>
        {lines.map((line) => (
          <One key={`${line.book} ${line.line}`} line={line} serial={asked} />
        ))}
      </ul>
    </section>
  );
};
