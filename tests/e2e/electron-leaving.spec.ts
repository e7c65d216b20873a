import { expect, isUnmoved, markPage, test } from './electron-app.ts';
import { listenHere } from './listener.ts';

/** Tries to move the app's page elsewhere, to open other windows, and to take files out past the host's dialog. */

test.beforeEach(({ app }) => markPage(app));

test.describe('leaving', () => {
  const elsewhere = [
    'https://rollmark.example/',
    'app://rollmark/other.html',
    'app://other/',
    'guide://rollmark/revolver/',
  ];

  test('the page does not move to another address', async ({ app }) => {
    for (const url of [...elsewhere.map(app.address), 'file:///etc/passwd', 'data:text/html,x']) {
      await app.page.evaluate((address) => window.location.assign(address), url);
      await isUnmoved(app);
      await app.page.evaluate((address) => {
        const link = document.createElement('a');
        link.href = address;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
      await isUnmoved(app);
    }
    await app.page.evaluate(() => {
      const html = new Blob(['<script>window.parent</script>own page'], { type: 'text/html' });
      window.location.assign(URL.createObjectURL(html));
    });
    await isUnmoved(app);
  });

  test('nor by a form, nor by itself, nor a frame of it', async ({ app }) => {
    const here = await listenHere();
    await app.page.evaluate((address) => {
      const form = document.createElement('form');
      form.action = address;
      form.method = 'post';
      document.body.append(form);
      form.submit();
      form.remove();
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0; url=${address}`;
      document.head.append(meta);
      meta.remove();
      for (const tag of ['iframe', 'embed', 'object'] as const) {
        const frame = document.createElement(tag);
        frame.setAttribute(tag === 'object' ? 'data' : 'src', address);
        document.body.append(frame);
        setTimeout(() => frame.remove(), 200);
      }
    }, here.http);
    await isUnmoved(app);
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('a reload is allowed', async ({ app }) => {
    await app.page.evaluate(() => window.location.reload());
    await expect
      .poll(() => app.page.evaluate(() => (window as unknown as { stillHere?: boolean }).stillHere).catch(() => true))
      .toBeUndefined();
    await app.page.waitForLoadState('load');
  });

  test('a page that got lost is brought back', async ({ app }) => {
    await app.page.evaluate(() => window.location.assign('about:blank')).catch(() => undefined);
    const where = () =>
      app.page.evaluate(() => ({ fresh: !('stillHere' in window), href: window.location.href })).catch(() => undefined);
    const home = expect.stringContaining(app.address('app://rollmark/'));
    await expect.poll(where).toEqual({ fresh: true, href: home });
    await app.page.waitForLoadState('load');
  });

  test('no other window opens', async ({ app }) => {
    const here = await listenHere();
    for (const url of [here.http, app.address('app://rollmark/'), 'about:blank'])
      await app.page.evaluate((address) => {
        window.open(address);
        window.open(address, 'named', 'popup,width=200,height=200');
        const link = document.createElement('a');
        link.href = address;
        link.target = '_blank';
        document.body.append(link);
        link.click();
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }));
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
        link.remove();
      }, url);
    await isUnmoved(app);
    expect(here.contacts()).toBe(0);
    here.close();
  });

  test('nothing is downloaded past the host’s own dialog', async ({ app }) => {
    await app.evaluate(({ session }) => {
      const seen: boolean[] = [];
      Object.assign(globalThis, { downloads: seen });
      session.defaultSession.on('will-download', (event) => seen.push(event.defaultPrevented));
    });
    await app.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['secret']));
      link.download = 'secret.txt';
      link.click();
    });
    const seen = () => app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads);
    await expect.poll(seen).toEqual([true]);
    await isUnmoved(app);
  });
});
