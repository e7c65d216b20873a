import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build } from 'vite';
import { NOTHING_GIVEN } from '../shared/proof/document.ts';

/**
 * Builds out/verifier/rollmark-verifier.html from renderer/verifier: one file with its script and style inside, which asks
 * for nothing else. Its policy names both by their hashes, so that no other script or style can be brought into it.
 *
 * Usage: node scripts/verifier.ts
 */
const root = resolve(import.meta.dirname, '..');
const sources = resolve(root, 'renderer/verifier');
const FILE = resolve(root, 'out/verifier/rollmark-verifier.html');
/** So that it stays what it is: small enough to be read, mailed and kept beside each record. */
const MOST_BYTES = 150_000;

const sourceOf = (hash: string) => `'sha256-${createHash('sha256').update(hash, 'utf8').digest('base64')}'`;

const policyOf = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src ${sourceOf(script)}`,
    `style-src ${sourceOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    // Nothing in the page writes HTML; where the browser can see to it, nothing could.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const bundle = async (): Promise<{ script: string; style: string }> => {
  const built = await build({
    root: sources,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      // Else the style would be put into the page by the script, which its policy forbids.
      cssCodeSplit: false,
      rollupOptions: { input: resolve(sources, 'main.ts'), output: { format: 'iife' } },
    },
  });
  if (!('output' in built)) throw new Error('The verifier was not built as one bundle.');
  const scripts = built.output.filter((part) => part.type === 'chunk').map((part) => part.code);
  const styles = built.output.filter((part) => part.type === 'asset').map((part) => String(part.source));
  const [script, style] = [scripts[0], styles[0]];
  if (!script || !style || scripts.length + styles.length > 2)
    throw new Error('The verifier should be one script and one style.');
  return { script: script.trim(), style: style.trim() };
};

/** Builds it and gives its size in bytes. */
export const buildVerifier = async (): Promise<number> => {
  const { script, style } = await bundle();
  // An HTML parser would end the element there, or turn line ends into others than those that were hashed.
  if (/<\/(?:script|style)|<!--|\r/i.test(script + style))
    throw new Error('The verifier’s script can’t stand in HTML.');
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };
  const parts: Record<string, string> = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policyOf(script, style)}" />`,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    given: NOTHING_GIVEN,
    version,
  };
  const template = readFileSync(resolve(sources, 'verifier.html'), 'utf8').replaceAll('\r\n', '\n');
  const html = template.replace(/<!-- (\w+) -->/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`The verifier’s page has a place for “${name}”, and there is none.`);
    delete parts[name];
    return part;
  });
  const left = Object.keys(parts);
  if (left.length > 0) throw new Error(`The verifier’s page has no place for: ${left.join(', ')}.`);
  const bytes = Buffer.byteLength(html);
  if (bytes > MOST_BYTES) throw new Error(`The verifier has ${bytes} bytes; at most ${MOST_BYTES} are wanted.`);
  mkdirSync(dirname(FILE), { recursive: true });
  // Whole or not at all: a test may read it while a build writes it.
  const fresh = `${FILE}.${process.pid}`;
  writeFileSync(fresh, html);
  renameSync(fresh, FILE);
  return bytes;
};

if (import.meta.main)
  console.log(`out/verifier/rollmark-verifier.html  ${((await buildVerifier()) / 1000).toFixed(1)} kB`);
