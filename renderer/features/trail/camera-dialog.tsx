import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { OlderCheckpoint } from '../../../shared/proof/given.ts';
import { Notice } from '../../ui/meaning.tsx';
import { watchCamera } from './camera.ts';
import css from './trail.module.css';

type Props = { opened: boolean; onClose: () => void; onRead: (checkpoint: OlderCheckpoint) => void };

const Live = ({ onClose, onRead }: Omit<Props, 'opened'>) => {
  const video = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  const [other, setOther] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(onRead);
  latest.current = onRead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts it anew
  useEffect(() => {
    if (!video.current) return;
    return watchCamera(video.current, {
      onLive: () => setLive(true),
      onOther: setOther,
      onRead: (checkpoint) => latest.current(checkpoint),
      onFailed: (sentence) => {
        setLive(false);
        setFailed(sentence);
      },
    });
  }, [attempt]);
  const again = () => {
    setFailed(undefined);
    setOther(undefined);
    setAttempt(attempt + 1);
  };
  return (
    <div className={css.stack}>
      {failed ? (
        <Notice meaning="stop" title="There is no picture" live>
          {failed}
        </Notice>
      ) : (
        <p>
          Hold the last page of a printout before the camera, so that the square code beside “Proof of this printout”
          fills about a third of the picture.
        </p>
      )}
      <div className={css.camera} hidden={failed !== undefined}>
        <video ref={video} muted playsInline aria-label="Picture of the camera" data-live={live || undefined} />
        {live ? null : <p className="dim">Waiting for the camera</p>}
      </div>
      {other && !failed ? (
        <Notice meaning="mind" title="Not this code" live>
          {other}
        </Notice>
      ) : null}
      {live ? (
        <p className="dim" role="status">
          Looking for the code. No picture is kept.
        </p>
      ) : null}
      <div className="rm-dialog-actions">
        {failed ? <Button onClick={again}>Try again</Button> : null}
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </div>
    </div>
  );
};

/** Reads a checkpoint from a page that is held before the camera. The camera is let go when it closes. */
export const CameraDialog = ({ opened, onClose, onRead }: Props) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="Show the page to the camera"
    size="lg"
    closeButtonProps={{ 'aria-label': 'Close without a checkpoint' }}
  >
    {/* Not while it fades out: the camera goes off with the press. */}
    {opened ? <Live onClose={onClose} onRead={onRead} /> : null}
  </Modal>
);
