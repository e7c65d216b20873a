import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { accessChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf } from '../../bridge/errors.ts';
import { focusInvalid, useFocusOnRefusal } from '../../ui/focus-field.ts';
import { Notice } from '../../ui/meaning.tsx';
import { PassphraseInput } from '../start/passphrase-input.tsx';
import css from './setup.module.css';

const Form = ({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) => {
  const form = useRef<HTMLFormElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const on = useMutation({
    mutationFn: () => client.host.switchKeychainOn({ passphrase }),
    onSuccess: async () => {
      onDone();
      await accessChanged();
    },
  });
  useFocusOnRefusal(form, on.error);
  const findings = findingsOf(on.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (passphrase === '') return focusInvalid(form.current);
    if (!on.isPending) on.mutate();
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <p>
        A button then opens the ledger here without your passphrase. Whoever sits at this computer while you are signed
        in to it can press it too, and what they do stands in the trail under your name.
      </p>
      <p className="dim">
        It ends when you switch it off, when your passphrase is changed and when your access ends. The passphrase keeps
        working, so do not forget it.
      </p>
      <PassphraseInput
        label="Your passphrase"
        what="your passphrase"
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value);
          if (on.error) on.reset();
        }}
        error={tried && passphrase === '' ? 'Type your passphrase.' : findings[0]?.message}
        autoFocus
      />
      {on.error && findings.length === 0 ? <Notice meaning="stop" title={sentenceOf(on.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={on.isPending}>
          Switch it on
        </Button>
      </div>
    </form>
  );
};

/** How it stands, and what that means where nothing else is to be said. */
const WORDS = {
  on: {
    is: 'This computer’s keychain opens the ledger for you.',
    means: 'So it does for whoever sits here while you are signed in to the computer.',
  },
  off: { is: 'This computer’s keychain can open the ledger for you.', means: 'By a press, without your passphrase.' },
  refused: { is: 'This computer’s keychain does not open the ledger.', means: '' },
  'of another': {
    is: 'This computer’s keychain opens the ledger for somebody else.',
    means: 'With two, each could open it under the other’s name.',
  },
} as const;

/** Unlocking with this computer's keychain: on, off, or why not. Nothing where the host has no keychain. */
export const KeychainUnlock = () => {
  const keychain = useQuery(api.host.keychain.queryOptions());
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const off = useMutation({
    mutationFn: () => client.host.switchKeychainOff(),
    onSuccess: () => accessChanged(),
  });
  if (!keychain.data || keychain.data.state === 'absent') return null;
  const { state, message } = keychain.data;
  return (
    <>
      <div className={css.key}>
        <p>
          {WORDS[state].is} <span className="dim">{message || WORDS[state].means}</span>
        </p>
        {state === 'on' ? (
          <Button variant="default" onClick={() => off.mutate()} loading={off.isPending}>
            Stop unlocking with it
          </Button>
        ) : state === 'off' ? (
          <Button
            variant="default"
            onClick={() => {
              off.reset();
              setOpen(true);
            }}
          >
            Unlock with this computer’s keychain
          </Button>
        ) : null}
      </div>
      {off.error ? <Notice meaning="stop" title={sentenceOf(off.error)} live /> : null}
      <Modal
        opened={open}
        onClose={close}
        title="Unlock with this computer’s keychain"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open ? <Form onCancel={close} onDone={close} /> : null}
      </Modal>
    </>
  );
};
