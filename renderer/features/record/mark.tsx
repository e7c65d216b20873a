import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { DAYS_TO_MARK } from '../../../shared/categories/serial-state.ts';
import { addDays, showDate } from '../../../shared/domain/dates.ts';
import type { Finding } from '../../../shared/domain/findings.ts';
import { type BookLine, useLedger } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf, warningsOf } from '../../bridge/errors.ts';
import { NumberInput } from '../../categories/number-input.tsx';
import { AcceptWarnings } from '../../ui/accept-warnings.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote, noteProps } from '../../ui/finding.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './record.module.css';

/** Says by when a privately made firearm must be marked, and offers to enter its number to who may. */
export const MarkNotice = ({ line, onMark }: { line: BookLine; onMark: (() => void) | undefined }) => {
  const { today } = useLedger();
  const due = addDays(line.acquiredOn, DAYS_TO_MARK);
  return (
    <Notice
      meaning={due < today ? 'stop' : 'mind'}
      title={due < today ? `It was due to be marked by ${showDate(due)}` : `To be marked by ${showDate(due)}`}
      actions={
        onMark ? (
          <Button size="compact-sm" onClick={onMark}>
            Mark
          </Button>
        ) : undefined
      }
    >
      A privately made firearm is marked by the seventh day after receipt, or before it leaves, whichever is first (27
      CFR 478.92(a)(2)).
    </Notice>
  );
};

const MarkForm = ({ line, onClose }: { line: BookLine; onClose: () => void }) => {
  const { settings, today } = useLedger();
  const bare = settings.licence.replace(/\D/g, '');
  // The marking licensee's first three and last five digits stand before the number of its own.
  const [serial, setSerial] = useState(bare.length === 14 ? `${bare.slice(0, 3)}${bare.slice(-5)}-` : '');
  const [markedOn, setMarkedOn] = useState('today');
  const [tried, setTried] = useState(false);
  const [warnings, setWarnings] = useState<Finding[]>([]);
  const marking = useMutation({
    mutationFn: (accepted: Record<string, string>) =>
      client.entries.mark({ book: line.book, line: line.line, serials: [serial.trim()], markedOn, accepted }),
    onSuccess: async () => {
      onClose();
      await bookChanged();
    },
    onError: (error) => {
      setWarnings(warningsOf(error));
    },
  });
  const refusals = findingsOf(marking.error).filter((f) => f.severity === 'refused');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (serial.trim() !== '' && !marking.isPending) marking.mutate({});
  };
  return (
    <form onSubmit={submit} className={css.form} noValidate>
      <p className="dim">The number is filled in, not corrected: the entry was made before it was marked.</p>
      <NumberInput
        label="Number, exactly as marked"
        value={serial}
        onText={(text) => {
          setSerial(text);
          marking.reset();
        }}
        classNames={{ input: 'mono' }}
        maxLength={60}
        data-autofocus
        {...(tried && serial.trim() === '' ? { error: errorNote('Type the number.') } : noteProps(refusals, 'serial'))}
      />
      <Serial serial={serial.trim()} size="card" lookAlikes />
      <DateField
        label="Date marked"
        value={markedOn}
        onChange={(next) => {
          setMarkedOn(next);
          marking.reset();
        }}
        today={today}
        {...noteProps(refusals, 'markedOn')}
      />
      {marking.error && findingsOf(marking.error).length === 0 ? (
        <Notice meaning="stop" title={sentenceOf(marking.error)} live />
      ) : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={marking.isPending}>
          Enter the number
        </Button>
      </div>
      <AcceptWarnings
        category={line.category}
        warnings={warnings}
        action="Enter the number"
        busy={marking.isPending}
        onBack={() => {
          setWarnings([]);
          marking.reset();
        }}
        onAccept={(accepted) => marking.mutate(accepted)}
      />
    </form>
  );
};

/** Enters the number of a privately made firearm once it is marked. */
export const MarkDialog = ({ line, opened, onClose }: { line: BookLine; opened: boolean; onClose: () => void }) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title={`Mark line ${line.line.toLocaleString('en-US')}`}
    size="md"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {opened ? <MarkForm line={line} onClose={onClose} /> : null}
  </Modal>
);
