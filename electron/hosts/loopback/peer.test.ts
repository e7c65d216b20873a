import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mayConnect, ownerInTables } from './peer.ts';

const row = (local: string, remote: string, uid: number) =>
  `   7: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 123 1 0 20 4 30 10 -1`;
const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
// 40000 is 9C40, 50000 is C350.
const ours = row('0100007F:C350', '0100007F:9C40', 1000);

describe('the owner of a connection', () => {
  it('is read from its own row, not from the server’s', () => {
    const table = [
      head,
      ours,
      row('0100007F:9C41', '0100007F:C350', 1),
      row('0100007F:9C40', '0100007F:C350', 1001),
    ].join('\n');
    expect(ownerInTables(table, 40000, 50000)).toBe(1001);
  });
  it('is found where the other end uses IPv6 for the same address', () => {
    const table = [
      ours,
      row('0000000000000000FFFF00000100007F:9C40', '0000000000000000FFFF00000100007F:C350', 1001),
    ].join('\n');
    expect(ownerInTables(table, 40000, 50000)).toBe(1001);
  });
  it('is nobody where only our end shows, and unknown where neither does', () => {
    expect(ownerInTables([head, ours].join('\n'), 40000, 50000)).toBe('nobody');
    expect(ownerInTables(head, 40000, 50000)).toBeUndefined();
    expect(ownerInTables('', 40000, 50000)).toBeUndefined();
  });
  it('lets in the same user and root, and no other', () => {
    const of = (uid: number) => () => [ours, row('0100007F:9C40', '0100007F:C350', uid)].join('\n');
    expect(mayConnect(40000, 50000, 1000, of(1000))).toBe(true);
    expect(mayConnect(40000, 50000, 1000, of(0))).toBe(true);
    expect(mayConnect(40000, 50000, 1000, of(1001))).toBe(false);
    expect(mayConnect(40000, 50000, 1000, () => ours)).toBe(false);
    expect(mayConnect(40000, 50000, 1000, () => '')).toBe(true);
    expect(mayConnect(40000, 50000, 0, of(1001))).toBe(true);
  });
  it.runIf(process.platform === 'linux')('is this user for a connection of our own', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await new Promise((connected) => socket.once('connect', connected));
    const tables = readFileSync('/proc/net/tcp', 'latin1');
    expect(ownerInTables(tables, socket.localPort ?? 0, port)).toBe(process.getuid?.());
    socket.destroy();
    server.close();
  });
});
