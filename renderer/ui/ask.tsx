import { Button, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

type Props = {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** The safe way: what Esc and Enter do. */
  keep: string;
  /** The way on. */
  go: string;
  danger?: boolean;
  onKeep: () => void;
  onGo: () => void;
};

/** After the dialog has faded, in milliseconds. */
const AFTER_CLOSING = 200;

/**
 * Gives the focus back to where it was. The dialog does so itself, but not where it is closed while it still opens, as
 * by Esc pressed twice; the keyboard would then be nowhere.
 */
const useFocusBack = (opened: boolean): void => {
  const before = useRef<Element | null>(null);
  if (opened && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (opened) return;
    const target = before.current;
    before.current = null;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body && target instanceof HTMLElement && target.isConnected)
        target.focus();
    }, AFTER_CLOSING);
    return () => clearTimeout(timer);
  }, [opened]);
};

/** Asks before something is lost. The safe answer has the focus, and is what Esc gives. */
export const Ask = ({ opened, title, children, keep, go, danger = true, onKeep, onGo }: Props) => {
  useFocusBack(opened);
  return (
    <Modal opened={opened} onClose={onKeep} title={title} size="sm" closeButtonProps={{ 'aria-label': keep }}>
      <div>{children}</div>
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onKeep} data-autofocus>
          {keep}
        </Button>
        <Button {...(danger ? { color: 'red' } : {})} onClick={onGo}>
          {go}
        </Button>
      </div>
    </Modal>
  );
};
