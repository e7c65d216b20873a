import PDFDocument from 'pdfkit';
import type { DrawingNode } from '../../../shared/guides/drawing.ts';
import type { Content } from './content.ts';
import type { Face } from './fonts.ts';

/**
 * Writes a guide's drawing into a page's content stream: shapes stay shapes, so that the print is sharp at any size. What
 * a drawing may hold is a short list (shared/guides/drawing.ts); nothing else gets here.
 */

/** The drawing's colours on white paper; the same as the page's own when it is printed (drawing.module.css). */
const PAPER: Readonly<Record<string, string>> = {
  '--guide-ink': '#000000',
  '--guide-light': '#f3f0ea',
  '--guide-dark': '#cdc7bc',
  '--guide-paper': '#ffffff',
  '--guide-accent': '#2c4a6e',
  '--guide-on-accent': '#ffffff',
  '--guide-quiet': '#55504a',
  '--guide-hole': '#000000',
};

/** What an element hands down to those in it, with SVG's initial values. */
const INITIAL: Readonly<Record<string, string>> = {
  fill: 'var(--guide-ink, #2b2a28)',
  stroke: 'none',
  'stroke-width': '1',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-dasharray': 'none',
  'stroke-opacity': '1',
  'fill-opacity': '1',
  'fill-rule': 'nonzero',
  'font-size': '16',
  'text-anchor': 'start',
};

const CAPS: Readonly<Record<string, number>> = { butt: 0, round: 1, square: 2 };
const JOINS: Readonly<Record<string, number>> = { miter: 0, round: 1, bevel: 2 };

const fine = (value: number): string => String(Math.round(value * 1000) / 1000);
const numbersIn = (text: string): number[] => (text.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/gi) ?? []).map(Number);

/** `r g b` from 0 to 1, or undefined for none. Opacity is mixed with the paper: print knows no see-through. */
const colourOf = (paint: string, opacity: number): string | undefined => {
  const [, name = '', fallback = ''] = /^var\((--[a-z-]+), (#[0-9a-f]{6})\)$/.exec(paint) ?? [];
  const hex = PAPER[name] ?? fallback;
  if (hex === '') return undefined;
  return [1, 3, 5]
    .map((at) => fine((Number.parseInt(hex.slice(at, at + 2), 16) / 255) * opacity + 1 - opacity))
    .join(' ');
};

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The matrices of a `transform`, each as PDF's `cm` takes it. Throws on a kind that no drawing uses. */
const matricesOf = (transform: string): number[][] =>
  [...transform.matchAll(/([a-zA-Z]+)\s*\(([^)]*)\)/g)].flatMap(([, kind, inner = '']) => {
    const [a = 0, b, c, d, e, f] = numbersIn(inner);
    if (kind === 'translate') return [[1, 0, 0, 1, a, b ?? 0]];
    if (kind === 'scale') return [[a, 0, 0, b ?? a, 0, 0]];
    if (kind === 'matrix') return [[a, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0]];
    if (kind === 'rotate') {
      const [x, y] = [b ?? 0, c ?? 0];
      const turned = [Math.cos(radians(a)), Math.sin(radians(a)), -Math.sin(radians(a)), Math.cos(radians(a)), 0, 0];
      return x === 0 && y === 0 ? [turned] : [[1, 0, 0, 1, x, y], turned, [1, 0, 0, 1, -x, -y]];
    }
    throw new Error(`A drawing's transform “${kind}” cannot be printed.`);
  });

/** PDFKit reads SVG's paths, arcs and all; its operators are caught here instead of on a page of its own. */
const makePen = () => {
  const operators: string[] = [];
  const pen = new PDFDocument({ autoFirstPage: false, font: null as unknown as string });
  (pen as unknown as { addContent(text: string): unknown }).addContent = (text) => {
    operators.push(text);
    return pen;
  };
  return {
    shapeOf: ({ name, attributes }: DrawingNode): string => {
      operators.length = 0;
      const at = (key: string) => Number(attributes[key] ?? 0);
      if (name === 'path') pen.path(attributes.d ?? '');
      else if (name === 'circle') pen.circle(at('cx'), at('cy'), at('r'));
      else pen.ellipse(at('cx'), at('cy'), at('rx'), at('ry'));
      return operators.join('\n');
    },
    end: () => pen.destroy(),
  };
};

/**
 * Writes the drawing with its upper left corner at x, y and the given width, on a page whose y grows downwards.
 *
 * @param face for the numbers of the leaders
 */
export const writeDrawing = (
  out: Content,
  drawing: DrawingNode,
  face: Face,
  place: { x: number; y: number; width: number },
): { height: number } => {
  const [left = 0, top = 0, width = 1, height = 1] = numbersIn(drawing.attributes.viewBox ?? '');
  const scale = place.width / width;
  const pen = makePen();

  const writeText = (node: DrawingNode, style: Readonly<Record<string, string>>, fill: string) => {
    const text = node.children
      .filter((child) => typeof child === 'string')
      .join('')
      .trim();
    const size = Number.parseFloat(style['font-size']!);
    const wide = (face.width(text) * size) / 1000;
    const shift = style['text-anchor'] === 'middle' ? wide / 2 : style['text-anchor'] === 'end' ? wide : 0;
    out.ascii(`BT ${fill} rg /${face.id} ${fine(size)} Tf 1 0 0 -1 `);
    out.ascii(`${fine(Number(node.attributes.x ?? 0) - shift)} ${fine(Number(node.attributes.y ?? 0))} Tm `);
    out.glyphs(face, text);
    out.ascii(' Tj ET\n');
  };

  const write = (node: DrawingNode, inherited: Readonly<Record<string, string>>): void => {
    if (node.name === 'title' || node.name === 'desc') return;
    const style = { ...inherited, ...node.attributes };
    const { transform } = node.attributes;
    if (transform) {
      out.ascii('q\n');
      for (const matrix of matricesOf(transform)) out.ascii(`${matrix.map(fine).join(' ')} cm\n`);
    }
    const fill = colourOf(style.fill!, Number(style['fill-opacity']));
    const stroke = colourOf(style.stroke!, Number(style['stroke-opacity']));
    if (node.name === 'g' || node.name === 'svg') {
      for (const child of node.children) if (typeof child !== 'string') write(child, style);
    } else if (node.name === 'text') {
      if (fill) writeText(node, style, fill);
    } else if (fill || stroke) {
      if (fill) out.ascii(`${fill} rg\n`);
      if (stroke) {
        const dashes = numbersIn(style['stroke-dasharray']!);
        out.ascii(`${stroke} RG ${fine(Number(style['stroke-width']))} w [${dashes.map(fine).join(' ')}] 0 d `);
        out.ascii(`${CAPS[style['stroke-linecap']!] ?? 0} J ${JOINS[style['stroke-linejoin']!] ?? 0} j\n`);
      }
      const star = fill && style['fill-rule'] === 'evenodd' ? '*' : '';
      out.ascii(`${pen.shapeOf(node)}\n${fill && stroke ? 'B' : fill ? 'f' : 'S'}${star}\n`);
    }
    if (transform) out.ascii('Q\n');
  };

  // SVG's miter limit; PDF's own is 10.
  out.ascii(
    `q ${fine(scale)} 0 0 ${fine(scale)} ${fine(place.x - left * scale)} ${fine(place.y - top * scale)} cm 4 M\n`,
  );
  write(drawing, INITIAL);
  out.ascii('Q\n');
  pen.end();
  return { height: height * scale };
};
