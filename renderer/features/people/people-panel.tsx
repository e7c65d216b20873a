import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { showDate } from '../../../shared/domain/dates.ts';
import { ROLES } from '../../../shared/domain/roles.ts';
import { UNNAMED_KEYS_MEND, unnamedKeysText } from '../../../shared/domain/unnamed-keys.ts';
import { useLedger } from '../../app/ledger.tsx';
import { api } from '../../bridge/client.ts';
import { PlusIcon } from '../../ui/icons.ts';
import { Notice, Tag } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { Failed, Waiting } from '../../ui/states.tsx';
import { EndAccessDialog } from './end-access.tsx';
import css from './people.module.css';
import type { Person } from './person.ts';
import { AddPersonDialog, ChangePersonDialog } from './person-dialog.tsx';
import { ResetPassphraseDialog } from './reset-passphrase.tsx';

type Asked = { what: 'change' | 'passphrase' | 'end'; person: Person };

const LastDay = ({ person }: { person: Person }) => {
  const { today } = useLedger();
  if (person.until === '') return <span className="dim">No end</span>;
  return (
    <>
      <span className="nums">{showDate(person.until)}</span>
      {person.until < today ? (
        <>
          {' '}
          <Tag meaning="mind">over</Tag>
        </>
      ) : null}
    </>
  );
};

type RowProps = { person: Person; bound: boolean; onAsk: (asked: Asked) => void };

/** Somebody with access. @param bound whether they are who must stay: oneself, or the only owner */
const PersonRow = ({ person, bound, onAsk }: RowProps) => (
  <tr>
    <th scope="row">
      {person.name}
      {person.self ? <span className={css.beside}> · you</span> : null}
      {person.keychains > 0 ? (
        <p className={css.may}>
          Also unlocks it with the keychain of {person.keychains === 1 ? 'a computer' : `${person.keychains} computers`}
        </p>
      ) : null}
      {person.opens ? null : (
        <p className={css.beside}>
          <Tag meaning="mind">No passphrase of theirs opens it</Tag>
        </p>
      )}
    </th>
    <td>
      {ROLES[person.role].label}
      <p className={css.may}>{ROLES[person.role].may}</p>
    </td>
    <td>
      <LastDay person={person} />
    </td>
    <td>
      <div className={css.ways}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Change ${person.name}`}
          onClick={() => onAsk({ what: 'change', person })}
        >
          Change
        </Button>
        {person.self ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`New passphrase for ${person.name}`}
            onClick={() => onAsk({ what: 'passphrase', person })}
          >
            New passphrase
          </Button>
        )}
        {bound ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`End access of ${person.name}`}
            onClick={() => onAsk({ what: 'end', person })}
          >
            End access
          </Button>
        )}
      </div>
    </td>
  </tr>
);

/** Keys that somebody put into keys.json with another tool. */
const UnnamedKeys = () => {
  const { unnamedKeys } = useLedger();
  if (unnamedKeys === 0) return null;
  return (
    <Notice meaning="stop" title={unnamedKeysText(unnamedKeys)}>
      {UNNAMED_KEYS_MEND}
    </Notice>
  );
};

/** Who may open this ledger, and how far each of them reaches. */
export const PeoplePanel = () => {
  const users = useQuery(api.users.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [said, setSaid] = useState('');
  const people = users.data ?? [];
  const owners = people.filter(({ role }) => role === 'owner').length;
  const isBound = (person: Person) => person.self || (person.role === 'owner' && owners === 1);
  const close = () => setAsked(undefined);
  const done = (words: string) => {
    setAdding(false);
    close();
    setSaid(words);
  };
  const of = (what: Asked['what']) => (asked?.what === what ? asked.person : undefined);
  const add = (
    <Button
      leftSection={<PlusIcon size={18} stroke={1.5} aria-hidden="true" />}
      onClick={() => {
        setSaid('');
        setAdding(true);
      }}
    >
      Add somebody
    </Button>
  );
  return (
    <Panel title="People" actions={people.length > 1 ? add : undefined}>
      <div className={css.panel}>
        <UnnamedKeys />
        {said ? <Notice meaning="fine" title={said} live /> : null}
        {users.isPending ? <Waiting /> : null}
        {users.isError ? <Failed error={users.error} onRetry={() => void users.refetch()} /> : null}
        {people.length > 0 ? (
          <table className={css.people}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Last day</th>
                <th scope="col">
                  <span className="unseen">What can be done</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  bound={isBound(person)}
                  onAsk={(next) => {
                    setSaid('');
                    setAsked(next);
                  }}
                />
              ))}
            </tbody>
          </table>
        ) : null}
        {people.length === 1 ? (
          <div className={css.alone}>
            <p>
              Nobody else has access.{' '}
              <span className="dim">
                Give everybody who works with this ledger a passphrase of their own: the trail then says who did what,
                and one access ends without changing the others. An inspector can be let see the bound book until a day
                you name.
              </span>
            </p>
            {add}
          </div>
        ) : null}
      </div>
      <AddPersonDialog opened={adding} onClose={() => setAdding(false)} onDone={done} />
      <ChangePersonDialog
        person={of('change')}
        bound={asked !== undefined && isBound(asked.person)}
        onClose={close}
        onDone={done}
      />
      <ResetPassphraseDialog person={of('passphrase')} onClose={close} onDone={done} />
      <EndAccessDialog person={of('end')} onClose={close} onDone={done} />
    </Panel>
  );
};
