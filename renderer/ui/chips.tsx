import css from './chips.module.css';

type Props = {
  /** What the chips are, for who does not see them. */
  label: string;
  /** What each puts into the field, and what it says. */
  choices: readonly { value: string; label: string }[];
  /** What the field holds now. */
  value: string;
  onChoose: (value: string) => void;
};

/** Texts that are asked for every week, one press each, under a field that takes any other. */
export const Chips = ({ label, choices, value, onChoose }: Props) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form of its own
  <div role="group" aria-label={label} className={css.chips}>
    {choices.map((choice) => (
      <button
        key={choice.value}
        type="button"
        aria-pressed={value === choice.value}
        onClick={() => onChoose(choice.value)}
      >
        {choice.label}
      </button>
    ))}
  </div>
);
