import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLedger, useMoment } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { agoWords } from '../../app/time.ts';
import { client } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { AutoLock } from './auto-lock.tsx';
import { Custodians } from './custodians.tsx';
import { KeychainUnlock } from './keychain.tsx';
import { NewRecoveryKey } from './new-recovery-key.tsx';
import { OwnPassphrase } from './passphrase.tsx';
import { ReplaceKey } from './replace-key.tsx';
import css from './setup.module.css';

const TryForm = ({ onCancel }: { onCancel: () => void }) => {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const drill = useMutation({
    mutationFn: () => client.ledger.tryRecoveryKey({ recoveryKey: words.trim().replace(/\s+/g, ' ').toLowerCase() }),
    onSuccess: () => accessChanged(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (words.trim() !== '') drill.mutate();
  };
  const aboutKey =
    drill.data && !drill.data.ok
      ? 'This is not the recovery key of this ledger.'
      : codeOf(drill.error) === 'WRONG_SECRET'
        ? sentenceOf(drill.error)
        : undefined;
  if (drill.data?.ok)
    return (
      <>
        <Notice meaning="fine" title="The recovery key works" live>
          It opens this ledger, and the trail says that you tried it today.
        </Notice>
        <div className="rm-dialog-actions">
          <Button onClick={onCancel} data-autofocus>
            Done
          </Button>
        </div>
      </>
    );
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p className="dim">
        Read the twelve words from your paper. Nothing is opened or changed; it only says whether they fit.
      </p>
      <Textarea
        label="Recovery key"
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          drill.reset();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit(event);
        }}
        error={errorNote(tried && words.trim() === '' ? 'Type the twelve words.' : aboutKey)}
        rows={3}
        classNames={{ input: 'mono' }}
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
        data-autofocus
      />
      {drill.error && !aboutKey ? <Notice meaning="stop" title={sentenceOf(drill.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={drill.isPending}>
          Try it
        </Button>
      </div>
    </form>
  );
};

/** What is known of the recovery key on paper: when it last showed that it opens this ledger. */
const LastTried = () => {
  const { openedWith, recoveryTried } = useLedger();
  const moment = useMoment();
  if (openedWith === 'recovery') return <Tag meaning="fine">It opened the ledger just now</Tag>;
  if (recoveryTried === '') return <Tag meaning="mind">Not tried yet</Tag>;
  return (
    <span className="dim">
      Last tried {agoWords(recoveryTried)}, {moment(recoveryTried)}.
    </span>
  );
};

/** An owner's keys: their passphrase, and the recovery key on paper. */
export const Keys = () => {
  const [dialog, setDialog] = useState<'try' | 'new' | 'data'>();
  const [replaced, setReplaced] = useState(false);
  /** How many people need a new passphrase since the data key was replaced. */
  const [without, setWithout] = useState<number>();
  const close = () => setDialog(undefined);
  return (
    <Panel title="Keys">
      <div className={css.form}>
        <AutoLock />
        <OwnPassphrase />
        <KeychainUnlock />
        {without === undefined ? null : (
          <Notice meaning="fine" title="The data key was replaced, and everything is encrypted anew" live>
            {without === 0
              ? 'Make a new backup: older copies keep the old keys.'
              : `${without === 1 ? 'One other person needs' : `${without} other people need`} a new passphrase, under People. Make a new backup too: older copies keep the old keys.`}
          </Notice>
        )}
        {replaced ? (
          <Notice meaning="fine" title="The new recovery key works" live>
            The old one opens this ledger no more. Destroy its paper.
          </Notice>
        ) : null}
        <div className={css.key}>
          <p>
            The recovery key opens the ledger when a passphrase is lost.{' '}
            <span className="dim">Try it twice a year, so that you know the paper is still there.</span>
            <br />
            <LastTried />
          </p>
          <div className={css.keyWays}>
            <Button variant="default" onClick={() => setDialog('try')}>
              Try the recovery key
            </Button>
            <Button variant="default" onClick={() => setDialog('new')}>
              New recovery key
            </Button>
          </div>
        </div>
        <Custodians />
        <div className={css.key}>
          <p>
            The data key is what everything is encrypted with.{' '}
            <span className="dim">Replace it where somebody may have kept a copy that they should not have.</span>
          </p>
          <Button variant="default" onClick={() => setDialog('data')}>
            Replace the data key
          </Button>
        </div>
      </div>
      <Modal
        opened={dialog === 'try'}
        onClose={close}
        title="Try the recovery key"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {dialog === 'try' ? <TryForm onCancel={close} /> : null}
      </Modal>
      <ReplaceKey
        opened={dialog === 'data'}
        onClose={close}
        onDone={(others) => {
          close();
          setWithout(others);
        }}
      />
      <NewRecoveryKey
        opened={dialog === 'new'}
        onClose={close}
        onDone={() => {
          close();
          setReplaced(true);
        }}
      />
    </Panel>
  );
};
