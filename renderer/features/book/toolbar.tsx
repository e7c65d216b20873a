import { SegmentedControl, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { View } from '../../../shared/contract/lines.ts';
import css from './grid.module.css';
import type { Only } from './use-window.ts';

export const EMPTY_WORDS: Readonly<Record<Only, string>> = {
  all: '',
  open: 'No line is open: everything that came in has left.',
  disposed: 'Nothing was disposed of yet.',
  voided: 'No line was voided. That is as it should be.',
};

type Props = {
  view: View;
  onView: (view: View) => void;
  only: Only;
  onOnly: (only: Only) => void;
  /** How many lines the book has. */
  lines: number;
  onGo: (line: number) => void;
  children?: ReactNode;
};

/** How the book is shown, which of its lines, and the way to one of them. */
export const BookToolbar = ({ view, onView, only, onOnly, lines, onGo, children }: Props) => {
  const [jump, setJump] = useState('');
  const [jumpError, setJumpError] = useState('');
  const goToLine = () => {
    const wanted = Number(jump.replace(/[,\s]/g, ''));
    if (jump.trim() === '') return;
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > lines)
      setJumpError(lines === 1 ? 'There is only line 1.' : `Lines run from 1 to ${lines.toLocaleString('en-US')}.`);
    else onGo(wanted);
  };
  return (
    <div className={css.toolbar}>
      <SegmentedControl
        aria-label="View"
        size="sm"
        value={view}
        onChange={(value) => onView(value as View)}
        data={[
          { value: 'original', label: 'Original' },
          { value: 'corrected', label: 'Corrected' },
          { value: 'both', label: 'Both' },
        ]}
      />
      <SegmentedControl
        aria-label="Lines"
        size="sm"
        value={only}
        onChange={(value) => onOnly(value as Only)}
        data={[
          { value: 'all', label: 'All' },
          { value: 'open', label: 'Open' },
          { value: 'disposed', label: 'Disposed' },
          { value: 'voided', label: 'Voided' },
        ]}
      />
      <span className={css.fill} />
      {children}
      <TextInput
        className={css.jump}
        classNames={{ input: 'mono' }}
        aria-label="Go to line"
        placeholder="Go to line"
        inputMode="numeric"
        value={jump}
        onChange={(event) => {
          setJump(event.currentTarget.value);
          setJumpError('');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') goToLine();
        }}
        error={jumpError || undefined}
      />
    </div>
  );
};
