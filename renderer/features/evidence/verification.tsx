import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { checklistOf } from '../../../shared/categories/checklists.ts';
import { CHECK_RESULTS, type Outcome, type Verification } from '../../../shared/domain/evidence.ts';
import { type BookLine, useMoment } from '../../app/ledger.tsx';
import { sentenceOf } from '../../bridge/errors.ts';
import { errorNote } from '../../ui/finding.tsx';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import css from './evidence.module.css';
import { ofKind, type PanelProps, useAdd } from './held.ts';

type Result = (typeof CHECK_RESULTS)[number];

export const OUTCOME_MEANING = { consistent: 'fine', doubtful: 'mind', referred: 'note' } as const;
const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  consistent: 'Consistent',
  doubtful: 'Doubtful',
  referred: 'Referred to the maker',
};
const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase());

const Form = ({ line, onClose }: { line: BookLine; onClose: () => void }) => {
  const checks = checklistOf(line.category);
  const [results, setResults] = useState<Record<string, Result>>({});
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const add = useAdd(line, onClose);
  const open = checks.filter((check) => !results[check.id]);
  const doubts = Object.values(results).includes('doubtful');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (open.length > 0 || !outcome || (outcome === 'doubtful' && note.trim() === '')) return;
    const verification: Verification = {
      kind: 'verification',
      checks: checks.map((check) => ({ id: check.id, result: results[check.id]! })),
      outcome,
      note: note.trim(),
    };
    add.mutate(verification);
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <ul className={css.checks}>
        {checks.map((check) => (
          <li key={check.id}>
            <div>
              <p>{check.look}</p>
              <p className={css.where}>{check.why}</p>
            </div>
            <SegmentedControl
              aria-label={check.look}
              size="xs"
              value={results[check.id] ?? ''}
              onChange={(value) => setResults((r) => ({ ...r, [check.id]: value as Result }))}
              data={CHECK_RESULTS.map((value) => ({ value, label: capital(value) }))}
            />
          </li>
        ))}
      </ul>
      {tried && open.length > 0 ? errorNote(`${open.length} of ${checks.length} are not answered yet.`) : null}
      <div>
        <p className={css.label}>Taken together</p>
        <SegmentedControl
          aria-label="Taken together"
          value={outcome ?? ''}
          onChange={(value) => setOutcome(value as Outcome)}
          data={(['consistent', 'doubtful', 'referred'] as const).map((value) => ({
            value,
            label: OUTCOME_WORDS[value],
            disabled: value === 'consistent' && doubts,
          }))}
        />
        {tried && !outcome ? errorNote('Say what it comes to.') : null}
      </div>
      <Textarea
        label={outcome === 'doubtful' ? 'What is doubtful' : 'Note, if any'}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={2000}
        error={tried && outcome === 'doubtful' && note.trim() === '' ? errorNote('Say what is doubtful.') : undefined}
      />
      {add.error ? <Notice meaning="stop" title={sentenceOf(add.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Record the verification
        </Button>
      </div>
    </form>
  );
};

/** Whether the number was looked at with care, by whom, and what came of it. */
export const VerificationPanel = ({ line, held, mayAdd }: PanelProps) => {
  const moment = useMoment();
  const [open, setOpen] = useState(false);
  const done = ofKind(held, 'verification');
  const looks = new Map(checklistOf(line.category).map((check) => [check.id, check.look]));
  return (
    <Panel
      title="Verification"
      actions={
        mayAdd ? (
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            Verify the number
          </Button>
        ) : undefined
      }
    >
      {done.length === 0 ? (
        <p className="dim">
          Not verified yet.{mayAdd ? ' The checklist takes a minute: fonts, spacing, plate, papers.' : ''}
        </p>
      ) : (
        <ul className={css.list}>
          {done.map(({ seq, evidence, addedAt, addedBy }) => (
            <li key={seq}>
              <div className={css.top}>
                <Tag meaning={OUTCOME_MEANING[evidence.outcome]}>{OUTCOME_WORDS[evidence.outcome]}</Tag>
                <span className={css.where}>
                  <bdi>{addedBy}</bdi>, {moment(addedAt)}
                </span>
              </div>
              {evidence.checks
                .filter((check) => check.result === 'doubtful')
                .map((check) => (
                  <p key={check.id}>Doubtful: {looks.get(check.id) ?? check.id}.</p>
                ))}
              {evidence.note ? <p>{evidence.note}</p> : null}
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={`Verify line ${line.line.toLocaleString('en-US')}`}
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open ? <Form line={line} onClose={() => setOpen(false)} /> : null}
      </Modal>
    </Panel>
  );
};
