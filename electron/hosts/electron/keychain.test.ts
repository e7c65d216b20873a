import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLedger, PASSPHRASE } from '../../../tests/support/ledgers.ts';
import { makeRouter } from '../../router/router.ts';
import { makeSession } from '../../services/session.ts';
import type { EngineClient } from '../engine-process.ts';
import { keychainOf, keychainRefusal, type Safe } from './keychain.ts';

/** A keychain that encrypts for real, and can be made to refuse. */
const aKeychain = (backend: string, available = true) => {
  const key = randomBytes(32);
  const iv = Buffer.alloc(12);
  const state = { available, gives: true, pressed: true };
  const safe: Safe = {
    isEncryptionAvailable: () => state.available,
    getSelectedStorageBackend: () => backend as ReturnType<Safe['getSelectedStorageBackend']>,
    encryptString: (text) => {
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    },
    decryptString: (box) => {
      if (!state.gives) throw new Error('Error while decrypting the ciphertext');
      return createDecipheriv('aes-256-gcm', key, iv).update(box).toString('utf8');
    },
  };
  return { safe, state };
};

describe('a keychain', () => {
  it('is refused in a sentence where it keeps secrets in plain text, or can’t be used', () => {
    for (const backend of ['basic_text', 'unknown'])
      for (const available of [true, false])
        expect(keychainRefusal(aKeychain(backend, available).safe, 'linux')).toMatch(/GNOME Keyring or KWallet.*\.$/);
    for (const backend of ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']) {
      expect(keychainRefusal(aKeychain(backend).safe, 'linux')).toBe('');
      expect(keychainRefusal(aKeychain(backend, false).safe, 'linux')).toMatch(/can’t be used now.*\.$/);
    }
    // Other systems have one keychain, and know no backends.
    const elsewhere: Safe = {
      ...aKeychain('').safe,
      getSelectedStorageBackend: () => {
        throw new TypeError('safeStorage.getSelectedStorageBackend is not a function');
      },
    };
    expect(keychainRefusal(elsewhere, 'darwin')).toBe('');
    expect(keychainRefusal({ ...elsewhere, isEncryptionAvailable: () => false }, 'win32')).not.toBe('');
  });
});

describe('what it keeps', () => {
  const place = mkdtempSync(join(tmpdir(), 'rollmark-keychain-'));
  const folder = join(place, 'keychain');
  const ledgerFolder = join(place, 'shop.rollmark');
  const session = makeSession();
  const engine = createRouterClient(makeRouter(session)) as unknown as EngineClient;
  const { safe, state } = aKeychain('gnome_libsecret');
  const keychain = keychainOf({
    folder,
    safe,
    platform: 'linux',
    engine: async () => engine,
    byHand: async () => state.pressed,
  });
  const slots = () =>
    session
      .ledger()
      .keys()
      .slots.filter(({ kind }) => kind === 'keychain');
  const openByHand = () => engine.ledger.open({ token: 't', secret: { kind: 'passphrase', passphrase: PASSPHRASE } });
  let id: string;

  beforeAll(async () => {
    const { ledger } = await newLedger(ledgerFolder);
    id = ledger.id;
    await ledger.close();
    await engine.grants.ledger({ token: 't', path: ledgerFolder });
    await openByHand();
  });
  afterAll(async () => {
    await engine.ledger.lock();
    rmSync(place, { recursive: true, force: true });
  });

  it('is nothing before somebody switches it on', async () => {
    expect(await keychain.state()).toEqual({ state: 'off', message: '' });
    expect(await keychain.opens('t')).toBe(false);
    await expect(keychain.open('t')).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
    await keychain.switchOff();
    expect(session.ledger().openedWith).toBe('passphrase');
  });

  it('is taken back from the ledger where it can’t be written down', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    await expect(keychain.switchOn(PASSPHRASE)).rejects.toMatchObject({
      code: 'FOLDER_READ_ONLY',
      message: expect.stringContaining('switched off again'),
    });
    expect(slots()).toEqual([]);
    rmSync(folder);
  });

  it('is one encrypted secret, in a file that this user alone can read', async () => {
    await expect(keychain.switchOn('not the passphrase')).rejects.toMatchObject({ code: 'REFUSED' });
    await keychain.switchOn(PASSPHRASE);
    expect(await keychain.state()).toEqual({ state: 'on', message: '' });
    expect(readdirSync(folder)).toEqual([`${id}.json`]);
    const file = join(folder, `${id}.json`);
    const text = readFileSync(file, 'utf8');
    const { box, ...rest } = JSON.parse(text) as { box: string };
    expect(rest).toEqual({ format: 'rollmark-keychain', version: 1, ledger: id, slot: slots()[0]!.id });
    const secret = safe.decryptString(Buffer.from(box, 'base64'));
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    for (const hidden of [secret, PASSPHRASE]) expect(text).not.toContain(hidden);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    for (const name of readdirSync(ledgerFolder))
      expect(readFileSync(join(ledgerFolder, name)).includes(secret), name).toBe(false);
  });

  it('opens the ledger, unless the keychain is of plain text by now or does not give it back', async () => {
    await engine.ledger.lock();
    expect(await keychain.opens('t')).toBe(true);
    state.gives = false;
    await expect(keychain.open('t')).rejects.toMatchObject({
      message: expect.stringContaining('did not give the key'),
    });
    state.gives = true;
    state.available = false;
    expect(await keychain.opens('t')).toBe(false);
    await expect(keychain.open('t')).rejects.toMatchObject({ message: expect.stringContaining('can’t be used now') });
    state.available = true;
    const file = join(folder, `${id}.json`);
    const kept = readFileSync(file, 'utf8');
    for (const spoilt of ['', '{', kept.replace(id, 'f'.repeat(32)), kept.replace('"version": 1', '"version": 2')]) {
      writeFileSync(file, spoilt);
      expect(await keychain.opens('t')).toBe(false);
      await expect(keychain.open('t')).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
    }
    writeFileSync(file, kept);
    state.pressed = false;
    await expect(keychain.open('t')).rejects.toMatchObject({ code: 'CANCELLED' });
    state.pressed = true;
    expect(session.maybeLedger()).toBeUndefined();
    await keychain.open('t');
    expect(session.ledger().openedWith).toBe('keychain');
  });

  it('is one person’s: another user of the same computer account is told so', async () => {
    const kim = { name: 'Kim', role: 'clerk' as const, until: '', passphrase: 'the clerk’s own words' };
    await engine.users.add(kim);
    await engine.ledger.open({ token: 't', secret: { kind: 'passphrase', passphrase: kim.passphrase } });
    expect(await keychain.state()).toEqual({ state: 'of another', message: '' });
    await expect(keychain.switchOn(kim.passphrase)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('somebody else'),
    });
    await keychain.switchOff();
    await engine.ledger.lock();
    await keychain.open('t');
    expect(session.ledger().user().name).toBe('Dana');
  });

  it('ends with a changed passphrase, and is made anew over what was left of it', async () => {
    await engine.ledger.changePassphrase({ passphrase: 'other words than before', present: PASSPHRASE });
    expect(await keychain.state()).toEqual({ state: 'off', message: '' });
    expect(await keychain.opens('t')).toBe(false);
    await keychain.switchOn('other words than before');
    expect(readdirSync(folder)).toHaveLength(1);
    expect(slots()).toHaveLength(1);
    await keychain.switchOff();
    expect(readdirSync(folder)).toEqual([]);
    expect(slots()).toEqual([]);
    expect(await keychain.state()).toEqual({ state: 'off', message: '' });
  });

  it('is never looked for outside its folder, whatever a keys.json calls its ledger', async () => {
    const ledger = '../elsewhere';
    const grants = { keychainsOf: async () => ({ ledger, slots: ['a'] }) };
    const odd = keychainOf({
      folder,
      safe,
      platform: 'linux',
      engine: async () => ({ grants }) as unknown as EngineClient,
      byHand: async () => true,
    });
    const kept = { format: 'rollmark-keychain', version: 1, ledger, slot: 'a', box: 'AAAA' };
    writeFileSync(join(folder, `${ledger}.json`), JSON.stringify(kept));
    expect(await odd.opens('t')).toBe(false);
  });
});
