import { type EngineClient, type HandedFile, type StartedEngine, startEngine } from './engine-process.ts';

export type RunningEngine = {
  /** The engine that runs now; a new one after a crash. While one takes another's place, the one that is coming. */
  client(): Promise<EngineClient>;
  /** Gives the engine that runs now a file to import. */
  giveFile(file: HandedFile): Promise<void>;
  /** Closes the ledger and ends the worker. Settles in any case after `within` ms, so that quitting cannot hang. */
  stop(within: number): Promise<void>;
};

/**
 * Keeps one engine running for as long as the app does. Rejects where the first one does not come up.
 *
 * @param entry the built `engine.js`
 * @param ready told of each engine before anything else may use it, to repeat what an engine must know; and whether it takes
 *   the place of one that had a fault
 * @param crashed told after a crash, once the next engine is ready: the ledger is closed and must be opened again. With
 *   an error where the next one did not come up either; then there is none
 * @param start replaceable for tests
 */
export const keepEngine = async (
  entry: URL,
  ready: (client: EngineClient, afterFault: boolean) => Promise<unknown>,
  crashed: (error?: Error) => void,
  start: (entry: URL) => StartedEngine = startEngine,
): Promise<RunningEngine> => {
  let stopping = false;

  const bringUp = async (afterFault: boolean): Promise<StartedEngine> => {
    const started = start(entry);
    // A worker that dies answers nothing, so its end must be waited for beside the answer.
    await Promise.race([
      ready(started.client, afterFault),
      started.ended.then((error) => {
        throw error ?? new Error('The engine ended before it was ready.');
      }),
    ]);
    void started.ended.then(async () => {
      if (stopping) return;
      try {
        coming = bringUp(true);
        running = await coming;
        crashed();
      } catch (error) {
        crashed(error instanceof Error ? error : new Error(String(error)));
      }
    });
    return started;
  };
  let running = await bringUp(false);
  let coming = Promise.resolve(running);

  return {
    client: async () => (await coming).client,
    giveFile: async (file) => (await coming).giveFile(file),
    stop: async (within) => {
      stopping = true;
      let timer: NodeJS.Timeout | undefined;
      const timeUp = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, within);
      });
      await Promise.race([running.stop(), timeUp]);
      clearTimeout(timer);
    },
  };
};
