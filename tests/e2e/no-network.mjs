// Preloaded into the app's process and its engine's worker: says so when anything reaches beyond this computer.

import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

const say = (what) => process.stderr.write(`OUTGOING ${what}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof options === 'object' ? (options.host ?? (options.path ? '127.0.0.1' : 'localhost')) : args[1];
  if (host && !['127.0.0.1', '::1', 'localhost'].includes(host)) say(`connection to ${host}`);
  return connect.apply(this, args);
};
const lookup = dns.lookup;
dns.lookup = (name, ...rest) => {
  if (name && name !== 'localhost' && net.isIP(name) === 0) say(`lookup of ${name}`);
  return lookup(name, ...rest);
};
dgram.Socket.prototype.send = () => say('datagram');
