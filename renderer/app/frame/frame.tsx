import { type ReactNode, useRef } from 'react';
import { Alerts } from './alerts.tsx';
import css from './frame.module.css';
import { IdleNotice } from './idle-notice.tsx';
import { InspectorNote } from './inspector-note.tsx';
import { Rail } from './rail.tsx';
import { Strip } from './strip.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every page: rail, search, and the strip that says how things are. */
export const Frame = ({ children }: { children: ReactNode }) => {
  const main = useRef<HTMLElement>(null);
  return (
    <div className={css.frame}>
      {/* A button, because an address with a fragment would belong to the router. */}
      <button type="button" className={css.skip} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <Rail />
      <TopBar />
      <div className={css.notes}>
        <IdleNotice />
        <Alerts />
        <InspectorNote />
      </div>
      <main ref={main} id="main" tabIndex={-1} className={css.main}>
        {children}
      </main>
      <Strip />
    </div>
  );
};
