import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FIELD_LABELS, type Keying } from '../../shared/domain/fields.ts';
import { hasUnread, splitSerials } from '../../shared/serials/normalise.ts';
import type { ScanReading } from '../../shared/serials/scan.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { focusField } from '../ui/focus-field.ts';
import { CloseIcon, FineIcon, PlusIcon } from '../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../ui/keys.tsx';
import { Serial } from '../ui/serial.tsx';
import { ScannedNote } from './scanned-note.tsx';
import { useScanner } from './scanner.ts';
import { SecondKeying } from './second-keying.tsx';
import css from './serial-list.module.css';

type Props = {
  /** `Serial number`, `VIN or other number`. */
  label: string;
  serials: readonly string[];
  keying: readonly Keying[];
  onChange: (serials: string[], keying: Keying[]) => void;
  /** A barcode held more than the number: a lot, a date. */
  onScan?: (scan: ScanReading) => void;
  note: { error?: ReactNode; description?: ReactNode };
  onFocus?: () => void;
  onBlur?: () => void;
  /** This book asks for hand-typed numbers a second time. */
  secondKeying: boolean;
  /** Why there is no number: the choices, the choice, and its setter. */
  states: readonly string[];
  state: string;
  onState: (state: string) => void;
};

const SOME_ALIKE = /[0OoIi1LlSs5Bb8Zz2]/;
const MOST = 20;

type RowProps = {
  n: number;
  label: string;
  serial: string;
  keyed: Keying;
  secondKeying: boolean;
  onText: (text: string, keying: Keying) => void;
  onScan: ((scan: ScanReading) => void) | undefined;
  onRemove: (() => void) | undefined;
  note: Props['note'];
  onFocus: Props['onFocus'];
  onBlur: Props['onBlur'];
};

const Row = ({ n, label, serial, keyed, secondKeying, onText, onScan, onRemove, note, onFocus, onBlur }: RowProps) => {
  const name = n === 0 ? 'serial' : `serial-${n}`;
  const [scan, setScan] = useState<ScanReading>();
  // Out of sight while it is typed a second time; back in sight once both agree, or to mend it.
  const [asked, setAsked] = useState<'by key' | 'on leaving'>();
  const scanner = useScanner((found) => {
    setScan(found);
    onText(found.serial, 'scanned');
    onScan?.(found);
  });
  const wantsAgain = secondKeying && keyed === 'typed' && serial.trim() !== '';
  const hidden = asked !== undefined && wantsAgain;
  return (
    <div className={css.row} data-long={serial.trim().length > 12 || undefined}>
      <div className={css.cell}>
        {hidden ? (
          <SecondKeying
            serial={serial}
            autoFocus={asked === 'by key'}
            onAgreed={() => {
              setAsked(undefined);
              onText(serial, 'typed-twice');
            }}
            onShow={() => {
              setAsked(undefined);
              setTimeout(() => focusField(name));
            }}
          />
        ) : (
          <TextInput
            className={css.field}
            classNames={{ input: css.input ?? '' }}
            label={label}
            name={name}
            value={serial}
            onChange={(event) => {
              setScan(undefined);
              setAsked(undefined);
              onText(event.currentTarget.value, 'typed');
            }}
            onFocus={() => onFocus?.()}
            onKeyDown={(event) => {
              if (scanner.onKeyDown(event) || !wantsAgain) return;
              if (event.key !== 'Enter' && (event.key !== 'Tab' || event.shiftKey)) return;
              // Going on leads to the second typing first.
              event.preventDefault();
              event.stopPropagation();
              setAsked('by key');
            }}
            onPaste={scanner.onPaste}
            onBlur={() => {
              scanner.onBlur();
              if (wantsAgain) setAsked((before) => before ?? 'on leaving');
              onBlur?.();
            }}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={400}
            {...note}
            {...(onRemove
              ? {
                  rightSection: (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove serial number ${n + 1}`}
                      onClick={onRemove}
                    >
                      <CloseIcon size={18} stroke={1.5} />
                    </ActionIcon>
                  ),
                }
              : {})}
          />
        )}
        {keyed === 'typed-twice' ? (
          <p className={css.keyed}>
            <FineIcon size={16} stroke={1.75} aria-hidden="true" /> Typed twice, the same both times.
          </p>
        ) : null}
        {scan ? <ScannedNote scan={scan} value={serial} onTake={(text) => onText(text, 'scanned')} /> : null}
      </div>
      <div className={css.reading}>{hidden ? null : <Serial serial={serial.trim()} size="hero" lookAlikes />}</div>
    </div>
  );
};

/**
 * The numbers of one unit, in marked order. Each is typed as marked and shown large, grouped for reading; a scanner's is
 * taken apart; and where the book asks for it, a hand-typed one is typed a second time out of sight of the first.
 */
export const SerialList = (props: Props) => {
  const { serials, keying, onChange, note, label, states, state, onState } = props;
  const rows = serials.length === 0 ? [''] : serials;
  const how = rows.map((_, n): Keying => keying[n] ?? 'typed');
  const [stating, setStating] = useState(false);
  const set = (at: number, text: string, keyed: Keying) => {
    // A pasted `A; B` is two numbers.
    const parts = text.includes(';') && keyed === 'typed' ? splitSerials(text) : [text];
    const next = parts.length > 0 ? parts : [''];
    onChange(
      [...rows.slice(0, at), ...next, ...rows.slice(at + 1)].slice(0, MOST),
      [...how.slice(0, at), ...next.map(() => keyed), ...how.slice(at + 1)].slice(0, MOST),
    );
  };
  const add = () => {
    if (rows.length >= MOST) return;
    onChange([...rows, ''], [...how, 'typed']);
    setTimeout(() => document.querySelector<HTMLInputElement>(`[name="serial-${rows.length}"]`)?.focus());
  };
  useShortcut('F9', add);
  const noNumber = stating || state !== '';
  return (
    <fieldset className={css.list} aria-label="Serial numbers">
      {rows.map((serial, n) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what identifies a number while it is typed
          key={n}
          n={n}
          label={rows.length === 1 ? label : `${label} ${n + 1}`}
          serial={serial}
          keyed={how[n]!}
          secondKeying={props.secondKeying}
          onText={(text, keyed) => set(n, text, keyed)}
          onScan={props.onScan}
          onRemove={
            rows.length > 1
              ? () =>
                  onChange(
                    rows.filter((_, i) => i !== n),
                    how.filter((_, i) => i !== n),
                  )
              : undefined
          }
          note={n === 0 ? note : {}}
          onFocus={props.onFocus}
          onBlur={props.onBlur}
        />
      ))}
      <p className={css.legend}>
        {rows.some((text) => SOME_ALIKE.test(text)) ? (
          <>
            <span className={css.sample}>Underlined</span> characters are easily misread: read them again from the
            metal.
          </>
        ) : (
          'The number is shown large as you type it, to read it against the metal. A barcode scanner types here too.'
        )}
      </p>
      {noNumber ? (
        <Select
          label={FIELD_LABELS.serialState}
          description="Why it can’t be read, or not all of it."
          name="serialState"
          placeholder="It can be read"
          data={[...states]}
          value={state || null}
          onChange={(value) => {
            onState(value ?? '');
            if (!value) setStating(false);
          }}
          clearable
        />
      ) : rows.every((text) => text.trim() === '' || isNoSerial(text)) || rows.some(hasUnread) ? (
        <Button className={css.none ?? ''} size="compact-sm" variant="subtle" onClick={() => setStating(true)}>
          {rows.some(hasUnread) ? 'Not all of it can be read' : 'There is no number to read'}
        </Button>
      ) : null}
      <Button
        className={css.more ?? ''}
        variant="subtle"
        size="compact-sm"
        onClick={add}
        disabled={rows.length >= MOST}
        leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
        rightSection={<Keys combo="F9" />}
        aria-keyshortcuts={ariaKeys('F9')}
      >
        Another number
      </Button>
    </fieldset>
  );
};
