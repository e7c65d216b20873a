import { CATEGORIES, fieldName } from '../../shared/categories/registry.ts';
import { signProps } from '../ui/finding.tsx';
import type { DescriptionProps } from './props.ts';
import { SerialList } from './serial-list.tsx';

/** The numbers of the unit in an entry form, with what a barcode says beside its number put where it belongs. */
export const SerialField = ({ draft, onChange, findings, onFocus, onBlur, secondKeying }: DescriptionProps) => {
  const { fields } = CATEGORIES[draft.category];
  const takes = (name: string) => fields.some((field) => field.name === name);
  return (
    <SerialList
      label={fieldName('serial', draft.category)}
      serials={draft.serials}
      keying={draft.keying ?? []}
      onChange={(serials, keying) => onChange({ serials, keying })}
      onScan={(scan) => {
        const details = { ...draft.details };
        if (scan.lot && !details.lot && takes('lot')) details.lot = scan.lot;
        if (scan.dateCode && !details.dateCode && takes('dateCode')) details.dateCode = scan.dateCode;
        // The number itself was set a moment ago; only what stands beside it is added here.
        if (details.lot !== draft.details.lot || details.dateCode !== draft.details.dateCode) onChange({ details });
      }}
      note={signProps(
        findings
          .filter((f) => f.field === 'serial' || f.field === 'serialState')
          .map((f) => ({ ...f, field: 'serial' })),
        'serial',
      )}
      onFocus={() => onFocus('serial')}
      onBlur={onBlur}
      secondKeying={secondKeying}
      states={fields.find((field) => field.name === 'serialState')?.choices ?? []}
      state={draft.details.serialState ?? ''}
      onState={(serialState) => {
        const { serialState: _, ...rest } = draft.details;
        onChange({ details: serialState === '' ? rest : { ...rest, serialState } });
      }}
    />
  );
};
