import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isOfKeys } from '../../../shared/domain/unnamed-keys.ts';
import { notesApart } from '../../../shared/proof/given.ts';
import { readVkey } from '../../../shared/proof/note.ts';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { agoWords } from '../../app/time.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { copyText } from '../../ui/copy.ts';
import { useFilesOnPage } from '../../ui/files-on-page.ts';
import { CopyIcon, DownloadIcon, ProofIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { SaveVerifier } from '../reports/proof-button.tsx';
import { type Verification, verifyJob } from './jobs.ts';
import { OlderCheckpoints } from './older.tsx';
import css from './trail.module.css';

const PROBLEMS_SHOWN = 50;

/** What is said of the checkpoints that were given, where everything held. */
const fits = (given: number): string => {
  if (given === 0) return '';
  return given === 1
    ? ' The checkpoint you gave fits too: nothing before it was changed since.'
    : ` The ${given.toLocaleString('en-US')} checkpoints you gave fit too: nothing before them was changed since.`;
};

/** @param given how many older checkpoints it was held against */
const Result = ({ result, given }: { result: Verification; given: number }) => {
  const entries = `${result.events.toLocaleString('en-US')} ${result.events === 1 ? 'entry' : 'entries'}`;
  return result.ok ? (
    <Notice meaning="fine" title="Proven" live>
      All {entries} are as they were written, every signed checkpoint fits them, and the book follows from them line by
      line.
      {fits(given)}
    </Notice>
  ) : (
    <Notice
      meaning="stop"
      title={
        result.problems.length === 1
          ? 'One thing is not as it was written'
          : `${result.problems.length} things are not as they were written`
      }
      live
    >
      <ul className={css.problems}>
        {result.problems.slice(0, PROBLEMS_SHOWN).map((problem, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity but their place
          <li key={n}>
            <strong>{problem.where}.</strong> {problem.message}
          </li>
        ))}
      </ul>
      {result.problems.length > PROBLEMS_SHOWN ? <p>And {result.problems.length - PROBLEMS_SHOWN} more.</p> : null}
      {result.problems.every(isOfKeys) ? (
        <p>What was recorded is as it was written. The keys are seen to on the page Set-up.</p>
      ) : (
        <p>Enter nothing more. Keep this folder as it is, and compare it with your newest copy.</p>
      )}
    </Notice>
  );
};

const NONE: readonly File[] = [];

const Verify = () => {
  const job = useJob(verifyJob);
  const { lastProof } = useLedger();
  const moment = useMoment();
  const [open, setOpen] = useState(false);
  const [brought, setBrought] = useState(NONE);
  const checkpoint = useQuery(api.trail.checkpoint.queryOptions());
  const verifier = checkpoint.data ? readVkey(checkpoint.data.vkey) : undefined;
  const over = useFilesOnPage((files) => {
    if (!verifier || job.status === 'running') return;
    setOpen(true);
    setBrought(files);
  });
  const idle = job.status !== 'running';
  return (
    <div className="rm-drop" data-over={(over && idle) || undefined}>
      <Panel title="Proof">
        {idle ? (
          <div className={css.stack}>
            {job.status === 'done' ? (
              <Result result={job.result} given={job.input.against ? notesApart(job.input.against).length : 0} />
            ) : (
              <p>
                {lastProof
                  ? `${lastProof.ok ? 'Last proven' : 'The last proof failed'} ${agoWords(lastProof.at)}, ${moment(lastProof.at)}.`
                  : 'Not proven yet.'}{' '}
                <span className="dim">
                  A proof reads every entry again and compares the book and all signed checkpoints with them.
                </span>
              </p>
            )}
            {job.status === 'failed' ? <Failed error={job.error} /> : null}
            {job.status === 'cancelled' ? <Notice meaning="note" title="Stopped before it was done" live /> : null}
            <div className={css.ways}>
              <Button
                leftSection={<ProofIcon size={18} stroke={1.5} aria-hidden="true" />}
                onClick={() => void verifyJob.start({})}
              >
                Verify now
              </Button>
              <Button variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
                Against an older checkpoint
              </Button>
            </div>
          </div>
        ) : (
          <JobProgress label="Proving the ledger" state={job} onCancel={verifyJob.cancel} />
        )}
        {/* Stays while it is closed or a proof runs, so that what was given is there for the next one. */}
        {verifier ? (
          <div className={css.older} hidden={!open || !idle}>
            <OlderCheckpoints
              verifier={verifier}
              brought={brought}
              onVerify={(against) => void verifyJob.start({ against })}
            />
          </div>
        ) : null}
      </Panel>
    </div>
  );
};

const CheckpointPanel = () => {
  const moment = useMoment();
  const { events } = useLedger();
  const [copied, setCopied] = useState(false);
  const checkpoint = useQuery(api.trail.checkpoint.queryOptions());
  const save = useMutation({ mutationFn: async () => saveDocument(await client.trail.checkpointDocument()) });
  return (
    <Panel title="Checkpoint">
      {checkpoint.isPending ? <Waiting>Signing</Waiting> : null}
      {checkpoint.isError ? <Failed error={checkpoint.error} onRetry={() => void checkpoint.refetch()} /> : null}
      {checkpoint.data ? (
        <div className={css.stack}>
          <p className="dim">
            A signed seal over {checkpoint.data.size >= events ? 'all' : 'the first'}{' '}
            {checkpoint.data.size.toLocaleString('en-US')} entries. Keep a copy away from this machine: whoever holds
            one can tell if anything before it is ever changed.
          </p>
          <p className={css.short}>
            <span className="mono">
              {checkpoint.data.size.toLocaleString('en-US')} · {checkpoint.data.root.slice(0, 10)}
            </span>
            <span className="dim">signed {moment(checkpoint.data.signedAt)}</span>
          </p>
          <details className={css.whole}>
            <summary>In full</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <pre className={css.note} tabIndex={0}>
              {checkpoint.data.note}
            </pre>
            <p className="dim">Key it is verified with</p>
            <p className={css.note}>{checkpoint.data.vkey}</p>
          </details>
          <div className={css.ways}>
            <Button
              variant="default"
              leftSection={<DownloadIcon size={18} stroke={1.5} aria-hidden="true" />}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              Save it
            </Button>
            <Button
              variant="default"
              leftSection={<CopyIcon size={18} stroke={1.5} aria-hidden="true" />}
              onClick={() => void copyText(checkpoint.data.note).then(setCopied)}
            >
              {copied ? 'Copied' : 'Copy it'}
            </Button>
            <SaveVerifier />
            <span className="unseen" role="status">
              {copied ? 'The checkpoint was copied.' : ''}
            </span>
          </div>
          {save.error ? <Notice meaning="stop" title={sentenceOf(save.error)} live /> : null}
        </div>
      ) : null}
    </Panel>
  );
};

/** The proof that nothing was changed: verify now, or against a checkpoint kept elsewhere. */
export const Proof = () => (
  <div className={css.proof}>
    <Verify />
    <CheckpointPanel />
  </div>
);
