import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { fieldName } from '../../../shared/categories/registry.ts';
import { type EntryField, FIELD_LABELS } from '../../../shared/domain/fields.ts';
import { useBook, useLedger, useMoment } from '../../app/ledger.tsx';
import { comparePath, linePath } from '../../app/paths.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { DownloadIcon, ProofIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice, Sign } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import css from './check.module.css';
import { type CheckReport, checkJob } from './jobs.ts';

const SHOWN = 200;

const labelOf = (field: string): string => (field in FIELD_LABELS ? fieldName(field as EntryField) : field);

/** A finding's code as words: `vin-check-digit` is “VIN check digit”. */
const wordsOf = (code: string): string =>
  code
    .replaceAll('-', ' ')
    .replace(/^(vin|imei|mac|hin|pin)\b/, (name) => name.toUpperCase())
    .replace(/^./, (c) => c.toUpperCase());

type Finding = CheckReport['findings'][number] & { reason?: string };
/** Stands for what was saved past, among the codes. */
const SAVED_PAST = 'saved past';

const One = ({ finding }: { finding: Finding }) => {
  const book = useBook(finding.book);
  const { books } = useLedger();
  const here = { book: finding.book, line: finding.line };
  return (
    <li className={css.one}>
      <Sign meaning={finding.severity === 'refused' ? 'stop' : 'mind'} />
      <div>
        <p>
          <Link href={linePath(here)}>
            {books.length > 1 ? `${book.short}, line ` : 'Line '}
            {finding.line.toLocaleString('en-US')}
          </Link>{' '}
          <span className="dim">{labelOf(finding.field)}</span>
        </p>
        <p>{finding.message}</p>
        {finding.reason ? <p className="dim">Saved past: {finding.reason}</p> : null}
        {finding.other ? <Link href={comparePath(here, finding.other)}>Compare the two</Link> : null}
      </div>
    </li>
  );
};

const Report = ({ report }: { report: CheckReport }) => {
  const moment = useMoment();
  const [only, setOnly] = useState(report.findingsTotal === 0 ? SAVED_PAST : '');
  const save = useMutation({ mutationFn: async () => saveDocument(await client.check.reportDocument()) });
  if (report.findingsTotal + report.acceptedTotal === 0)
    return (
      <Notice meaning="fine" title="Nothing to look at" live>
        All {report.lines.toLocaleString('en-US')} lines were checked on {moment(report.checkedAt)}.
      </Notice>
    );
  const shown: readonly Finding[] =
    only === SAVED_PAST ? report.accepted : report.findings.filter((f) => only === '' || f.code === only);
  return (
    <>
      <Notice
        meaning={report.findingsTotal === 0 ? 'fine' : 'mind'}
        live
        title={
          report.findingsTotal === 0
            ? `Nothing new to look at in ${report.lines.toLocaleString('en-US')} lines`
            : `${report.withFindings.toLocaleString('en-US')} of ${report.lines.toLocaleString('en-US')} lines have something to look at`
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
      <Panel title="What was found">
        <div className={css.counts}>
          <SegmentedControl
            aria-label="Show"
            orientation="vertical"
            value={only}
            onChange={setOnly}
            data={[
              { value: '', label: `All: ${report.findingsTotal.toLocaleString('en-US')}` },
              ...report.counts.map((c) => ({
                value: c.code,
                label: `${wordsOf(c.code)}: ${c.count.toLocaleString('en-US')}`,
              })),
              ...(report.acceptedTotal > 0
                ? [
                    {
                      value: SAVED_PAST,
                      label: `Saved past with a reason: ${report.acceptedTotal.toLocaleString('en-US')}`,
                    },
                  ]
                : []),
            ]}
          />
          <div>
            <ul className={css.list}>
              {shown.slice(0, SHOWN).map((finding, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity but their place
                <One key={at} finding={finding} />
              ))}
            </ul>
            {shown.length > SHOWN ? (
              <p className="dim">
                And {(shown.length - SHOWN).toLocaleString('en-US')} more of these here; the saved report has all.
              </p>
            ) : null}
          </div>
        </div>
      </Panel>
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
