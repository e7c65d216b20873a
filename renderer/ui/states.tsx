import { Button, Loader } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { sentenceOf } from '../bridge/errors.ts';
import { Notice } from './meaning.tsx';
import css from './states.module.css';

/** What a list shows while it is empty: what would stand here, and how to begin. */
export const Empty = ({
  icon,
  title,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) => (
  <div className={css.empty}>
    {icon ? (
      <span aria-hidden="true" className={css.icon}>
        {icon}
      </span>
    ) : null}
    <p className={css.title}>{title}</p>
    {children ? <div className={css.text}>{children}</div> : null}
    {actions ? <div className={css.actions}>{actions}</div> : null}
  </div>
);

/** What stands where something could not be loaded, with a way on. */
export const Failed = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => (
  <Notice
    meaning="stop"
    title={sentenceOf(error)}
    live
    actions={
      onRetry ? (
        <Button size="sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      ) : undefined
    }
  />
);

/** Says that something is loading, but only where it takes long enough to be noticed. */
export const Waiting = ({ children = 'Loading' }: { children?: ReactNode }) => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css.waiting} role="status">
      {shown ? (
        <>
          <Loader size={16} type="oval" aria-hidden="true" />
          <span>{children} …</span>
        </>
      ) : null}
    </div>
  );
};
