import { clientOver, expect, test } from './electron-app.ts';
import { PASSPHRASE } from './steps.ts';

/** What a script in the page can do with the keychain: everything that a person can, without a hand to press with. */

const settings = {
  template: 'owner' as const,
  name: 'Ito',
  licence: '',
  premises: '12 Main St, Boise, ID',
  zone: 'America/Boise',
  openDays: [1],
  forms4473Numbered: false,
};

test('a script gets no secret from the keychain, and opens nothing with it unless somebody agrees', async ({
  start,
}) => {
  const app = await start();
  test.skip(!app.hostLabel.startsWith('electron (double'), 'asks the stand-in’s keychain');
  const client = await clientOver(app.page);
  await client.ledger.create({ folderName: 'Kept', settings, passphrase: PASSPHRASE, user: 'Kay' });
  expect(await client.host.keychain()).toEqual({ state: 'off', message: '' });
  await expect(client.host.switchKeychainOn({ passphrase: 'guessed it' })).rejects.toMatchObject({ code: 'REFUSED' });
  expect(await client.host.switchKeychainOn({ passphrase: PASSPHRASE })).toEqual({ on: true });
  await client.ledger.lock();
  const [kept] = await client.host.ledgers();
  expect(kept).toMatchObject({ name: 'Kept', keychain: true });
  const { token } = kept!;

  // What a script dispatches is no press.
  const unlock = async (pressed: 'Cancel' | 'Open') => {
    await app.answerDialogs({ message: [pressed === 'Open' ? 1 : 0] });
    await app.page.evaluate(() => {
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      document.body.click();
    });
    return client.host.openWithKeychain({ token });
  };
  await expect(unlock('Cancel')).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await client.ledger.status()).toMatchObject({ state: 'closed' });
  expect(await unlock('Open')).toEqual({ opened: true });
  expect(await client.ledger.status()).toMatchObject({ state: 'open', openedWith: 'keychain' });
  expect((await app.askedDialogs()).map(({ options }) => options.message)).toEqual(
    Array(2).fill('Open the ledger with this computer’s keychain?'),
  );

  // The engine's own way is not the page's, and neither is the slot's kind.
  await client.ledger.lock();
  const odd = client as unknown as { grants: { openWithKeychain(input: object): Promise<unknown> } };
  await expect(odd.grants.openWithKeychain({ token, secret: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const secret = { kind: 'keychain', secret: 'x' } as unknown as { kind: 'passphrase'; passphrase: string };
  await expect(client.ledger.open({ token, secret })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
