import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { appendFileSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';

/**
 * Hears every attempt to leave a network namespace that leads nowhere (see test-offline.ts): names that are looked up,
 * by a resolver that refuses them all, and addresses, by the kernel's own table of the neighbours that did not answer.
 */

/** What a run of the suite without a network found. Kept in a file for the stage of `npm test` that ran it. */
export type Outcome =
  | { ran: true; commit: string; whole: boolean; heard: number; deaf: string[]; attempts: string[] }
  | { ran: false; reason: string };

/** Where the namespace's resolver listens; the set-up writes it into resolv.conf. */
export const RESOLVER = '127.0.0.53';

/** The name and type that a DNS query asks for, or undefined where it is none. */
export const questionIn = (query: Uint8Array): { name: string; type: number } | undefined => {
  const labels: string[] = [];
  let at = 12;
  while (at < query.length && query[at] !== 0) {
    const length = query[at]!;
    if (length > 63 || at + 1 + length >= query.length) return undefined;
    labels.push(Buffer.from(query.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += 1 + length;
  }
  return at + 2 < query.length && labels.length > 0
    ? { name: labels.join('.'), type: query[at + 1]! * 256 + query[at + 2]! }
    : undefined;
};

/** The kernel's own chatter of IPv6, which no program sends: reports of groups, and questions for a neighbour. */
const isKernels = (address: string): boolean => /^ff02::(1|2|16|1:ff[\da-f:]+)$/.test(address);

/**
 * The addresses that somebody tried to reach, from `ip neigh show nud all`: whoever sends to an address of a link is
 * first asked for its neighbour, whatever the protocol and the port, and nobody answers here.
 */
export const neighboursIn = (table: string, device: string): string[] =>
  table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([address, , dev]) => address && dev === device && !isKernels(address))
    .map(([address]) => address!);

/** An address of `/proc/net/tcp` or `tcp6` as people write it. The kernel prints words of four bytes, lowest first. */
const readable = (hex: string): string => {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  return bytes.length === 4
    ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
    : (bytes.join('').match(/.{4}/g) ?? []).join(':');
};

/** Connections that wait for an answer, with the number by which their owner is found. Those to this machine are left out. */
export const waitingIn = (table: string): { to: string; inode: string }[] =>
  table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === '02')
    .map(([, , remote = '', , , , , , , inode = '']) => {
      const [address = '', port = ''] = remote.split(':');
      return { to: `${readable(address)} port ${Number.parseInt(port, 16)}`, inode };
    })
    .filter(({ to }) => !/^127\.|^0000:0000:0000:0000:0000:(0000:0000:0001|ffff:7f)/.test(to));

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** The process that holds a socket, by the socket's number; a look through every process, so only where there is one to find. */
const holderOf = (inode: string | undefined): string => {
  for (const pid of inode ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [])
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`))
        if (readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`) return described(pid);
    } catch {
      // It has ended in the meantime.
    }
  return 'a process that has ended';
};

/** A process with what tells it from others like it: the profile or the file that it, or who started it, was started with. */
const described = (pid: string): string => {
  const name = textOf(`/proc/${pid}/comm`).trim();
  for (let at = pid; Number(at) > 1; at = /^PPid:\s*(\d+)$/m.exec(textOf(`/proc/${at}/status`))?.[1] ?? '') {
    const told = textOf(`/proc/${at}/cmdline`)
      .split('\0')
      .find((argument) => /^--user-data-dir=|\.(js|mjs|ts)$/.test(argument));
    if (told) return `${name} ${pid} of ${told}`;
  }
  return `${name} ${pid}`;
};

/** The socket of this machine that sent a datagram from a port, by the kernel's table. */
const senderOf = (port: number): string | undefined => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return textOf('/proc/net/udp')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, local]) => local?.endsWith(suffix))?.[9];
};

export type OutgoingLog = {
  /** What was tried since the start or {@link OutgoingLog.forget}, each once, in the order it was seen. */
  attempts(): string[];
  /** Looks once more, now. */
  look(): void;
  /** Empties the log and the kernel's table. */
  forget(): void;
  stop(): void;
};

/**
 * Starts to listen. Each attempt is a line of the file, and of the error output as it happens.
 *
 * @param file the log; emptied first
 * @param device the link on which everything would leave
 */
export const listenForOutgoing = async (file: string, device: string): Promise<OutgoingLog> => {
  let seen = new Set<string>();
  writeFileSync(file, '');
  const note = (what: string, by?: () => string): void => {
    if (seen.has(what)) return;
    seen.add(what);
    const line = `${new Date().toISOString()} ${what}${by ? `, by ${by()}` : ''}\n`;
    appendFileSync(file, line);
    process.stderr.write(`OUTGOING ${line}`);
  };
  const look = (): void => {
    for (const table of ['/proc/net/tcp', '/proc/net/tcp6'])
      for (const { to, inode } of waitingIn(textOf(table))) note(`connection to ${to}`, () => holderOf(inode));
  };
  const lookAtNeighbours = (): void => {
    const { stdout } = spawnSync('ip', ['neigh', 'show', 'nud', 'all', 'dev', device], { encoding: 'utf8' });
    // With a device named, `ip` leaves it out of its lines.
    for (const address of neighboursIn(stdout.replace(/^(\S+)/gm, `$1 dev ${device}`), device))
      note(`packet for ${address}`);
  };

  const resolver = createSocket('udp4');
  resolver.on('message', (query, from) => {
    const question = questionIn(query);
    note(question ? `look-up of ${question.name} (type ${question.type})` : 'a look-up that is none', () =>
      holderOf(senderOf(from.port)),
    );
    if (query.length < 12) return;
    const refusal = Buffer.from(query);
    refusal[2] = 0x81;
    refusal[3] = 0x85;
    resolver.send(refusal, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    resolver.once('error', reject);
    resolver.bind(53, RESOLVER, resolve);
  });
  const often = setInterval(look, 50);
  const now = setInterval(lookAtNeighbours, 1000);

  return {
    attempts: () => [...seen],
    look: () => {
      look();
      lookAtNeighbours();
    },
    forget: () => {
      spawnSync('ip', ['neigh', 'flush', 'nud', 'all', 'dev', device]);
      seen = new Set();
      writeFileSync(file, '');
    },
    stop: () => {
      clearInterval(often);
      clearInterval(now);
      resolver.close();
    },
  };
};
