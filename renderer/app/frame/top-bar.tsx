import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { ROLES } from '../../../shared/domain/roles.ts';
import { LockIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { useLedger } from '../ledger.tsx';
import { lockLedger } from '../lock.ts';
import css from './frame.module.css';
import { Search } from './search.tsx';

/** Search, who is at work, and the lock. */
export const TopBar = () => {
  const { user, settings, backups } = useLedger();
  const [, navigate] = useLocation();
  const lock = () => {
    navigate('/', { replace: true });
    void lockLedger({ name: settings.name, folders: backups.folders });
  };
  useShortcut('Alt+L', lock);
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
          title={backups.folders > 0 ? 'Backs up what is new, then locks' : undefined}
          onClick={lock}
        >
          Lock
        </Button>
      </div>
    </header>
  );
};
