/** The one thing of Vite's that the main process uses; `vite/client` would bring the browser's types along. */
interface ImportMeta {
  glob<T>(pattern: string, options: { query: string; import: string; eager: true }): Record<string, T>;
}
