import type { OlderCheckpoint } from '../../../shared/proof/given.ts';
import { client, inElectron } from '../../bridge/client.ts';
import { findingsOf, isCancelled, sentenceOf } from '../../bridge/errors.ts';

/** A page's code needs some 250 pixels across; more of them only take longer. */
const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
};

const ELSEWHERE = 'Or take a photo of the page with a phone and choose its file.';

/** Why there is no picture, and what to do, from what the browser threw. */
const cameraSentence = (error: unknown): string => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return inElectron()
      ? `The camera was not allowed. Try again and choose “Use the camera”; where the system keeps it from Rollmark, allow it in the system’s privacy settings. ${ELSEWHERE}`
      : `The camera was not allowed. Allow it for this window, in the browser’s bar or in the system’s privacy settings, and try again. ${ELSEWHERE}`;
  if (name === 'NotReadableError' || name === 'AbortError')
    return `The camera does not answer: another program may be using it. Close that one and try again. ${ELSEWHERE}`;
  return `No camera was found on this computer. Plug one in and try again. ${ELSEWHERE}`;
};

const picture = (video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> => {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
};

const nextFrame = (video: HTMLVideoElement): Promise<unknown> =>
  new Promise((resolve) => video.requestVideoFrameCallback(resolve));

type Watch = {
  /** The picture is there. */
  onLive: () => void;
  /** A code was seen that is not the one that is wanted; one goes on looking. */
  onOther: (sentence: string) => void;
  /** It ended: with a checkpoint, or with a sentence. */
  onRead: (checkpoint: OlderCheckpoint) => void;
  onFailed: (sentence: string) => void;
};

/**
 * Shows the camera in `video` and sends a frame at a time to the engine until a checkpoint is read. Of the frames nothing
 * is kept.
 *
 * @returns ends it, and lets go of the camera at once
 */
export const watchCamera = (video: HTMLVideoElement, { onLive, onOther, onRead, onFailed }: Watch): (() => void) => {
  const ended = new AbortController();
  let stream: MediaStream | undefined;
  const end = (): void => {
    ended.abort();
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  };
  const fail = (sentence: string): void => {
    if (ended.signal.aborted) return;
    end();
    onFailed(sentence);
  };
  const look = async (): Promise<void> => {
    const canvas = document.createElement('canvas');
    while (!ended.signal.aborted) {
      await nextFrame(video);
      const image = await picture(video, canvas);
      if (ended.signal.aborted || !image) continue;
      try {
        const found = await client.trail.readCheckpointImage({ image }, { signal: ended.signal });
        if (ended.signal.aborted) return;
        end();
        return onRead(found);
      } catch (error) {
        if (ended.signal.aborted || isCancelled(error)) return;
        const [finding] = findingsOf(error);
        if (!finding) return fail(sentenceOf(error));
        if (finding.code !== 'code-missing') onOther(finding.message);
      }
    }
  };
  const start = async (): Promise<void> => {
    try {
      // Not there at all where the page is not in a secure context, which both hosts' are.
      stream = await navigator.mediaDevices.getUserMedia(WANTED);
      // Cancelled while the question was open: the light must not stay on.
      if (ended.signal.aborted) return end();
      stream.getVideoTracks()[0]?.addEventListener('ended', () => fail('The camera was unplugged or taken away.'));
      video.srcObject = stream;
      await video.play();
    } catch (error) {
      return fail(cameraSentence(error));
    }
    onLive();
    await look();
  };
  void start();
  return end;
};
