import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { ZoomInIcon, ZoomOutIcon } from '../../ui/icons.ts';
import { Failed, Waiting } from '../../ui/states.tsx';
import { drawPage, openPdf, type PDFDocumentProxy, SCREEN_SCALE, textOf } from './pdf.ts';
import css from './reports.module.css';

const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3] as const;
const GAP = 16;

/** One page: drawn when it comes into view, at the sharpness of the screen. */
const PageImage = ({
  pdf,
  index,
  width,
  height,
}: {
  pdf: PDFDocumentProxy;
  index: number;
  width: number;
  height: number;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    let gone = false;
    let cancel = () => {};
    // A page that only flies past is not drawn.
    const timer = setTimeout(async () => {
      const page = await pdf.getPage(index + 1);
      if (gone || !canvas.current) return;
      const scale = (width / page.getViewport({ scale: 1 }).width) * window.devicePixelRatio;
      const task = drawPage(page, canvas.current, scale);
      cancel = task.cancel;
      // A cancelled drawing rejects; there is then nothing left to show it on.
      await task.promise.catch(() => undefined);
      if (!gone) setText(await textOf(page).catch(() => ''));
    }, 40);
    return () => {
      gone = true;
      clearTimeout(timer);
      cancel();
    };
  }, [pdf, index, width]);
  return (
    <>
      <canvas ref={canvas} className={css.page} style={{ width, height }} />
      <div className="unseen">
        <h3>Page {index + 1}</h3>
        <pre>{text}</pre>
      </div>
    </>
  );
};

const Pages = ({ pdf, name }: { pdf: PDFDocumentProxy; name: string }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measure, width: room } = useElementSize();
  const [zoom, setZoom] = useState<number>();
  const size = useQuery({
    queryKey: ['pdf-size', name, pdf.fingerprints[0]],
    queryFn: async () => {
      const { width, height } = (await pdf.getPage(1)).getViewport({ scale: SCREEN_SCALE });
      return { width, height };
    },
    gcTime: 0,
  });
  // At first a page is as wide as the room allows, but never larger than life.
  const fit = size.data && room > 0 ? Math.min(1.25, (room - 2 * GAP) / size.data.width) : undefined;
  const scale = zoom ?? fit;
  const width = Math.floor((size.data?.width ?? 0) * (scale ?? 0));
  const height = Math.floor((size.data?.height ?? 0) * (scale ?? 0));
  const pages = useVirtualizer({
    count: scale ? pdf.numPages : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => height + GAP,
    overscan: 1,
    paddingStart: GAP,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what changes the places of all pages
  useEffect(() => pages.measure(), [height]);
  const items = pages.getVirtualItems();
  const middle = (scroller.current?.scrollTop ?? 0) + (scroller.current?.clientHeight ?? 0) / 2;
  const here = items.find((item) => item.end > middle) ?? items[0];
  const step = (up: boolean) => {
    const now = scale ?? 1;
    const next = up ? ZOOMS.find((z) => z > now + 0.01) : [...ZOOMS].reverse().find((z) => z < now - 0.01);
    if (next) setZoom(next);
  };
  return (
    <>
      <div className={css.bar}>
        <span className="nums" role="status">
          Page {here ? (here.index + 1).toLocaleString('en-US') : 1} of {pdf.numPages.toLocaleString('en-US')}
        </span>
        <span className={css.zoom}>
          <ActionIcon variant="default" size="md" aria-label="Smaller" onClick={() => step(false)}>
            <ZoomOutIcon size={18} stroke={1.5} />
          </ActionIcon>
          <button type="button" className={css.percent} onClick={() => setZoom(undefined)} title="Fit the width">
            <span className="unseen">Fit the width; now </span>
            {Math.round((scale ?? 1) * 100)} %
          </button>
          <ActionIcon variant="default" size="md" aria-label="Larger" onClick={() => step(true)}>
            <ZoomInIcon size={18} stroke={1.5} />
          </ActionIcon>
        </span>
      </div>
      <div ref={measure} className={css.room}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section ref={scroller} className={css.pages} tabIndex={0} aria-label="Pages">
          <div className={css.stack} style={{ height: pages.getTotalSize(), minWidth: width + 2 * GAP }}>
            {items.map((item) => (
              <div key={item.key} className={css.sheet} style={{ transform: `translateY(${item.start}px)` }}>
                <PageImage pdf={pdf} index={item.index} width={width} height={height} />
              </div>
            ))}
          </div>
        </section>
      </div>
    </>
  );
};

/** A made document, page by page as it will print. */
export const Preview = ({ token, name }: { token: string; name: string }) => {
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | undefined;
    openPdf(token).then(
      (document) => {
        opened = document;
        if (gone) void document.loadingTask.destroy();
        else setPdf(document);
      },
      (failure) => {
        if (!gone) setError(failure);
      },
    );
    return () => {
      gone = true;
      void opened?.loadingTask.destroy();
    };
  }, [token]);
  if (error) return <Failed error={error} />;
  if (!pdf) return <Waiting>Opening the pages</Waiting>;
  return <Pages pdf={pdf} name={name} />;
};
