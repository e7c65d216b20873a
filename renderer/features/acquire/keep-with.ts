import type { BookLine } from '../../app/ledger.tsx';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import type { Entry } from './draft.ts';

/**
 * Keeps the readings and photos of an entry with the line that it became. One that is refused keeps none of the others
 * out.
 *
 * @returns for each that could not be kept, which one and why
 */
export const keepWith = async ({ book, line }: BookLine, { readings, photos }: Entry): Promise<string[]> => {
  const failed: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      failed.push(`${what}: ${sentenceOf(error)}`);
    }
  };
  for (const file of photos)
    await attempt(file.name, () => client.evidence.attach({ book, line, purpose: 'photo', name: file.name, file }));
  for (const reading of readings)
    await attempt(`The reading ${reading.text}`, () => client.evidence.add({ book, line, evidence: reading }));
  return failed;
};
