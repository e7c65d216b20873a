import { EventEmitter } from 'node:events';
import { makeCodec } from './codec.ts';

const codec = makeCodec();

/** The other side of a port: another port of this process, or the far end in a page. */
export type PortEnd = { receive(data: string): void; peerClosed(): void };

/** Electron's MessagePortMain. Messages are cloned through text, so nothing is shared by accident. */
export class MessagePortMain extends EventEmitter implements PortEnd {
  peer: PortEnd | undefined;
  #queue: string[] = [];
  #started = false;
  #open = true;
  #moved = false;

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The double sends no ports over ports.');
    if (this.#moved) throw new Error('This port was handed to a page.');
    const data = codec.encode(message);
    if (this.#open) this.peer?.receive(data);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#queue.splice(0)) this.receive(data);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const { peer } = this;
    this.peer = undefined;
    peer?.peerClosed();
  }

  receive(data: string): void {
    if (!this.#started) this.#queue.push(data);
    else
      setImmediate(() => {
        if (this.#open) this.emit('message', { data: codec.decode(data), ports: [] });
      });
  }

  peerClosed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.peer = undefined;
    setImmediate(() => this.emit('close'));
  }

  /** Puts `end` (in a page) where this port was. What was sent to it already goes there. */
  moveTo(end: PortEnd): PortEnd {
    if (this.#moved || this.#started || !(this.peer instanceof MessagePortMain))
      throw new Error('This port cannot be handed to a page.');
    this.#moved = true;
    const { peer } = this;
    peer.peer = end;
    for (const data of this.#queue.splice(0)) end.receive(data);
    return peer;
  }
}

/** Electron's MessageChannelMain. */
export class MessageChannelMain {
  port1 = new MessagePortMain();
  port2 = new MessagePortMain();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
