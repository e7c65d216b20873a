import { app, type Session, session, type WebContents } from 'electron';
import { mayFrame, mayNavigate, mayRequest, type Origins } from './allowed-urls.ts';
import { askForCamera } from './camera-permit.ts';
import { isForCamera } from './camera-request.ts';

/**
 * Takes from every session and every page what this app has no use for. The defaults of Electron allow most of it; the
 * app is offline by promise, so each is denied here and tried in tests/e2e/electron-host.spec.ts. The camera alone can be
 * had, where the user says so (camera-permit.ts).
 */

const NO_DATAGRAMS = 'disable_non_proxied_udp';
/** The discard port of this machine, where nothing listens and nothing is heard. */
const NOWHERE = { mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** Switches that must be set before the app is ready: no name is ever looked up, nothing is fetched in the background. */
export const lockCommandLine = (origins: Origins): void => {
  app.enableSandbox();
  const { commandLine } = app;
  // DNS prefetches are no requests, so webRequest never sees them. This stops them at the resolver.
  commandLine.appendSwitch(
    'host-resolver-rules',
    origins.dev ? 'MAP * ~NOTFOUND, EXCLUDE localhost' : 'MAP * ~NOTFOUND',
  );
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('no-pings');
  // WebRTC sends past webRequest: this leaves it no way but a proxy, and the sessions' proxy answers nothing.
  commandLine.appendSwitch('webrtc-ip-handling-policy', NO_DATAGRAMS);
  // It would also join the network's group for names of neighbours, to hide addresses that it never tells here.
  commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns');
};

const locked = new WeakSet<Session>();

const lockSession = (of: Session, origins: Origins): void => {
  if (locked.has(of)) return;
  locked.add(of);
  of.setPermissionRequestHandler((contents, permission, callback, details) => {
    const mayAsk = of === session.defaultSession && isForCamera(permission, details, origins.app);
    if (mayAsk) void askForCamera(contents).then(callback);
    else callback(false);
  });
  of.setPermissionCheckHandler(() => false);
  of.setDevicePermissionHandler(() => false);
  of.setCertificateVerifyProc((_request, callback) => callback(-2));
  // The spellchecker fetches its dictionaries from the network.
  of.setSpellCheckerEnabled(false);
  if (origins.dev === undefined) void of.setProxy(NOWHERE);
  // The default session shows the app's page. Any other is the guide window's, which may not even reach that.
  of.webRequest.onBeforeRequest((details, callback) => {
    const allowed =
      of === session.defaultSession
        ? mayRequest(details.url, origins.app, origins.dev)
        : mayRequest(details.url, origins.guide);
    callback({ cancel: !allowed });
  });
  // Documents are saved through the host's dialog, so a download is never ours.
  of.on('will-download', (event) => event.preventDefault());
};

const lockContents = (contents: WebContents, origins: Origins): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    const allowed = event.isMainFrame
      ? mayNavigate(event.url, contents.getURL())
      : mayFrame(event.url, contents.getURL(), origins);
    if (!allowed) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy(NO_DATAGRAMS);
};

/** Locks every session and page from now on. Call before the app is ready. */
export const lockEverything = (origins: Origins): void => {
  app.on('session-created', (created) => lockSession(created, origins));
  app.on('web-contents-created', (_event, contents) => lockContents(contents, origins));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
  void app.whenReady().then(() => lockSession(session.defaultSession, origins));
};
