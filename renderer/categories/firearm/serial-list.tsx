import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { splitSerials } from '../../../shared/serials/normalise.ts';
import { CloseIcon, PlusIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './serial-list.module.css';

type Props = {
  serials: readonly string[];
  onChange: (serials: string[]) => void;
  note: { error?: ReactNode; description?: ReactNode };
  onFocus?: () => void;
  onBlur?: () => void;
};

const SOME_ALIKE = /[0OoIi1LlSs5Bb8Zz2]/;

/** The serial numbers of one firearm, in marked order. Each is typed as marked and shown large, grouped for reading. */
export const SerialList = ({ serials, onChange, note, onFocus, onBlur }: Props) => {
  const rows = serials.length === 0 ? [''] : serials;
  const set = (at: number, text: string) => {
    // A pasted `A; B` is two numbers.
    const parts = text.includes(';') ? splitSerials(text) : [text];
    onChange([...rows.slice(0, at), ...(parts.length > 0 ? parts : ['']), ...rows.slice(at + 1)].slice(0, 20));
  };
  const add = () => {
    if (rows.length >= 20) return;
    onChange([...rows, '']);
    setTimeout(() => document.querySelector<HTMLInputElement>(`[name="serial-${rows.length}"]`)?.focus());
  };
  useShortcut('F9', add);
  return (
    <fieldset className={css.list} aria-label="Serial numbers">
      {rows.map((serial, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what identifies a number while it is typed
        <div key={n} className={css.row}>
          <TextInput
            className={css.field}
            classNames={{ input: css.input ?? '' }}
            label={rows.length === 1 ? 'Serial number' : `Serial number ${n + 1}`}
            name={n === 0 ? 'serial' : `serial-${n}`}
            value={serial}
            onChange={(event) => set(n, event.currentTarget.value)}
            onFocus={() => onFocus?.()}
            onBlur={() => onBlur?.()}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={400}
            {...(n === 0 ? note : {})}
            {...(rows.length > 1
              ? {
                  rightSection: (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove serial number ${n + 1}`}
                      onClick={() => onChange(rows.filter((_, i) => i !== n))}
                    >
                      <CloseIcon size={18} stroke={1.5} />
                    </ActionIcon>
                  ),
                }
              : {})}
          />
          <div className={css.reading}>
            <Serial serial={serial.trim()} size="hero" lookAlikes />
          </div>
        </div>
      ))}
      <p className={css.legend}>
        {rows.some((text) => SOME_ALIKE.test(text)) ? (
          <>
            <span className={css.sample}>Underlined</span> characters are easily misread: read them again from the
            metal.
          </>
        ) : (
          'The number is shown large as you type it, to read it against the metal.'
        )}
      </p>
      <Button
        className={css.more ?? ''}
        variant="subtle"
        size="compact-sm"
        onClick={add}
        disabled={rows.length >= 20}
        leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<Keys combo="F9" />}
        aria-keyshortcuts={ariaKeys('F9')}
      >
        Another number
      </Button>
    </fieldset>
  );
};
