import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { BookLine } from '../../app/ledger.tsx';
import { sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { ReasonField } from '../../ui/reasons.tsx';
import css from './evidence.module.css';
import { useWithdraw } from './held.ts';

const REASONS = ['Misread', 'Of another unit', 'Entered twice'] as const;

const Form = ({ line, seq, what, onClose }: { line: BookLine; seq: number; what: string; onClose: () => void }) => {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const withdraw = useWithdraw(line, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') withdraw.mutate({ seq, reason: reason.trim() });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p>{what} stays readable, struck through, with your reason.</p>
      <ReasonField
        label="Why"
        reasons={REASONS}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? errorNote('Choose a reason or type one.') : undefined}
        autoFocus
      />
      {withdraw.error ? <Notice meaning="stop" title={sentenceOf(withdraw.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={withdraw.isPending}>
          Withdraw it
        </Button>
      </div>
    </form>
  );
};

type Props = { line: BookLine; seq: number | undefined; what: string; onClose: () => void };

/** Withdraws a reading, photo or note that should not stand, with a reason. */
export const WithdrawDialog = ({ line, seq, what, onClose }: Props) => (
  <Modal
    opened={seq !== undefined}
    onClose={onClose}
    title="Withdraw"
    size="md"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {seq !== undefined ? <Form key={seq} line={line} seq={seq} what={what} onClose={onClose} /> : null}
  </Modal>
);
