/**
 * Words that make `see …` and `per …` point at another record. Without one of them, Per and See are names of people.
 * One expression, because it looks at every name and address of a large import.
 */
const ELSEWHERE = new RegExp(
  [
    '^(?:see|per|refer)\\s+(?:the\\s+|our\\s+|your\\s+)?(?:attach|invoice|inv\\b|receipt|title\\b|registration|warranty|certificate|document|bill|packing|files?\\b|form|4473|paper|(?:bound\\s*)?book|ledger|log\\b|record|entry|line\\b|row\\b|page\\s*\\d|notes?\\b|above|below|previous|prior|earlier|order|po\\b|customer|computer|folder|copy\\b|list\\b|#|no\\.|\\d)',
    '^(?:same as|refer to|as per)\\b',
    `^(?:see|same|ditto|idem|as (?:above|below|before)|"|'{2}|″|〃)$`,
  ].join('|'),
  'i',
);

/** True for a text that points to another record instead of holding what belongs here: `see invoice`, `ditto`. */
export const pointsElsewhere = (text: string): boolean => ELSEWHERE.test(text);
