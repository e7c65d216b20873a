/**
 * The preload of the guide window, the one place where @electron/remote is used (docs/adr/0005-remote-is-fenced.md).
 * It is bundled into one file and runs sandboxed, in its own world; the page sees two functions and no remote object.
 */
import { getCurrentWindow } from '@electron/remote';
import { contextBridge } from 'electron';
import type { OwnWindow } from './guide-fence.ts';

const own = (): OwnWindow => getCurrentWindow() as unknown as OwnWindow;

contextBridge.exposeInMainWorld('guideWindow', {
  /** Keeps the window on top of others, or no longer. Answers with how it is now. */
  pin: (on: boolean): boolean => {
    own().setAlwaysOnTop(on === true);
    return own().isAlwaysOnTop();
  },
  /** Makes the window's inside this large, in CSS pixels, as far as the screen allows. */
  fit: (width: number, height: number): void => own().setContentSize(Number(width), Number(height)),
});
