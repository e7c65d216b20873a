import { useElementSize, useInViewport, useMergedRef } from '@mantine/hooks';
import { getDocument } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { Failed, Waiting } from '../../ui/states.tsx';
// Its import also says where the library's worker is.
import { type PDFDocumentProxy, type PDFPageProxy, textOf } from '../reports/pdf.ts';
import type { Held } from './held.ts';
import css from './viewer.module.css';
import { filterOf, type Look } from './viewer.tsx';
import { paperOf } from './viewer-bytes.ts';
import { useWheelZoom } from './viewer-stage.ts';

/** A canvas larger than this is not made by every browser; beyond it the page is drawn less sharp. */
const MOST_CANVAS = 16_000_000;

/** One page, drawn while it is in view and let go of when it leaves it. */
const PaperPage = ({ pdf, n, width, turn }: { pdf: PDFDocumentProxy; n: number; width: number; turn: number }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const [page, setPage] = useState<PDFPageProxy>();
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!inViewport || page) return;
    let gone = false;
    pdf.getPage(n).then(
      async (got) => {
        if (gone) return;
        setPage(got);
        setText(await textOf(got).catch(() => ''));
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [pdf, n, inViewport, page]);
  const size = page?.getViewport({ scale: 1, rotation: (page.rotate + turn * 90) % 360 });
  const height = size ? (width * size.height) / size.width : width * 1.3;
  useEffect(() => {
    const element = canvas.current;
    if (!inViewport || !page || !element) return;
    const rotation = (page.rotate + turn * 90) % 360;
    const plain = page.getViewport({ scale: 1, rotation });
    const sharp = (width / plain.width) * window.devicePixelRatio;
    const scale = Math.min(sharp, Math.sqrt(MOST_CANVAS / (plain.width * plain.height)));
    const viewport = page.getViewport({ scale, rotation });
    element.width = Math.floor(viewport.width);
    element.height = Math.floor(viewport.height);
    const task = page.render({ canvas: element, viewport });
    // A cancelled drawing rejects; there is then nothing left to show it on.
    task.promise.catch(() => undefined);
    return () => {
      task.cancel();
      element.width = 0;
    };
  }, [page, inViewport, width, turn]);
  return (
    <div ref={ref} className={css.sheet} style={{ width, height }}>
      {failed ? <p className={css.lost}>Page {n} can’t be shown.</p> : <canvas ref={canvas} />}
      <div className="unseen">
        <h3>Page {n}</h3>
        <pre>{text}</pre>
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
 * A PDF, page under page. It was written by somebody else: no script of it is run, none of its links is followed, and
 * nothing that it names is fetched.
 */
const PaperStage = ({ evidence, look, onLook }: Props) => {
  const element = useRef<HTMLElement>(null);
  const { ref: measure, width: room } = useElementSize<HTMLElement>();
  const scroller = useMergedRef(element, measure);
  useWheelZoom(element, onLook, true);
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    let close = () => {};
    const open = async () => {
      const data = new Uint8Array(await (await paperOf(evidence.sha256)).arrayBuffer());
      if (gone) return;
      const task = getDocument({ data, useWasm: false, useWorkerFetch: false, useSystemFonts: true, verbosity: 0 });
      close = () => void task.destroy();
      const opened = await task.promise;
      if (!gone) setPdf(opened);
    };
    open().catch((failure: unknown) => {
      if (!gone) setError(failure);
    });
    return () => {
      gone = true;
      close();
    };
  }, [evidence.sha256]);
  const width = Math.floor(Math.max(0, Math.min(900, room - 48)) * look.zoom);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} className={css.pages} tabIndex={0} aria-label="Pages">
      {error ? <Failed error={error} /> : null}
      {!pdf && !error ? <Waiting>Opening the pages</Waiting> : null}
      {pdf && room > 0 ? (
        <div className={css.stack} style={{ filter: filterOf(look), minWidth: width + 32 }}>
          {Array.from({ length: pdf.numPages }, (_, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pages are their numbers
            <PaperPage key={n} pdf={pdf} n={n + 1} width={width} turn={look.turn} />
          ))}
        </div>
      ) : null}
    </section>
  );
};
export default PaperStage;
