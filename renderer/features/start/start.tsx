import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, client } from '../../bridge/client.ts';
import { BookIcon, FolderIcon, KeyIcon, NewLedgerIcon, ProofIcon, RestoreIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { OpenForm } from './open-form.tsx';
import { Restore } from './restore.tsx';
import css from './start.module.css';

type Ref = { token: string; name: string; lastOpened?: string | undefined; keychain?: true | undefined };

const openedWords = (instant: string | undefined): string => {
  if (!instant) return 'Not opened on this machine yet';
  return `Last opened ${new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}`;
};

const WORDS = [
  {
    icon: KeyIcon,
    title: 'Yours alone',
    text: 'Encrypted with your passphrase. Without it, or the recovery key, nobody reads a word.',
  },
  {
    icon: ProofIcon,
    title: 'Provable',
    text: 'Every entry is sealed. A changed letter, a missing line, a moved date: verifying finds it.',
  },
  {
    icon: BookIcon,
    title: 'Inspectable',
    text: 'The acquisition and disposition book, printed as an officer expects it, any day, with no network.',
  },
] as const;

/** What stands where the passphrase will be asked for, while no ledger is chosen. */
const FirstWords = ({ choose }: { choose: boolean }) =>
  choose ? (
    <p className={css.hint}>Choose a ledger to open it.</p>
  ) : (
    <ul className={css.facts}>
      {WORDS.map(({ icon: Icon, title, text }) => (
        <li key={title}>
          <Icon size={24} stroke={1.5} aria-hidden="true" />
          <div>
            <h2>{title}</h2>
            <p>{text}</p>
          </div>
        </li>
      ))}
    </ul>
  );

/** Why no ledger is open, where nobody closed it. */
const BECAUSE = {
  '': '',
  idle: 'The ledger was locked because nobody was at it',
  sleep: 'The ledger was locked because this computer went to sleep',
  fault: 'The part that keeps the ledger had a fault and was started again',
} as const;

/** The door: which ledger, and its key. */
export const Start = ({
  because,
  notBackedUp = [],
  kept,
  onCreate,
}: {
  because: keyof typeof BECAUSE;
  /** Folders that could not be backed up to when the ledger was locked. */
  notBackedUp?: readonly { folder: string; reason: string }[] | undefined;
  /** What was being typed is still there. */
  kept: boolean;
  onCreate: () => void;
}) => {
  const info = useQuery(api.host.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  const ledgers = useQuery(api.host.ledgers.queryOptions({ staleTime: 0 }));
  const [restoring, setRestoring] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [added, setAdded] = useState<Ref[]>([]);
  const [chooseError, setChooseError] = useState<unknown>();
  useEffect(() => {
    document.title = 'Rollmark';
  }, []);

  const known = [...added, ...(ledgers.data ?? []).filter((l) => !added.some((a) => a.token === l.token))];
  const ledger = known.find((l) => l.token === chosen) ?? (known.length === 1 ? known[0] : undefined);
  const chooseFolder = async () => {
    setChooseError(undefined);
    try {
      const found = await client.host.chooseLedger();
      if (!found) return;
      setAdded((list) => [found, ...list.filter((l) => l.token !== found.token)]);
      setChosen(found.token);
    } catch (error) {
      setChooseError(error);
    }
  };

  if (restoring) return <Restore onBack={() => setRestoring(false)} />;
  return (
    <main className={css.door}>
      <div className={css.sheet}>
        <section className={css.side}>
          <h1 className={css.brand}>Rollmark</h1>
          <p className="dim">Your bound book, encrypted on this machine. Nothing leaves it.</p>
          {because === '' ? null : (
            <Notice meaning={because === 'fault' ? 'mind' : 'note'} title={BECAUSE[because]} live>
              {because === 'fault'
                ? `Everything committed is kept${kept ? ', and so is what you were typing' : ''}. Open the ledger to go on.`
                : null}
            </Notice>
          )}
          {notBackedUp.length > 0 ? (
            <Notice meaning="mind" title="Locked, and not backed up" live>
              {notBackedUp.map(({ folder, reason }) => (
                <p key={folder}>
                  <bdi>{folder}</bdi>: {reason}
                </p>
              ))}
              <p>Open the ledger to back it up again.</p>
            </Notice>
          ) : null}
          <div className={css.list}>
            {ledgers.isPending ? <Waiting>Looking for ledgers</Waiting> : null}
            {ledgers.isError ? <Failed error={ledgers.error} onRetry={() => void ledgers.refetch()} /> : null}
            {known.length > 0 ? (
              <ul aria-label="Ledgers">
                {known.map((l) => (
                  <li key={l.token}>
                    <button
                      type="button"
                      className={css.ledger}
                      aria-pressed={ledger?.token === l.token}
                      onClick={() => setChosen(l.token)}
                    >
                      <span className={css.ledgerName} title={l.name}>
                        {l.name}
                      </span>
                      <span className="dim">{openedWords(l.lastOpened)}</span>
                    </button>
                  </li>
                ))}
              </ul>
            ) : null}
            {ledgers.data && known.length === 0 ? (
              <Notice meaning="note" title="There is no ledger on this machine yet">
                A ledger is an encrypted folder that holds your books and the proof that nothing in them was changed.
                Make one to begin.
              </Notice>
            ) : null}
            {chooseError ? <Failed error={chooseError} /> : null}
          </div>
          <div className={css.ways}>
            <Button
              variant={known.length === 0 ? 'filled' : 'default'}
              leftSection={<NewLedgerIcon size={18} stroke={1.5} aria-hidden="true" />}
              onClick={onCreate}
            >
              Create a ledger
            </Button>
            {info.data?.kind === 'electron' ? (
              <Button
                variant="default"
                leftSection={<FolderIcon size={18} stroke={1.5} aria-hidden="true" />}
                onClick={() => void chooseFolder()}
              >
                Open another folder
              </Button>
            ) : null}
            <Button
              variant="default"
              leftSection={<RestoreIcon size={18} stroke={1.5} aria-hidden="true" />}
              onClick={() => setRestoring(true)}
            >
              Restore from a backup
            </Button>
          </div>
          {info.data ? (
            <p className={css.where}>
              Ledgers are kept in <span className="mono">{info.data.ledgersFolder}</span>
            </p>
          ) : null}
        </section>
        <section className={css.key}>
          {ledger ? <OpenForm key={ledger.token} ledger={ledger} /> : <FirstWords choose={known.length > 1} />}
        </section>
      </div>
    </main>
  );
};
