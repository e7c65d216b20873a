import { app } from './app.ts';
import { makeCodec } from './codec.ts';

const codec = makeCodec();

/** A function of a test, to be run in this process as Playwright's `electronApp.evaluate` runs it. */
type Evaluate = { kind: 'evaluate'; id: number; source: string; arg: string };

/** Answers the test that started this process, and ends with it. */
export const listenToTest = (electron: object): void => {
  if (!process.send) return;
  process.on('disconnect', () => app.exit(1));
  process.on('message', (message: Evaluate) => {
    if (message.kind !== 'evaluate') return;
    const answer = (ok: boolean, value: unknown): void =>
      void process.send?.({ kind: 'evaluated', id: message.id, ok, value: codec.encode(value) });
    Promise.resolve()
      .then(() => {
        const run = new Function(`return (${message.source});`)() as (electron: object, arg: unknown) => unknown;
        return run(electron, codec.decode(message.arg));
      })
      .then(
        (value) => answer(true, value),
        (error: unknown) => answer(false, error instanceof Error ? error : new Error(String(error))),
      )
      .catch((error: unknown) => answer(false, new Error(`The answer could not be sent: ${error}`)));
  });
};
