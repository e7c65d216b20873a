import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { NUMBER_RELATIONS, type NumberRelation, RELATION_HELP } from '../../../shared/domain/evidence.ts';
import { type BookLine, useBook } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { NumberInput } from '../../categories/number-input.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { PlusIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './evidence.module.css';
import { ofKind, type PanelProps, useAdd } from './held.ts';
import { WithdrawDialog } from './withdraw.tsx';

const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase());

const Form = ({ line, onClose }: { line: BookLine; onClose: () => void }) => {
  const { lines } = useBook(line.book);
  const [relation, setRelation] = useState<NumberRelation>('replaced');
  const [number, setNumber] = useState('');
  const [linked, setLinked] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const add = useAdd(line, onClose);
  const other = linked.trim() === '' ? undefined : Number(linked.replace(/[,\s]/g, ''));
  const isLine =
    other === undefined || (Number.isInteger(other) && other >= 1 && other <= lines && other !== line.line);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (number.trim() === '' || !isLine) return;
    add.mutate({
      kind: 'number',
      relation,
      number: number.trim(),
      ...(other === undefined ? {} : { linked: { book: line.book, line: other } }),
      note: note.trim(),
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Select
        label="What kind of number"
        data={NUMBER_RELATIONS.map((value) => ({ value, label: capital(value) }))}
        value={relation}
        onChange={(value) => value && setRelation(value as NumberRelation)}
        description={RELATION_HELP[relation]}
        allowDeselect={false}
      />
      <NumberInput
        label="Number"
        classNames={{ input: css.number ?? '' }}
        value={number}
        onText={setNumber}
        maxLength={200}
        data-autofocus
        error={tried && number.trim() === '' ? errorNote('Type the number.') : undefined}
      />
      <TextInput
        label="Line that holds it under that number, if any"
        value={linked}
        onChange={(event) => setLinked(event.currentTarget.value)}
        classNames={{ input: 'mono' }}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        error={tried && !isLine ? errorNote(`Lines run from 1 to ${lines.toLocaleString('en-US')}.`) : undefined}
      />
      <Textarea
        label="Note, if any"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={1}
        maxLength={2000}
      />
      {add.error ? <Notice meaning="stop" title={sentenceOf(add.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Note this number
        </Button>
      </div>
    </form>
  );
};

/** Other numbers that the unit bears or bore: replaced, added, reissued, rebadged. All of them are found by the search. */
export const NumbersPanel = ({ line, held, mayAdd }: PanelProps) => {
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<number>();
  const numbers = ofKind(held, 'number');
  return (
    <Panel
      title="Other numbers"
      actions={
        mayAdd ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            Number
          </Button>
        ) : undefined
      }
    >
      {numbers.length === 0 ? (
        <p className="dim">
          None.{mayAdd ? ' A replaced or added number, or the one of a rebadged twin, belongs here.' : ''}
        </p>
      ) : (
        <ul className={css.list}>
          {numbers.map(({ seq, evidence, withdrawn }) => (
            <li key={seq} data-withdrawn={withdrawn !== '' || undefined}>
              <div className={css.top}>
                <Serial serial={evidence.number} size="line" />
                <span className="dim">{capital(evidence.relation)}</span>
              </div>
              <p className={css.where}>
                <bdi>{evidence.note}</bdi>
                {evidence.linked ? (
                  <>
                    {' '}
                    <Link href={linePath(evidence.linked)}>Line {evidence.linked.line}</Link>
                  </>
                ) : null}
                {withdrawn !== '' ? ` Withdrawn: ${withdrawn}` : null}
                {withdrawn === '' && mayAdd ? (
                  <button type="button" className={css.act} onClick={() => setLeaving(seq)}>
                    Withdraw
                  </button>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title="Another number of this unit"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {adding ? <Form line={line} onClose={() => setAdding(false)} /> : null}
      </Modal>
      <WithdrawDialog line={line} seq={leaving} what="The number" onClose={() => setLeaving(undefined)} />
    </Panel>
  );
};
