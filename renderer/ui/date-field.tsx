import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type IsoDate, parseDate, showDate } from '../../shared/domain/dates.ts';
import css from './date-field.module.css';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sun 22 Nov 2026`, or empty where the text is no date yet. */
export const readDateWords = (text: string, today: IsoDate): string => {
  if (text.trim() === '') return '';
  const read = parseDate(text, today);
  if (!read.ok) return '';
  return `${DAYS[new Date(`${read.date}T00:00:00Z`).getUTCDay()]} ${showDate(read.date)}`;
};

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  today: IsoDate;
  error?: ReactNode;
  description?: ReactNode;
  name?: string;
  onBlur?: () => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  /** Shown while the text is no date yet. */
  rightSection?: ReactNode;
};

/** A date typed freely (`11/22`, `today`), with the day it means shown beside it, which no reader can take for another. */
export const DateField = ({ value, onChange, today, rightSection = null, ...props }: Props) => {
  const words = readDateWords(value, today);
  return (
    <TextInput
      {...props}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder="today, 11/22, Nov 22 2026"
      autoComplete="off"
      spellCheck={false}
      rightSection={
        words ? (
          <output className={css.read}>
            <span className="unseen">Read as </span>
            {words}
          </output>
        ) : (
          rightSection
        )
      }
      rightSectionWidth={words ? 140 : 36}
    />
  );
};
