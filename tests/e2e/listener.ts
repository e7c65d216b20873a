import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';

/** An address of this machine that counts whatever reaches it, over TCP or as a datagram. */
export type Listener = {
  http: string;
  ws: string;
  port: number;
  udp: number;
  contacts(): number;
  close(): void;
};

/** Listens on fresh ports of 127.0.0.1. */
export const listenHere = async (): Promise<Listener> => {
  let contacts = 0;
  const server = createServer((socket) => {
    contacts += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const datagrams = createSocket('udp4');
  datagrams.on('message', () => {
    contacts += 1;
  });
  await new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    http: `http://127.0.0.1:${port}/`,
    ws: `ws://127.0.0.1:${port}/`,
    port,
    udp: datagrams.address().port,
    contacts: () => contacts,
    close: () => {
      server.close();
      datagrams.close();
    },
  };
};
