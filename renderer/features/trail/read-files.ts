import { pictureSizeRefusal } from '../../../shared/domain/attachments.ts';
import { type OlderCheckpoint, readGiven } from '../../../shared/proof/given.ts';
import { LONGEST_GIVEN } from '../../../shared/proof/longest-given.ts';
import type { Verifier } from '../../../shared/proof/note.ts';
import { client } from '../../bridge/client.ts';
import { FileError } from '../../bridge/files.ts';

/** What a small file says, where it is a text. */
const textOf = async (file: File): Promise<string | undefined> => {
  if (file.size === 0 || file.size > LONGEST_GIVEN) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
};

/**
 * The checkpoints in a file: a text, or a picture, scan or PDF of a printed page, which the engine looks at.
 *
 * @throws FileError with a sentence, and what the engine refuses it with
 */
export const checkpointsIn = async (
  file: File,
  verifier: Verifier,
  signal: AbortSignal,
): Promise<readonly OlderCheckpoint[]> => {
  const text = await textOf(file);
  if (text !== undefined) {
    const read = readGiven(text, verifier);
    if (typeof read === 'string') throw new FileError(read);
    return read;
  }
  // Said here already, so that 200 MB are not sent to be refused.
  const sentence = pictureSizeRefusal(file.size);
  if (sentence) throw new FileError(sentence);
  return [await client.trail.readCheckpointImage({ image: file }, { signal })];
};
