/**
 * One writer at a time, in the order of asking. Long work (an import) holds it across turns of the event loop, while
 * reads go on.
 */
export type Mutex = <T>(work: () => T | Promise<T>) => Promise<T>;

export const makeMutex = (): Mutex => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
};

/** Lets other work of the thread run: messages, a cancel, a read. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
