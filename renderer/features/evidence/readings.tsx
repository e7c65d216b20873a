import { Button } from '@mantine/core';
import { useState } from 'react';
import { readNumberName } from '../../../shared/domain/evidence.ts';
import { detailsOf } from '../../../shared/domain/fields.ts';
import { AGREEMENT_WORDS, agreementOf, agreementSentence, seenBeside } from '../../../shared/serials/agreement.ts';
import { useMoment } from '../../app/ledger.tsx';
import { sentenceOf } from '../../bridge/errors.ts';
import { PlusIcon } from '../../ui/icons.ts';
import { Sign, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import { AGREEMENT_MEANING } from './agreement.ts';
import css from './evidence.module.css';
import { ofKind, type PanelProps, useAdd } from './held.ts';
import { ReadingDialog, type ReadingStart } from './reading-dialog.tsx';
import { WithdrawDialog } from './withdraw.tsx';

type Props = PanelProps & {
  start: ReadingStart | undefined;
  onStart: (start: ReadingStart | undefined) => void;
};

/** Every place where the number was read, held against the number of record. */
export const ReadingsPanel = ({ line, held, mayAdd, start, onStart }: Props) => {
  const moment = useMoment();
  const [leaving, setLeaving] = useState<number>();
  const add = useAdd(line, () => onStart(undefined));
  const readings = ofKind(held, 'reading');
  const standing = readings.filter((r) => r.withdrawn === '');
  const photos = ofKind(held, 'attachment')
    .filter((a) => a.withdrawn === '')
    .map(({ evidence }) => ({ sha256: evidence.sha256, name: evidence.name }));
  const numbers = { serials: line.serials, details: detailsOf(line) };
  const said = standing.map(({ evidence }) => agreementOf(evidence, numbers));
  const sum = agreementSentence(said, line.serials);
  const worst = (['differs', 'look-alike'] as const).find((kind) => said.includes(kind)) ?? 'agrees';
  return (
    <Panel
      title="Readings"
      actions={
        mayAdd ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
            onClick={() => onStart({})}
          >
            Reading
          </Button>
        ) : undefined
      }
    >
      {sum ? (
        <p className={css.sum}>
          <Sign meaning={AGREEMENT_MEANING[worst]} /> {sum}
        </p>
      ) : null}
      {readings.length === 0 ? (
        <p className="dim">
          The number was not read in a second place yet.
          {mayAdd
            ? ' Click a numbered place of the guide, or read it from the box or a receipt: two readings that agree are worth more than one.'
            : ''}
        </p>
      ) : (
        <ul className={css.list}>
          {readings.map(({ seq, evidence, addedAt, addedBy, withdrawn }) => {
            const agreement = agreementOf(evidence, numbers);
            const named = readNumberName(evidence);
            const beside = seenBeside(evidence, numbers);
            return (
              <li key={seq} data-withdrawn={withdrawn !== '' || undefined}>
                <div className={css.top}>
                  <Serial
                    serial={evidence.text || '(not legible)'}
                    size="card"
                    {...(beside === undefined ? {} : { against: beside })}
                  />
                  {withdrawn === '' ? (
                    <Tag meaning={AGREEMENT_MEANING[agreement]}>{AGREEMENT_WORDS[agreement]}</Tag>
                  ) : (
                    <span className="dim">
                      Withdrawn: <bdi>{withdrawn}</bdi>
                    </span>
                  )}
                </div>
                <p className={css.where}>
                  <bdi>{evidence.place}</bdi>. {named ? `${named}. ` : ''}
                  {evidence.source === 'unit' ? 'On the unit' : `On the ${evidence.source}`}, {evidence.marking},{' '}
                  {evidence.legibility}
                  {evidence.photo ? ', with a photo' : ''}. <bdi>{addedBy}</bdi>, {moment(addedAt)}.
                  {withdrawn === '' && mayAdd ? (
                    <button type="button" className={css.act} onClick={() => setLeaving(seq)}>
                      Withdraw
                    </button>
                  ) : null}
                </p>
                {evidence.note ? <p>{evidence.note}</p> : null}
              </li>
            );
          })}
        </ul>
      )}
      <ReadingDialog
        category={line.category}
        start={start}
        photos={photos}
        busy={add.isPending}
        refused={add.error ? sentenceOf(add.error) : undefined}
        onBack={() => {
          add.reset();
          onStart(undefined);
        }}
        onSave={(reading) => add.mutate(reading)}
      />
      <WithdrawDialog line={line} seq={leaving} what="The reading" onClose={() => setLeaving(undefined)} />
    </Panel>
  );
};
