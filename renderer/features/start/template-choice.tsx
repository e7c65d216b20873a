import { BOOKS, TEMPLATE_IDS, TEMPLATES, type TemplateId } from '../../../shared/domain/settings.ts';
import css from './template-choice.module.css';

const WORDS: Readonly<Record<TemplateId, string>> = {
  dealer: 'The acquisition and disposition record of a federal firearms licensee.',
  shop: 'Registers of what a shop buys, owns and sells: vehicles, tools, second-hand goods.',
  owner: 'What you own, with numbers, photos and receipts, for the day you must prove it.',
};

/** Whom the ledger is for. It decides which books it starts with; more can be added in Set-up. */
export const TemplateChoice = ({
  template,
  onChange,
}: {
  template: TemplateId;
  onChange: (template: TemplateId) => void;
}) => (
  <fieldset className={css.choice}>
    <legend>What is it for?</legend>
    {TEMPLATE_IDS.map((id) => (
      <label key={id} className={css.one} data-chosen={id === template || undefined}>
        <input type="radio" name="template" value={id} checked={id === template} onChange={() => onChange(id)} />
        <span>
          <strong>{TEMPLATES[id].label}</strong>
          <span className={css.words}>{WORDS[id]}</span>
          <span className={css.books}>{TEMPLATES[id].books.map((book) => BOOKS[book].title).join(', ')}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
