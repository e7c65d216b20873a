import type { Finding, Severity } from '../../shared/domain/findings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Progress } from './jobs.ts';

export type CheckReport = {
  lines: number;
  withFindings: number;
  counts: { code: string; severity: Severity; count: number }[];
  findings: (Finding & { book: string; line: number })[];
  findingsTotal: number;
  checkedAt: string;
};
// PLACEHOLDER
export const checkLedger = async (ledger: Ledger, _progress: Progress, _signal: AbortSignal): Promise<CheckReport> => ({
  lines: 0,
  withFindings: 0,
  counts: [],
  findings: [],
  findingsTotal: 0,
  checkedAt: new Date(ledger.now()).toISOString(),
});
export const checkReportText = (report: CheckReport): string => JSON.stringify(report, null, 2);
