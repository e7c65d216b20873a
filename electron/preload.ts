/**
 * The bridge between the app's page and the main process. It hands over one message port and nothing else.
 *
 * The protocol, as the page sees it:
 *
 *   window.rollmark              { host: 'electron', connect(): void }; absent in the loopback host
 *   window.rollmark.connect()    asks for a port. It answers with one message event on the page's own window:
 *                                event.data   { type: 'rollmark:port' }
 *                                event.ports  [port], a MessagePort on which the contract is spoken (oRPC's
 *                                             message-port link); call port.start()
 *
 *   window.addEventListener('message', (event) => {
 *     if (event.source !== window || event.data?.type !== 'rollmark:port') return;
 *     const port = event.ports[0];
 *   });
 *   window.rollmark.connect();
 *
 * Each call gives a new port and closes the one before it, which its holder sees as a `close` event. No answer comes to
 * subframes, to other windows or to pages of another origin. Ledger data passes through the port only, never through
 * this bridge.
 *
 * Between here and main: `rollmark:connect` is sent, `rollmark:port` comes back with the port.
 */
import { contextBridge, ipcRenderer } from 'electron';

ipcRenderer.on('rollmark:port', (event) => {
  // '/' is the sender's own origin, whatever its scheme is called.
  window.postMessage({ type: 'rollmark:port' }, '/', [...event.ports]);
});

contextBridge.exposeInMainWorld('rollmark', {
  host: 'electron',
  connect: (): void => ipcRenderer.send('rollmark:connect'),
});
