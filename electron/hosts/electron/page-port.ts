import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { trustedFrame } from './trusted-sender.ts';

/** The two messages between preload and main; the protocol is written down in electron/preload.ts. */
export const CONNECT = 'rollmark:connect';
export const PORT = 'rollmark:port';

/**
 * Hands a ledger port to the app's page when it asks, and to nobody else. Each new port closes the one before it, so a
 * reloaded page leaves nothing behind, and a page never has two.
 *
 * @param expected the contents of the one window that shows the app's page
 * @param serve connects a fresh port to the router
 */
export const offerPagePorts = (
  expected: () => WebContents | undefined,
  origin: string,
  serve: (port: MessagePortMain) => void,
): { closePort(): void } => {
  let current: MessagePortMain | undefined;
  const closePort = (): void => {
    current?.close();
    current = undefined;
  };

  ipcMain.on(CONNECT, (event) => {
    const frame = trustedFrame(event, expected(), origin);
    if (!frame) return;
    closePort();
    const { port1, port2 } = new MessageChannelMain();
    current = port1;
    serve(port1);
    port1.start();
    // To the very frame that asked, not to the window, which may show something else by now.
    frame.postMessage(PORT, null, [port2]);
  });

  return { closePort };
};
