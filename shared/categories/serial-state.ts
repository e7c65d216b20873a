import type { AcquisitionDraft } from '../domain/fields.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { isNoSerial } from '../serials/serial.ts';
import type { CategoryId } from './ids.ts';

/**
 * Why there is no number to read. `To be marked` is for privately made firearms only: the number exists by the seventh
 * day after receipt, or before disposition, whichever is first (27 CFR 478.92(a)(2)).
 */
export const SERIAL_STATES = ['To be marked', 'Never marked', 'Illegible', 'Removed or altered'] as const;
export type SerialState = (typeof SERIAL_STATES)[number];

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
          `“${state}” is not a state of a number. Choose one from the list.`,
        ),
      ],
    };
  const numbered = draft.serials.some((s) => s !== '' && !isNoSerial(s));
  const rule = { cite: '18 U.S.C. 922(k); 27 CFR 478.34', certainty: 'memory' } as const;
  switch (state as SerialState) {
    case 'To be marked':
      if (category !== 'firearm' || draft.manufacturer.toUpperCase() !== 'PMF')
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
      return {
        mayBeMissing: category !== 'firearm',
        findings:
          category === 'firearm'
            ? []
            : [
                warning(
                  'serialState',
                  'serial-unmarked',
                  'A unit that never had a number is known by its photos, its asset tag and its marks. Add them.',
                ),
              ],
      };
    case 'Illegible':
      return {
        mayBeMissing: category !== 'firearm',
        findings: [
          warning(
            'serialState',
            'serial-illegible',
            'Write what can be read, with ? for each character that can’t. Look at every other place where the number stands, and take a photo in raking light.',
          ),
        ],
      };
    case 'Removed or altered':
      return {
        mayBeMissing: category !== 'firearm',
        findings: [
          category === 'firearm'
            ? warning(
                'serialState',
                'serial-removed',
                'A firearm whose number was removed or altered may not be received or sold; ATF must be told. Keep it apart and ask before anything else.',
                rule,
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
