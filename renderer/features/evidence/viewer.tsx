import { ActionIcon, Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { sizeWords } from '../../../shared/domain/attachments.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { DownloadIcon, LeftIcon, RightIcon, TurnIcon, ZoomInIcon, ZoomOutIcon } from '../../ui/icons.ts';
import { Keys } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import type { Held } from './held.ts';
import css from './viewer.module.css';
import { PaperStage } from './viewer-paper.tsx';
import { PictureStage } from './viewer-picture.tsx';

/** How a photo or paper is looked at. Nothing of it is kept: the file stays as it is. */
export type Look = {
  /** 1: as large as the room allows. */
  zoom: number;
  /** Pixels from the middle. */
  x: number;
  y: number;
  /** Quarter turns to the right, 0 to 3. */
  turn: number;
  /** Per cent. */
  contrast: number;
  brightness: number;
};
const PLAIN: Look = { zoom: 1, x: 0, y: 0, turn: 0, contrast: 100, brightness: 100 };
export const filterOf = ({ contrast, brightness }: Look): string => `brightness(${brightness}%) contrast(${contrast}%)`;

const MOST_ZOOM = 20;
const STEP = 1.25;

/** Zooms about a place, given from the middle of the room, so that what is under the pointer stays there. */
export const zoomed = (look: Look, by: number, at = { x: 0, y: 0 }): Look => {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, look.zoom * by));
  if (zoom === 1) return { ...look, zoom, x: 0, y: 0 };
  const share = zoom / look.zoom;
  return { ...look, zoom, x: at.x - (at.x - look.x) * share, y: at.y - (at.y - look.y) * share };
};
const turned = (look: Look): Look => ({ ...look, turn: (look.turn + 1) % 4, x: 0, y: 0 });

const Slider = ({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) => (
  <label className={css.slider}>
    {label}
    <input
      type="range"
      min={40}
      max={label === 'Contrast' ? 400 : 250}
      step={5}
      value={value}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
    <span className="nums">{value} %</span>
  </label>
);

/** Saves the file itself, byte for byte, where the user says. */
const save = async (sha256: string): Promise<void> => {
  const made = await client.evidence.originalDocument({ sha256 });
  try {
    await saveDocument(made);
  } finally {
    await client.documents.discard({ token: made.token });
  }
};

type Props = {
  held: readonly Held<'attachment'>[];
  seq: number | undefined;
  onShow: (seq: number) => void;
  onClose: () => void;
};

const Viewer = ({ held, at, onShow }: { held: Props['held']; at: number; onShow: Props['onShow'] }) => {
  const { evidence } = held[at]!;
  const [look, setLook] = useState(PLAIN);
  const [failed, setFailed] = useState<string>();
  const isPaper = evidence.media === 'application/pdf';
  const go = (by: number) => {
    const next = held[at + by];
    if (next) onShow(next.seq);
  };
  /** Does what a key stands for here. False: nothing. */
  const press = (key: string): boolean => {
    if (key === 'ArrowLeft') go(-1);
    else if (key === 'ArrowRight') go(1);
    else if (key === '+' || key === '=') setLook((now) => zoomed(now, STEP));
    else if (key === '-') setLook((now) => zoomed(now, 1 / STEP));
    else if (key === '0') setLook(PLAIN);
    else if (key === 'r' || key === 'R') setLook(turned);
    else return false;
    return true;
  };
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      // The arrows belong to a slider while one stands on it.
      if (event.target instanceof HTMLInputElement && event.key.startsWith('Arrow')) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const facts = [
    isPaper
      ? `${evidence.pages} ${evidence.pages === 1 ? 'page' : 'pages'}`
      : `${evidence.width?.toLocaleString('en-US')} by ${evidence.height?.toLocaleString('en-US')} pixels`,
    sizeWords(evidence.size),
  ].join(', ');
  return (
    <div className={css.viewer}>
      <div className={css.bar}>
        <ActionIcon variant="default" size="md" aria-label="Previous" disabled={at === 0} onClick={() => go(-1)}>
          <LeftIcon size={18} stroke={1.5} />
        </ActionIcon>
        <span className="nums" role="status">
          {(at + 1).toLocaleString('en-US')} of {held.length.toLocaleString('en-US')}
        </span>
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Next"
          disabled={at === held.length - 1}
          onClick={() => go(1)}
        >
          <RightIcon size={18} stroke={1.5} />
        </ActionIcon>
        <span className={css.gap} />
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Smaller"
          aria-keyshortcuts="-"
          onClick={() => setLook(zoomed(look, 1 / STEP))}
        >
          <ZoomOutIcon size={18} stroke={1.5} />
        </ActionIcon>
        <span className={css.percent}>{Math.round(look.zoom * 100)} %</span>
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Larger"
          aria-keyshortcuts="+"
          onClick={() => setLook(zoomed(look, STEP))}
        >
          <ZoomInIcon size={18} stroke={1.5} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="md"
          aria-label="Turn to the right"
          aria-keyshortcuts="R"
          onClick={() => setLook(turned)}
        >
          <TurnIcon size={18} stroke={1.5} />
        </ActionIcon>
        <Slider label="Contrast" value={look.contrast} onChange={(contrast) => setLook({ ...look, contrast })} />
        <Slider
          label="Brightness"
          value={look.brightness}
          onChange={(brightness) => setLook({ ...look, brightness })}
        />
        <Button size="compact-sm" variant="default" rightSection={<Keys combo="0" />} onClick={() => setLook(PLAIN)}>
          As it was
        </Button>
        <span className={css.gap} />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<DownloadIcon size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => void save(evidence.sha256).catch((error: unknown) => setFailed(sentenceOf(error)))}
        >
          Save the original
        </Button>
      </div>
      {failed ? <Notice meaning="stop" title={failed} live /> : null}
      {isPaper ? (
        <PaperStage evidence={evidence} look={look} onLook={setLook} />
      ) : (
        <PictureStage evidence={evidence} look={look} onLook={setLook} />
      )}
      <p className={css.facts}>
        {facts}. Turning, contrast and brightness change only how it is seen here; the file stays as it is. A saved
        original is a plain file outside the ledger, which anybody who has it can read.
      </p>
    </div>
  );
};

/** One photo or paper, large: to read a worn number. Arrow keys go to the others. */
export const PhotoViewer = ({ held, seq, onShow, onClose }: Props) => {
  const at = held.findIndex((one) => one.seq === seq);
  return (
    <Modal
      opened={at >= 0}
      onClose={onClose}
      title={held[at]?.evidence.name ?? ''}
      size="min(1600px, 96vw)"
      padding="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {at >= 0 ? <Viewer key={seq} held={held} at={at} onShow={onShow} /> : null}
    </Modal>
  );
};
