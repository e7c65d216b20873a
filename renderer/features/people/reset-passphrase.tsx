import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf } from '../../bridge/errors.ts';
import { focusInvalid, useFocusOnRefusal } from '../../ui/focus-field.ts';
import { Notice } from '../../ui/meaning.tsx';
import {
  NEW_PASSPHRASE,
  type NewPassphrase,
  NewPassphraseFields,
  passphraseProblem,
  repeatProblem,
} from '../start/new-passphrase.tsx';
import css from './people.module.css';
import type { Person } from './person.ts';

type FormProps = { person: Person; onClose: () => void; onDone: (said: string) => void };

const Form = ({ person, onClose, onDone }: FormProps) => {
  const { settings } = useLedger();
  const form = useRef<HTMLFormElement>(null);
  const [passphrase, setPassphrase] = useState<NewPassphrase>(NEW_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const reset = useMutation({
    mutationFn: () => client.users.resetPassphrase({ id: person.id, passphrase: passphrase.value }),
    onSuccess: async () => {
      await accessChanged();
      onDone(`${person.name} has a new passphrase`);
    },
  });
  useFocusOnRefusal(form, reset.error);
  const refused = findingsOf(reset.error).find(({ field }) => field === 'passphrase')?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (passphraseProblem(passphrase) || repeatProblem(passphrase)) return focusInvalid(form.current);
    if (!reset.isPending) reset.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <p>
        Let {person.name} type it: it is theirs alone. The old passphrase stops opening this ledger; copies made before
        still open with it.
      </p>
      <NewPassphraseFields
        label="New passphrase"
        passphrase={passphrase}
        onChange={(next) => {
          if (next.value !== passphrase.value && reset.error) reset.reset();
          setPassphrase(next);
        }}
        others={[settings.name, person.name, settings.premises]}
        tried={tried}
        refused={refused}
      />
      {reset.error && !refused ? <Notice meaning="stop" title={sentenceOf(reset.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={reset.isPending}>
          Set the new passphrase
        </Button>
      </div>
    </form>
  );
};

type Props = Omit<FormProps, 'person'> & { person: Person | undefined };

/** A new passphrase for somebody who forgot theirs. */
export const ResetPassphraseDialog = ({ person, ...props }: Props) => (
  <Modal
    opened={person !== undefined}
    onClose={props.onClose}
    title={person ? `A new passphrase for ${person.name}` : ''}
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {person ? <Form key={person.id} person={person} {...props} /> : null}
  </Modal>
);
