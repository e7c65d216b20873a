import { createORPCClient, DynamicLink } from '@orpc/client';
import { RPCLink as HttpLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { contract } from '../../shared/contract/index.ts';

export type Client = ContractRouterClient<typeof contract>;

declare global {
  interface Window {
    /** The Electron host's bridge: asks for a message port, which then comes as a window message. */
    rollmark?: { connect(): void };
  }
}

/** True in the Electron host, where dialogs are the system's own. */
export const inElectron = (): boolean => window.rollmark !== undefined;

const portFromHost = (): Promise<MessagePort> =>
  new Promise((resolve) => {
    const onMessage = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== 'rollmark:port' || !port) return;
      window.removeEventListener('message', onMessage);
      port.start();
      resolve(port);
    };
    window.addEventListener('message', onMessage);
    window.rollmark?.connect();
  });

const makeLink = async () =>
  inElectron()
    ? new PortLink({ port: await portFromHost() })
    : new HttpLink({ url: () => new URL('/rpc', window.location.origin), headers: {} });

let link: ReturnType<typeof makeLink> | undefined;

/** Every operation of the contract, over the message port in Electron and over HTTP in the loopback host. */
export const client: Client = createORPCClient(
  new DynamicLink(() => {
    link ??= makeLink();
    return link;
  }),
);

/** The same operations as query and mutation options for TanStack Query. */
export const api = createTanstackQueryUtils(client);
