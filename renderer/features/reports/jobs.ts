import type { View } from '../../../shared/contract/lines.ts';
import { onForget } from '../../app/forget.ts';
import { client } from '../../bridge/client.ts';
import { codeOf } from '../../bridge/errors.ts';
import { createJob, type ResultOf } from '../../bridge/jobs.ts';

export type Paper = 'letter' | 'a4';
export type PrintInput =
  | {
      kind: 'book';
      book: string;
      view: View;
      from?: number;
      to?: number;
      order: 'line' | 'acquired';
      paper: Paper;
      /** The number of events after which the book is printed. Absent: today's. */
      asOf?: number;
    }
  | { kind: 'acquisition'; book: string; line: number; paper: Paper };
export type MadeDocument = ResultOf<typeof client.documents.printBook>;

type BookInput = Parameters<typeof client.documents.printBook>[0];
/** A book as a table; with `asOf` of an earlier state. */
export type ExportInput = Parameters<typeof client.documents.exportBook>[0];

/** Makes something of an earlier state; where the engine no longer holds it, goes back to it first. */
async function* ofEarlier<Step>(
  asOf: number,
  make: () => Promise<AsyncIterable<Step>>,
  options: { signal: AbortSignal },
) {
  try {
    yield* await make();
    return;
  } catch (error) {
    if (codeOf(error) !== 'TOKEN_UNKNOWN') throw error;
  }
  for await (const step of await client.book.asOf({ at: String(asOf) }, options))
    if (step.state === 'running') yield step;
  yield* await make();
}

/** Making a document goes on while one looks elsewhere, and what was made is found again. */
export const printJob = createJob<PrintInput, MadeDocument>(async (input, options) => {
  if (input.kind === 'acquisition') {
    return client.documents.printAcquisition({ book: input.book, line: input.line, paper: input.paper }, options);
  }
  const { kind: _, ...book } = input;
  const make = () => client.documents.printBook(book satisfies BookInput, options);
  return book.asOf === undefined ? make() : ofEarlier(book.asOf, make, options);
});

/** Writes a table; its dialog saves it and lets go of it. */
export const exportJob = createJob<ExportInput, ResultOf<typeof client.documents.exportBook>>(
  async (input, options) => {
    const make = () => client.documents.exportBook(input, options);
    return input.asOf === undefined ? make() : ofEarlier(input.asOf, make, options);
  },
);

// What was made before is of no use once something else is made: it is let go of.
let held: string | undefined;
printJob.subscribe(() => {
  const state = printJob.get();
  const token = state.status === 'done' ? state.result.token : undefined;
  if (held && held !== token && state.status !== 'running') {
    void client.documents.discard({ token: held }).catch(() => undefined);
    held = undefined;
  }
  if (token) held = token;
});

onForget(() => {
  // The lock has let go of it already, and a closed ledger is asked nothing.
  held = undefined;
  printJob.reset();
  exportJob.reset();
});
