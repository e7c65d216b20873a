/** The part of libheif's WebAssembly build that is used here; the package declares none of it. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  type HeifImage = {
    get_width(): number;
    get_height(): number;
    is_primary(): boolean;
    /** Calls back with the same object, filled; with null where it can't be unpacked. */
    display(
      into: { data: Uint8ClampedArray; width: number; height: number },
      done: (filled: object | null) => void,
    ): void;
  };
  const makeLibheif: () => { HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] } };
  export default makeLibheif;
}
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown;
}
