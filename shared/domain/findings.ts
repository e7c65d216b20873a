import { UNSEEN } from './unseen.ts';

/**
 * What a rule has to say about one field of a draft. A `refused` finding means that the record would be meaningless or
 * unlawful as it stands; a `warning` is saved past, with a reason where a person is asked for one; a `hint` tells what a
 * number says of itself and asks nothing.
 */
export type Severity = 'refused' | 'warning' | 'hint';

/** How sure we are of the rule behind a finding: read in the source, in a secondary source, or from memory. */
export type Certainty = 'read' | 'secondary' | 'memory';

export type Finding = {
  /** The field it is about, in the book's own name (`serial`, `acquiredOn`); an import maps it to its column. */
  field: string;
  /** Stable, for scripts and tests: `serial-missing`, `type-is-action`. */
  code: string;
  severity: Severity;
  /** One sentence for a person: what is wrong and what to do. */
  message: string;
  /** A number that may be meant instead. It is offered, never put in by itself. */
  suggestion?: string;
  /** All the numbers that may be meant, the likeliest first, where there are several or none is likely enough to be the `suggestion`. */
  suggestions?: string[];
  /** Further numbers that would fit and for which nothing else speaks, for whoever asks for them. */
  others?: string[];
  /** Another line that it is about: the two can be compared. */
  other?: { book: string; line: number };
  /** The rule, e.g. `27 CFR 478.125(e)`. */
  cite?: string;
  certainty?: Certainty;
};

const EVERY_UNSEEN = new RegExp(`[${UNSEEN}]`, 'gu');

/**
 * The text with characters that can't be seen told by their code points, `(U+202E)`. A message quotes what was typed; a
 * bidirectional control in it would turn the rest of the sentence around, an escape would speak to a terminal.
 */
export const visible = (message: string): string =>
  message.replace(EVERY_UNSEEN, (char) => `(U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`);

type Rule = { cite: string; certainty: Certainty };

export const refused = (field: string, code: string, message: string, rule?: Rule): Finding => ({
  field,
  code,
  severity: 'refused',
  message: visible(message),
  ...rule,
});

export const warning = (field: string, code: string, message: string, rule?: Rule): Finding => ({
  field,
  code,
  severity: 'warning',
  message: visible(message),
  ...rule,
});

export const hint = (field: string, code: string, message: string, rule?: Rule): Finding => ({
  field,
  code,
  severity: 'hint',
  message: visible(message),
  ...rule,
});

export const isRefused = (findings: readonly Finding[]): boolean => findings.some((f) => f.severity === 'refused');

/** The numbers that a finding offers, the likeliest first. */
export const offered = ({ suggestion, suggestions }: Pick<Finding, 'suggestion' | 'suggestions'>): readonly string[] =>
  suggestions ?? (suggestion === undefined ? [] : [suggestion]);

/**
 * The message by itself, for where nothing stands beside it: the numbers that it offers are in it, those that it does not
 * name already.
 */
export const inWords = (finding: Pick<Finding, 'message' | 'suggestion' | 'suggestions'>): string => {
  const numbers = offered(finding).filter((number) => !finding.message.includes(number));
  const last = numbers.pop();
  if (last === undefined) return finding.message;
  return `${finding.message} Perhaps ${numbers.length > 0 ? `${numbers.join(', ')} or ` : ''}${last}.`;
};

/** What keeps a draft from being saved as it stands: refusals, and warnings that want a reason. */
export const withoutHints = (findings: readonly Finding[]): Finding[] => findings.filter((f) => f.severity !== 'hint');
