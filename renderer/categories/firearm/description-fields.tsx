import { signProps } from '../../ui/finding.tsx';
import { Suggest } from '../../ui/suggest.tsx';
import css from '../description-fields.module.css';
import type { DescriptionProps } from '../props.ts';
import { SerialField } from '../serial-field.tsx';
import { typesFor, useKnownTexts } from '../suggestions.ts';

type Text = 'manufacturer' | 'importer' | 'model' | 'type' | 'caliber';

/** What the firearm is: the description columns of the book. Maker and model first, because they fill the rest. */
export const FirearmFields = (props: DescriptionProps) => {
  const { draft, onChange, findings, onFocus, onBlur, filled } = props;
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
  const makers = useKnownTexts('firearm', 'manufacturer', draft.manufacturer);
  const models = useKnownTexts('firearm', 'model', draft.model, draft.manufacturer);
  const importers = useKnownTexts('firearm', 'importer', draft.importer);
  const calibers = useKnownTexts('firearm', 'caliber', draft.caliber);
  return (
    <>
      <div className={css.two}>
        <Suggest label="Manufacturer" options={makers} {...field('manufacturer')} autoFocus={props.focusFirst} />
        <Suggest label="Model" options={models} {...field('model')} />
      </div>
      <div className={css.three}>
        <Suggest label="Importer, if any" options={importers} {...field('importer')} />
        <Suggest label="Type" options={typesFor(draft.type)} {...field('type')} />
        <Suggest label="Caliber or gauge" options={calibers} {...field('caliber')} />
      </div>
      <SerialField {...props} />
    </>
  );
};
