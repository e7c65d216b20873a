import { useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { isGuideId } from '../../../shared/guides/guide.ts';
import { aloneGuideOf } from './alone-path.ts';
import { guideOf, SHIPPED } from './content.ts';
import { Drawing } from './drawing.tsx';
import css from './guides.module.css';
import { Marks } from './marks.tsx';

const LOOK_EVERY_MS = 1000;

/** A window that was opened by the app's own goes with it. One that somebody opened by its address stays. */
const useGoWithOpener = (): void =>
  useEffect(() => {
    const opener: Window | null = window.opener;
    if (opener === null) return undefined;
    const timer = setInterval(() => {
      if (opener.closed) window.close();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

/**
 * One guide by itself, as the ordinary window of the loopback host shows it beside the entry form. It shows what is
 * shipped, asks nothing of the engine, and knows of no ledger.
 */
export const GuideAlone = () => {
  const [location] = useHashLocation();
  useGoWithOpener();
  const id = aloneGuideOf(location);
  const guide = id !== undefined && isGuideId(id) && SHIPPED.includes(id) ? guideOf(id) : undefined;
  const title = guide?.title ?? 'There is no such guide';
  useEffect(() => {
    document.title = `${title} - Rollmark`;
  }, [title]);
  return (
    <main className={css.alone}>
      <h1>{title}</h1>
      {guide ? (
        <>
          <p>{guide.where}</p>
          <Drawing guide={guide.id} />
          <h2>The numbers on it</h2>
          <Marks guide={guide} />
        </>
      ) : (
        <p>Close this window and open the guide again.</p>
      )}
    </main>
  );
};
