import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link, useLocation } from 'wouter';
import { CATEGORIES, fieldName } from '../../../shared/categories/registry.ts';
import { addDays, dispositionDue, parseDate, showDate } from '../../../shared/domain/dates.ts';
import { checkDisposition } from '../../../shared/domain/entry.ts';
import {
  type DetailField,
  type DispositionDraft,
  type DispositionKind,
  detailsOf,
  emptyDisposition,
} from '../../../shared/domain/fields.ts';
import type { Finding } from '../../../shared/domain/findings.ts';
import { type BookLine, useLedger, useRules } from '../../app/ledger.tsx';
import { linePath } from '../../app/paths.ts';
import { bookChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf, warningsOf } from '../../bridge/errors.ts';
import { AcceptWarnings } from '../../ui/accept-warnings.tsx';
import { Ask } from '../../ui/ask.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { signProps } from '../../ui/finding.tsx';
import { FindingsColumn } from '../../ui/findings-column.tsx';
import { focusField, focusFirst } from '../../ui/focus-field.ts';
import { useGoOn } from '../../ui/go-on.ts';
import { ariaKeys, isForDialog, Keys, useShortcut } from '../../ui/keys.tsx';
import { LicenceField } from '../../ui/licence-field.tsx';
import { LicenseeField } from '../../ui/licensee-field.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { listIsOpen } from '../../ui/suggest.tsx';
import { Facts, factsOf } from './facts.tsx';
import css from './record.module.css';

type To = 'person' | 'licensee';

const KINDS: readonly { value: DispositionKind; label: string }[] = [
  { value: 'transfer', label: 'To someone' },
  { value: 'theft-loss', label: 'Theft or loss' },
  { value: 'destroyed', label: 'Destroyed' },
];

/** The draft as it is committed: only what its kind and receiver have fields for. */
const draftOf = (draft: DispositionDraft, to: To): DispositionDraft => {
  const transfer = draft.kind === 'transfer';
  const loss = draft.kind === 'theft-loss';
  return {
    ...draft,
    disposedToAddress: transfer ? draft.disposedToAddress : '',
    disposedToLicence: transfer && to === 'licensee' ? draft.disposedToLicence : '',
    form4473: transfer && to === 'person' ? draft.form4473 : '',
    incidentAtf: loss ? draft.incidentAtf : '',
    incidentPolice: loss ? draft.incidentPolice : '',
    details: transfer ? draft.details : undefined,
  };
};

/** To a licensee, the want of a locator is the want of a licence number. */
const placed = (findings: readonly Finding[], to: To): Finding[] =>
  findings.map((f) =>
    f.code === 'disposed-to-locator-missing' && to === 'licensee' ? { ...f, field: 'disposedToLicence' } : f,
  );

const UNFINISHED = ['date-impossible', 'licence-shape'];
const DisposeForm = ({ line }: { line: BookLine }) => {
  const [, navigate] = useLocation();
  const { today } = useLedger();
  const rules = useRules(line.book);
  const statutory = rules.book === 'statutory';
  const leaving = CATEGORIES[line.category].leaving;
  const [draft, setDraft] = useState<DispositionDraft>(emptyDisposition);
  const [to, setTo] = useState<To>('person');
  const [tried, setTried] = useState(false);
  const [focused, setFocused] = useState<string>();
  const [isLeaving, setLeaving] = useState(false);
  const [warnings, setWarnings] = useState<Finding[]>([]);
  const goOn = useGoOn();
  const set = (change: Partial<DispositionDraft>) => setDraft((d) => ({ ...d, ...change }));
  const final = draftOf(draft, to);
  const checked = checkDisposition(
    final,
    { acquiredOn: line.acquiredOn, category: line.category, serial: line.serial, details: detailsOf(line) },
    rules,
  );
  const findings = placed(checked.findings, to);
  const dispose = useMutation({
    mutationFn: (accepted: Record<string, string>) =>
      client.entries.dispose({ book: line.book, line: line.line, draft: final, accepted }),
    onSuccess: async () => {
      setWarnings([]);
      await bookChanged();
      navigate(linePath(line));
    },
    onError: (error) => {
      setWarnings(warningsOf(error));
    },
  });
  const commit = () => {
    if (dispose.isPending) return;
    dispose.reset();
    flushSync(() => setTried(true));
    const stops = findings.filter((f) => f.severity === 'refused');
    if (stops.length > 0) return focusFirst(stops.map((f) => f.field));
    const toAccept = findings.filter((f) => f.severity === 'warning');
    if (toAccept.length > 0) setWarnings(toAccept);
    else dispose.mutate({});
  };
  useShortcut('Ctrl+Enter', commit);
  const touched = Object.entries(draft).some(
    ([key, value]) =>
      key !== 'kind' && Object.values(typeof value === 'object' ? value : [value]).some((text) => text?.trim() !== ''),
  );
  const leave = () => (touched ? setLeaving(true) : navigate(linePath(line)));
  const isMissing = (f: Finding) => f.code.endsWith('-missing') && f.severity === 'refused';
  const said = findings.filter((f) =>
    f.code.endsWith('-missing') ? tried : tried || f.field !== focused || !UNFINISHED.includes(f.code),
  );
  const shown = [...said, ...findingsOf(dispose.error).filter((f) => f.severity === 'refused')];
  const input = (name: keyof DispositionDraft) => ({
    name,
    onFocus: () => setFocused(name),
    onBlur: () => setFocused(undefined),
    ...signProps(shown, name),
  });
  const text = (name: Exclude<keyof DispositionDraft, 'kind' | 'details'>, label: string, placeholder?: string) => (
    <TextInput
      label={label}
      value={draft[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
      autoComplete="off"
      maxLength={name === 'note' ? 2400 : 400}
      {...(placeholder ? { placeholder } : {})}
      {...input(name)}
    />
  );
  const on = parseDate(draft.disposedOn, today);
  const late = statutory && on.ok && on.date <= today && dispositionDue(on.date) < today;

  return (
    <>
      <form
        aria-label="Disposition"
        className={css.dispose}
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isForDialog() && !listIsOpen(event.target)) leave();
          else goOn(event);
        }}
      >
        <div>
          <div className={css.fields}>
            <SegmentedControl
              aria-label="What became of it"
              value={draft.kind}
              onChange={(kind) => set({ kind: kind as DispositionKind })}
              data={[...KINDS]}
            />
            <div className={css.two}>
              <DateField
                label={draft.kind === 'theft-loss' ? 'Date it was found to be gone' : 'Date disposed'}
                value={draft.disposedOn}
                onChange={(disposedOn) => set({ disposedOn })}
                today={today}
                {...input('disposedOn')}
              />
              {draft.kind === 'transfer' && statutory ? (
                <div>
                  <p className={css.toLabel}>Who takes it</p>
                  <SegmentedControl
                    aria-label="Who takes it"
                    fullWidth
                    value={to}
                    onChange={(value) => setTo(value as To)}
                    data={[
                      { value: 'person', label: 'A person' },
                      { value: 'licensee', label: 'A licensee' },
                    ]}
                  />
                </div>
              ) : null}
            </div>
            {draft.kind === 'transfer' && to === 'licensee' ? (
              <>
                <div className={css.two}>
                  <LicenseeField
                    label="Name of the licensee"
                    value={draft.disposedTo}
                    onChange={(disposedTo) => set({ disposedTo })}
                    onPick={(l) =>
                      set({ disposedTo: l.name, disposedToLicence: l.licence, disposedToAddress: l.address })
                    }
                    {...input('disposedTo')}
                  />
                  <LicenceField
                    label="Licence number"
                    value={draft.disposedToLicence}
                    onChange={(disposedToLicence) => set({ disposedToLicence })}
                    {...input('disposedToLicence')}
                  />
                </div>
                {text('disposedToAddress', 'Address, if wanted', 'Street, city, state, ZIP')}
              </>
            ) : null}
            {draft.kind === 'transfer' && to === 'person' ? (
              <>
                {text('disposedTo', statutory ? 'Full name of the person' : 'Who takes it')}
                {text(
                  'disposedToAddress',
                  !statutory
                    ? 'Address'
                    : rules.forms4473Numbered
                      ? 'Address, or the form number below'
                      : 'Address of residence',
                  'Street, city, state, ZIP',
                )}
                {statutory && rules.forms4473Numbered ? text('form4473', 'Form 4473 number') : null}
              </>
            ) : null}
            {draft.kind === 'theft-loss' ? (
              <>
                <div className={css.two}>
                  {statutory ? text('incidentAtf', 'ATF incident number') : null}
                  {text('incidentPolice', 'Police incident number')}
                </div>
                {text('disposedTo', 'What happened, if wanted', 'Taken in a burglary')}
              </>
            ) : null}
            {draft.kind === 'destroyed'
              ? text('disposedTo', 'How, if wanted', statutory ? 'Receiver cut in three places' : 'Scrapped')
              : null}
            {leaving.length > 0 && draft.kind === 'transfer' ? (
              <div className={css.two}>
                {leaving.map((spec) => (
                  <TextInput
                    key={spec.name}
                    label={fieldName(spec.name, line.category)}
                    value={draft.details?.[spec.name as DetailField] ?? ''}
                    onChange={(event) => set({ details: { ...draft.details, [spec.name]: event.currentTarget.value } })}
                    {...(spec.hint ? { placeholder: spec.hint } : {})}
                    autoComplete="off"
                    maxLength={40}
                    name={spec.name}
                    onFocus={() => setFocused(spec.name)}
                    onBlur={() => setFocused(undefined)}
                    {...signProps(shown, spec.name)}
                  />
                ))}
              </div>
            ) : null}
            {text('note', 'Note, if any')}
          </div>
          <div className={css.bar}>
            <Button
              data-commit
              onClick={commit}
              loading={dispose.isPending}
              rightSection={<Keys combo="Ctrl+Enter" />}
              aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
            >
              Commit
            </Button>
            <Button variant="default" onClick={leave} rightSection={<Keys combo="Esc" />}>
              Cancel
            </Button>
            {draft.kind === 'theft-loss' && statutory ? (
              <span className="dim">A theft or loss is reported to ATF and the police within 48 hours.</span>
            ) : null}
          </div>
        </div>
        <div className={css.side}>
          {dispose.error && findingsOf(dispose.error).length === 0 ? (
            <Notice meaning="stop" title={sentenceOf(dispose.error)} live>
              What you typed is still here.
            </Notice>
          ) : null}
          <FindingsColumn
            category={line.category}
            findings={shown.filter((f) => !isMissing(f))}
            missing={findings.filter(isMissing)}
            late={late ? showDate(dispositionDue(on.date)) : undefined}
            tried={tried}
            onGo={focusField}
          />
          <Panel title="What leaves">
            <p className={css.leaves}>
              <Serial serial={line.serial} size="card" />
            </p>
            <Facts line={line} facts={factsOf(line, 'description').filter((f) => f !== 'serial')} />
            <hr className={css.rule} />
            <Facts line={line} facts={factsOf(line, 'receipt')} />
          </Panel>
          {statutory ? (
            <p className="dim">
              A disposition is due in the book within seven days: for one of today, by{' '}
              <span className="nums">{showDate(addDays(today, 7))}</span>.
            </p>
          ) : null}
        </div>
      </form>
      <AcceptWarnings
        category={line.category}
        warnings={warnings}
        action="Commit"
        busy={dispose.isPending}
        onBack={() => {
          setWarnings([]);
          dispose.reset();
        }}
        onAccept={(accepted) => dispose.mutate(accepted)}
      />
      <Ask
        opened={isLeaving}
        title="Leave this disposition?"
        keep="Keep typing"
        go="Throw it away"
        onKeep={() => setLeaving(false)}
        onGo={() => navigate(linePath(line))}
      >
        It has not been committed: the line is still open.
      </Ask>
    </>
  );
};

/** Who takes it, and what must be on file? */
export const DisposePage = ({ book, line: number }: { book: string; line: number }) => {
  const record = useQuery(api.book.line.queryOptions({ input: { book, line: number, view: 'corrected' } }));
  const line = record.data?.line;
  // Once it is disposed of the page goes back to the line by itself; until then the date is where one starts.
  useEffect(() => {
    if (line?.status === 'open') setTimeout(() => focusField('disposedOn'));
  }, [line?.status]);
  const title = `Dispose of line ${number.toLocaleString('en-US')}`;
  return (
    <Page title={title} focusHeading={false}>
      {record.isPending ? <Waiting /> : null}
      {record.isError ? <Failed error={record.error} onRetry={() => void record.refetch()} /> : null}
      {line?.status === 'open' ? <DisposeForm line={line} /> : null}
      {line && line.status !== 'open' ? (
        <Empty
          title={line.status === 'voided' ? 'This line is void' : 'This line was disposed of already'}
          actions={<Link href={linePath({ book, line: number })}>Open the line</Link>}
        >
          {line.status === 'voided' ? 'Nothing can leave by it.' : 'If something about it is wrong, correct it.'}
        </Empty>
      ) : null}
    </Page>
  );
};
