import { type MessagePort, parentPort } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { makeRouter } from './router/router.ts';
import { makeSession } from './services/session.ts';

/**
 * Entry of the worker thread that owns the open ledger. It gets one port from the main process and serves the engine's
 * side of the contract on it; nothing else reaches it.
 */
if (!parentPort) throw new Error('The engine runs in a worker thread.');

parentPort.once('message', ({ port }: { port: MessagePort }) => {
  new RPCHandler(makeRouter(makeSession())).upgrade(port as unknown as Parameters<RPCHandler<object>['upgrade']>[0]);
  port.start();
});
