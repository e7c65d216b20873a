/**
 * Structured clone over text, for what crosses between the page and the process: IPC arguments and port messages. It
 * knows the types that Electron's own cloning knows and this app might send; for the rest it throws as Electron does.
 *
 * The function is also run in the page, from its source, so it may use nothing from outside itself.
 */
export type Codec = { encode(value: unknown): string; decode(text: string): unknown };

export const makeCodec = (): Codec => {
  type Tagged = { t: string; v?: unknown; n?: string };
  const bytesToText = (bytes: Uint8Array): string => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
  };
  const textToBytes = (text: string): Uint8Array<ArrayBuffer> => {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  };
  const VIEWS: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Uint8Array,
    Uint8ClampedArray,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
    DataView,
  };

  const pack = (value: unknown, above: readonly object[]): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return { t: 'undefined' };
    if (typeof value === 'number') return Number.isFinite(value) ? value : { t: 'number', v: String(value) };
    if (typeof value === 'bigint') return { t: 'bigint', v: String(value) };
    if (typeof value !== 'object' || above.includes(value)) throw new Error('An object could not be cloned.');
    const inside = [...above, value];
    if (Array.isArray(value)) return value.map((each) => pack(each, inside));
    if (value instanceof ArrayBuffer) return { t: 'buffer', v: bytesToText(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const name = Object.keys(VIEWS).find((known) => value instanceof VIEWS[known]!);
      if (name === undefined) throw new Error('An object could not be cloned.');
      return { t: 'view', n: name, v: bytesToText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    if (value instanceof Date) return { t: 'date', v: value.getTime() };
    if (value instanceof RegExp) return { t: 'regexp', n: value.flags, v: value.source };
    if (value instanceof Map) return { t: 'map', v: [...value].map((pair) => pack(pair, inside)) };
    if (value instanceof Set) return { t: 'set', v: [...value].map((each) => pack(each, inside)) };
    if (value instanceof Error) return { t: 'error', n: value.name, v: [value.message, value.stack ?? ''] };
    if (Object.prototype.toString.call(value) !== '[object Object]') throw new Error('An object could not be cloned.');
    return { t: 'object', v: Object.entries(value).map(([key, each]) => [key, pack(each, inside)]) };
  };

  const unpack = (packed: unknown): unknown => {
    if (Array.isArray(packed)) return packed.map(unpack);
    if (typeof packed !== 'object' || packed === null) return packed;
    const { t, v, n = '' } = packed as Tagged;
    switch (t) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(v);
      case 'bigint':
        return BigInt(v as string);
      case 'buffer':
        return textToBytes(v as string).buffer;
      case 'view':
        return new VIEWS[n]!(textToBytes(v as string).buffer);
      case 'date':
        return new Date(v as number);
      case 'regexp':
        return new RegExp(v as string, n);
      case 'map':
        return new Map((v as unknown[]).map((pair) => unpack(pair) as [unknown, unknown]));
      case 'set':
        return new Set((v as unknown[]).map(unpack));
      case 'error': {
        const [message, stack] = v as [string, string];
        return Object.assign(new Error(message), { name: n, stack });
      }
      default:
        return Object.fromEntries((v as [string, unknown][]).map(([key, each]) => [key, unpack(each)]));
    }
  };

  return { encode: (value) => JSON.stringify(pack(value, [])), decode: (text) => unpack(JSON.parse(text)) };
};
