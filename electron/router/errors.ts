import { ORPCError } from '@orpc/server';
import { type ErrorCode, errors } from '../../shared/contract/errors.ts';
import { asLedgerError, LedgerError } from '../ledger/errors.ts';
import { FileProblem } from '../services/interchange/file-problem.ts';

/**
 * What a handler threw, as the contract's error. What nobody foresaw becomes one sentence without any inner detail:
 * an inner message could hold a serial or a name.
 */
export const asContractError = (thrown: unknown): unknown => {
  if (thrown instanceof ORPCError) return thrown;
  if (thrown instanceof FileProblem)
    return new ORPCError('FILE_UNREADABLE', {
      defined: true,
      status: errors.FILE_UNREADABLE.status,
      message: thrown.message,
    });
  const known = asLedgerError(thrown);
  if (known instanceof LedgerError) return fromLedger(known.code, known.message, known);
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message:
      'Something went wrong inside Rollmark. Nothing that was acknowledged is lost; close the ledger, open it again and retry.',
  });
};

const fromLedger = (code: ErrorCode, message: string, known: LedgerError): ORPCError<ErrorCode, unknown> => {
  const about = { defined: true, status: errors[code].status, message };
  return code === 'REFUSED'
    ? new ORPCError(code, { ...about, data: { findings: [...known.findings] } })
    : new ORPCError(code, about);
};
