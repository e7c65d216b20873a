import { ActionIcon, Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type OlderCheckpoint, readGiven } from '../../../shared/proof/given.ts';
import { LONGEST_GIVEN } from '../../../shared/proof/longest-given.ts';
import type { Verifier } from '../../../shared/proof/note.ts';
import { codeOf, isCancelled, sentenceOf } from '../../bridge/errors.ts';
import { chooseCheckpoints, FileError } from '../../bridge/files.ts';
import { errorNote } from '../../ui/finding.tsx';
import { CameraIcon, CloseIcon, UploadIcon } from '../../ui/icons.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { type RefusedFile, RefusedFiles } from '../../ui/refused-files.tsx';
import { CameraDialog } from './camera-dialog.tsx';
import { checkpointsIn } from './read-files.ts';
import css from './trail.module.css';

/** One of the list, and where it was read. */
type Given = OlderCheckpoint & { from: string };
type Reading = { name: string; done: number; total: number; since: number };

const entries = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'entry' : 'entries'}`;

/** The list with more in it: none stands in it twice. */
const added = (list: readonly Given[], more: readonly Given[]): Given[] => [
  ...list,
  ...more.filter((one, n) => [...list, ...more.slice(0, n)].every(({ note }) => note !== one.note)),
];

/** What would make every other file fail as well. */
const isFatal = (error: unknown): boolean =>
  !(error instanceof FileError) && (codeOf(error) ?? 'LEDGER_CLOSED') !== 'REFUSED';

/** Reads files one after another, each by itself, and can be stopped. */
const useReading = (verifier: Verifier, add: (more: readonly Given[]) => void) => {
  const [reading, setReading] = useState<Reading>();
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort();
  // Leaving the page, or the lock, ends it.
  useEffect(() => () => running.current?.abort(), []);
  const read = async (files: readonly File[]) => {
    if (files.length === 0) return;
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setRefused([]);
    const since = performance.now();
    for (const [done, file] of files.entries()) {
      if (mine.signal.aborted) break;
      setReading({ name: file.name, done, total: files.length, since });
      try {
        const found = await checkpointsIn(file, verifier, mine.signal);
        if (!mine.signal.aborted) add(found.map((one) => ({ note: one.note, size: one.size, from: file.name })));
      } catch (error) {
        if (mine.signal.aborted || isCancelled(error)) break;
        const sentence = error instanceof FileError ? error.message : sentenceOf(error);
        setRefused((before) => [...before, { name: file.name, sentence }]);
        if (isFatal(error)) break;
      }
    }
    if (running.current === mine) setReading(undefined);
  };
  return { reading, refused, read, stop, seen: () => setRefused([]) };
};

const List = ({ given, onRemove }: { given: readonly Given[]; onRemove: (note: string) => void }) => (
  <ol className={css.given} aria-label="Checkpoints to verify against">
    {given.map(({ note, size, from }, n) => (
      <li key={note}>
        <span className={css.givenFrom}>
          <strong>{from}</strong>
          <span className="dim nums">
            {n + 1}. The first {entries(size)}
          </span>
        </span>
        <ActionIcon variant="subtle" aria-label={`Take out ${from}`} onClick={() => onRemove(note)}>
          <CloseIcon size={16} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </li>
    ))}
  </ol>
);

type Props = {
  verifier: Verifier;
  /** Files that were dropped or pasted on the page; a new array each time. */
  brought: readonly File[];
  onVerify: (against: string) => void;
};

/** Older checkpoints as evidence: typed, from files and pictures of printed pages, or shown to the camera. */
export const OlderCheckpoints = ({ verifier, brought, onVerify }: Props) => {
  const [given, setGiven] = useState<readonly Given[]>([]);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [camera, setCamera] = useState(false);
  const [said, setSaid] = useState('');
  const add = (more: readonly Given[]) => {
    setProblem(undefined);
    setGiven((list) => added(list, more));
    const last = more.at(-1);
    if (last) setSaid(`Read from ${last.from}: a checkpoint of the first ${entries(last.size)}.`);
  };
  const { reading, refused, read, stop, seen } = useReading(verifier, add);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    void latest.current(brought);
  }, [brought]);

  const verify = () => {
    let all = given;
    if (text.trim() !== '') {
      const typed = readGiven(text, verifier);
      if (typeof typed === 'string') return setProblem(typed);
      all = added(
        given,
        typed.map(({ note, size }) => ({ note, size, from: 'Typed or pasted' })),
      );
    }
    if (all.length === 0) return setProblem('Paste a checkpoint, choose its file, or show its page to the camera.');
    const against = all.map(({ note }) => note).join('');
    if (against.length > LONGEST_GIVEN)
      return setProblem('These are more than one proof takes. Take some out; the newest say the most.');
    setProblem(undefined);
    onVerify(against);
  };

  return (
    <div className={css.stack}>
      <p className="dim">
        From paper, a file or a USB stick. Proves that nothing it covers was changed since, even by somebody who has the
        keys.
      </p>
      {given.length > 0 ? (
        <List given={given} onRemove={(note) => setGiven((list) => list.filter((one) => one.note !== note))} />
      ) : null}
      {reading ? (
        <JobProgress
          label={reading.total === 1 ? 'Looking for a checkpoint' : `Reading ${reading.total} files`}
          state={{
            status: 'running',
            input: undefined,
            stage: reading.name,
            done: reading.done,
            total: reading.total === 1 ? 0 : reading.total,
            startedAt: reading.since,
            stageAt: reading.since,
          }}
          onCancel={stop}
          cancelLabel="Stop here"
        />
      ) : (
        <div className={css.ways}>
          <Button
            variant="default"
            leftSection={<UploadIcon size={18} stroke={1.5} aria-hidden="true" />}
            onClick={() => void chooseCheckpoints().then(read)}
          >
            Choose files
          </Button>
          <Button
            variant="default"
            leftSection={<CameraIcon size={18} stroke={1.5} aria-hidden="true" />}
            onClick={() => setCamera(true)}
          >
            Use the camera
          </Button>
          <p className="dim">
            A photo, scan or PDF of the page that shows the proof, or a checkpoint’s text. They can be dropped on this
            page.
          </p>
        </div>
      )}
      <RefusedFiles
        title={refused.length === 1 ? 'No checkpoint came from this file' : 'No checkpoint came from these files'}
        refused={refused}
        onSeen={seen}
      />
      <Textarea
        label="Typed or pasted"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(undefined);
        }}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          void read(files);
        }}
        error={errorNote(problem)}
        rows={4}
        classNames={{ input: css.note ?? '' }}
        spellCheck={false}
        maxLength={LONGEST_GIVEN}
      />
      <div className={css.ways}>
        <Button variant="default" onClick={verify} disabled={reading !== undefined}>
          {given.length > 1 || (given.length > 0 && text.trim() !== '') ? 'Verify against them' : 'Verify against it'}
        </Button>
      </div>
      <span className="unseen" role="status">
        {said}
      </span>
      <CameraDialog
        opened={camera}
        onClose={() => setCamera(false)}
        onRead={(one) => {
          setCamera(false);
          add([{ note: one.note, size: one.size, from: 'A page shown to the camera' }]);
        }}
      />
    </div>
  );
};
