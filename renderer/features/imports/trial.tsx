// biome-ignore-all lint/a11y/useSemanticElements: a table element can't be virtualised; these are ARIA's own patterns
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells of a table take no focus
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { DownloadIcon } from '../../ui/icons.ts';
import { InTheClear } from '../../ui/in-the-clear.tsx';
import { Isolated } from '../../ui/isolated.tsx';
import { Notice, Sign } from '../../ui/meaning.tsx';
import { Empty } from '../../ui/states.tsx';
import css from './imports.module.css';
import type { DryRunReport } from './jobs.ts';

type Finding = DryRunReport['findings'][number];
type Show = 'all' | Finding['severity'];

const SEVERITIES = {
  refused: { meaning: 'stop', word: 'Refused' },
  warning: { meaning: 'mind', word: 'Warning' },
  hint: { meaning: 'note', word: 'Hint' },
} as const;

const n = (count: number): string => count.toLocaleString('en-US');

const Count = ({ count, word, meaning }: { count: number; word: string; meaning?: 'stop' | 'mind' | 'fine' }) => (
  <div className={css.count}>
    <dd className={css.figure}>
      {meaning && count > 0 ? <Sign meaning={meaning} size={20} /> : null}
      {n(count)}
    </dd>
    <dt>{word}</dt>
  </div>
);

/** Every finding of a file, in rows of one height so that a hundred thousand scroll as ten do. */
const FindingsTable = ({ findings, label }: { findings: readonly Finding[]; label: string }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: findings.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    overscan: 10,
    measureElement: (element) => element.getBoundingClientRect().height,
  });
  return (
    <div
      ref={scroller}
      className={css.table}
      role="table"
      aria-label={label}
      aria-rowcount={findings.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={css.head}>
        <div role="row" className={css.row} aria-rowindex={1}>
          {['Row', 'Column', 'What', 'Why'].map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const f = findings[item.index]!;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className={`${css.row} ${css.at}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span role="cell" className="mono">
                {n(f.row)}
              </span>
              <span role="cell" className={css.field}>
                {f.field}
              </span>
              <span role="cell" className={css.severity}>
                <Sign meaning={SEVERITIES[f.severity].meaning} size={16} />
                {SEVERITIES[f.severity].word}
              </span>
              <span role="cell">
                <Isolated text={f.message} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
};

type Props = {
  file: { token: string; name: string };
  report: DryRunReport;
  /** Absent once the file was imported: then this only shows what was found. */
  onImport?: (onlyGood: boolean) => void;
};

/** What a trial found: counts, what can be done now, and every finding with its row, column and reason. */
export const Trial = ({ file, report, onImport }: Props) => {
  const [show, setShow] = useState<Show>('all');
  const save = useMutation({
    mutationFn: async () => saveDocument(await client.imports.reportDocument({ token: file.token })),
  });
  const shown = useMemo(
    () => (show === 'all' ? report.findings : report.findings.filter((f) => f.severity === show)),
    [report.findings, show],
  );
  const good = report.accepted;
  return (
    <>
      <section className={css.summary} aria-label="What the trial found">
        <dl className={css.counts}>
          <Count count={report.rows} word={report.rows === 1 ? 'row' : 'rows'} />
          <Count count={good} word="can be taken" meaning="fine" />
          <Count count={report.warned} word="of them with a warning" meaning="mind" />
          <Count count={report.refused} word="refused" meaning="stop" />
        </dl>
        {onImport ? (
          <div className={css.ways}>
            {report.refused === 0 && good > 0 ? (
              <Button onClick={() => onImport(false)}>Import all {n(good)}</Button>
            ) : null}
            {report.refused > 0 && good > 0 ? (
              <Button onClick={() => onImport(true)}>Import only the {n(good)} good rows</Button>
            ) : null}
            <p className="dim">
              {good === 0
                ? 'No row can be taken. Put the file right and try it again.'
                : report.refused > 0
                  ? `All rows go in only once none is refused: put the ${n(report.refused)} right in the file and try it again, or leave them out now and enter them by hand.`
                  : 'All go in together, or none. Warnings are kept in the trail.'}
            </p>
          </div>
        ) : null}
      </section>
      {report.notes.map((note) => (
        <Notice key={note} meaning="note" title={note} />
      ))}
      <div className={css.toolbar}>
        <h2>{report.findingsTotal === 0 ? 'Nothing was found' : 'What was found'}</h2>
        {report.findingsTotal > 0 ? (
          <>
            <SegmentedControl
              aria-label="Findings shown"
              size="sm"
              value={show}
              onChange={(value) => setShow(value as Show)}
              data={[
                { value: 'all', label: 'All' },
                { value: 'refused', label: 'Refused' },
                { value: 'warning', label: 'Warnings' },
                { value: 'hint', label: 'Hints' },
              ]}
            />
            <span className={css.fill} />
            <Button
              variant="default"
              leftSection={<DownloadIcon size={18} stroke={1.5} aria-hidden="true" />}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              Save the report
            </Button>
          </>
        ) : null}
      </div>
      {report.findings.length > 0 ? <InTheClear what="The saved report" /> : null}
      {save.error ? <Notice meaning="stop" title={sentenceOf(save.error)} live /> : null}
      {report.findings.length < report.findingsTotal ? (
        <p className="dim">
          The first {n(report.findings.length)} of {n(report.findingsTotal)} are shown; the saved report holds them all.
        </p>
      ) : null}
      {report.findingsTotal === 0 ? (
        <p className="dim">Every row reads as the book wants it.</p>
      ) : shown.length === 0 ? (
        <Empty title={show === 'refused' ? 'No row is refused' : `There is no ${show}`} />
      ) : (
        <FindingsTable findings={shown} label="What was found" />
      )}
    </>
  );
};
