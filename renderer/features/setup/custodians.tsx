import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { PrintIcon } from '../../ui/icons.ts';
import { Notice, Tag } from '../../ui/meaning.tsx';
import paper from '../start/recovery.module.css';
import css from './setup.module.css';

const Part = ({ words, n, ledger }: { words: readonly string[]; n: number; ledger: string }) => (
  <>
    <Notice meaning="mind" title={`Part ${n} of 3: for one person alone. It is shown only this once.`}>
      Any two of the three parts open the ledger; one by itself tells nothing. Give each to somebody else, on a paper of
      its own.
    </Notice>
    <div className={`${paper.paper} rm-print-alone`}>
      <p className={paper.paperHead}>
        Part {n} of 3 of <strong>{ledger}</strong>, made on{' '}
        {new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}. Two different
        parts open it.
      </p>
      <ol className={paper.words} aria-label={`Part ${n}`}>
        {words.map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice, and its place is its meaning
          <li key={at} className="mono">
            {word}
          </li>
        ))}
      </ol>
    </div>
    <div className={paper.ways}>
      <Button
        variant="default"
        leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => window.print()}
      >
        Print this part
      </Button>
    </div>
  </>
);

const Steps = ({ at, onStep, onClose }: { at: number; onStep: (at: number) => void; onClose: () => void }) => {
  const { settings, custodians } = useLedger();
  const make = useMutation({
    mutationFn: () => client.ledger.makeCustodians(),
    onSuccess: async () => {
      onStep(1);
      await accessChanged();
    },
  });
  const parts = make.data?.parts ?? [];
  const words = parts[at - 1]?.split(' ');
  if (words)
    return (
      <div className={css.form}>
        <Part key={at} words={words} n={at} ledger={settings.name} />
        <div className="rm-dialog-actions">
          {at > 1 ? (
            <Button variant="default" onClick={() => onStep(at - 1)}>
              Part {at - 1} again
            </Button>
          ) : null}
          <Button onClick={() => (at === parts.length ? onClose() : onStep(at + 1))}>
            {at === parts.length ? 'All three are handed out' : `Part ${at} is written down`}
          </Button>
        </div>
      </div>
    );
  return (
    <div className={css.form}>
      <p>
        For the day when nobody has the passphrase and the recovery key is lost or out of reach: three people each keep
        twelve words. Any two of them together open the ledger as its owner. One alone can do nothing with theirs.
      </p>
      <p>
        {custodians
          ? 'The parts that were handed out before stop working. Copies made before still open with them.'
          : 'The passphrase and the recovery key stay as they are.'}
      </p>
      {make.error ? <Notice meaning="stop" title={sentenceOf(make.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button onClick={() => make.mutate()} loading={make.isPending}>
          Make three parts
        </Button>
      </div>
    </div>
  );
};

/** Two of three custodians: whether there are any, and the ways to make, replace and take back their parts. */
export const Custodians = () => {
  const { custodians } = useLedger();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const close = () => {
    setOpen(false);
    setAt(0);
  };
  const remove = useMutation({ mutationFn: () => client.ledger.removeCustodians(), onSuccess: () => accessChanged() });
  return (
    <>
      <div className={css.key}>
        <p>
          Custodians: any two of three people open the ledger together.{' '}
          <span className="dim">For when the passphrase and the recovery key are both lost.</span>
          <br />
          {custodians ? <Tag meaning="fine">Three parts are handed out</Tag> : <span className="dim">None yet.</span>}
        </p>
        <div className={css.keyWays}>
          <Button variant="default" onClick={() => setOpen(true)}>
            {custodians ? 'New parts' : 'Make parts for custodians'}
          </Button>
          {custodians ? (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              Take the parts back
            </Button>
          ) : null}
        </div>
        {remove.error ? <Notice meaning="stop" title={sentenceOf(remove.error)} live /> : null}
      </div>
      <Modal
        opened={open}
        onClose={close}
        title={at === 0 ? 'Parts for three custodians' : `Part ${at} of 3`}
        size="xl"
        withCloseButton={at === 0}
        closeOnEscape={at === 0}
        closeOnClickOutside={at === 0}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open ? <Steps at={at} onStep={setAt} onClose={close} /> : null}
      </Modal>
    </>
  );
};
