import type { BookLine } from '../../app/ledger.tsx';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';

/**
 * Keeps the photos of an entry with the line that it became. One that is refused keeps none of the others out.
 *
 * @returns for each that could not be kept, which one and why
 */
export const keepWith = async ({ book, line }: BookLine, photos: readonly File[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const file of photos) {
    try {
      await client.evidence.attach({ book, line, purpose: 'photo', name: file.name, file });
    } catch (error) {
      failed.push(`${file.name}: ${sentenceOf(error)}`);
    }
  }
  return failed;
};
