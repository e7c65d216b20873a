import { PasswordInput } from '@mantine/core';
import type { Ref } from 'react';
import { errorNote } from '../../ui/finding.tsx';
import { useCapsLock } from './caps-lock.ts';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** What the button with the eye shows. */
  what: string;
  isNew?: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** A field for a passphrase: hidden until one asks to see it, and it says when Caps Lock is on. */
export const PassphraseInput = ({ label, value, onChange, error, what, isNew = false, autoFocus, ref }: Props) => {
  const caps = useCapsLock();
  return (
    <PasswordInput
      {...(ref ? { ref } : {})}
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={caps.watch}
      onKeyUp={caps.watch}
      description={caps.on ? 'Caps Lock is on.' : undefined}
      error={errorNote(error)}
      // The library says so of every other field, and leaves it out here.
      aria-invalid={error !== undefined}
      autoComplete={isNew ? 'new-password' : 'off'}
      maxLength={1000}
      visibilityToggleButtonProps={{ 'aria-label': `Show ${what}`, tabIndex: 0 }}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
};
