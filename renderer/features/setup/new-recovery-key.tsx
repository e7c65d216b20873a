import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';
import { ShowRecoveryKey, TypeBack } from '../start/recovery.tsx';
import css from './setup.module.css';

type Step = 'explain' | 'show' | 'back';
const TITLES: Readonly<Record<Step, string>> = {
  explain: 'A new recovery key',
  show: 'The new recovery key',
  back: 'Try it',
};

type Props = { onClose: () => void; onDone: () => void };

const Steps = ({ step, onStep, onClose, onDone }: Props & { step: Step; onStep: (step: Step) => void }) => {
  const { settings } = useLedger();
  const make = useMutation({
    mutationFn: () => client.ledger.replaceRecoveryKey(),
    onSuccess: async () => {
      onStep('show');
      await accessChanged();
    },
  });
  const words = make.data?.recoveryKey.trim().split(/\s+/) ?? [];
  if (step === 'back')
    return (
      <TypeBack
        words={words}
        whenWrong="Close this, and make another one."
        onBack={() => onStep('show')}
        onDone={() => {
          void accessChanged();
          onDone();
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
  return (
    <div className={css.form}>
      <p>
        Make a new one when the paper with the twelve words is lost, or when somebody may have read it who should not
        have.
      </p>
      <p>
        The old recovery key stops opening this ledger at once. Copies made before still open with it, so destroy its
        paper all the same. Passphrases stay as they are.
      </p>
      <p>You will need paper and a pen, or a printer: the new words are shown once.</p>
      {make.error ? <Notice meaning="stop" title={sentenceOf(make.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button onClick={() => make.mutate()} loading={make.isPending}>
          Make a new recovery key
        </Button>
      </div>
    </div>
  );
};

/**
 * Makes a new recovery key: why, then its words, then three of them read back. Once the words are there the dialog
 * closes by its own way on only: a slip of a finger must not lose them.
 */
export const NewRecoveryKey = ({ opened, onClose, onDone }: Props & { opened: boolean }) => {
  const [step, setStep] = useState<Step>('explain');
  const bound = step !== 'explain';
  const ended = (then: () => void) => () => {
    setStep('explain');
    then();
  };
  return (
    <Modal
      opened={opened}
      onClose={ended(onClose)}
      title={TITLES[step]}
      size="xl"
      withCloseButton={!bound}
      closeOnEscape={!bound}
      closeOnClickOutside={!bound}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened ? <Steps step={step} onStep={setStep} onClose={ended(onClose)} onDone={ended(onDone)} /> : null}
    </Modal>
  );
};
