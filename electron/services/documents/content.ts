import { BYTES_A_UNIT, type Face } from './fonts.ts';

/**
 * A growing run of bytes for one layer of a page's content stream. The table of a long book is hundreds of thousands of
 * short writes; bytes in one reused buffer cost a third of what joining strings did, and leave no garbage.
 */
export type Content = {
  /** ASCII only. */
  ascii(text: string): void;
  raw(bytes: Uint8Array): void;
  /** A number with at most two decimals, and a space. */
  number(value: number): void;
  /** A literal string of glyphs. */
  glyphs(face: Face, text: string): void;
  bytes(): Uint8Array;
  clear(): void;
};

export const makeContent = (): Content => {
  let buffer = new Uint8Array(32_768);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + more));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  const digits = (value: number) => {
    if (value >= 10) digits((value / 10) | 0);
    buffer[length++] = 0x30 + (value % 10);
  };
  return {
    ascii: (text) => {
      reserve(text.length);
      for (let i = 0; i < text.length; i++) buffer[length++] = text.charCodeAt(i);
    },
    raw: (bytes) => {
      reserve(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    number: (value) => {
      reserve(16);
      let hundredths = Math.round(value * 100);
      if (hundredths < 0) {
        buffer[length++] = 0x2d;
        hundredths = -hundredths;
      }
      digits((hundredths / 100) | 0);
      const fraction = hundredths % 100;
      if (fraction > 0) {
        buffer[length++] = 0x2e;
        buffer[length++] = 0x30 + ((fraction / 10) | 0);
        if (fraction % 10 > 0) buffer[length++] = 0x30 + (fraction % 10);
      }
      buffer[length++] = 0x20;
    },
    glyphs: (face, text) => {
      reserve(text.length * BYTES_A_UNIT + 2);
      buffer[length++] = 0x28;
      length = face.write(text, buffer, length);
      buffer[length++] = 0x29;
    },
    bytes: () => buffer.subarray(0, length),
    clear: () => {
      length = 0;
    },
  };
};
