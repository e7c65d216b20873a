import { useEffect, useState } from 'react';
import type { PageWidth } from '../../../shared/domain/attachments.ts';
import { client } from '../../bridge/client.ts';

type Size = 'thumb' | 'screen' | 'close';
/** In points. */
export type PageSize = { width: number; height: number };

/** An address for a picture while it is on the page. It is withdrawn, and the bytes with it, once the page is left. */
export const usePicture = (sha256: string, size: Size, wanted = true): { url: string | undefined; error: unknown } => {
  const [state, setState] = useState<{ url?: string; error?: unknown }>({});
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    let made: string | undefined;
    client.evidence.image({ sha256, size }).then(
      (blob) => {
        if (gone) return;
        made = URL.createObjectURL(blob as Blob);
        setState({ url: made });
      },
      (error: unknown) => {
        if (!gone) setState({ error });
      },
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
      setState({});
    };
  }, [sha256, size, wanted]);
  return { url: state.url, error: state.error };
};

/** The pages of a paper, and how large each is. */
export const usePages = (sha256: string): { pages: readonly PageSize[] | undefined; error: unknown } => {
  const [state, setState] = useState<{ pages?: readonly PageSize[]; error?: unknown }>({});
  useEffect(() => {
    let gone = false;
    client.evidence.paper({ sha256 }).then(
      ({ pages }) => {
        if (!gone) setState({ pages });
      },
      (error: unknown) => {
        if (!gone) setState({ error });
      },
    );
    return () => {
      gone = true;
      setState({});
    };
  }, [sha256]);
  return { pages: state.pages, error: state.error };
};

type Page = { url?: string | undefined; text: string; whole: boolean; failed?: { error: unknown; width: number } };
const NONE: Page = { text: '', whole: true };

/** A page that only flies past is not asked for. */
const PASSING_MS = 60;

/**
 * An address for the picture of a paper's page while it is in view. Of a larger one the picture before stays until it is
 * there. A page that could not be drawn is not asked for again at that size or a larger one: it would take as long.
 */
export const usePaperPage = (sha256: string, page: number, width: PageWidth, inView: boolean): Page => {
  const [state, setState] = useState(NONE);
  const failed = state.failed !== undefined && width >= state.failed.width;
  useEffect(() => {
    if (!inView || failed) return;
    const leaving = new AbortController();
    const ask = async () => {
      try {
        const { picture, text, whole } = await client.evidence.paperPage(
          { sha256, page, width },
          { signal: leaving.signal },
        );
        if (!leaving.signal.aborted) setState({ url: URL.createObjectURL(picture as Blob), text, whole });
      } catch (error) {
        if (!leaving.signal.aborted) setState((now) => ({ ...now, failed: { error, width } }));
      }
    };
    const timer = setTimeout(ask, PASSING_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [sha256, page, width, inView, failed]);
  // Out of view, the picture goes and the words stay.
  useEffect(() => {
    if (!inView) setState((now) => (now.url ? { ...now, url: undefined } : now));
  }, [inView]);
  const { url } = state;
  useEffect(() => (url ? () => URL.revokeObjectURL(url) : undefined), [url]);
  return state;
};
