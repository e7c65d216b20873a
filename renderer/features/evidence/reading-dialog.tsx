import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CategoryId } from '../../../shared/categories/ids.ts';
import {
  LEGIBILITIES,
  type Legibility,
  MARK_KINDS,
  type MarkKind,
  READ_NUMBER_WORDS,
  READING_SOURCES,
  type Reading,
  type ReadingSource,
  type ReadNumber,
} from '../../../shared/domain/evidence.ts';
import { readNumbersOf } from '../../../shared/serials/agreement.ts';
import { NumberInput } from '../../categories/number-input.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Serial } from '../../ui/serial.tsx';
import css from './evidence.module.css';
import { isOnScreen, usualMarking } from './usual-marking.ts';

/** Where a reading starts: a numbered place of a guide, or nowhere in particular. */
export type ReadingStart = { guide?: string; n?: number; label?: string; number?: ReadNumber };

const SOURCE_LABELS: Readonly<Record<ReadingSource, string>> = {
  unit: 'The unit itself',
  receipt: 'A receipt',
  'warranty card': 'A warranty card',
  box: 'The box',
  title: 'The title',
  manual: 'The manual',
  settings: 'The settings on the screen',
  'other paper': 'Another paper',
};

const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase());
const options = (values: readonly string[]) => values.map((value) => ({ value, label: capital(value) }));

type Photo = { sha256: string; name: string };

const isOnUnit = (source: ReadingSource): boolean => source === 'unit' || source === 'settings';

/** Where on a unit or a paper one begins: the guide's place on the one, what it is printed beside on the other. */
const placeOn = (source: ReadingSource, start: ReadingStart): string =>
  isOnUnit(source) ? (start.label ?? '') : 'Beside “Serial number”';

/** Which number one looks for there: on a paper that of record. What the entry has no field for is another number. */
const numberOn = (source: ReadingSource, start: ReadingStart, category: CategoryId): ReadNumber => {
  const { number = 'serial' } = isOnUnit(source) ? start : {};
  return readNumbersOf(category).includes(number) ? number : 'other';
};

type Props = {
  category: CategoryId;
  start: ReadingStart;
  /** Photos kept with the line, of which one may show this place. */
  photos?: readonly Photo[];
  /** What refused it, in a sentence. */
  refused?: string | undefined;
  busy?: boolean;
  onBack: () => void;
  onSave: (reading: Reading) => void;
};

const Form = ({ category, start, photos = [], refused, busy, onBack, onSave }: Props) => {
  const [source, setSource] = useState<ReadingSource>(isOnScreen(start.label ?? '') ? 'settings' : 'unit');
  const [place, setPlace] = useState(start.label ?? '');
  const [text, setText] = useState('');
  const [marking, setMarking] = useState<MarkKind>(usualMarking(start.label ?? '', category));
  const [which, setWhich] = useState<ReadNumber>(numberOn('unit', start, category));
  const [legibility, setLegibility] = useState<Legibility>('clear');
  const [photo, setPhoto] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const choose = (next: ReadingSource) => {
    // A place on the unit is none on a paper.
    if (place === placeOn(source, start)) setPlace(placeOn(next, start));
    if (which === numberOn(source, start, category)) setWhich(numberOn(next, start, category));
    setSource(next);
    if (next === 'settings') setMarking('electronic');
    else setMarking(next === 'unit' ? usualMarking(placeOn(next, start), category) : 'printed');
  };
  const save = () => {
    setTried(true);
    if (place.trim() === '' || (text.trim() === '' && legibility !== 'illegible')) return;
    onSave({
      kind: 'reading',
      source,
      place: place.trim(),
      ...(start.guide && place.trim() === start.label ? { guide: start.guide } : {}),
      ...(start.n && place.trim() === start.label ? { mark: start.n } : {}),
      which,
      text: text.trim(),
      marking,
      legibility,
      ...(photo ? { photo } : {}),
      note: note.trim(),
    });
  };
  useShortcut('Ctrl+Enter', save, { inDialogs: true, enabled: !busy });
  return (
    <div className={css.form}>
      <NumberInput
        label="Number, exactly as it stands there"
        description="Write ? for a character that can’t be read."
        classNames={{ input: css.number ?? '' }}
        value={text}
        onText={setText}
        maxLength={200}
        data-autofocus
        error={
          tried && text.trim() === '' && legibility !== 'illegible' ? errorNote('Write what stands there.') : undefined
        }
      />
      <p className={css.shown}>
        <Serial serial={text.trim()} size="hero" lookAlikes />
      </p>
      <Select
        label="Which number it is"
        data={readNumbersOf(category).map((value) => ({ value, label: READ_NUMBER_WORDS[value] }))}
        value={which}
        onChange={(value) => value && setWhich(value as ReadNumber)}
        allowDeselect={false}
      />
      <div className={css.two}>
        <Select
          label="Read on"
          data={READING_SOURCES.map((value) => ({ value, label: SOURCE_LABELS[value] }))}
          value={source}
          onChange={(value) => value && choose(value as ReadingSource)}
          allowDeselect={false}
        />
        <TextInput
          label="Place"
          placeholder="Left side of the frame"
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          autoComplete="off"
          maxLength={200}
          error={tried && place.trim() === '' ? errorNote('Say where it stands.') : undefined}
        />
        <Select
          label="Kind of mark"
          data={options(MARK_KINDS)}
          value={marking}
          onChange={(value) => value && setMarking(value as MarkKind)}
          allowDeselect={false}
        />
        <Select
          label="How well it can be read"
          data={options(LEGIBILITIES)}
          value={legibility}
          onChange={(value) => value && setLegibility(value as Legibility)}
          allowDeselect={false}
        />
      </div>
      {photos.length > 0 ? (
        <Select
          label="Photo that shows it"
          placeholder="None"
          data={photos.map((p) => ({ value: p.sha256, label: p.name }))}
          value={photo}
          onChange={setPhoto}
          clearable
        />
      ) : null}
      <Textarea
        label="Note, if any"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2000}
      />
      {refused ? errorNote(refused) : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onBack}>
          Cancel
        </Button>
        <Button
          onClick={save}
          loading={busy ?? false}
          rightSection={<Keys combo="Ctrl+Enter" />}
          aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
        >
          Keep this reading
        </Button>
      </div>
    </div>
  );
};

/** Asks what stands in one place: the number as read, on what, how marked and how well it can be read. */
export const ReadingDialog = ({ start, ...props }: Omit<Props, 'start'> & { start: ReadingStart | undefined }) => (
  <Modal
    opened={start !== undefined}
    onClose={props.onBack}
    title="A reading"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close without a reading' }}
  >
    {start ? <Form key={`${start.guide} ${start.n}`} start={start} {...props} /> : null}
  </Modal>
);
