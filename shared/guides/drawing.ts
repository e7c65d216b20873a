/**
 * Reads a guide's drawing into plain data, so that the page can show it as its own elements: that way the theme's
 * colours reach it, and no text is ever handed to the browser as markup. Only what a drawing needs is let through:
 * shapes, groups, text and the attributes below. A script, a style, a link or a reference is an error.
 */

export type DrawingNode = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (DrawingNode | string)[];
};

const ELEMENTS = new Set(['svg', 'title', 'desc', 'g', 'path', 'circle', 'ellipse', 'text']);

const ATTRIBUTES = new Set([
  ...['xmlns', 'viewBox', 'width', 'height', 'data-part', 'data-mark'],
  ...['d', 'cx', 'cy', 'r', 'rx', 'ry', 'x', 'y', 'transform'],
  ...['fill', 'fill-rule', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...['stroke-linecap', 'stroke-linejoin', 'font-family', 'font-size', 'font-weight', 'text-anchor'],
]);

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Colours are the theme's variables with a fallback for where the drawing stands alone, or nothing. */
const COLOUR = /^(none|var\(--guide-[a-z-]+, #[0-9a-f]{6}\))$/;
const PLAIN_VALUE = /^[^<>&:;@\\]*$/;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const TAG = /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z-]+="[^"]*")*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;
const COMMENT = /<!--(?:(?!--)[\s\S])*-->/y;
const ATTRIBUTE = /([a-zA-Z-]+)="([^"]*)"/g;

const plainText = (text: string): string =>
  text.replace(/&([a-z]*);?/g, (whole, name: string) => {
    const sign = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (sign === undefined) throw new Error(`A drawing may not hold “${whole}”.`);
    return sign;
  });

const attributesOf = (element: string, text: string): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(name)) throw new Error(`A drawing's <${element}> may not have “${name}”.`);
    const fits =
      name === 'xmlns'
        ? value === NAMESPACE
        : name === 'fill' || name === 'stroke'
          ? COLOUR.test(value)
          : PLAIN_VALUE.test(value) && !/url\s*\(/i.test(value);
    if (!fits) throw new Error(`A drawing's <${element}> may not have ${name}="${value.slice(0, 40)}".`);
    attributes[name] = value;
  }
  return attributes;
};

/**
 * @param svg the text of a `drawing.svg`
 * @returns its `svg` element
 * @throws on anything that is not a plain drawing, naming it
 */
export const readDrawing = (svg: string): DrawingNode => {
  type Open = { name: string; attributes: Record<string, string>; children: (DrawingNode | string)[] };
  const top: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [top];
  const sticky = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(svg);
  };
  let at = 0;
  while (at < svg.length) {
    const inner = open.at(-1)!;
    const comment = sticky(COMMENT, at);
    const tag = comment ? null : sticky(TAG, at);
    const text = comment || tag ? null : sticky(TEXT, at);
    const found = comment ?? tag ?? text;
    if (!found) throw new Error(`The drawing cannot be read at “${svg.slice(at, at + 40)}”.`);
    at += found[0].length;
    if (text && text[0].trim() !== '') {
      if (inner === top || !['title', 'desc', 'text'].includes(inner.name)) {
        throw new Error(`The drawing has stray text: “${text[0].trim().slice(0, 40)}”.`);
      }
      inner.children.push(plainText(text[0]));
    }
    if (!tag) continue;
    const [, closing, name = '', attributes = '', single] = tag;
    if (closing) {
      if (open.length < 2 || inner.name !== name) throw new Error(`The drawing closes <${name}> out of turn.`);
      open.pop();
      continue;
    }
    if (!ELEMENTS.has(name)) throw new Error(`A drawing may not have a <${name}>.`);
    if ((name === 'svg') !== (inner === top)) throw new Error('A drawing is one <svg>.');
    const element: Open = { name, attributes: attributesOf(name, attributes), children: [] };
    inner.children.push(element);
    if (!single) open.push(element);
  }
  const [root] = top.children;
  if (open.length !== 1 || top.children.length !== 1 || !root || typeof root === 'string') {
    throw new Error('A drawing is one whole <svg>.');
  }
  return root;
};

const textOf = (node: DrawingNode | string): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('');

/** The leaders of a drawing: the number a leader stands for, and the number it shows. */
export const leadersIn = (node: DrawingNode): { mark: string; shown: string }[] => {
  const mark = node.attributes['data-mark'];
  if (mark !== undefined) return [{ mark, shown: textOf(node) }];
  return node.children.flatMap((child) => (typeof child === 'string' ? [] : leadersIn(child)));
};
