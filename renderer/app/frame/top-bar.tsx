import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { ROLES } from '../../../shared/domain/roles.ts';
import { client } from '../../bridge/client.ts';
import { LockIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { forgetEverything } from '../forget.ts';
import { useLedger } from '../ledger.tsx';
import css from './frame.module.css';
import { Search } from './search.tsx';

/** Search, who is at work, and the lock. */
export const TopBar = () => {
  const { user } = useLedger();
  const [, navigate] = useLocation();
  const lock = useMutation({
    mutationFn: () => client.ledger.lock(),
    onSettled: async () => {
      navigate('/', { replace: true });
      await forgetEverything();
    },
  });
  useShortcut('Alt+L', () => lock.mutate());
  return (
    <header className={css.top}>
      <Search />
      <div className={css.who}>
        <span className={css.name} title={`${user.name}, ${ROLES[user.role].label.toLowerCase()}`}>
          <span className="unseen">At work: </span>
          {user.name}
          {user.role === 'owner' ? null : <span className="dim"> · {ROLES[user.role].label}</span>}
        </span>
        <Button
          size="sm"
          variant="default"
          leftSection={<LockIcon size={18} stroke={1.5} aria-hidden="true" />}
          rightSection={<Keys combo="Alt+L" />}
          aria-keyshortcuts={ariaKeys('Alt+L')}
          loading={lock.isPending}
          onClick={() => lock.mutate()}
        >
          Lock
        </Button>
      </div>
    </header>
  );
};
