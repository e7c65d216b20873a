import { isDefinedError, ORPCError } from '@orpc/client';
import { type ErrorCode, errors } from '../../shared/contract/errors.ts';
import { type Finding, isRefused } from '../../shared/domain/findings.ts';

const OTHER: Readonly<Record<string, string>> = {
  UNAUTHORIZED: 'This window has lost its connection to Rollmark. Start Rollmark again; everything written is kept.',
  FORBIDDEN: 'This window has lost its connection to Rollmark. Start Rollmark again; everything written is kept.',
  BAD_REQUEST: 'Something here is not in a form that the ledger can take. Nothing was changed.',
  PAYLOAD_TOO_LARGE: 'The file is too large to be read.',
};

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(errors, code);

/** The contract's code of a failure, or undefined for one that the contract does not name. */
export const codeOf = (error: unknown): ErrorCode | undefined =>
  error instanceof ORPCError && isKnown(String(error.code)) ? (String(error.code) as ErrorCode) : undefined;

/**
 * What went wrong, in a sentence for a person. The engine's own sentence where it gave one, because it may say more
 * (which process holds the ledger); never a stack or a code.
 */
export const sentenceOf = (error: unknown): string => {
  if (error instanceof ORPCError) {
    const code = String(error.code);
    // An error without a sentence of its own carries its code in the sentence's place.
    if (isKnown(code)) return error.message && error.message !== code ? error.message : errors[code].message;
    return OTHER[code] ?? 'Rollmark met something it did not expect. Nothing was changed; try again.';
  }
  if (error instanceof TypeError)
    return 'Rollmark does not answer. If this stays so, start it again; everything written is kept.';
  return 'Rollmark met something it did not expect. Nothing was changed; try again.';
};

/** The findings with which the engine refused an entry; none where it failed otherwise. */
export const findingsOf = (error: unknown): Finding[] => {
  if (codeOf(error) !== 'REFUSED' || !(error instanceof ORPCError) || !isDefinedError(error)) return [];
  const data = error.data as { findings?: Finding[] } | undefined;
  return data?.findings ?? [];
};

/**
 * The warnings that an entry was refused with for want of a reason; none where something in it must be put right first.
 * Hints ask nothing.
 */
export const warningsOf = (error: unknown): Finding[] => {
  const findings = findingsOf(error);
  return isRefused(findings) ? [] : findings.filter((f) => f.severity === 'warning');
};

/** True where the work was stopped by whoever started it. */
export const isCancelled = (error: unknown): boolean =>
  codeOf(error) === 'CANCELLED' || (error instanceof DOMException && error.name === 'AbortError');
