import { useElementSize, useInViewport, useMergedRef } from '@mantine/hooks';
import { useRef } from 'react';
import { PAGE_WIDTHS } from '../../../shared/domain/attachments.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import type { Held } from './held.ts';
import css from './viewer.module.css';
import { filterOf, type Look } from './viewer.tsx';
import { type PageSize, usePages, usePaperPage } from './viewer-bytes.ts';
import { useWheelZoom } from './viewer-stage.ts';

/** A page longer than this many times its width is shown no longer, with its picture in the middle. */
const LONGEST = 30;

/** The smallest picture that is sharp at a width, in CSS pixels, on this screen. */
const pictureWidth = (width: number) => {
  const pixels = width * window.devicePixelRatio;
  return PAGE_WIDTHS.find((one) => one >= pixels) ?? PAGE_WIDTHS[PAGE_WIDTHS.length - 1]!;
};

type PageProps = { sha256: string; n: number; size: PageSize; width: number; turn: number };

/** One page: asked for while it is in view, and its picture let go of when it leaves it. */
const PaperPage = ({ sha256, n, size, width, turn }: PageProps) => {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const lying = turn % 2 === 1;
  const ratio = Math.min(LONGEST, Math.max(1 / LONGEST, lying ? size.width / size.height : size.height / size.width));
  const height = width * ratio;
  const across = lying ? height : width;
  const { url, text, whole, failed } = usePaperPage(sha256, n, pictureWidth(across), inViewport);
  return (
    <div ref={ref} style={{ width }}>
      {whole ? null : (
        <Notice meaning="mind" title="Something on this page can’t be shown here.">
          Save the original to look at it with another program.
        </Notice>
      )}
      <div className={css.sheet} style={{ height }}>
        {url ? (
          <img
            src={url}
            alt={`Page ${n}`}
            draggable={false}
            style={{
              width: across,
              height: lying ? width : height,
              transform: `translate(-50%, -50%) rotate(${turn * 90}deg)`,
            }}
          />
        ) : failed ? (
          <p className={css.lost}>{sentenceOf(failed.error)}</p>
        ) : (
          <p className={`${css.lost} ${css.waiting}`}>Drawing page {n}</p>
        )}
        <div className="unseen">
          <h3>Page {n}</h3>
          <pre>{text}</pre>
        </div>
      </div>
    </div>
  );
};

type Props = {
  evidence: Held<'attachment'>['evidence'];
  look: Look;
  onLook: (change: (now: Look) => Look) => void;
};

/**
 * A paper, page under page, as pictures that the engine made of its pages: it was written by somebody else, and no byte of
 * it comes to this page.
 */
export const PaperStage = ({ evidence, look, onLook }: Props) => {
  const element = useRef<HTMLElement>(null);
  const { ref: measure, width: room } = useElementSize<HTMLElement>();
  const scroller = useMergedRef(element, measure);
  useWheelZoom(element, onLook, true);
  const { pages, error } = usePages(evidence.sha256);
  const width = Math.floor(Math.max(0, Math.min(900, room - 48)) * look.zoom);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={css.pages} tabIndex={0} aria-label="Pages">
      {error ? <Failed error={error} /> : null}
      {!pages && !error ? <Waiting>Opening the pages</Waiting> : null}
      {pages && room > 0 ? (
        <div className={css.stack} style={{ filter: filterOf(look), minWidth: width + 32 }}>
          {pages.map((size, n) => (
            <PaperPage
              // biome-ignore lint/suspicious/noArrayIndexKey: pages are their numbers
              key={n}
              sha256={evidence.sha256}
              n={n + 1}
              size={size}
              width={width}
              turn={look.turn}
            />
          ))}
        </div>
      ) : null}
    </section>
  );
};
