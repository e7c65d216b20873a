import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';
import { PassphraseInput } from '../start/passphrase-input.tsx';
import { ShowRecoveryKey, TypeBack } from '../start/recovery.tsx';
import css from './setup.module.css';

type Step = 'explain' | 'show' | 'back';
const TITLES: Readonly<Record<Step, string>> = {
  explain: 'Replace the data key',
  show: 'The new recovery key',
  back: 'Try it',
};

type Props = { onClose: () => void; onDone: (without: number) => void };

const Steps = ({ step, onStep, onClose, onDone }: Props & { step: Step; onStep: (step: Step) => void }) => {
  const { settings } = useLedger();
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const rotate = useMutation({
    mutationFn: () => client.ledger.rotateKey({ passphrase }),
    onSuccess: async () => {
      setPassphrase('');
      onStep('show');
      await accessChanged();
    },
  });
  const words = rotate.data?.recoveryKey.trim().split(/\s+/) ?? [];
  if (step === 'back')
    return (
      <TypeBack
        words={words}
        whenWrong="Close this, and make a new recovery key."
        onBack={() => onStep('show')}
        onDone={() => {
          void accessChanged();
          onDone(rotate.data?.without ?? 0);
        }}
      />
    );
  if (step === 'show')
    return (
      <div className={css.form}>
        <ShowRecoveryKey words={words} ledger={settings.name} />
        <div className="rm-dialog-actions">
          <Button onClick={() => onStep('back')}>I have written it down</Button>
        </div>
      </div>
    );
  const wrong =
    codeOf(rotate.error) === 'WRONG_SECRET' ? 'This is not your passphrase. Nothing was changed.' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (passphrase !== '' && !rotate.isPending) rotate.mutate();
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p>
        Everything in the ledger is encrypted anew under another key. Do it when somebody whose access ended may have
        kept a copy of the ledger’s files, or when the key itself was shown to somebody.
      </p>
      <ul>
        <li>Your passphrase stays. Everybody else needs a new one, which you give them under People.</li>
        <li>The recovery key becomes another one, and custodians’ parts stop working.</li>
        <li>Copies and backups made before keep the old keys. Make a new backup afterwards.</li>
      </ul>
      <p>You will need paper and a pen, or a printer: the new recovery key is shown once.</p>
      <PassphraseInput
        label="Your passphrase"
        what="your passphrase"
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value);
          if (rotate.error) rotate.reset();
        }}
        error={tried && passphrase === '' ? 'Type your passphrase.' : wrong}
        autoFocus
      />
      {rotate.error && !wrong ? <Notice meaning="stop" title={sentenceOf(rotate.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose} disabled={rotate.isPending}>
          Cancel
        </Button>
        <Button type="submit" loading={rotate.isPending}>
          Replace the data key
        </Button>
      </div>
    </form>
  );
};

/**
 * Replaces the data key: why and what it costs, the passphrase, the new recovery key, three of its words read back. Once
 * the words are there the dialog closes by its own way on only.
 */
export const ReplaceKey = ({ opened, onClose, onDone }: Props & { opened: boolean }) => {
  const [step, setStep] = useState<Step>('explain');
  const bound = step !== 'explain';
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={TITLES[step]}
      size="xl"
      withCloseButton={!bound}
      closeOnEscape={!bound}
      closeOnClickOutside={!bound}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened ? (
        <Steps
          step={step}
          onStep={setStep}
          onClose={onClose}
          onDone={(without) => {
            setStep('explain');
            onDone(without);
          }}
        />
      ) : null}
    </Modal>
  );
};
