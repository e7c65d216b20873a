import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

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

/** Asks before something is lost. The safe answer has the focus, and is what Esc gives. */
export const Ask = ({ opened, title, children, keep, go, danger = true, onKeep, onGo }: Props) => (
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
