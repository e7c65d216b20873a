import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { labelOf } from '../../../shared/categories/registry.ts';
import { inWords, type Finding as Said } from '../../../shared/domain/findings.ts';
import { type Book, useBook, useLedger, useMoment } from '../../app/ledger.tsx';
import { comparePath, linePath } from '../../app/paths.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { DownloadIcon, ProofIcon } from '../../ui/icons.ts';
import { Isolated } from '../../ui/isolated.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice, Sign } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import css from './check.module.css';
import { type CheckReport, checkJob } from './jobs.ts';

const SHOWN = 200;

const n = (count: number): string => count.toLocaleString('en-US');

/** A field’s name, in the words of the one category that a book holds. */
const labelIn = (field: string, { categories }: Book): string =>
  labelOf(field, categories.length === 1 ? categories[0] : undefined);

/** A finding's code as words: `vin-check-digit` is “VIN check digit”. */
const wordsOf = (code: string): string =>
  code
    .replaceAll('-', ' ')
    .replace(/^(vin|imei|mac|hin|pin)\b/, (name) => name.toUpperCase())
    .replace(/^./, (c) => c.toUpperCase());

type Finding = CheckReport['findings'][number] & { reason?: string };
/** Stands for what was saved past, among the codes. */
const SAVED_PAST = 'saved past';

const SIGNS = { refused: 'stop', warning: 'mind', hint: 'note' } as const;

const One = ({ finding }: { finding: Finding }) => {
  const book = useBook(finding.book);
  const { books } = useLedger();
  const here = { book: finding.book, line: finding.line };
  return (
    <li className={css.one}>
      <Sign meaning={SIGNS[finding.severity]} />
      <div>
        <p>
          <Link href={linePath(here)}>
            {books.length > 1 ? `${book.short}, line ` : 'Line '}
            {n(finding.line)}
          </Link>{' '}
          <span className="dim">{labelIn(finding.field, book)}</span>
        </p>
        <p>
          <Isolated text={inWords(finding as Said)} />
        </p>
        {finding.reason ? <p className="dim">Saved past: {finding.reason}</p> : null}
        {finding.other ? <Link href={comparePath(here, finding.other)}>Compare the two</Link> : null}
      </div>
    </li>
  );
};

type Group = { value: string; label: string; findings: readonly Finding[] };

/** Findings of one kind, chosen by their code, the first few hundred at a time. */
const Found = ({ title, lead, groups }: { title: string; lead?: string; groups: readonly Group[] }) => {
  const [only, setOnly] = useState(groups[0]!.value);
  const shown = (groups.find((group) => group.value === only) ?? groups[0]!).findings;
  return (
    <Panel title={title}>
      {lead ? <p className="dim">{lead}</p> : null}
      <div className={css.counts}>
        <SegmentedControl
          aria-label={`Show of: ${title}`}
          orientation="vertical"
          value={only}
          onChange={setOnly}
          data={groups.map(({ value, label }) => ({ value, label }))}
        />
        <div>
          <ul className={css.list}>
            {shown.slice(0, SHOWN).map((finding, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity but their place
              <One key={at} finding={finding} />
            ))}
          </ul>
          {shown.length > SHOWN ? (
            <p className="dim">And {n(shown.length - SHOWN)} more of these here; the saved report has all.</p>
          ) : null}
        </div>
      </div>
    </Panel>
  );
};

/** All of them, then each code by itself. */
const groupsOf = (total: number, counts: CheckReport['counts'], findings: readonly Finding[]): [Group, ...Group[]] => [
  { value: '', label: `All: ${n(total)}`, findings },
  ...counts.map(({ code, count }) => ({
    value: code,
    label: `${wordsOf(code)}: ${n(count)}`,
    findings: findings.filter((f) => f.code === code),
  })),
];

const Report = ({ report }: { report: CheckReport }) => {
  const moment = useMoment();
  const save = useMutation({ mutationFn: async () => saveDocument(await client.check.reportDocument()) });
  if (report.findingsTotal + report.acceptedTotal + report.hintsTotal === 0)
    return (
      <Notice meaning="fine" title="Nothing to look at" live>
        All {n(report.lines)} lines were checked on {moment(report.checkedAt)}.
      </Notice>
    );
  const groups: Group[] =
    report.findingsTotal > 0 ? groupsOf(report.findingsTotal, report.counts, report.findings) : [];
  if (report.acceptedTotal > 0)
    groups.push({
      value: SAVED_PAST,
      label: `Saved past with a reason: ${n(report.acceptedTotal)}`,
      findings: report.accepted,
    });
  return (
    <>
      <Notice
        meaning={report.findingsTotal === 0 ? 'fine' : 'mind'}
        live
        title={
          report.findingsTotal === 0
            ? `Nothing new to look at in ${n(report.lines)} lines`
            : `${n(report.withFindings)} of ${n(report.lines)} lines have something to look at`
        }
        actions={
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<DownloadIcon size={16} stroke={1.5} aria-hidden="true" />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Save the whole report
          </Button>
        }
      >
        Checked {moment(report.checkedAt)}. Nothing was changed: a wrong field is corrected on its line, two likely
        twins are compared. The report holds serial numbers; keep it where nobody else reads it.
        {save.error ? <p>{sentenceOf(save.error)}</p> : null}
      </Notice>
      {groups.length > 0 ? <Found title="What was found" groups={groups} /> : null}
      {report.hintsTotal > 0 ? (
        <Found
          title="Hints"
          lead={`On ${n(report.withHints)} ${report.withHints === 1 ? 'line' : 'lines'}. They ask nothing, and are mostly in order: a number one character from another, one of an unusual form, a maker that no list knows.`}
          groups={groupsOf(report.hintsTotal, report.hintCounts, report.hints)}
        />
      ) : null}
    </>
  );
};

/** Is every number in this ledger what it should be? Each line against the rules, and the lines against each other. */
export const CheckPage = () => {
  const job = useJob(checkJob);
  const { lines } = useLedger();
  return (
    <Page
      title="Check"
      lead="Every line against the rules, and every number against the others: twins, look-alikes, swapped neighbours, wrong check digits."
      actions={
        lines > 0 ? (
          <Button
            leftSection={<ProofIcon size={18} stroke={1.5} aria-hidden="true" />}
            disabled={job.status === 'running'}
            onClick={() => void checkJob.start(undefined)}
          >
            {job.status === 'done' ? 'Check again' : 'Check now'}
          </Button>
        ) : undefined
      }
    >
      {lines === 0 ? (
        <Empty title="There is nothing to check yet">
          Once the books have lines, this page holds them all against the rules.
        </Empty>
      ) : null}
      {job.status === 'running' ? (
        <JobProgress label="Checking the ledger" state={job} onCancel={checkJob.cancel} />
      ) : null}
      {job.status === 'cancelled' ? (
        <Notice meaning="note" title="The check was stopped" live>
          Nothing was changed.
        </Notice>
      ) : null}
      {job.status === 'failed' ? <Notice meaning="stop" title={sentenceOf(job.error)} live /> : null}
      {job.status === 'done' ? <Report report={job.result} /> : null}
    </Page>
  );
};
