import { BrowserWindow, dialog, type WebContents } from 'electron';

let asking = false;

/**
 * Asks the user, in a dialog that no script of a page can press, whether the camera may be used this once. A second
 * request while the dialog is open is denied.
 */
export const askForCamera = async (contents: WebContents): Promise<boolean> => {
  const window = BrowserWindow.fromWebContents(contents);
  if (!window || asking) return false;
  asking = true;
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Use the camera to read a printed page?',
      detail:
        'Rollmark looks for the code of a checkpoint in the picture. Nothing of the picture is kept, and nothing leaves this computer.',
      buttons: ['Cancel', 'Use the camera'],
      defaultId: 1,
      cancelId: 0,
      noLink: true,
    });
    return response === 1;
  } catch {
    return false;
  } finally {
    asking = false;
  }
};
