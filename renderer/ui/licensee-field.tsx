import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LONGEST_FIELD } from '../../shared/domain/text.ts';
import { api } from '../bridge/client.ts';
import css from './licensee-field.module.css';
import { Suggest } from './suggest.tsx';

export type Licensee = { name: string; licence: string; address: string };

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** A licensee dealt with before was chosen: licence and address come with the name. */
  onPick: (licensee: Licensee) => void;
  name: string;
  onFocus?: () => void;
  onBlur?: () => void;
  error?: ReactNode;
  description?: ReactNode;
};

/** A licensee's name, completed from those dealt with before, last first. */
export const LicenseeField = ({ value, onChange, onPick, ...props }: Props) => {
  const [asked] = useDebouncedValue(value.trim(), 50);
  const { data } = useQuery(
    api.suggest.licensees.queryOptions({
      input: { text: asked },
      // No name is longer; the rules say so beside the field.
      enabled: asked.length <= LONGEST_FIELD,
      placeholderData: keepPreviousData,
    }),
  );
  const known = data ?? [];
  const one = (name: string) => known.find((l) => l.name === name);
  return (
    <Suggest
      {...props}
      options={known.map((l) => l.name)}
      value={value}
      onChange={onChange}
      onOptionSubmit={(name) => {
        const picked = one(name);
        // The field sets the name itself right after; the rest is set then.
        if (picked) setTimeout(() => onPick(picked));
      }}
      renderOption={({ option }) => (
        <span className={css.option}>
          <span>{option.value}</span>
          <span className="mono dim">{one(option.value)?.licence}</span>
        </span>
      )}
      maxLength={400}
    />
  );
};
