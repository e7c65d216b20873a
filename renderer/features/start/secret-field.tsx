import { Textarea } from '@mantine/core';
import type { FormEvent, Ref } from 'react';
import { codeOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { PassphraseInput } from './passphrase-input.tsx';

export const SECRET_KINDS = ['passphrase', 'recovery', 'custodians'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];
export type GivenSecret =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'recovery'; recoveryKey: string }
  | { kind: 'custodians'; parts: string[] };

const PART_WORDS = 12;

/** What was typed, as the engine takes it: words with one space between them, two custodians' parts apart. */
export const givenSecret = (kind: SecretKind, typed: string): GivenSecret => {
  if (kind === 'passphrase') return { kind, passphrase: typed };
  const words = typed.trim().toLowerCase().split(/\s+/);
  if (kind === 'recovery') return { kind, recoveryKey: words.join(' ') };
  return { kind, parts: [words.slice(0, PART_WORDS).join(' '), words.slice(PART_WORDS).join(' ')] };
};

/** Failures that are about the key typed, not about the ledger: they stand beside the field. */
export const isAboutSecret = (error: unknown): boolean =>
  ['WRONG_SECRET', 'ACCESS_ENDED'].includes(codeOf(error) ?? '');

/** What is said of a field left empty. */
export const emptyWords = (kind: SecretKind): string =>
  ({
    passphrase: 'Type the passphrase.',
    recovery: 'Type the twelve words of the recovery key.',
    custodians: 'Type the twelve words of one part, then the twelve of another.',
  })[kind];

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
      label={kind === 'recovery' ? 'Recovery key' : 'Parts of two custodians'}
      description={
        kind === 'recovery'
          ? description
          : 'The twelve words of one part, then the twelve of another, with spaces between them. The order of the two does not matter.'
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter(event);
      }}
      error={errorNote(error)}
      rows={kind === 'recovery' ? 3 : 5}
      classNames={{ input: 'mono' }}
      autoComplete="off"
      spellCheck={false}
      maxLength={1000}
    />
  );
