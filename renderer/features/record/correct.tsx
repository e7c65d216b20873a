import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BookKind } from '../../../shared/categories/category.ts';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import { CATEGORIES, fieldName, hasField } from '../../../shared/categories/registry.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import { checkCorrection } from '../../../shared/domain/entry.ts';
import { DISPOSITION_FIELDS, ENTRY_FIELDS, type EntryField, textOf } from '../../../shared/domain/fields.ts';
import { type Finding, isRefused } from '../../../shared/domain/findings.ts';
import { type BookLine, useLedger, useRules } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { findingsOf, sentenceOf, warningsOf } from '../../bridge/errors.ts';
import { NumberInput } from '../../categories/number-input.tsx';
import { typesFor } from '../../categories/suggestions.ts';
import { AcceptWarnings } from '../../ui/accept-warnings.tsx';
import { Ask } from '../../ui/ask.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote, noteProps } from '../../ui/finding.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { LicenceField } from '../../ui/licence-field.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { correctionReasons, ReasonField } from '../../ui/reasons.tsx';
import { Serial } from '../../ui/serial.tsx';
import { Suggest } from '../../ui/suggest.tsx';
import css from './record.module.css';

const PART: Partial<Record<EntryField, string>> = {
  acquiredFromAddress: 'Address it came from',
  acquiredFromLicence: 'Licence it came from',
  disposedToAddress: 'Address it went to',
  disposedToLicence: 'Licence it went to',
};
const nameOf = (field: EntryField, category: CategoryId): string => PART[field] ?? fieldName(field, category);

/** The fields of this line that can be corrected: a disposition only once there is one. */
const fieldsOf = (line: BookLine, book: BookKind): readonly EntryField[] =>
  ENTRY_FIELDS.filter(
    (field) =>
      hasField(line.category, book, field) &&
      (line.status === 'disposed' || !DISPOSITION_FIELDS.includes(field)) &&
      // What only firearms and their dealers have is of no use elsewhere.
      (line.category === 'firearm' || !['importer', 'caliber'].includes(field) || textOf(line, field) !== '') &&
      (book === 'statutory' || !/Licence$|^form4473$/.test(field) || textOf(line, field) !== ''),
  );

const lower = (label: string): string =>
  /^[A-Z]{2}/.test(label) ? label : label.replace(/^./, (c) => c.toLowerCase());

type ValueProps = {
  category: CategoryId;
  field: EntryField;
  value: string;
  onChange: (value: string) => void;
  note: ReturnType<typeof noteProps>;
};

/** The new text of a field, with the help its kind has on the entry form. */
const ValueField = ({ category, field, value, onChange, note }: ValueProps) => {
  const { today } = useLedger();
  const label = `Corrected ${lower(nameOf(field, category))}`;
  if (field === 'acquiredOn' || field === 'disposedOn')
    return <DateField label={label} value={value} onChange={onChange} today={today} {...note} />;
  if (field === 'acquiredFromLicence' || field === 'disposedToLicence')
    return <LicenceField label={label} value={value} onChange={onChange} {...note} />;
  const spec = [...CATEGORIES[category].fields, ...CATEGORIES[category].keeping].find((f) => f.name === field);
  if (spec?.input === 'choice' && category !== 'firearm')
    return (
      <Select
        label={label}
        data={[...(spec.choices ?? [])]}
        value={value || null}
        onChange={(next) => onChange(next ?? '')}
        clearable
        {...note}
      />
    );
  if (field === 'type')
    return (
      <Suggest
        label={label}
        options={category === 'firearm' ? typesFor(value) : CATEGORIES[category].types}
        value={value}
        onChange={onChange}
        {...note}
      />
    );
  if (field === 'serial')
    return (
      <div>
        <NumberInput
          label={label}
          value={value}
          onText={onChange}
          classNames={{ input: 'mono' }}
          maxLength={400}
          description="Where there are several, a semicolon parts them: 12345; K-778."
          {...note}
        />
        {value.trim() !== '' ? <Serial serial={value.trim()} size="card" lookAlikes /> : null}
      </div>
    );
  return (
    <div>
      <TextInput
        label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        classNames={field === 'form4473' ? { input: 'mono' } : {}}
        autoComplete="off"
        spellCheck={false}
        maxLength={400}
        {...note}
      />
    </div>
  );
};

type FormProps = {
  line: BookLine;
  onClose: () => void;
  onTouched: (touched: boolean) => void;
  /** The warnings that are being asked about, in a dialog above this one. */
  warnings: readonly Finding[];
  onWarnings: (warnings: readonly Finding[]) => void;
};

const CorrectForm = ({ line, onClose, onTouched, warnings, onWarnings }: FormProps) => {
  const rules = useRules(line.book);
  const [field, setField] = useState<EntryField>('serial');
  const [value, setValue] = useState(line.serial);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const correct = useMutation({
    mutationFn: (accepted: Record<string, string>) =>
      client.entries.correct({ book: line.book, line: line.line, field, value, reason: reason.trim(), accepted }),
    onSuccess: async () => {
      onClose();
      await bookChanged();
    },
    onError: (error) => {
      onWarnings(warningsOf(error));
    },
  });
  const local = checkCorrection(line, field, value, rules).findings;
  const [asked] = useDebouncedValue(value, 200);
  const engine = useQuery(
    api.entries.checkCorrection.queryOptions({
      input: { book: line.book, line: line.line, field, value: asked },
      enabled: asked !== textOf(line, field),
    }),
  );
  // What the ledger and its tables know beyond the rules: the number on another line, the check digit of a VIN.
  const beyond = ((asked === value ? engine.data?.findings : undefined) ?? []) as Finding[];
  const findings = [...local, ...beyond.filter((e) => !local.some((l) => l.code === e.code && l.field === e.field))];
  const unchanged = findings.some((f) => f.code === 'nothing-changed');
  // That nothing was changed yet is no fault while one is about to type.
  const said = tried ? findings : findings.filter((f) => f.code !== 'nothing-changed' && !f.code.endsWith('-missing'));
  const all = [...said, ...findingsOf(correct.error).filter((f) => f.severity === 'refused')].map((f) => ({
    ...f,
    field,
  }));
  const change = (next: string) => {
    setValue(next);
    correct.reset();
    onTouched(true);
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (isRefused(findings) || reason.trim() === '' || correct.isPending) return;
    const toAccept = findings.filter((f) => f.severity === 'warning');
    if (toAccept.length > 0) onWarnings(toAccept);
    else correct.mutate({});
  };
  useShortcut('Ctrl+Enter', () => submit(), { inDialogs: true, enabled: warnings.length === 0 });
  const shown = (text: string) =>
    text === '' ? '(empty)' : field === 'acquiredOn' || field === 'disposedOn' ? showDate(text) : text;

  return (
    <form onSubmit={submit} className={css.form} noValidate>
      <p className="dim">
        What was written first is kept, struck through, beside the correction, the reason and your name.
      </p>
      <Select
        label="Field"
        data={fieldsOf(line, rules.book ?? 'statutory').map((f) => ({ value: f, label: nameOf(f, line.category) }))}
        value={field}
        onChange={(next) => {
          const to = (next ?? 'serial') as EntryField;
          setField(to);
          setValue(textOf(line, to));
          setTried(false);
          correct.reset();
        }}
        allowDeselect={false}
        data-autofocus
      />
      <div className={css.now}>
        <p>It reads now</p>
        <p className={field === 'serial' || field.endsWith('Licence') ? 'mono' : undefined}>
          {shown(textOf(line, field))}
        </p>
      </div>
      <ValueField category={line.category} field={field} value={value} onChange={change} note={noteProps(all, field)} />
      <ReasonField
        label="Why"
        reasons={correctionReasons(line.category)}
        value={reason}
        onChange={(next) => {
          setReason(next);
          onTouched(true);
        }}
        error={tried && reason.trim() === '' ? errorNote('Choose a reason or type one.') : undefined}
      />
      {correct.error && findingsOf(correct.error).length === 0 ? (
        <Notice meaning="stop" title={sentenceOf(correct.error)} live />
      ) : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={correct.isPending}
          disabled={unchanged && !tried}
          rightSection={<Keys combo="Ctrl+Enter" />}
          aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
        >
          Correct it
        </Button>
      </div>
      <AcceptWarnings
        category={line.category}
        warnings={warnings}
        action="Correct it"
        busy={correct.isPending}
        onBack={() => {
          onWarnings([]);
          correct.reset();
        }}
        onAccept={(accepted) => correct.mutate(accepted)}
      />
    </form>
  );
};

/** Corrects one field of a line, with a reason. The original is never altered. */
export const CorrectDialog = ({ line, opened, onClose }: { line: BookLine; opened: boolean; onClose: () => void }) => {
  const [touched, setTouched] = useState(false);
  const [asking, setAsking] = useState(false);
  const [warnings, setWarnings] = useState<readonly Finding[]>([]);
  const close = () => {
    setTouched(false);
    setAsking(false);
    setWarnings([]);
    onClose();
  };
  return (
    <>
      <Modal
        opened={opened}
        // Not while the key is still on its way: the question listens to the same Esc and would answer itself.
        onClose={() => (touched ? setTimeout(() => setAsking(true)) : close())}
        // Esc belongs to the dialog on top.
        closeOnEscape={!asking && warnings.length === 0}
        title={`Correct line ${line.line.toLocaleString('en-US')}`}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened ? (
          <CorrectForm
            line={line}
            onClose={close}
            onTouched={setTouched}
            warnings={warnings}
            onWarnings={setWarnings}
          />
        ) : null}
      </Modal>
      <Ask
        opened={asking}
        title="Leave this correction?"
        keep="Keep typing"
        go="Throw it away"
        onKeep={() => setAsking(false)}
        onGo={close}
      >
        Nothing of it has been written.
      </Ask>
    </>
  );
};
