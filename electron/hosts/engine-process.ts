import { MessageChannel, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { engineContract } from '../router/engine-contract.ts';

export type EngineClient = ContractRouterClient<typeof engineContract>;

export type EngineProcess = {
  client: EngineClient;
  /** Closes the ledger (a last checkpoint is signed) and ends the worker. Safe to call twice. */
  stop(): Promise<void>;
  /** Settles when the worker ends by itself: an error, where it crashed. */
  ended: Promise<Error | undefined>;
};

/** A file that a page uploaded: its bytes are handed over, not copied, and stay in memory. */
export type HandedFile = { token: string; name: string; bytes: Uint8Array<ArrayBuffer> };

export type StartedEngine = EngineProcess & {
  /**
   * Gives the engine a file to import under a token; it holds the last one given. Beside the contract and not through
   * it, because a call would make eleven copies of a large file on its way. The bytes are gone for the caller.
   */
  giveFile(file: HandedFile): Promise<void>;
};

/**
 * Starts the engine's worker thread, which owns the open ledger, and connects to it.
 *
 * @param entry the built `engine.js`, as a URL beside the caller's bundle
 */
export const startEngine = (entry: URL): StartedEngine => {
  const worker = new Worker(entry, { name: 'engine' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  port1.start();
  const client: EngineClient = createORPCClient(new RPCLink({ port: port1 as unknown as SupportedMessagePort }));
  const ended = new Promise<Error | undefined>((resolve) => {
    worker.once('error', (error) => resolve(error as Error));
    worker.once('exit', () => resolve(undefined));
  });
  let stopping: Promise<void> | undefined;
  return {
    client,
    ended,
    giveFile: (file) =>
      new Promise((resolve) => {
        // Answered, because nothing orders this before a call that comes over the other port.
        const answered = (message: { held: string }) => {
          if (message.held !== file.token) return;
          worker.off('message', answered);
          resolve();
        };
        worker.on('message', answered);
        worker.postMessage({ file }, [file.bytes.buffer]);
      }),
    stop: () => {
      stopping ??= client.ledger
        .lock()
        .catch(() => undefined)
        .then(async () => {
          port1.close();
          await worker.terminate();
        });
      return stopping;
    },
  };
};
