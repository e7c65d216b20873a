import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { type NewPassphrase, NewPassphraseFields, passphraseProblem, repeatProblem } from '../start/new-passphrase.tsx';
import css from './setup.module.css';

const PassphraseForm = ({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) => {
  const { settings, user } = useLedger();
  const [passphrase, setPassphrase] = useState<NewPassphrase>({ value: '', repeated: '', strength: undefined });
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => client.ledger.changePassphrase({ passphrase: passphrase.value }),
    onSuccess: async () => {
      onDone();
      await bookChanged();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!passphraseProblem(passphrase) && !repeatProblem(passphrase)) change.mutate();
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p className="dim">
        The old passphrase stops opening this ledger; copies made before still open with it. The recovery key stays as
        it is.
      </p>
      <NewPassphraseFields
        passphrase={passphrase}
        onChange={setPassphrase}
        others={[settings.name, user.name, settings.premises]}
        tried={tried}
      />
      {change.error ? <Notice meaning="stop" title={sentenceOf(change.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={change.isPending}>
          Change the passphrase
        </Button>
      </div>
    </form>
  );
};

const TryForm = ({ onCancel }: { onCancel: () => void }) => {
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const drill = useMutation({
    mutationFn: () => client.ledger.tryRecoveryKey({ recoveryKey: words.trim().replace(/\s+/g, ' ').toLowerCase() }),
    onSuccess: () => bookChanged(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (words.trim() !== '') drill.mutate();
  };
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
        error={
          drill.data && !drill.data.ok
            ? errorNote('This is not the recovery key of this ledger.')
            : tried && words.trim() === ''
              ? errorNote('Type the twelve words.')
              : undefined
        }
        rows={3}
        classNames={{ input: 'mono' }}
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
        data-autofocus
      />
      {drill.error ? <Notice meaning="stop" title={sentenceOf(drill.error)} live /> : null}
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

/** The passphrase, and whether the recovery key on paper still works. */
export const Keys = () => {
  const [dialog, setDialog] = useState<'passphrase' | 'try'>();
  const [changed, setChanged] = useState(false);
  const close = () => setDialog(undefined);
  return (
    <Panel title="Keys">
      <div className={css.form}>
        {changed ? <Notice meaning="fine" title="The passphrase is changed" live /> : null}
        <div className={css.key}>
          <p>
            The passphrase opens the ledger every day.{' '}
            <span className="dim">Change it when somebody who knew it leaves.</span>
          </p>
          <Button variant="default" onClick={() => setDialog('passphrase')}>
            Change the passphrase
          </Button>
        </div>
        <div className={css.key}>
          <p>
            The recovery key opens it when the passphrase is lost.{' '}
            <span className="dim">Try it once a year, so that you know the paper is still there.</span>
          </p>
          <Button variant="default" onClick={() => setDialog('try')}>
            Try the recovery key
          </Button>
        </div>
      </div>
      <Modal
        opened={dialog === 'passphrase'}
        onClose={close}
        title="Change the passphrase"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {dialog === 'passphrase' ? (
          <PassphraseForm
            onCancel={close}
            onDone={() => {
              close();
              setChanged(true);
            }}
          />
        ) : null}
      </Modal>
      <Modal
        opened={dialog === 'try'}
        onClose={close}
        title="Try the recovery key"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {dialog === 'try' ? <TryForm onCancel={close} /> : null}
      </Modal>
    </Panel>
  );
};
