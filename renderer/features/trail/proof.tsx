import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { agoWords } from '../../app/time.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { chooseTextFile, FileError, saveDocument } from '../../bridge/files.ts';
import { useJob } from '../../bridge/jobs.ts';
import { copyText } from '../../ui/copy.ts';
import { errorNote } from '../../ui/finding.tsx';
import { CopyIcon, DownloadIcon, ProofIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { SaveVerifier } from '../reports/proof-button.tsx';
import { type Verification, verifyJob } from './jobs.ts';
import css from './trail.module.css';

const PROBLEMS_SHOWN = 50;

const Result = ({ result, against }: { result: Verification; against: boolean }) => {
  const entries = `${result.events.toLocaleString('en-US')} ${result.events === 1 ? 'entry' : 'entries'}`;
  return result.ok ? (
    <Notice meaning="fine" title="Proven" live>
      All {entries} are as they were written, every signed checkpoint fits them, and the book follows from them line by
      line.
      {against ? ' The checkpoint you gave fits too: nothing before it was changed since.' : ''}
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
      <p>Enter nothing more. Keep this folder as it is, and compare it with your newest copy.</p>
    </Notice>
  );
};

const Verify = () => {
  const job = useJob(verifyJob);
  const { lastProof } = useLedger();
  const moment = useMoment();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const withCheckpoint = () => {
    if (text.trim() === '') return setProblem('Paste a checkpoint, or choose its file.');
    setProblem(undefined);
    // A pasted note often loses its last line break, which belongs to it.
    void verifyJob.start({ against: text.endsWith('\n') ? text : `${text}\n` });
  };
  const choose = async () => {
    setProblem(undefined);
    try {
      const chosen = await chooseTextFile();
      if (chosen !== null) setText(chosen);
    } catch (error) {
      setProblem(error instanceof FileError ? error.message : sentenceOf(error));
    }
  };
  const idle = job.status !== 'running';
  return (
    <Panel title="Proof">
      {idle ? (
        <div className={css.stack}>
          {job.status === 'done' ? (
            <Result result={job.result} against={job.input.against !== undefined} />
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
          {open ? (
            <div className={css.stack}>
              <Textarea
                label="Checkpoint from paper, a file or a USB stick"
                description="Proves that nothing it covers was changed since, even by somebody who has the keys."
                value={text}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  setProblem(undefined);
                }}
                error={errorNote(problem)}
                rows={5}
                classNames={{ input: css.note ?? '' }}
                spellCheck={false}
                maxLength={20_000}
              />
              <div className={css.ways}>
                <Button variant="default" onClick={withCheckpoint}>
                  Verify against it
                </Button>
                <Button variant="subtle" onClick={() => void choose()}>
                  Choose a file
                </Button>
              </div>
            </div>
          ) : null}
        </div>
      ) : (
        <JobProgress label="Proving the ledger" state={job} onCancel={verifyJob.cancel} />
      )}
    </Panel>
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
