import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Notice } from '../ui/meaning.tsx';

type Props = { children: ReactNode };

/**
 * Catches what a page throws while it is drawn, so that the frame around it, and the way to the other pages, stay. React
 * asks for a class here. Give it the address as `key`: another page is another try.
 */
export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="rm-alone">
        <h1>This page can’t be shown</h1>
        <Notice
          meaning="stop"
          title="Something in it went wrong. Nothing in the ledger was changed."
          live
          actions={
            <Button variant="default" onClick={() => window.location.reload()}>
              Load it again
            </Button>
          }
        />
      </div>
    );
  }
}
