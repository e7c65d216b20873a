import type { z } from 'zod';

/** Stands in each of the texts, to be found again wherever it went. */
export const MARK = 'ZQHOSTILE';

/** Text that wants to be something else: markup, a formula, a command to the terminal, an order to turn the line around. */
export const HOSTILE: Readonly<Record<string, string>> = {
  script: `<script>window.${MARK}=1</script>`,
  image: `"><img src=x onerror="window.${MARK}=1">`,
  template: `{{${MARK}}}\${${MARK}}%s%n`,
  statement: `'); DROP TABLE entry; -- ${MARK}`,
  'formula with =': `=HYPERLINK("http://x.example","${MARK}")`,
  'formula with +': `+1+cmd|' /C calc'!${MARK}`,
  'formula with -': `-2+3+${MARK}`,
  'formula with @': `@SUM(${MARK})`,
  'a tab first': `\t=${MARK}`,
  'a carriage return first': `\r=${MARK}`,
  nul: `${MARK}\u0000tail`,
  escape: `${MARK}\u001b[2J\u0007`,
  'right-to-left override': `${MARK}\u202E21-XAM`,
  isolate: `${MARK}\u2066x\u2069`,
  'half a pair': `${MARK}\uD800`,
  'zero width': `${MARK}\u200Bx\uFEFF`,
  'a megabyte': MARK.repeat(Math.ceil(1_048_576 / MARK.length)),
};
/** What no answer may hold: a terminal, a log or a page would do as it says. */
export const UNSEEN = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

export type Path = readonly (string | number)[];
export type Input = Record<string, unknown>;

/** Where `schema` takes a text, as paths into an input like `base`, whose kind decides between shapes. */
export const textsOf = (schema: z.ZodType, base: unknown, path: Path = []): Path[] => {
  // biome-ignore lint/suspicious/noExplicitAny: zod has no type for a definition whose kind is not known yet
  const def = schema.def as any;
  const child = (key: string | number): unknown => (base as Record<string | number, unknown> | undefined)?.[key];
  switch (def.type) {
    case 'string':
      return [path];
    case 'optional':
    case 'default':
    case 'nullable':
      return textsOf(def.innerType, base, path);
    case 'object':
      return Object.entries<z.ZodType>(def.shape).flatMap(([key, inner]) => textsOf(inner, child(key), [...path, key]));
    case 'array':
      return textsOf(def.element, child(0), [...path, 0]);
    case 'record':
      return def.keyType.def.type === 'enum'
        ? Object.values<string>(def.keyType.def.entries).flatMap((key) =>
            textsOf(def.valueType, child(key), [...path, key]),
          )
        : Object.keys((base ?? {}) as Input).flatMap((key) => textsOf(def.valueType, child(key), [...path, key]));
    case 'union': {
      const fits = def.options.find((option: z.ZodType) => option.safeParse(base).success);
      if (!fits) throw new Error(`No shape of the union fits at ${path.join('.')}`);
      return textsOf(fits, base, path);
    }
    case 'enum':
    case 'literal':
    case 'number':
    case 'boolean':
    case 'custom':
      return [];
    default:
      throw new Error(`A kind of input that this test does not know: ${def.type}`);
  }
};
/** `base` with `text` at a path of {@link textsOf}. Another item of a list that is there is left as it is. */
export const withText = (base: unknown, [key, ...rest]: Path, text: string): unknown => {
  if (key === undefined) return text;
  if (typeof key === 'number') {
    const list = (base ?? []) as unknown[];
    return [withText(list[0], rest, text), ...list.slice(1)];
  }
  const object = (base ?? {}) as Input;
  return { ...object, [key]: withText(object[key], rest, text) };
};
