import { sizeRefusal } from '../../../shared/domain/attachments.ts';
import type { Purpose } from '../../../shared/domain/evidence.ts';
import { visible } from '../../../shared/domain/findings.ts';
import { onForget } from '../../app/forget.ts';
import { bookChanged, queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { createJob } from '../../bridge/jobs.ts';

/** `items` grows where more are added to the same line while the first are on their way. */
export type Batch = { book: string; line: number; items: { file: File; purpose: Purpose }[] };
export type BatchOutcome = {
  kept: number;
  refused: { name: string; sentence: string }[];
  /** How many were not sent any more, and why where that was no one's wish. */
  left: number;
  stopped?: string;
};

/** A list is read again after so many; more often would only make the others wait. */
const SHOWN_EVERY = 8;

/** What would make every other file fail as well. */
const isFatal = (error: unknown): boolean => (codeOf(error) ?? 'REFUSED') !== 'REFUSED';

/** Sends files one after another: each is kept or refused by itself. Only what would fail them all ends the rest. */
async function* keepAll({ book, line, items }: Batch, signal: AbortSignal) {
  const outcome: BatchOutcome = { kept: 0, refused: [], left: 0 };
  let done = 0;
  while (done < items.length && !signal.aborted && !outcome.stopped) {
    const { file, purpose } = items[done]!;
    yield { state: 'running' as const, stage: visible(file.name), done, total: items.length };
    // Said here already, so that 200 MB are not sent to be refused.
    const sentence = sizeRefusal(file.size);
    try {
      if (sentence) outcome.refused.push({ name: file.name, sentence });
      else {
        await client.evidence.attach({ book, line, purpose, name: file.name.slice(0, 255), file });
        outcome.kept += 1;
        if (outcome.kept % SHOWN_EVERY === 0) void queryClient.invalidateQueries({ queryKey: api.evidence.key() });
      }
      done += 1;
    } catch (error) {
      if (isFatal(error)) outcome.stopped = sentenceOf(error);
      else {
        outcome.refused.push({ name: file.name, sentence: sentenceOf(error) });
        done += 1;
      }
    }
    if (done === items.length || outcome.stopped) await bookChanged();
  }
  outcome.left = items.length - done;
  if (signal.aborted) await bookChanged();
  yield { state: 'done' as const, result: outcome };
}

/** The photos and papers now on their way. They go on while one looks at other pages, and end with the lock. */
export const photoBatch = createJob<Batch, BatchOutcome>(async (batch, { signal }) => keepAll(batch, signal));
onForget(() => photoBatch.reset());

/** Adds files to a line: after those that are on their way to it, else at once. False: another line's are. */
export const keepPhotos = (book: string, line: number, purpose: Purpose, files: readonly File[]): boolean => {
  // What is chosen as a photo of the unit and is a PDF is a paper.
  const items = files.map((file) => ({
    file,
    purpose: purpose === 'photo' && file.type === 'application/pdf' ? ('other paper' as const) : purpose,
  }));
  const now = photoBatch.get();
  if (now.status === 'running') {
    if (now.input.book !== book || now.input.line !== line) return false;
    now.input.items.push(...items);
  } else void photoBatch.start({ book, line, items });
  return true;
};
