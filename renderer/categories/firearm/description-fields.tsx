import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import type { Finding } from '../../../shared/domain/findings.ts';
import { signProps } from '../../ui/finding.tsx';
import { Suggest } from '../../ui/suggest.tsx';
import css from './description-fields.module.css';
import { SerialList } from './serial-list.tsx';
import { typesFor, useKnownTexts } from './suggestions.ts';

type Text = 'manufacturer' | 'importer' | 'model' | 'type' | 'caliber';

type Props = {
  draft: AcquisitionDraft;
  onChange: (change: Partial<AcquisitionDraft>) => void;
  /** What may be said of the fields now. */
  findings: readonly Finding[];
  onFocus: (field: string) => void;
  onBlur: () => void;
  /** Fields that were filled from what is known, which Enter may pass over. */
  filled: readonly string[];
};

/** What the firearm is: the description columns of the book. Maker and model first, because they fill the rest. */
export const DescriptionFields = ({ draft, onChange, findings, onFocus, onBlur, filled }: Props) => {
  const field = (name: Text) => ({
    name,
    value: draft[name],
    onChange: (value: string) => onChange({ [name]: value }),
    onFocus: () => onFocus(name),
    onBlur,
    maxLength: 400,
    ...(filled.includes(name) ? { 'data-filled': true } : {}),
    ...signProps(findings, name),
  });
  const makers = useKnownTexts('manufacturer', draft.manufacturer);
  const models = useKnownTexts('model', draft.model, draft.manufacturer);
  const importers = useKnownTexts('importer', draft.importer);
  const calibers = useKnownTexts('caliber', draft.caliber);
  return (
    <>
      <div className={css.two}>
        <Suggest label="Manufacturer" options={makers} {...field('manufacturer')} autoFocus />
        <Suggest label="Model" options={models} {...field('model')} />
      </div>
      <div className={css.three}>
        <Suggest label="Importer, if any" options={importers} {...field('importer')} />
        <Suggest label="Type" options={typesFor(draft.type)} {...field('type')} />
        <Suggest label="Caliber or gauge" options={calibers} {...field('caliber')} />
      </div>
      <SerialList
        serials={draft.serials}
        onChange={(serials) => onChange({ serials })}
        note={signProps(findings, 'serial')}
        onFocus={() => onFocus('serial')}
        onBlur={onBlur}
      />
    </>
  );
};
