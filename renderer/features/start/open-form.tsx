import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { KeyIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { PassphraseInput } from './passphrase-input.tsx';
import css from './start.module.css';

/** Failures that are about the key typed, not about the ledger: they stand beside the field. */
const isAboutSecret = (error: unknown) => ['WRONG_SECRET', 'ACCESS_ENDED'].includes(codeOf(error) ?? '');

/** Asks for a ledger's passphrase, or its recovery key, and opens it. */
export const OpenForm = ({ ledger }: { ledger: { token: string; name: string } }) => {
  const [kind, setKind] = useState<'passphrase' | 'recovery'>('passphrase');
  const [secret, setSecret] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const open = useMutation({
    mutationFn: () =>
      client.ledger.open({
        token: ledger.token,
        secret:
          kind === 'passphrase'
            ? { kind, passphrase: secret }
            : { kind, recoveryKey: secret.trim().replace(/\s+/g, ' ').toLowerCase() },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.ledger.status.key() }),
    onError: () => field.current?.select(),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field changes with the kind
  useEffect(() => field.current?.focus(), [kind]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret.trim() === '') return setEmpty(true);
    open.mutate();
  };
  const error = empty
    ? kind === 'passphrase'
      ? 'Type the passphrase.'
      : 'Type the twelve words of the recovery key.'
    : open.error && isAboutSecret(open.error)
      ? sentenceOf(open.error)
      : undefined;
  const change = (text: string) => {
    setSecret(text);
    setEmpty(false);
    if (open.error) open.reset();
  };
  const swap = () => {
    setKind(kind === 'passphrase' ? 'recovery' : 'passphrase');
    change('');
  };
  return (
    <form onSubmit={submit} className={css.form}>
      <div>
        <p className="dim">Open</p>
        <h2 className={css.opening}>{ledger.name}</h2>
      </div>
      {kind === 'passphrase' ? (
        <PassphraseInput
          ref={field}
          label="Passphrase"
          what="the passphrase"
          value={secret}
          onChange={change}
          error={error}
        />
      ) : (
        <Textarea
          ref={field}
          label="Recovery key"
          description="The twelve words that were shown when the ledger was made, with spaces between them."
          value={secret}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') submit(event);
          }}
          error={errorNote(error)}
          rows={3}
          classNames={{ input: 'mono' }}
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
        />
      )}
      {open.error && !isAboutSecret(open.error) ? (
        <Notice meaning="stop" title={sentenceOf(open.error)} live>
          Nothing was written to it.
        </Notice>
      ) : null}
      <div className={css.formActions}>
        <Button type="submit" loading={open.isPending}>
          Open
        </Button>
        <Button
          variant="subtle"
          leftSection={<KeyIcon size={18} stroke={1.5} aria-hidden="true" />}
          onClick={swap}
          disabled={open.isPending}
        >
          {kind === 'passphrase' ? 'Use the recovery key instead' : 'Use the passphrase instead'}
        </Button>
      </div>
    </form>
  );
};
