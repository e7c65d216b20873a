import { TextInput, type TextInputProps } from '@mantine/core';
import { FFL_TYPES, formatFflAsTyped, readFfl } from '../../shared/serials/ffl.ts';

/** What a full licence number says of itself, or empty while it is not one. */
export const licenceWords = (text: string): string => {
  const read = readFfl(text);
  return read.ok ? (FFL_TYPES[read.value.type] ?? '') : '';
};

type Props = Omit<TextInputProps, 'onChange' | 'value'> & { value: string; onChange: (value: string) => void };

/** A federal firearms licence number, its hyphens set while it is typed. */
export const LicenceField = ({ value, onChange, description, ...props }: Props) => (
  <TextInput
    {...props}
    classNames={{ input: 'mono' }}
    value={value}
    onChange={(event) => {
      const next = event.currentTarget.value;
      // While characters are taken away, hyphens are not put back under the cursor.
      onChange(next.length < value.length ? next : formatFflAsTyped(next));
    }}
    description={description ?? (licenceWords(value) || undefined)}
    placeholder="1-23-456-01-7A-12345"
    autoComplete="off"
    spellCheck={false}
    maxLength={40}
  />
);
