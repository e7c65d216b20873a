import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english, translations } from '@zxcvbn-ts/language-en';

/** Loaded only where a passphrase is chosen: the word lists are large. */
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations,
});

export type Strength = {
  /** 0 (guessed at once) to 4 (out of reach). */
  score: 0 | 1 | 2 | 3 | 4;
  /** What makes it weak, and what would help; in sentences. */
  advice: string[];
};

/**
 * How hard a passphrase is to guess.
 *
 * @param others what a guesser would try first: the shop's name, the user's name
 */
export const strengthOf = (passphrase: string, others: readonly string[]): Strength => {
  // Past a hundred characters nothing is learned, and the estimate takes long.
  const result = zxcvbn.check(passphrase.slice(0, 100), [...others]);
  const advice = [result.feedback.warning, ...result.feedback.suggestions].filter((s): s is string => !!s);
  return { score: result.score, advice };
};
