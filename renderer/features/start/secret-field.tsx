import { Textarea } from '@mantine/core';
import type { FormEvent, Ref } from 'react';
import { codeOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { PassphraseInput } from './passphrase-input.tsx';

export type SecretKind = 'passphrase' | 'recovery';
export type GivenSecret = { kind: 'passphrase'; passphrase: string } | { kind: 'recovery'; recoveryKey: string };

/** What was typed, as the engine takes it: a recovery key's words with one space between them. */
export const givenSecret = (kind: SecretKind, typed: string): GivenSecret =>
  kind === 'passphrase'
    ? { kind, passphrase: typed }
    : { kind, recoveryKey: typed.trim().replace(/\s+/g, ' ').toLowerCase() };

/** Failures that are about the key typed, not about the ledger: they stand beside the field. */
export const isAboutSecret = (error: unknown): boolean =>
  ['WRONG_SECRET', 'ACCESS_ENDED'].includes(codeOf(error) ?? '');

/** What is said of a field left empty. */
export const emptyWords = (kind: SecretKind): string =>
  kind === 'passphrase' ? 'Type the passphrase.' : 'Type the twelve words of the recovery key.';

type Props = {
  ref: Ref<HTMLInputElement & HTMLTextAreaElement>;
  kind: SecretKind;
  value: string;
  error: string | undefined;
  /** Said under the recovery key's field. */
  description: string;
  onChange: (typed: string) => void;
  /** Enter in the recovery key's field, which has more than one line. */
  onEnter: (event: FormEvent) => void;
};

/** Where a passphrase, or a recovery key's twelve words, is typed. */
export const SecretField = ({ ref, kind, value, error, description, onChange, onEnter }: Props) =>
  kind === 'passphrase' ? (
    <PassphraseInput
      ref={ref}
      label="Passphrase"
      what="the passphrase"
      value={value}
      onChange={onChange}
      error={error}
    />
  ) : (
    <Textarea
      ref={ref}
      label="Recovery key"
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter(event);
      }}
      error={errorNote(error)}
      rows={3}
      classNames={{ input: 'mono' }}
      autoComplete="off"
      spellCheck={false}
      maxLength={1000}
    />
  );
