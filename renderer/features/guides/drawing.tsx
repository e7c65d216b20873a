import { createElement, type ReactNode } from 'react';
import type { DrawingNode } from '../../../shared/guides/drawing.ts';
import type { ShownGuide } from './content.ts';
import css from './drawing.module.css';

/** `stroke-width` is `strokeWidth` to React; what begins with `data-` stays as it is. */
const propName = (attribute: string): string =>
  attribute.startsWith('data-')
    ? attribute
    : attribute.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const propsOf = (attributes: DrawingNode['attributes']): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [propName(name), value]));

const elementOf = (node: DrawingNode | string): ReactNode =>
  typeof node === 'string' ? node : createElement(node.name, propsOf(node.attributes), ...node.children.map(elementOf));

/** Said by the label instead, so that no tooltip covers what one looks at. */
const isWords = (node: DrawingNode | string): boolean =>
  typeof node !== 'string' && (node.name === 'title' || node.name === 'desc');

/**
 * A guide's drawing as elements of the page, so that the theme's colours reach it in light, in dark and on paper. It
 * takes the width it is given. `decorative`: the title stands beside it and is enough.
 */
export const Drawing = ({
  shown: { guide, drawing },
  decorative = false,
}: {
  shown: ShownGuide;
  decorative?: boolean;
}) => {
  const { xmlns: _, width: _width, height: _height, ...rest } = drawing.attributes;
  return createElement(
    'svg',
    {
      ...propsOf(rest),
      className: css.drawing,
      ...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': guide.picture }),
    },
    ...drawing.children.filter((child) => !isWords(child)).map(elementOf),
  );
};
