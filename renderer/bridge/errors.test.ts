import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { codeOf, findingsOf, isCancelled, sentenceOf, warningsOf } from './errors.ts';

const finding = { field: 'serial', code: 'serial-missing', severity: 'refused' as const, message: 'Missing.' };

describe('failures in words', () => {
  it('gives the engine’s own sentence, else the contract’s', () => {
    expect(sentenceOf(new ORPCError('LEDGER_ALREADY_OPEN', { message: 'Process 12 has it open.' }))).toBe(
      'Process 12 has it open.',
    );
    expect(sentenceOf(new ORPCError('DISK_FULL', { message: '' }))).toBe('The disk is full. Nothing was changed.');
  });
  it('never shows a code, a stack or a library’s words', () => {
    for (const error of [
      new ORPCError('INTERNAL_SERVER_ERROR', { message: 'boom at x.ts:3' }),
      new Error('boom at x.ts:3'),
      new ORPCError('BAD_REQUEST', { message: 'zod says no' }),
      'odd',
    ]) {
      expect(sentenceOf(error)).not.toMatch(/boom|zod|INTERNAL|BAD_/);
      expect(sentenceOf(error)).toMatch(/\.$/);
    }
    expect(sentenceOf(new TypeError('Failed to fetch'))).toMatch(/does not answer/);
  });
  it('knows the contract’s codes, its findings, and a cancelled job', () => {
    expect(codeOf(new ORPCError('LINE_MISSING'))).toBe('LINE_MISSING');
    expect(codeOf(new ORPCError('SOMETHING_ELSE'))).toBeUndefined();
    expect(findingsOf(new ORPCError('REFUSED', { defined: true, data: { findings: [finding] } }))).toEqual([finding]);
    expect(findingsOf(new ORPCError('DISK_FULL', { defined: true }))).toEqual([]);
    const refusedWith = (...severities: ('refused' | 'warning' | 'hint')[]) =>
      new ORPCError('REFUSED', {
        defined: true,
        data: { findings: severities.map((severity) => ({ ...finding, severity })) },
      });
    expect(warningsOf(refusedWith('hint', 'warning')).map((f) => f.severity)).toEqual(['warning']);
    expect(warningsOf(refusedWith('warning', 'refused'))).toEqual([]);
    expect(isCancelled(new DOMException('', 'AbortError'))).toBe(true);
    expect(isCancelled(new ORPCError('CANCELLED'))).toBe(true);
    expect(isCancelled(new Error('x'))).toBe(false);
  });
});
