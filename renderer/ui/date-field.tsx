import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type IsoDate, type ParsedDate, parseDate, showDate } from '../../shared/domain/dates.ts';
import { readAhead } from './date-ahead.ts';
import css from './date-field.module.css';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const wordsOf = (read: ParsedDate): string => {
  if (!read.ok) return '';
  return `${DAYS[new Date(`${read.date}T00:00:00Z`).getUTCDay()]} ${showDate(read.date)}`;
};

/** `Sun 22 Nov 2026`, or empty where the text is no date yet. */
export const readDateWords = (text: string, today: IsoDate): string => wordsOf(parseDate(text, today));

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  today: IsoDate;
  /** The day is still to come: a year left out means the next time it comes round. */
  ahead?: boolean;
  error?: ReactNode;
  description?: ReactNode;
  name?: string;
  onBlur?: () => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  /** Shown while the text is no date yet. */
  rightSection?: ReactNode;
};

/** A date typed freely (`11/22`, `today`), with the day it means shown beside it, which no reader can take for another. */
export const DateField = ({ value, onChange, today, ahead = false, rightSection = null, ...props }: Props) => {
  const words = ahead ? wordsOf(readAhead(value, today)) : readDateWords(value, today);
  return (
    <TextInput
      {...props}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder={ahead ? 'tomorrow, 11/22, Nov 22 2026' : 'today, 11/22, Nov 22 2026'}
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
