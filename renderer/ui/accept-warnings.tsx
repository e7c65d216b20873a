import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { CategoryId } from '../../shared/categories/ids.ts';
import type { Finding } from '../../shared/domain/findings.ts';
import { reasonRefusal } from '../../shared/domain/text.ts';
import css from './accept-warnings.module.css';
import { errorNote, FindingCard } from './finding.tsx';
import { ariaKeys, Keys, useShortcut } from './keys.tsx';
import { ReasonField, reasonsFor } from './reasons.tsx';

type Props = {
  /** Whose words the reasons have. */
  category: CategoryId;
  /** The warnings to be saved past; none: the dialog is closed. */
  warnings: readonly Finding[];
  action: string;
  busy?: boolean;
  onBack: () => void;
  /** Reasons by the warning's code. */
  onAccept: (accepted: Record<string, string>) => void;
};

/** Warnings of one code stand together, because reasons are kept by code. */
const byCode = (warnings: readonly Finding[]): [code: string, warnings: Finding[]][] => [
  ...Map.groupBy(warnings, (w) => w.code),
];

/** What is wrong with a reason: said here, where it can be put right. */
const problemOf = (reason: string): string | undefined =>
  reason.trim() === '' ? 'Choose a reason or type one.' : reasonRefusal(reason)?.message;

const Form = ({ category, warnings, action, busy, onBack, onAccept }: Props) => {
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const each = byCode(warnings);
  const accept = () => {
    setTried(true);
    if (each.every(([code]) => problemOf(reasons[code] ?? '') === undefined))
      onAccept(Object.fromEntries(each.map(([code]) => [code, reasons[code]!.trim()])));
  };
  useShortcut('Ctrl+Enter', accept, { inDialogs: true, enabled: !busy });
  return (
    <>
      <p className={css.lead}>
        {warnings.length === 1 ? 'This may be right.' : 'These may be right.'} Say why, and it is written into the trail
        beside the entry.
      </p>
      <ul className={css.list}>
        {each.map(([code, alike], n) => (
          <li key={code} className={css.item}>
            <ul className={css.bare}>
              {alike.map((warning) => (
                <FindingCard key={`${warning.field} ${warning.message}`} finding={warning} />
              ))}
            </ul>
            <ReasonField
              label="Why it is right"
              reasons={reasonsFor(code, category)}
              value={reasons[code] ?? ''}
              onChange={(reason) => setReasons((r) => ({ ...r, [code]: reason }))}
              error={tried ? errorNote(problemOf(reasons[code] ?? '')) : undefined}
              autoFocus={n === 0}
            />
          </li>
        ))}
      </ul>
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onBack}>
          Go back and change it
        </Button>
        <Button
          onClick={accept}
          loading={busy ?? false}
          rightSection={<Keys combo="Ctrl+Enter" />}
          aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
        >
          {action}
        </Button>
      </div>
    </>
  );
};

/** Asks, for each warning, why the entry is right all the same. */
export const AcceptWarnings = (props: Props) => (
  <Modal
    opened={props.warnings.length > 0}
    onClose={props.onBack}
    title={props.warnings.length === 1 ? 'One thing to mind' : `${props.warnings.length} things to mind`}
    size="lg"
    closeButtonProps={{ 'aria-label': 'Go back' }}
  >
    {props.warnings.length > 0 ? <Form {...props} /> : null}
  </Modal>
);
