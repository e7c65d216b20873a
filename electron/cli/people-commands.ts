import type { Command } from 'commander';
import { showDate } from '../../shared/domain/dates.ts';
import { ROLE_IDS, ROLES, type Role } from '../../shared/domain/roles.ts';
import { UNNAMED_KEYS_MEND, unnamedKeysText } from '../../shared/domain/unnamed-keys.ts';
import { rotateDataKey } from '../ledger/rotate.ts';
import { backupPaths } from '../services/backups/backups.ts';
import {
  addUser,
  changePassphrase,
  listUsers,
  removeUser,
  replaceRecoveryKey,
  unnamedKeys,
} from '../services/users.ts';
import { newPassphrase, passphrase, print, printJson, say, secretInUse, UsageError } from './io.ts';
import type { WithLedger } from './with-ledger.ts';

type Tools = {
  withLedger: WithLedger;
};

const roleOf = (text: string): Role => {
  if ((ROLE_IDS as readonly string[]).includes(text)) return text as Role;
  throw new UsageError(`There is no role “${text}”. Known: ${[...ROLE_IDS].reverse().join(', ')}.`);
};

/** `users`, `passphrase` and `recovery-key`: who opens the ledger, and with what. */
export const addPeopleCommands = (program: Command, { withLedger }: Tools): void => {
  program
    .command('users')
    .description('list who has access, add somebody, or end an access')
    .argument('<ledger>')
    .option(
      '--add <name>',
      'give somebody access; their passphrase is asked for, or taken from ROLLMARK_NEW_PASSPHRASE',
    )
    .option('--role <role>', `with --add: ${[...ROLE_IDS].reverse().join(', ')}`, 'clerk')
    .option('--until <date>', 'with --add: the last day of their access', '')
    .option('--remove <name>', 'end somebody’s access')
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      if (options.add !== undefined && options.remove !== undefined)
        throw new UsageError('Either --add or --remove, not both at once.');
      const role = roleOf(options.role);
      const users = await withLedger(
        folder,
        'own',
        async (ledger) => {
          if (options.add !== undefined)
            await addUser(ledger, {
              name: options.add,
              role,
              until: options.until,
              passphrase: await newPassphrase('Passphrase of the new user: '),
            });
          if (options.remove !== undefined) {
            const user = listUsers(ledger).find((u) => u.name.toLowerCase() === String(options.remove).toLowerCase());
            if (!user) throw new UsageError(`Nobody named “${options.remove}” has access.`);
            await removeUser(ledger, user.id);
          }
          const unnamed = unnamedKeys(ledger);
          if (unnamed > 0) say(`${unnamedKeysText(unnamed)}. ${UNNAMED_KEYS_MEND}`);
          return listUsers(ledger);
        },
        { does: options.add === undefined && options.remove === undefined ? 'reads' : 'writes' },
      );
      if (options.json) return printJson(users);
      for (const { name, role: has, until, opens, keychains } of users)
        print(
          `${name}: ${ROLES[has].label.toLowerCase()}${until ? `, until ${showDate(until)}` : ''}${opens ? '' : ', without a passphrase'}${keychains > 0 ? ', also by keychain' : ''}`,
        );
    });

  program
    .command('passphrase')
    .description('change your passphrase; the new one is asked for, or taken from ROLLMARK_NEW_PASSPHRASE')
    .argument('<ledger>')
    .action(async (folder: string) => {
      await withLedger(
        folder,
        'look',
        async (ledger) =>
          changePassphrase(ledger, {
            present: await secretInUse(),
            passphrase: await newPassphrase('New passphrase: '),
          }),
        { does: 'writes' },
      );
      say('The passphrase is changed. Copies of the ledger made before still open with the old one.');
    });

  program
    .command('rotate')
    .description('replace the data key and the recovery key: everything is encrypted anew')
    .argument('<ledger>')
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      const own = await passphrase('Your passphrase: ');
      // Opened first, as any writing command: an old copy is refused, and what is new is backed up before.
      await withLedger(folder, 'own', async () => undefined, { secret: { kind: 'passphrase', secret: own } });
      const { recoveryKey, without } = await rotateDataKey(folder, own);
      // The key first: nothing that comes after may keep it from being seen.
      if (options.json) printJson({ recoveryKey, without });
      else {
        say('Everything is encrypted anew. Copies and backups made before still open with the old keys.');
        if (without > 0) say(`${without} other ${without === 1 ? 'user needs' : 'users need'} a new passphrase.`);
        say('The new recovery key. Write it down and keep it apart from this machine; it is not shown again:');
        print(recoveryKey);
      }
      // Opened again, so that the folders get a backup under the new key.
      const backedUp = await withLedger(folder, 'own', async (ledger) => backupPaths(ledger).length > 0, {
        secret: { kind: 'passphrase', secret: own },
      });
      if (!backedUp) say('No backup opens with the new recovery key yet. Make one: rollmark backup LEDGER --to FOLDER');
    });

  program
    .command('recovery-key')
    .description('make a new recovery key; the old one stops working')
    .argument('<ledger>')
    .requiredOption('--replace', 'yes, replace it')
    .option('--json', 'print JSON', false)
    .action(async (folder: string, options) => {
      const recoveryKey = await withLedger(folder, 'own', replaceRecoveryKey);
      if (options.json) return printJson({ recoveryKey });
      say('Write it down and keep it apart from this machine; it is not shown again:');
      print(recoveryKey);
    });
};
