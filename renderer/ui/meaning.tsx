import type { ReactNode } from 'react';
import { FineIcon, MindIcon, NoteIcon, StopIcon } from './icons.ts';
import css from './meaning.module.css';

/** The three meanings a colour may have here, and `note` for what is only said. Never by colour alone. */
export type Meaning = 'stop' | 'mind' | 'fine' | 'note';

const ICONS = { stop: StopIcon, mind: MindIcon, fine: FineIcon, note: NoteIcon } as const;
const WORDS = { stop: 'Stop', mind: 'Mind', fine: 'Fine', note: 'Note' } as const;

/** The sign of a meaning, with its word for those who do not see it. */
export const Sign = ({ meaning, size = 18, word }: { meaning: Meaning; size?: number; word?: string }) => {
  const Icon = ICONS[meaning];
  return (
    <span className={css.sign} data-meaning={meaning}>
      <Icon size={size} stroke={1.75} aria-hidden="true" />
      <span className="unseen">{word ?? WORDS[meaning]}: </span>
    </span>
  );
};

/** A short word with its sign, such as a line's status. */
export const Tag = ({ meaning, children }: { meaning: Meaning; children: ReactNode }) => {
  const Icon = ICONS[meaning];
  return (
    <span className={css.tag} data-meaning={meaning}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
};

type NoticeProps = {
  meaning: Meaning;
  title: ReactNode;
  children?: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
  /** Announced when it appears: politely, or at once for a stop. */
  live?: boolean;
  /** Puts the actions beside the text instead of under it. */
  beside?: boolean;
};

/** A box that says one thing: sign, title, and what to do. */
export const Notice = ({ meaning, title, children, actions, live = false, beside = false }: NoticeProps) => (
  <div
    className={css.notice}
    data-meaning={meaning}
    data-beside={beside || undefined}
    {...(live ? { role: meaning === 'stop' ? 'alert' : 'status' } : {})}
  >
    <Sign meaning={meaning} size={20} />
    <div className={css.body}>
      <p className={css.title}>{title}</p>
      {children ? <div className={css.text}>{children}</div> : null}
      {actions && !beside ? <div className={css.actions}>{actions}</div> : null}
    </div>
    {actions && beside ? <div className={css.actions}>{actions}</div> : null}
  </div>
);
