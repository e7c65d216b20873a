import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ROLES } from '../../../shared/domain/roles.ts';
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
import { NOBODY, type Person, type Problems, problemsOf, tidyWanted, type Wanted, wantedOf } from './person.ts';
import { PersonFields } from './person-fields.tsx';

const FIELDS: readonly string[] = ['name', 'role', 'until', 'passphrase'];

/** What the ledger refused, by field; and in a sentence what is about none of them. */
const refusedBy = (error: unknown): { by: Problems & { passphrase?: string }; other: string | undefined } => {
  const findings = findingsOf(error).filter(({ field }) => FIELDS.includes(field));
  const by = Object.fromEntries(findings.map(({ field, message }) => [field, message]).reverse());
  return { by, other: error && findings.length === 0 ? sentenceOf(error) : undefined };
};

type FormProps = { onClose: () => void; onDone: (said: string) => void };

const AddForm = ({ onClose, onDone }: FormProps) => {
  const { settings, today } = useLedger();
  const form = useRef<HTMLFormElement>(null);
  const [wanted, setWanted] = useState<Wanted>(NOBODY);
  const [passphrase, setPassphrase] = useState<NewPassphrase>(NEW_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: () => client.users.add({ ...tidyWanted(wanted, today), passphrase: passphrase.value }),
    onSuccess: async ({ name, role }) => {
      await accessChanged();
      onDone(`${name} can open this ledger now, as ${ROLES[role].label.toLowerCase()}`);
    },
  });
  useFocusOnRefusal(form, add.error);
  const problems = problemsOf(wanted, today);
  const { by, other } = refusedBy(add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length > 0 || passphraseProblem(passphrase) || repeatProblem(passphrase))
      return focusInvalid(form.current);
    if (!add.isPending) add.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <PersonFields
        wanted={wanted}
        onChange={(next) => {
          setWanted(next);
          if (add.error) add.reset();
        }}
        problems={{ ...by, ...(tried ? problems : {}) }}
      />
      <Notice meaning="note" title={`Let ${wanted.name.trim() || 'them'} type the passphrase`}>
        It is theirs alone: nobody else should know it, you included. Who forgets it gets a new one from an owner.
      </Notice>
      <NewPassphraseFields
        passphrase={passphrase}
        onChange={(next) => {
          if (next.value !== passphrase.value && add.error) add.reset();
          setPassphrase(next);
        }}
        others={[settings.name, wanted.name, settings.premises]}
        tried={tried}
        refused={by.passphrase}
      />
      {other ? <Notice meaning="stop" title={other} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Give access
        </Button>
      </div>
    </form>
  );
};

const ChangeForm = ({ person, bound, onClose, onDone }: FormProps & { person: Person; bound: boolean }) => {
  const { today } = useLedger();
  const form = useRef<HTMLFormElement>(null);
  const [wanted, setWanted] = useState<Wanted>(() => wantedOf(person));
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => client.users.change({ id: person.id, ...tidyWanted(wanted, today) }),
    onSuccess: async ({ name }) => {
      await accessChanged();
      onDone(`${name} is changed. The trail shows the old and the new.`);
    },
  });
  useFocusOnRefusal(form, change.error);
  const problems = problemsOf(wanted, today);
  const { by, other } = refusedBy(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length > 0) return focusInvalid(form.current);
    if (JSON.stringify(wanted) === JSON.stringify(wantedOf(person))) return onClose();
    if (!change.isPending) change.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <PersonFields
        wanted={wanted}
        onChange={(next) => {
          setWanted(next);
          if (change.error) change.reset();
        }}
        problems={{ ...by, ...(tried ? problems : {}) }}
        roleStays={
          bound
            ? person.self
              ? 'Another owner can change your role; nobody takes their own access away.'
              : 'A ledger always has an owner, and this is the only one.'
            : undefined
        }
      />
      {other ? <Notice meaning="stop" title={other} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
};

/** Gives somebody access: name, role, last day, and a passphrase that they type themselves. */
export const AddPersonDialog = ({ opened, ...props }: FormProps & { opened: boolean }) => (
  <Modal
    opened={opened}
    onClose={props.onClose}
    title="Add somebody"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {opened ? <AddForm {...props} /> : null}
  </Modal>
);

type ChangeProps = FormProps & {
  person: Person | undefined;
  /** Whether they are who must stay an owner: oneself, or the only one. */
  bound: boolean;
};

/** Changes somebody's name, role or last day. */
export const ChangePersonDialog = ({ person, ...props }: ChangeProps) => (
  <Modal
    opened={person !== undefined}
    onClose={props.onClose}
    title={person ? `Change ${person.name}` : ''}
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {person ? <ChangeForm key={person.id} person={person} {...props} /> : null}
  </Modal>
);
