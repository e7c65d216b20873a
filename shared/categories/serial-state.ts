import type { AcquisitionDraft } from '../domain/fields.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { DO_NOT_TAKE_IN, isNoSerial, REMOVED_RULE, UNMARKED_RULE } from '../serials/serial.ts';
import type { BookKind } from './category.ts';
import type { CategoryId } from './ids.ts';

/**
 * Why there is no number to read. `To be marked` is for privately made firearms only: the number exists by the seventh
 * day after receipt, or before disposition, whichever is first (27 CFR 478.92(a)(2)).
 */
export const SERIAL_STATES = ['To be marked', 'Never marked', 'Illegible', 'Removed or altered'] as const;
export type SerialState = (typeof SERIAL_STATES)[number];

/** The states that a unit of a category may be in. */
const statesOf = (category: CategoryId): readonly SerialState[] =>
  SERIAL_STATES.filter((state) => category === 'firearm' || state !== 'To be marked');

/** How many days a licensee has to mark a privately made firearm (27 CFR 478.92(a)(2), read). */
export const DAYS_TO_MARK = 7;

/**
 * What the state of the number asks for.
 *
 * @returns `mayBeMissing` where the line may stand without a number; the findings say what to do about it
 */
export const checkSerialState = (
  draft: AcquisitionDraft,
  category: CategoryId,
  book: BookKind,
): { mayBeMissing: boolean; findings: Finding[] } => {
  const state = draft.details.serialState;
  if (!state) return { mayBeMissing: false, findings: [] };
  if (!(SERIAL_STATES as readonly string[]).includes(state))
    return {
      mayBeMissing: false,
      findings: [
        refused(
          'serialState',
          'serial-state-unknown',
          `“${state}” is not a state of a number. Choose one of: ${statesOf(category).join(', ')}.`,
        ),
      ],
    };
  const numbered = draft.serials.some((s) => s !== '' && !isNoSerial(s));
  const pmf = draft.manufacturer.toUpperCase() === 'PMF';
  switch (state as SerialState) {
    case 'To be marked':
      if (category !== 'firearm' || !pmf)
        return {
          mayBeMissing: false,
          findings: [
            refused(
              'serialState',
              'serial-pending-not-pmf',
              'Only a privately made firearm (maker PMF) may be entered before it is marked.',
              { cite: '27 CFR 478.92(a)(2), 478.125(i)', certainty: 'memory' },
            ),
          ],
        };
      return numbered
        ? {
            mayBeMissing: false,
            findings: [
              refused(
                'serialState',
                'serial-state-contradicts',
                'It has a number, so it is not waiting to be marked. The number of one that waits is entered with “Mark”.',
              ),
            ],
          }
        : {
            mayBeMissing: true,
            findings: [
              warning(
                'serialState',
                'serial-pending',
                `It must be marked by the seventh day after receipt, or before it leaves, whichever is first. Then enter the number with “Mark”.`,
                { cite: '27 CFR 478.92(a)(2)', certainty: 'read' },
              ),
            ],
          };
    case 'Never marked':
      return neverMarked(category, book, pmf, numbered);
    case 'Illegible':
      return {
        mayBeMissing: true,
        findings: [
          category === 'firearm'
            ? warning(
                'serialState',
                'serial-illegible',
                'Look at every other place where the number stands, and take a photo in raking light. Write what can be read, with ? for each character that can’t; leave it empty if none can. If somebody took it off, choose “Removed or altered” instead: such a firearm may not be had. In doubt call ATF before you take it in.',
                REMOVED_RULE,
              )
            : warning(
                'serialState',
                'serial-illegible',
                'Write what can be read, with ? for each character that can’t. Look at every other place where the number stands, and take a photo in raking light.',
              ),
        ],
      };
    case 'Removed or altered':
      return {
        mayBeMissing: true,
        findings: [
          category === 'firearm'
            ? warning(
                'serialState',
                'serial-removed',
                `${DO_NOT_TAKE_IN} Write what can still be read, with ? for each character that is gone; leave it empty if none can.`,
                REMOVED_RULE,
              )
            : warning(
                'serialState',
                'serial-removed',
                'A number that was removed or altered is a mark of theft. Check with the seller and the police before you take it in.',
              ),
        ],
      };
  }
};

/** A firearm made before 1968 may never have had a number; one made privately gets it from the licensee who takes it in. */
const neverMarked = (
  category: CategoryId,
  book: BookKind,
  pmf: boolean,
  numbered: boolean,
): ReturnType<typeof checkSerialState> => {
  if (numbered)
    return {
      mayBeMissing: true,
      findings: [
        warning(
          'serialState',
          'serial-state-contradicts',
          'It has a number, so it was marked. Take out the state, or the number if it is none.',
        ),
      ],
    };
  if (category !== 'firearm')
    return {
      mayBeMissing: true,
      findings: [
        warning(
          'serialState',
          'serial-unmarked',
          'A unit that never had a number is known by its photos, its asset tag and its marks. Add them.',
        ),
      ],
    };
  const marked = { cite: '27 CFR 478.92(a)(2)', certainty: 'read' } as const;
  if (pmf && book !== 'inventory')
    return {
      mayBeMissing: false,
      findings: [
        refused(
          'serialState',
          'serial-state-contradicts',
          'A licensee marks a privately made firearm by the seventh day after receipt. Choose “To be marked”; “Never marked” is for one made before 1968.',
          marked,
        ),
      ],
    };
  return {
    mayBeMissing: true,
    findings: [
      pmf
        ? warning(
            'serialState',
            'serial-unmarked',
            'A licensee who takes it in must mark it. Until then it is known by its photos and marks: add them.',
            marked,
          )
        : warning(
            'serialState',
            'serial-unmarked',
            'Right only for a firearm made before 1968 that never had a number. Look on frame and receiver, under the grips and on the barrel first. A place that was ground, filed or filled means “Removed or altered”: do not take it in then, and call ATF.',
            UNMARKED_RULE,
          ),
    ],
  };
};
