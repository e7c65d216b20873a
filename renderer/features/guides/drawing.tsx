import { useQuery } from '@tanstack/react-query';
import { createElement, type KeyboardEvent, type ReactNode } from 'react';
import type { DrawingNode } from '../../../shared/guides/drawing.ts';
import type { GuideId, Mark } from '../../../shared/guides/guide.ts';
import { guideOf, loadDrawing } from './content.ts';
import css from './drawing.module.css';

/** `stroke-width` is `strokeWidth` to React; what begins with `data-` stays as it is. */
const propName = (attribute: string): string =>
  attribute.startsWith('data-')
    ? attribute
    : attribute.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const propsOf = (attributes: DrawingNode['attributes']): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [propName(name), value]));

/** What makes a numbered place of the drawing a button: it must act on Enter and Space as one. */
type MarkProps = (n: string) => Record<string, unknown>;

const elementOf = (node: DrawingNode | string, markProps: MarkProps): ReactNode => {
  if (typeof node === 'string') return node;
  const mark = node.attributes['data-mark'];
  return createElement(
    node.name,
    { ...propsOf(node.attributes), ...(mark === undefined ? {} : markProps(mark)) },
    ...node.children.map((child) => elementOf(child, markProps)),
  );
};

/** Said by the label instead, so that no tooltip covers what one looks at. */
const isWords = (node: DrawingNode | string): boolean =>
  typeof node !== 'string' && (node.name === 'title' || node.name === 'desc');

type Props = {
  guide: GuideId;
  /** The title stands beside it and is enough. */
  decorative?: boolean;
  /** Makes every numbered place a button. */
  onRead?: ((mark: Mark) => void) | undefined;
};

const buttonsOf =
  (guide: GuideId, onRead: (mark: Mark) => void): MarkProps =>
  (n) => {
    const mark = guideOf(guide).marks.find((each) => String(each.n) === n);
    if (!mark) return {};
    return {
      role: 'button',
      tabIndex: 0,
      'aria-label': `Read here: ${n}, ${mark.label}`,
      onClick: () => onRead(mark),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        // Enter goes on in the form that the drawing may stand in, and Space scrolls.
        event.preventDefault();
        event.stopPropagation();
        onRead(mark);
      },
    };
  };

/**
 * A guide's drawing as elements of the page, so that the theme's colours reach it in light, in dark and on paper. It
 * takes the width it is given, and the same room while its file is on the way.
 */
export const Drawing = ({ guide, decorative = false, onRead }: Props) => {
  const drawing = useQuery({
    queryKey: ['guide-drawing', guide],
    queryFn: () => loadDrawing(guide),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (drawing.isError) {
    return (
      <div className={css.missing}>
        <p>The drawing can’t be shown. The words beside it are complete.</p>
        {decorative ? null : (
          <button type="button" onClick={() => void drawing.refetch()}>
            Try again
          </button>
        )}
      </div>
    );
  }
  if (!drawing.data) return <div className={css.missing} aria-hidden="true" />;
  const { xmlns: _, width: _width, height: _height, ...rest } = drawing.data.attributes;
  const label = { 'aria-label': guideOf(guide).picture };
  return createElement(
    'svg',
    {
      ...propsOf(rest),
      className: css.drawing,
      ...(decorative ? { 'aria-hidden': true } : { role: onRead ? 'group' : 'img', ...label }),
    },
    ...drawing.data.children
      .filter((child) => !isWords(child))
      .map((child) => elementOf(child, onRead ? buttonsOf(guide, onRead) : () => ({}))),
  );
};
