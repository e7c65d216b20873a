import type { BookLine } from '../../shared/contract/lines.ts';
import { ENTRY_FIELDS, type EntryField, textOf } from '../../shared/domain/fields.ts';
import { type Finding, inWords } from '../../shared/domain/findings.ts';
import type { TrailEvent } from '../services/trail.ts';
import { print, say } from './io.ts';

const struck = (line: BookLine, field: EntryField): string => {
  const earlier = line.struck[field];
  return earlier
    ? `${earlier.map((t) => `[-${t || 'blank'}-]`).join(' ')} ${textOf(line, field)}`.trim()
    : textOf(line, field);
};

/** Lines for reading at a terminal: one block a line, earlier texts in `[-…-]`. */
export const showLines = (lines: readonly BookLine[]): void => {
  for (const line of lines) {
    const t = (field: EntryField) => struck(line, field);
    print(`${String(line.line).padStart(6)}  ${line.status.padEnd(8)}  ${t('serial')}`);
    print(
      `        ${[t('manufacturer'), t('importer'), t('model'), t('type'), t('caliber')].filter(Boolean).join(' · ')}`,
    );
    print(
      `        in   ${t('acquiredOn')}  ${[t('acquiredFrom'), t('acquiredFromLicence'), t('acquiredFromAddress')].filter(Boolean).join(', ')}`,
    );
    if (line.disposedOn) {
      print(
        `        out  ${t('disposedOn')}  ${[t('disposedTo'), t('disposedToLicence'), t('disposedToAddress'), line.form4473 && `Form 4473 ${t('form4473')}`].filter(Boolean).join(', ')}`,
      );
    }
    if (line.status === 'voided') print(`        VOID ${line.voidReason}`);
  }
};

export const showHistory = (events: readonly TrailEvent[]): void => {
  for (const event of events) {
    print(`${event.recordedAt}  ${event.actor}  ${event.summary}`);
    for (const change of event.changes) print(`    ${change.field}: “${change.old}” became “${change.new}”`);
    if (event.reason) print(`    because: ${event.reason}`);
    for (const { field, code, reason } of event.accepted)
      print(`    saved past ${code} (${field})${reason ? `: ${reason}` : ''}`);
  }
};

const SEVERITY = { refused: 'Refused', warning: 'Warning', hint: 'Hint' } as const;

export const showFindings = (findings: readonly Finding[]): void => {
  for (const f of findings) say(`${SEVERITY[f.severity]} (${f.field}): ${inWords(f)}${f.cite ? ` [${f.cite}]` : ''}`);
};

export const isEntryField = (text: string): text is EntryField => (ENTRY_FIELDS as readonly string[]).includes(text);
