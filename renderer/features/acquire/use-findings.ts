import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { checkAcquisition } from '../../../shared/domain/entry.ts';
import type { AcquisitionDraft } from '../../../shared/domain/fields.ts';
import type { Finding } from '../../../shared/domain/findings.ts';
import { readingFindings } from '../../../shared/serials/agreement.ts';
import { useRules } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';
import { draftOf, type Entry } from './draft.ts';

/** What cannot be right while it is still being typed: said once the field is left. */
const UNFINISHED = ['date-impossible', 'licence-shape', 'type-unknown'];

/** Numbers beside the serial that the serial desk speaks of too. */
const hasCodes = ({ details }: AcquisitionDraft): boolean =>
  Boolean(details.imei || details.mac || details.dateCode || details.lot);

export const isMissing = (f: Finding): boolean => f.code.endsWith('-missing') && f.severity === 'refused';
/** What a record should have and may lack: asked for once somebody tries to commit, not while one types. */
export const isWanted = (f: Finding): boolean =>
  f.code.endsWith('-missing') && f.severity !== 'refused' && !TELLING.includes(f.code);
/** What is missing by what was typed elsewhere: said at once. */
const TELLING = ['importer-missing', 'caliber-missing'];

/**
 * The engine's findings that the rules alone could not know, such as a number that stands in the book already: what it
 * said of a draft beyond what the rules say of the same draft.
 */
const beyondRules = (engine: readonly Finding[], rules: readonly Finding[]): Finding[] =>
  engine.filter((e) => !rules.some((r) => r.field === e.field && r.code === e.code && r.message === e.message));

/** Where a licensee is asked for, the want of a locator is the want of a licence number. */
const placed = (findings: readonly Finding[], from: Entry['from']): Finding[] =>
  findings.map((f) =>
    f.code === 'acquired-from-locator-missing' && from === 'licensee' ? { ...f, field: 'acquiredFromLicence' } : f,
  );

export type Judged = {
  /** Everything that is known of the entry now; what the ledger said may be of the text of a moment ago. */
  findings: Finding[];
  /** What the rules and its readings alone say of the entry as it stands. */
  local: Finding[];
  /** The ledger has spoken of the entry as it stands. Until then only its own commit can judge it. */
  settled: boolean;
};

/**
 * What the rules and the ledger say of the entry. The rules answer at once, in the page; the ledger a moment later.
 */
export const useFindings = (entry: Entry): Judged => {
  const rules = useRules(entry.book);
  const draft = useMemo(() => draftOf(entry), [entry]);
  const { readings } = entry;
  const local = useMemo(
    () => [...checkAcquisition(draft, rules).findings, ...readingFindings(readings, draft)],
    [draft, rules, readings],
  );
  const [asked] = useDebouncedValue(draft, 200);
  const isAsked = asked.serials.length > 0 || hasCodes(asked);
  const { data, isPlaceholderData, isFetching } = useQuery(
    api.entries.checkAcquisition.queryOptions({
      input: { book: entry.book, draft: asked },
      enabled: isAsked,
      placeholderData: keepPreviousData,
    }),
  );
  const findings = useMemo(() => {
    // The engine judged the text of a moment ago; what the rules say of it is long known here.
    const known =
      data && isAsked ? beyondRules(data.findings as Finding[], checkAcquisition(asked, rules).findings) : [];
    return placed([...local, ...known], entry.from);
  }, [local, data, entry.from, asked, isAsked, rules]);
  return {
    findings,
    local: useMemo(() => placed(local, entry.from), [local, entry.from]),
    settled: asked === draft && !isPlaceholderData && !isFetching,
  };
};

/** Which findings to say now: what is missing only after somebody tried to commit, half-typed fields only once left. */
export const sayable = (findings: readonly Finding[], focused: string | undefined, tried: boolean): Finding[] =>
  findings.filter((f) => {
    if (isMissing(f) || isWanted(f)) return tried;
    return tried || f.field !== focused || !UNFINISHED.includes(f.code);
  });
