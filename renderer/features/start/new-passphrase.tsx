import { useEffect, useState } from 'react';
import css from './new-passphrase.module.css';
import { PassphraseInput } from './passphrase-input.tsx';
import type { Strength } from './strength.ts';

export const SHORTEST_PASSPHRASE = 10;
const WEAKEST_SCORE = 2;
const WORDS = ['Very weak', 'Weak', 'Fair', 'Strong', 'Very strong'] as const;

/** The strength of what is being typed, from the lazily loaded estimator. Undefined until it is known. */
const useStrength = (passphrase: string, others: readonly string[]): Strength | undefined => {
  const [strength, setStrength] = useState<Strength>();
  const known = others.join('\n');
  useEffect(() => {
    if (passphrase === '') return setStrength(undefined);
    let current = true;
    const timer = setTimeout(() => {
      void import('./strength.ts').then(({ strengthOf }) => {
        if (current) setStrength(strengthOf(passphrase, known.split('\n')));
      });
    }, 80);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [passphrase, known]);
  return strength;
};

export type NewPassphrase = { value: string; repeated: string; strength: Strength | undefined };
export const NEW_PASSPHRASE: NewPassphrase = { value: '', repeated: '', strength: undefined };

/** Why a new passphrase can't be taken yet, or undefined. */
export const passphraseProblem = ({ value, strength }: NewPassphrase): string | undefined => {
  if (value === '') return 'Choose a passphrase.';
  if (value.length < SHORTEST_PASSPHRASE) return `At least ${SHORTEST_PASSPHRASE} characters; several words are best.`;
  if (strength && strength.score < WEAKEST_SCORE)
    return 'This is too easy to guess. Add words that have nothing to do with one another.';
  return undefined;
};

export const repeatProblem = ({ value, repeated }: NewPassphrase): string | undefined =>
  repeated === value ? undefined : repeated === '' ? 'Type it once more.' : 'The two are not the same.';

type Props = {
  passphrase: NewPassphrase;
  onChange: (next: NewPassphrase) => void;
  others: readonly string[];
  /** Shows what is still wrong, after somebody tried to go on. */
  tried: boolean;
  /** Why the ledger did not take it. */
  refused?: string | undefined;
  label?: string;
};

/** A new passphrase, typed twice, with its strength in words. */
export const NewPassphraseFields = ({ passphrase, onChange, others, tried, refused, label = 'Passphrase' }: Props) => {
  const strength = useStrength(passphrase.value, others);
  // biome-ignore lint/correctness/useExhaustiveDependencies: reports the strength as it becomes known
  useEffect(() => onChange({ ...passphrase, strength }), [strength]);
  const score = strength?.score;
  return (
    <div className={css.two}>
      <div>
        <PassphraseInput
          label={label}
          what="the passphrase"
          value={passphrase.value}
          onChange={(value) => onChange({ ...passphrase, value })}
          error={refused ?? (tried ? passphraseProblem(passphrase) : undefined)}
          isNew
        />
        <div className={css.meter} aria-hidden="true">
          {[0, 1, 2, 3].map((n) => (
            <span
              key={n}
              data-on={score !== undefined && score > n ? (score < WEAKEST_SCORE ? 'weak' : 'ok') : undefined}
            />
          ))}
        </div>
        <p className={css.words} role="status">
          {score === undefined
            ? 'Four or five unrelated words make a good one.'
            : `${WORDS[score]}. ${strength?.advice[0] ?? ''}`}
        </p>
      </div>
      <PassphraseInput
        label="The same passphrase again"
        what="the repeated passphrase"
        value={passphrase.repeated}
        onChange={(repeated) => onChange({ ...passphrase, repeated })}
        error={
          tried || (passphrase.repeated !== '' && !passphrase.value.startsWith(passphrase.repeated))
            ? repeatProblem(passphrase)
            : undefined
        }
        isNew
      />
    </div>
  );
};
