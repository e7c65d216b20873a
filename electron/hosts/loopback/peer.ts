import { readFileSync } from 'node:fs';

/** Who owns the other end: a user's number, `nobody` where the table should know and does not, or unknown. */
export type Owner = number | 'nobody' | undefined;

/**
 * The user who owns the other end of a connection on 127.0.0.1, by Linux's tables of sockets.
 *
 * @param tables text of `/proc/net/tcp` and `/proc/net/tcp6`: a program may reach an IPv4 address by either
 * @param peerPort port of the other end
 * @param ownPort port of this server
 */
export const ownerInTables = (tables: string, peerPort: number, ownPort: number): Owner => {
  const places = (port: number) => {
    const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    // 127.0.0.1 in the kernel's byte order, little-endian on every machine that Node 24 and Electron support.
    return [`0100007F${suffix}`, `0000000000000000FFFF00000100007F${suffix}`];
  };
  const [peer, own] = [places(peerPort), places(ownPort)];
  let sawOurEnd = false;
  for (const line of tables.split('\n')) {
    const [, local = '', remote = '', , , , , uid = ''] = line.trim().split(/\s+/);
    if (peer.includes(local) && own.includes(remote) && /^\d+$/.test(uid)) return Number(uid);
    if (own.includes(local) && peer.includes(remote)) sawOurEnd = true;
  }
  return sawOurEnd ? 'nobody' : undefined;
};

const readTables = (): string =>
  ['/proc/net/tcp', '/proc/net/tcp6']
    .map((file) => {
      try {
        return readFileSync(file, 'latin1');
      } catch {
        return '';
      }
    })
    .join('\n');

/**
 * Whether a connection may be served by its owner: the same user, or root, who can do anything anyway and whose
 * processes forward ports. On a computer with several users the start address shows in the list of processes; this
 * keeps the others from using it. Where we are root, or the system has no such table, every local connection may.
 */
export const mayConnect = (
  peerPort: number,
  ownPort: number,
  ownUid = process.platform === 'linux' ? process.getuid?.() : undefined,
  read = readTables,
): boolean => {
  if (ownUid === undefined || ownUid === 0) return true;
  const owner = ownerInTables(read(), peerPort, ownPort);
  return owner === undefined || owner === ownUid || owner === 0;
};
