import { expect, markPage, test } from './electron-app.ts';
import { listenHere } from './listener.ts';

/**
 * Tries to be let at devices and to reach an address, from the page and past its policy. A listener on this machine
 * counts whatever reaches it.
 */

test.beforeEach(({ app }) => markPage(app));

test.describe('permissions', () => {
  const names = [
    'geolocation',
    'notifications',
    'camera',
    'microphone',
    'midi',
    'clipboard-read',
    'clipboard-write',
    'persistent-storage',
    'idle-detection',
    'local-fonts',
    'window-management',
    'screen-wake-lock',
    'accelerometer',
  ];

  test('every one is denied before it is asked for', async ({ app }) => {
    for (const name of names) {
      const state = await app.page.evaluate(
        (permission) =>
          navigator.permissions.query({ name: permission as PermissionName }).then(
            (status) => status.state as string,
            (error: Error) => error.name,
          ),
        name,
      );
      expect(state, name).toBe('denied');
    }
  });

  test('and when it is asked for', async ({ app }) => {
    const answers = await app.page.evaluate(async () => {
      const nameOf = (error: unknown): string => (error as Error).name;
      return {
        notification: await Notification.requestPermission(),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', nameOf),
        microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', nameOf),
        screen: await navigator.mediaDevices.getDisplayMedia().then(() => 'given', nameOf),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code),
          ),
        ),
        clipboard: await navigator.clipboard.readText().then(() => 'given', nameOf),
        midi: await navigator.requestMIDIAccess().then(() => 'given', nameOf),
      };
    });
    expect(answers.notification).toBe('denied');
    expect(answers.place).toBe(1);
    for (const answer of [answers.camera, answers.microphone, answers.screen, answers.clipboard, answers.midi])
      expect(['NotAllowedError', 'SecurityError', 'InvalidStateError']).toContain(answer);
  });
});

test.describe('the network', () => {
  test('nothing that a page can do reaches an address', async ({ app }) => {
    const here = await listenHere();
    // The listener hears what does reach it.
    await fetch(here.http).catch(() => undefined);
    expect(here.contacts()).toBe(1);
    await app.page.evaluate(
      async ({ http, ws, host, port, udp }) => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        const quietly = async (attempt: () => unknown): Promise<void> => {
          try {
            await attempt();
          } catch {
            // Refused, as it should be.
          }
        };
        const element = (tag: string, attributes: Record<string, string>): void => {
          const made = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
          document.head.append(made);
          setTimeout(() => made.remove(), 1000);
        };
        await quietly(() => fetch(http));
        await quietly(() => fetch(http, { mode: 'no-cors', method: 'POST', body: 'x', keepalive: true }));
        await quietly(() => {
          const request = new XMLHttpRequest();
          request.open('GET', http, false);
          request.send();
        });
        await quietly(() => navigator.sendBeacon(http, 'x'));
        await quietly(() => new WebSocket(ws));
        await quietly(() => new EventSource(http));
        await quietly(() => {
          new Image().src = http;
        });
        await quietly(() => new Audio(http).play());
        await quietly(() => new FontFace('x', `url(${http})`).load());
        await quietly(() => import(/* @vite-ignore */ http));
        await quietly(() => new Worker(http));
        await quietly(() => navigator.serviceWorker.register(http));
        for (const rel of [
          'stylesheet',
          'prefetch',
          'preload',
          'preconnect',
          'dns-prefetch',
          'icon',
          'manifest',
          'modulepreload',
        ])
          element('link', { rel, href: http, as: 'image' });
        element('script', { src: http });
        element('iframe', { src: http });
        element('video', { src: http, autoplay: '' });
        element('a', { href: http, ping: http });
        // Past the pages' requests: WebRTC, over datagrams and over TCP.
        await quietly(async () => {
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: `stun:${host}:${udp}` },
              { urls: `turn:${host}:${port}?transport=tcp`, username: 'x', credential: 'x' },
            ],
          });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
          await new Promise((resolve) => setTimeout(resolve, 2000));
          peer.close();
        });
      },
      { http: here.http, ws: here.ws, host: '127.0.0.1', port: here.port, udp: here.udp },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(here.contacts()).toBe(1);
    here.close();
  });

  test('no policy of a page is needed for that: no window and no request of the app itself gets out', async ({
    app,
  }) => {
    const here = await listenHere();
    const results = await app.evaluate(async ({ BrowserWindow, session }, url) => {
      const fetching = await session.defaultSession.fetch(url).then(
        () => 'answered',
        (error: Error) => error.message,
      );
      const window = new BrowserWindow({ show: false });
      const loading = await window.loadURL(url).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
      window.destroy();
      return { fetching, loading };
    }, here.http);
    expect(results.fetching).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(results.loading).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('the switches that keep Chromium itself quiet are set', async ({ app }) => {
    const switches = await app.evaluate(({ app: electronApp, session }) => ({
      // It would fetch dictionaries.
      spelling: session.defaultSession.isSpellCheckerEnabled(),
      names: electronApp.commandLine.getSwitchValue('host-resolver-rules'),
      datagrams: electronApp.commandLine.getSwitchValue('webrtc-ip-handling-policy'),
      background: electronApp.commandLine.hasSwitch('disable-background-networking'),
    }));
    expect(switches).toEqual({
      spelling: false,
      names: 'MAP * ~NOTFOUND',
      datagrams: 'disable_non_proxied_udp',
      background: true,
    });
  });
});
