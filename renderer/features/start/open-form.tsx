import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { UnlockIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { OtherWays } from './other-ways.tsx';
import { emptyWords, givenSecret, isAboutSecret, SecretField, type SecretKind } from './secret-field.tsx';
import css from './start.module.css';

/** Asks for a ledger's passphrase, or its recovery key, and opens it. */
export const OpenForm = ({ ledger }: { ledger: { token: string; name: string; keychain?: true | undefined } }) => {
  const [kind, setKind] = useState<SecretKind>('passphrase');
  const [secret, setSecret] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const open = useMutation({
    mutationFn: () => client.ledger.open({ token: ledger.token, secret: givenSecret(kind, secret) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.ledger.status.key() }),
    onError: () => field.current?.select(),
  });
  const keychain = useMutation({
    mutationFn: () => client.host.openWithKeychain({ token: ledger.token }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.ledger.status.key() }),
    // The passphrase is the way on.
    onError: () => field.current?.focus(),
  });
  const busy = open.isPending || keychain.isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field changes with the kind
  useEffect(() => field.current?.focus(), [kind]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret.trim() === '') return setEmpty(true);
    if (!busy) open.mutate();
  };
  const error = empty ? emptyWords(kind) : open.error && isAboutSecret(open.error) ? sentenceOf(open.error) : undefined;
  const change = (text: string) => {
    setSecret(text);
    setEmpty(false);
    if (open.error) open.reset();
    if (keychain.error) keychain.reset();
  };
  const choose = (other: SecretKind) => {
    setKind(other);
    change('');
  };
  return (
    <form onSubmit={submit} className={css.form}>
      <div>
        <p className="dim">Open</p>
        <h2 className={css.opening}>{ledger.name}</h2>
      </div>
      <SecretField
        ref={field}
        kind={kind}
        value={secret}
        error={error}
        description="The twelve words that were shown when the ledger was made, with spaces between them."
        onChange={change}
        onEnter={submit}
      />
      {open.error && !isAboutSecret(open.error) ? (
        <Notice meaning="stop" title={sentenceOf(open.error)} live>
          Nothing was written to it.
        </Notice>
      ) : null}
      {keychain.error ? <Notice meaning="stop" title={sentenceOf(keychain.error)} live /> : null}
      <div className={css.formActions}>
        <Button type="submit" loading={open.isPending} disabled={keychain.isPending}>
          Open
        </Button>
        {ledger.keychain ? (
          // Never the first to have the focus: an Enter at a locked window must open nothing.
          <Button
            variant="default"
            leftSection={<UnlockIcon size={18} stroke={1.5} aria-hidden="true" />}
            loading={keychain.isPending}
            disabled={open.isPending}
            onClick={() => keychain.mutate()}
          >
            Unlock with the keychain
          </Button>
        ) : null}
        <OtherWays kind={kind} disabled={busy} onChoose={choose} />
      </div>
    </form>
  );
};
