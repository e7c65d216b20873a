import { Button } from '@mantine/core';
import { visible } from '../../shared/domain/findings.ts';
import { Notice } from './meaning.tsx';
import css from './refused-files.module.css';

/** A file that was not taken, and the sentence that says why. */
export type RefusedFile = { name: string; sentence: string };

type Props = { title: string; refused: readonly RefusedFile[]; onSeen: () => void };

/** Files that were not taken, each with its sentence. Nothing where there are none. */
export const RefusedFiles = ({ title, refused, onSeen }: Props) =>
  refused.length === 0 ? null : (
    <Notice
      meaning="stop"
      title={title}
      live
      actions={
        <Button size="sm" variant="default" onClick={onSeen}>
          Seen
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too */}
      <ul className={css.list} tabIndex={0} aria-label={title}>
        {refused.map(({ name, sentence }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
          <li key={n}>
            <strong dir="auto">{visible(name)}</strong>: {sentence}
          </li>
        ))}
      </ul>
    </Notice>
  );
