import { RPCHandler } from '@orpc/server/bun-ws';
import type { MessagePortMain } from 'electron';

/**
 * Speaks the contract on a port of the page. A message that is none of the protocol is dropped and said once on the
 * standard error: the page that sent it is not answered, and everything that it asks properly goes on.
 *
 * oRPC's own handler for message ports leaves what it can't read as a promise that nobody catches. The one for sockets
 * hands that promise over, and speaks the same messages.
 *
 * @param say for tests
 */
export const servePort = (
  port: MessagePortMain,
  router: ConstructorParameters<typeof RPCHandler>[0],
  say: (sentence: string) => void = console.error,
): void => {
  const handler = new RPCHandler(router);
  const end = {
    send: (answer: string | ArrayBufferLike | Uint8Array): number => {
      port.postMessage(answer);
      return 0;
    },
  };
  let said = false;
  port.on('message', ({ data }) => {
    const message = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    handler.message(end, message, {}).catch(() => {
      if (said) return;
      said = true;
      say('The page sent a message that is no call. It was dropped; nothing was changed.');
    });
  });
  port.on('close', () => handler.close(end));
};
