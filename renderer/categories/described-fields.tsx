import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FieldSpec } from '../../shared/categories/category.ts';
import { CATEGORIES, fieldName } from '../../shared/categories/registry.ts';
import { type AcquisitionDraft, isDetail } from '../../shared/domain/fields.ts';
import { useLedger } from '../app/ledger.tsx';
import { DateField } from '../ui/date-field.tsx';
import { signProps } from '../ui/finding.tsx';
import { Suggest } from '../ui/suggest.tsx';
import css from './description-fields.module.css';
import type { DescriptionProps } from './props.ts';
import { SerialField } from './serial-field.tsx';
import { useKnownTexts } from './suggestions.ts';

type Known = Parameters<typeof useKnownTexts>[1];

const textIn = (draft: AcquisitionDraft, spec: FieldSpec): string =>
  isDetail(spec.name) ? (draft.details[spec.name] ?? '') : String(draft[spec.name as keyof AcquisitionDraft] ?? '');

const changed = (draft: AcquisitionDraft, spec: FieldSpec, text: string): Partial<AcquisitionDraft> =>
  isDetail(spec.name) ? { details: { ...draft.details, [spec.name]: text } } : { [spec.name]: text };

type FieldProps = Omit<DescriptionProps, 'book' | 'secondKeying' | 'focusFirst'> & {
  spec: FieldSpec;
  autoFocus?: boolean;
};

const KNOWN_MOST = 20;

/** A text completed from the ledger's history, and before there is any, from the category's own words. */
const SuggestField = ({ spec, draft, onChange, ...props }: FieldProps & { common: Record<string, unknown> }) => {
  const value = textIn(draft, spec);
  const maker = spec.name === 'model' ? draft.manufacturer : undefined;
  const known = useKnownTexts(draft.category, spec.name as Known, value, maker);
  const typed = value.trim().toLowerCase();
  const words = (spec.choices ?? []).filter((word) => word.toLowerCase().includes(typed));
  return (
    <Suggest
      {...props.common}
      label={fieldName(spec.name, draft.category)}
      options={[...known, ...words].slice(0, KNOWN_MOST)}
      value={value}
      onChange={(text: string) => onChange(changed(draft, spec, text))}
    />
  );
};

type ChoiceProps = {
  common: Record<string, unknown> & { onBlur: () => void };
  label: string;
  choices: readonly string[];
  value: string;
  onChange: (value: string) => void;
};

/** A choice from a closed list. What was typed of one is enough: leaving the field takes the first that it fits. */
const Choice = ({ common, label, choices, value, onChange }: ChoiceProps) => {
  const [typed, setTyped] = useState(value);
  const take = () => {
    const text = typed.trim().toLowerCase();
    if (text === '' || text === value.toLowerCase()) return;
    const fits = (test: (choice: string) => boolean) => choices.find((choice) => test(choice.toLowerCase()));
    const found = fits((choice) => choice.startsWith(text)) ?? fits((choice) => choice.includes(text));
    if (found) onChange(found);
  };
  return (
    <Select
      {...common}
      label={label}
      data={[...choices]}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      searchValue={typed}
      onSearchChange={setTyped}
      onBlur={() => {
        take();
        common.onBlur();
      }}
      searchable
      clearable
      nothingFoundMessage="Not one of the list"
    />
  );
};

const Field = (props: FieldProps) => {
  const { spec, draft, onChange, findings, onFocus, onBlur, filled, autoFocus } = props;
  const { today } = useLedger();
  const label = fieldName(spec.name, draft.category);
  const value = textIn(draft, spec);
  const set = (text: string) => onChange(changed(draft, spec, text));
  const common = {
    name: spec.name,
    onFocus: () => onFocus(spec.name),
    onBlur,
    maxLength: 400,
    ...(spec.hint ? { placeholder: spec.hint } : {}),
    ...(filled.includes(spec.name) ? { 'data-filled': true } : {}),
    ...(autoFocus ? { autoFocus } : {}),
    ...(spec.mono ? { classNames: { input: css.mono ?? '' } } : {}),
    ...signProps(findings, spec.name),
  };
  switch (spec.input) {
    case 'suggest':
      return <SuggestField {...props} common={common} />;
    case 'choice':
      return <Choice common={common} label={label} choices={spec.choices ?? []} value={value} onChange={set} />;
    case 'date':
      return <DateField {...common} label={label} value={value} onChange={set} today={today} />;
    default:
      return (
        <TextInput
          {...common}
          label={label}
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          {...(spec.input === 'number' ? { inputMode: 'numeric' as const } : {})}
          {...(spec.input === 'money' ? { inputMode: 'decimal' as const } : {})}
        />
      );
  }
};

/** The fields of a list, two in a row. */
export const FieldGrid = ({
  specs,
  focusFirst = false,
  ...props
}: Omit<DescriptionProps, 'book' | 'secondKeying' | 'focusFirst'> & {
  specs: readonly FieldSpec[];
  focusFirst?: boolean;
}) => (
  <div className={css.two}>
    {specs.map((spec, at) => (
      <Field key={spec.name} spec={spec} autoFocus={focusFirst && at === 0} {...props} />
    ))}
  </div>
);

/** What a unit of any category is: its fields in the category's order, the number where the category has it. */
export const DescribedFields = (props: DescriptionProps) => {
  const { book: _book, secondKeying: _second, focusFirst, ...plain } = props;
  const specs = CATEGORIES[props.draft.category].fields.filter((f) => f.name !== 'serialState');
  const at = specs.findIndex((f) => f.name === 'serial');
  return (
    <>
      <FieldGrid specs={specs.slice(0, at)} focusFirst={focusFirst} {...plain} />
      <SerialField {...props} />
      <FieldGrid specs={specs.slice(at + 1)} {...plain} />
    </>
  );
};
