import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import type { ScanReading } from '../../shared/serials/scan.ts';
import { ScannedNote } from './scanned-note.tsx';
import { useScanner } from './scanner.ts';

type Props = Omit<TextInputProps, 'onChange' | 'onKeyDown' | 'onPaste' | 'onBlur' | 'value'> & {
  value: string;
  onText: (text: string) => void;
};

/**
 * The field of a dialog for a number of a unit. A barcode scanner types here as in the entry form: what is no part of the
 * number is taken off and told, and the Enter behind it saves nothing.
 */
export const NumberInput = ({ value, onText, ...props }: Props) => {
  const [scan, setScan] = useState<ScanReading>();
  const scanner = useScanner((found) => {
    setScan(found);
    onText(found.serial);
  });
  return (
    <div>
      <TextInput
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...props}
        value={value}
        onChange={(event) => {
          setScan(undefined);
          onText(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (scanner.onKeyDown(event) && event.key === 'Enter') event.preventDefault();
        }}
        onPaste={scanner.onPaste}
        onBlur={scanner.onBlur}
      />
      {scan ? <ScannedNote scan={scan} value={value} onTake={onText} /> : null}
    </div>
  );
};
