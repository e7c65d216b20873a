import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useLedger } from '../../app/ledger.tsx';
import { accessChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
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
import { PassphraseInput } from '../start/passphrase-input.tsx';
import css from './setup.module.css';

/** What stands in for a passphrase that is lost. */
const OPENED_BY = { recovery: 'The recovery key', custodians: 'Two custodians', passphrase: '', keychain: '' } as const;

const Form = ({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) => {
  const { settings, user, openedWith } = useLedger();
  const lost = OPENED_BY[openedWith] !== '';
  const keychain = useQuery(api.host.keychain.queryOptions());
  const form = useRef<HTMLFormElement>(null);
  const [present, setPresent] = useState('');
  const [passphrase, setPassphrase] = useState<NewPassphrase>(NEW_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => client.ledger.changePassphrase({ passphrase: passphrase.value, ...(lost ? {} : { present }) }),
    onSuccess: async () => {
      onDone();
      await accessChanged();
    },
  });
  useFocusOnRefusal(form, change.error);
  const findings = findingsOf(change.error);
  const refusedFor = (field: string) => findings.find((f) => f.field === field)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (passphraseProblem(passphrase) || repeatProblem(passphrase) || (!lost && present === ''))
      return focusInvalid(form.current);
    if (!change.isPending) change.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <p className="dim">
        {lost
          ? `${OPENED_BY[openedWith]} opened the ledger, so the present passphrase of ${user.name} is not asked for. It stops opening this ledger`
          : 'The old passphrase stops opening this ledger'}
        ; copies made before still open with it. The recovery key stays as it is.
        {keychain.data?.state === 'on' ? ' This computer’s keychain stops opening the ledger, too.' : ''}
      </p>
      {lost ? null : (
        <PassphraseInput
          label="Present passphrase"
          what="the present passphrase"
          value={present}
          onChange={(value) => {
            setPresent(value);
            if (change.error) change.reset();
          }}
          error={tried && present === '' ? 'Type the passphrase that you have now.' : refusedFor('present')}
          autoFocus
        />
      )}
      <NewPassphraseFields
        label="New passphrase"
        passphrase={passphrase}
        onChange={(next) => {
          if (next.value !== passphrase.value && change.error) change.reset();
          setPassphrase(next);
        }}
        others={[settings.name, user.name, settings.premises]}
        tried={tried}
        refused={refusedFor('passphrase')}
      />
      {change.error && findings.length === 0 ? <Notice meaning="stop" title={sentenceOf(change.error)} live /> : null}
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

/** The passphrase of whoever is at work, and the way to change it. */
export const OwnPassphrase = () => {
  const { openedWith, user } = useLedger();
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      {changed ? <Notice meaning="fine" title="The passphrase is changed" live /> : null}
      <div className={css.key}>
        <p>
          {OPENED_BY[openedWith] !== ''
            ? `${OPENED_BY[openedWith]} opened the ledger. If the passphrase of ${user.name} is lost, set a new one. `
            : 'Your passphrase opens the ledger every day. '}
          <span className="dim">Nobody else needs to know it. Change it when somebody does.</span>
        </p>
        <Button variant="default" onClick={() => setOpen(true)}>
          Change the passphrase
        </Button>
      </div>
      <Modal
        opened={open}
        onClose={close}
        title="Change the passphrase"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open ? (
          <Form
            onCancel={close}
            onDone={() => {
              close();
              setChanged(true);
            }}
          />
        ) : null}
      </Modal>
    </>
  );
};
