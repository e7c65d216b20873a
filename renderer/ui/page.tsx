import { type ReactNode, useEffect, useRef } from 'react';
import css from './page.module.css';

type Props = {
  title: string;
  /** What the heading shows where it is more than the title's words. */
  heading?: ReactNode;
  /** A line under the heading. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** `fill`: the content takes the height and scrolls by itself. `flow`: the page scrolls. */
  layout?: 'flow' | 'fill';
  /** Where false, the page's own field takes the focus instead of the heading. */
  focusHeading?: boolean;
};

/** A page: its title in the window, its heading focused on arrival so that a screen reader says where one is. */
export const Page = ({ title, heading, lead, actions, children, layout = 'flow', focusHeading = true }: Props) => {
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Rollmark`;
  }, [title]);
  // Opened from the lower end of a long page, this one still begins at its own top.
  useEffect(() => {
    document.querySelector('main')?.scrollTo({ top: 0 });
  }, []);
  useEffect(() => {
    if (focusHeading && !document.querySelector('[role="dialog"]')) h1.current?.focus({ preventScroll: true });
  }, [focusHeading]);
  return (
    <div className={css.page} data-layout={layout}>
      <header className={css.header}>
        <div className={css.titles}>
          <h1 ref={h1} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {lead ? <p className={css.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </header>
      <div className={css.content}>{children}</div>
    </div>
  );
};

/** A titled box on a page. */
export const Panel = ({
  title,
  actions,
  children,
  flush = false,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) => (
  <section className={css.panel} data-flush={flush || undefined}>
    {title || actions ? (
      <div className={css.panelHead}>
        <h2>{title}</h2>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
    ) : null}
    {children}
  </section>
);
