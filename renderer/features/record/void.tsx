import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BookLine } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { ReasonField, VOID_REASONS } from '../../ui/reasons.tsx';
import css from './record.module.css';

const VoidForm = ({ line, onClose }: { line: BookLine; onClose: () => void }) => {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const confirmed = typed.replace(/[,\s]/g, '') === String(line.line);
  const voiding = useMutation({
    mutationFn: () => client.entries.void({ book: line.book, line: line.line, reason: reason.trim() }),
    onSuccess: async () => {
      onClose();
      await bookChanged();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '' && confirmed) voiding.mutate();
  };
  return (
    <form onSubmit={submit} className={css.form} noValidate>
      <Notice meaning="mind" title="Voiding is for a line that should never have been entered">
        A wrong field is corrected instead, and a unit that left is disposed of. The line stays in the book, struck
        through, with your reason. It can’t be made valid again.
      </Notice>
      <ReasonField
        label="Why was it entered in error?"
        reasons={VOID_REASONS}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? errorNote('Choose a reason or type one.') : undefined}
        autoFocus
      />
      <TextInput
        label={`Type the line number, ${line.line.toLocaleString('en-US')}, to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={tried && !confirmed ? errorNote(`This is not ${line.line.toLocaleString('en-US')}.`) : undefined}
        classNames={{ input: 'mono' }}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
      />
      {voiding.error ? <Notice meaning="stop" title={sentenceOf(voiding.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" color="red" loading={voiding.isPending}>
          Void line {line.line.toLocaleString('en-US')}
        </Button>
      </div>
    </form>
  );
};

/** Voids a line entered in error, after a reason and the line's number typed. */
export const VoidDialog = ({ line, opened, onClose }: { line: BookLine; opened: boolean; onClose: () => void }) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title={`Void line ${line.line.toLocaleString('en-US')}`}
    size="md"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {opened ? <VoidForm line={line} onClose={onClose} /> : null}
  </Modal>
);
