import { type MessagePort, parentPort } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import type { HandedFile } from './hosts/engine-process.ts';
import { makeRouter } from './router/router.ts';
import { makeSession } from './services/session.ts';

/**
 * Entry of the worker thread that owns the open ledger. It gets one port from the main process and serves the engine's
 * side of the contract on it. Beside it come the files that a page uploaded; nothing else reaches it.
 */
if (!parentPort) throw new Error('The engine runs in a worker thread.');
const main = parentPort;
const session = makeSession();
let handed: string | undefined;

main.on('message', (message: { port: MessagePort } | { file: HandedFile }) => {
  if ('port' in message) {
    const { port } = message;
    new RPCHandler(makeRouter(session)).upgrade(port as unknown as Parameters<RPCHandler<object>['upgrade']>[0]);
    port.start();
  } else {
    const { token, name, bytes } = message.file;
    // One at a time: it may be large, and who uploads another is done with it.
    if (handed) session.files.delete(handed);
    handed = token;
    session.files.set(token, { name, read: async () => bytes });
    main.postMessage({ held: token });
  }
});
