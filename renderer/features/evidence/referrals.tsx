import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { parseDate, showDate } from '../../../shared/domain/dates.ts';
import type { Outcome } from '../../../shared/domain/evidence.ts';
import { type BookLine, useLedger, useMoment } from '../../app/ledger.tsx';
import { comparePath } from '../../app/paths.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { PlusIcon } from '../../ui/icons.ts';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Places } from '../help/places.tsx';
import { placesFor } from '../help/places-for.ts';
import css from './evidence.module.css';
import { type Held, ofKind, type PanelProps, useAdd } from './held.ts';
import { OUTCOME_MEANING } from './verification.tsx';
import { WithdrawDialog } from './withdraw.tsx';

const useDay = () => {
  const { today } = useLedger();
  const [typed, setTyped] = useState('today');
  const read = parseDate(typed, today);
  return { today, typed, setTyped, day: read.ok && read.date <= today ? read.date : undefined };
};

const AskForm = ({ line, onClose }: { line: BookLine; onClose: () => void }) => {
  const { today, typed, setTyped, day } = useDay();
  const [to, setTo] = useState(line.manufacturer);
  const [reference, setReference] = useState('');
  const [question, setQuestion] = useState(
    `Is ${line.serial || 'the number'} a serial number of your ${line.model || 'product'}, and of which unit?`,
  );
  const [tried, setTried] = useState(false);
  const add = useAdd(line, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (to.trim() === '' || question.trim() === '' || !day) return;
    add.mutate({ kind: 'referral', to: to.trim(), on: day, reference: reference.trim(), question: question.trim() });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <p className="dim">This records whom you asked. Rollmark sends nothing and opens nothing by itself.</p>
      <div className={css.two}>
        <TextInput
          label="Whom"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          autoComplete="off"
          maxLength={200}
          data-autofocus
          error={tried && to.trim() === '' ? errorNote('Say whom.') : undefined}
        />
        <DateField
          label="When"
          value={typed}
          onChange={setTyped}
          today={today}
          error={tried && !day ? errorNote('Write a day that has come.') : undefined}
        />
      </div>
      <TextInput
        label="Their reference, if any"
        value={reference}
        onChange={(event) => setReference(event.currentTarget.value)}
        autoComplete="off"
        maxLength={200}
      />
      <Textarea
        label="Question"
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={2000}
        error={tried && question.trim() === '' ? errorNote('Write the question.') : undefined}
      />
      <details className={css.places}>
        <summary>Whom to ask</summary>
        <Places places={placesFor(line.category)} />
      </details>
      {add.error ? <Notice meaning="stop" title={sentenceOf(add.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Record the referral
        </Button>
      </div>
    </form>
  );
};

const AnswerForm = ({ line, to, onClose }: { line: BookLine; to: number; onClose: () => void }) => {
  const { today, typed, setTyped, day } = useDay();
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('consistent');
  const [tried, setTried] = useState(false);
  const add = useAdd(line, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== '' && day) add.mutate({ kind: 'answer', to, on: day, text: text.trim(), outcome });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Textarea
        label="What they answered"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        error={tried && text.trim() === '' ? errorNote('Write the answer.') : undefined}
      />
      <DateField
        label="When"
        value={typed}
        onChange={setTyped}
        today={today}
        error={tried && !day ? errorNote('Write a day that has come.') : undefined}
      />
      <SegmentedControl
        aria-label="What it comes to"
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
        data={[
          { value: 'consistent', label: 'Consistent' },
          { value: 'doubtful', label: 'Doubtful' },
          { value: 'referred', label: 'Referred further' },
        ]}
      />
      {add.error ? <Notice meaning="stop" title={sentenceOf(add.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Record the answer
        </Button>
      </div>
    </form>
  );
};

type AskedProps = {
  referral: Held<'referral'>;
  /** Those that answer it, withdrawn ones too. */
  answers: readonly Held<'answer'>[];
  mayAdd: boolean;
  onAnswer: () => void;
  onWithdraw: (what: { seq: number; what: string }) => void;
};

/** One referral with its answers. What was withdrawn stays readable, and nothing more is asked of it. */
const Asked = ({ referral, answers, mayAdd, onAnswer, onWithdraw }: AskedProps) => {
  const { seq, evidence, withdrawn } = referral;
  const stands = withdrawn === '';
  const answered = answers.find((answer) => answer.withdrawn === '');
  return (
    <li data-withdrawn={stands ? undefined : true}>
      <div className={css.top}>
        <span>
          Asked <bdi>{evidence.to}</bdi> on {showDate(evidence.on)}
          {evidence.reference ? (
            <>
              , reference <bdi>{evidence.reference}</bdi>
            </>
          ) : null}
        </span>
        {stands ? (
          answered ? (
            <Tag meaning={OUTCOME_MEANING[answered.evidence.outcome]}>Answered</Tag>
          ) : (
            <Tag meaning="mind">No answer yet</Tag>
          )
        ) : null}
      </div>
      <p className={css.where}>
        {evidence.question}
        {stands ? null : ` Withdrawn: ${withdrawn}`}
        {stands && mayAdd ? (
          <button
            type="button"
            className={css.act}
            aria-label="Withdraw what was asked"
            onClick={() =>
              onWithdraw({ seq, what: answered ? 'What was asked, and its answer with it,' : 'What was asked' })
            }
          >
            Withdraw
          </button>
        ) : null}
      </p>
      {answers.map((answer) => (
        <p key={answer.seq} className={stands && answer.withdrawn !== '' ? css.gone : undefined}>
          {showDate(answer.evidence.on)}: <bdi>{answer.evidence.text}</bdi>
          {answer.withdrawn !== '' ? ` Withdrawn: ${answer.withdrawn}` : null}
          {stands && answer.withdrawn === '' && mayAdd ? (
            <button
              type="button"
              className={css.act}
              aria-label="Withdraw the answer"
              onClick={() => onWithdraw({ seq: answer.seq, what: 'The answer' })}
            >
              Withdraw
            </button>
          ) : null}
        </p>
      ))}
      {stands && !answered && mayAdd ? (
        <button type="button" className={css.act} onClick={onAnswer}>
          Record the answer
        </button>
      ) : null}
    </li>
  );
};

/** Whom one asked about the number, what they answered, and which records it was held against. */
export const ReferralsPanel = ({ line, held, mayAdd }: PanelProps) => {
  const moment = useMoment();
  const [asking, setAsking] = useState(false);
  const [answering, setAnswering] = useState<number>();
  const [leaving, setLeaving] = useState<{ seq: number; what: string }>();
  const referrals = ofKind(held, 'referral');
  const answers = ofKind(held, 'answer');
  const comparisons = ofKind(held, 'comparison');
  return (
    <Panel
      title="Asked and compared"
      actions={
        mayAdd ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<PlusIcon size={16} stroke={1.5} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            Referral
          </Button>
        ) : undefined
      }
    >
      {referrals.length + comparisons.length === 0 ? (
        <p className="dim">Nobody was asked about this number, and it was compared with no other record.</p>
      ) : (
        <ul className={css.list}>
          {referrals.map((referral) => (
            <Asked
              key={referral.seq}
              referral={referral}
              answers={answers.filter((answer) => answer.evidence.to === referral.seq)}
              mayAdd={mayAdd}
              onAnswer={() => setAnswering(referral.seq)}
              onWithdraw={setLeaving}
            />
          ))}
          {comparisons.map(({ seq, evidence, addedAt, addedBy }) => (
            <li key={seq}>
              <div className={css.top}>
                <Link href={comparePath(line, evidence.with)}>Compared with line {evidence.with.line}</Link>
                <span>{evidence.outcome.replace(/^./, (c) => c.toUpperCase())}</span>
              </div>
              <p className={css.where}>
                <bdi>{addedBy}</bdi>, {moment(addedAt)}. <bdi>{evidence.note}</bdi>
              </p>
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title="Ask the maker or an authority"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {asking ? <AskForm line={line} onClose={() => setAsking(false)} /> : null}
      </Modal>
      <Modal
        opened={answering !== undefined}
        onClose={() => setAnswering(undefined)}
        title="The answer"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {answering !== undefined ? (
          <AnswerForm line={line} to={answering} onClose={() => setAnswering(undefined)} />
        ) : null}
      </Modal>
      <WithdrawDialog line={line} seq={leaving?.seq} what={leaving?.what ?? ''} onClose={() => setLeaving(undefined)} />
    </Panel>
  );
};
