import { useCallback, useRef, useState } from 'react';
import { type AcquisitionDraft, emptyAcquisition } from '../../../shared/domain/fields.ts';
import { onForget } from '../../app/forget.ts';
import type { BookLine } from '../../app/ledger.tsx';

/** An entry while it is being made. */
export type Entry = {
  draft: AcquisitionDraft;
  /** Whom it comes from: a licensee is known by licence number, a person by address. */
  from: 'licensee' | 'person';
  /** What maker and model filled in, and what stood there before, to undo it. */
  filled: { fields: ('importer' | 'type' | 'caliber')[]; seen: number; name: string } | null;
};

export const freshEntry = (): Entry => ({
  draft: { ...emptyAcquisition(), serials: [''] },
  from: 'licensee',
  filled: null,
});

/** Everything of an entry or line but its numbers and note: the start of another like it. */
export const likeDraft = (draft: AcquisitionDraft, from: Entry['from']): Entry => ({
  draft: { ...draft, serials: [''], note: '' },
  from,
  filled: null,
});

export const likeLine = (line: BookLine): Entry =>
  likeDraft(
    {
      ...emptyAcquisition(),
      manufacturer: line.manufacturer,
      importer: line.importer,
      model: line.model,
      type: line.type,
      caliber: line.caliber,
      acquiredOn: line.acquiredOn,
      acquiredFrom: line.acquiredFrom,
      acquiredFromAddress: line.acquiredFromAddress,
      acquiredFromLicence: line.acquiredFromLicence,
    },
    line.acquiredFromLicence !== '' ? 'licensee' : 'person',
  );

/** True where something would be lost. */
export const isTouched = (entry: Entry): boolean =>
  Object.entries(entry.draft).some(
    ([name, value]) =>
      name !== 'category' &&
      name !== 'keying' &&
      (typeof value === 'string'
        ? value.trim() !== ''
        : Object.values(value ?? {}).some((text) => String(text).trim() !== '')),
  );

/** The draft as it is committed: a person's entry carries no licence number, empty number fields fall away. */
export const draftOf = (entry: Entry): AcquisitionDraft => ({
  ...entry.draft,
  serials: entry.draft.serials.filter((s) => s.trim() !== ''),
  acquiredFromLicence: entry.from === 'person' ? '' : entry.draft.acquiredFromLicence,
});

let kept: Entry | undefined;
onForget(() => {
  kept = undefined;
});

/**
 * The entry under way. It outlives the page, so that a look into the book loses nothing; it is dropped at the lock, and
 * never written anywhere before it is committed.
 *
 * @returns the entry, its setter, and whether it was found again on coming back
 */
export const useEntry = (): [Entry, (change: (entry: Entry) => Entry) => void, boolean] => {
  const [entry, show] = useState(() => kept ?? freshEntry());
  const [found] = useState(() => kept !== undefined && isTouched(kept));
  const latest = useRef(entry);
  // At once, not in an effect: an entry that is thrown away by leaving the page has no effect any more.
  const change = useCallback((make: (entry: Entry) => Entry) => {
    latest.current = make(latest.current);
    kept = isTouched(latest.current) ? latest.current : undefined;
    show(latest.current);
  }, []);
  return [entry, change, found];
};
