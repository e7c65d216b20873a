import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useRef } from 'react';
import { Failed, Waiting } from '../../ui/states.tsx';
import type { Held } from './held.ts';
import css from './viewer.module.css';
import { filterOf, type Look } from './viewer.tsx';
import { usePicture } from './viewer-bytes.ts';
import { useDragging, useWheelZoom } from './viewer-stage.ts';

/** Past this much the preview's 1600 pixels show, and one of up to 8192 is fetched; never the file itself. */
const SHARP_TO = 1.3;

type Props = {
  evidence: Held<'attachment'>['evidence'];
  look: Look;
  onLook: (change: (now: Look) => Look) => void;
};

/** A picture in its room: zoomed by the wheel, moved by dragging, turned, lightened. */
export const PictureStage = ({ evidence, look, onLook }: Props) => {
  const element = useRef<HTMLDivElement>(null);
  const { ref: measure, width: roomWidth, height: roomHeight } = useElementSize();
  const room = useMergedRef(element, measure);
  useWheelZoom(element, onLook);
  const { dragging, handlers } = useDragging(onLook);
  const screen = usePicture(evidence.sha256, 'screen');
  const whole = usePicture(
    evidence.sha256,
    'close',
    look.zoom > SHARP_TO && Math.max(evidence.width ?? 0, evidence.height ?? 0) > 1600,
  );
  const [width, height] = [evidence.width ?? 1, evidence.height ?? 1];
  const lying = look.turn % 2 === 1;
  const fit = Math.min(roomWidth / (lying ? height : width), roomHeight / (lying ? width : height));
  const url = whole.url ?? screen.url;
  return (
    <div
      ref={room}
      className={css.room}
      data-dragging={dragging || undefined}
      data-larger={look.zoom > 1 || undefined}
      {...handlers}
    >
      {screen.error ? <Failed error={screen.error} /> : null}
      {!url && !screen.error ? <Waiting>Opening the picture</Waiting> : null}
      {url && roomWidth > 0 ? (
        <img
          src={url}
          alt={evidence.name}
          draggable={false}
          style={{
            width: width * fit,
            height: height * fit,
            transform: `translate(-50%, -50%) translate(${look.x}px, ${look.y}px) scale(${look.zoom}) rotate(${look.turn * 90}deg)`,
            filter: filterOf(look),
          }}
        />
      ) : null}
    </div>
  );
};
