import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CategoryId } from '../../shared/categories/ids.ts';
import { CATEGORIES } from '../../shared/categories/registry.ts';
import { Chips } from './chips.tsx';

/** Reasons that come up every week, calmly worded; any other is typed. */
export const correctionReasons = (category: CategoryId): readonly string[] => [
  'Typing error',
  `Read from the ${CATEGORIES[category].noun} again`,
  'Read from the invoice again',
  'Entered in the wrong field',
  'Two characters swapped',
];

export const VOID_REASONS = ['Entered twice', 'Entered by mistake', 'Never received'] as const;

const REPORTED = ['Reported; the number is still to come', 'Not reported yet'] as const;
/** Reasons of a warning that no look at firearm or papers would settle. */
const OWN_REASONS: Readonly<Record<string, readonly string[]>> = {
  'theft-without-atf-number': REPORTED,
  'theft-without-police-number': REPORTED,
};
const WARNING_REASONS: Readonly<Record<string, readonly string[]>> = {
  'date-two-digit-year': ['The year is right'],
  'date-old': ['The date is right'],
  'address-po-box': ['No street address was given'],
};
const FIREARM_REASONS: Readonly<Record<string, readonly string[]>> = {
  'serial-unmarked': ['Made before 1968; looked at in every place', 'Made privately for its owner'],
  'serial-illegible': ['Looked at in every place; photos taken'],
  'serial-none': ['Made before 1968 without a number', 'Checked on the firearm: none is marked'],
  'importer-missing': ['No importer is marked on the firearm', 'Made in the United States'],
};
/** Of these no one-word reason will do: whoever holds such a firearm has told ATF, or says what else. */
const GRAVE_REASONS: Readonly<Record<string, readonly string[]>> = {
  'serial-removed': ['It is here already; ATF was called', 'Goes to ATF or the police'],
};
/** Warnings of a number that another line has too. */
const SHARED = ['serial-already-open', 'serial-repeated'];

/** Short reasons for saving past one warning, in the words of the unit's category. */
export const reasonsFor = (code: string, category: CategoryId): readonly string[] => {
  const { noun, plural } = CATEGORIES[category];
  return (
    (category === 'firearm' ? GRAVE_REASONS[code] : undefined) ??
    OWN_REASONS[code] ?? [
      ...(WARNING_REASONS[code] ?? []),
      ...(category === 'firearm' ? (FIREARM_REASONS[code] ?? []) : []),
      ...(SHARED.includes(code) ? [`Two ${plural} carry this number`] : []),
      `Checked on the ${noun}`,
      'Checked on the papers',
      'It is right as written',
    ]
  );
};

type Props = {
  label: string;
  reasons: readonly string[];
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  autoFocus?: boolean;
};

/** A reason: chosen from a short list or typed. */
export const ReasonField = ({ label, reasons, value, onChange, error, autoFocus = false }: Props) => (
  <div>
    <TextInput
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder="Type a reason, or choose one below"
      maxLength={500}
      autoComplete="off"
      error={error}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
    <Chips
      label="Reasons to choose from"
      choices={[...new Set(reasons)].map((reason) => ({ value: reason, label: reason }))}
      value={value}
      onChoose={onChange}
    />
  </div>
);
