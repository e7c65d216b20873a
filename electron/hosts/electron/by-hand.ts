import { type BrowserWindow, dialog } from 'electron';

/** Chromium's names for what begins a press, whatever it is pressed with. */
const PRESSES: ReadonlySet<string> = new Set([
  'mouseDown',
  'pointerDown',
  'touchStart',
  'gestureTap',
  'rawKeyDown',
  'keyDown',
]);
/** A call follows its press at once; this is for a computer that is very busy. */
const AT_MOST_MS = 10_000;

/**
 * Tells a person from a script in the page, which can call what it likes and can press nothing: true where a key or a
 * button was just pressed in the window. Else it asks in a dialog of its own, because a screen reader presses otherwise.
 *
 * @param question what the dialog asks
 */
export const byHand = (window: BrowserWindow, question: string): (() => Promise<boolean>) => {
  let pressed = Number.NEGATIVE_INFINITY;
  window.webContents.on('input-event', (_event, { type }) => {
    if (PRESSES.has(type)) pressed = performance.now();
  });
  return async () => {
    if (performance.now() - pressed < AT_MOST_MS) return true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: question,
      detail: 'This is asked where nothing was pressed in the window by hand.',
      buttons: ['Cancel', 'Open'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  };
};
