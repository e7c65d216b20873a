import { useEffect, useState } from 'react';
import { count } from '../features/backups/words.ts';
import type { Locking } from './lock.ts';

/** Not said of what is done before it could be read, in milliseconds. */
const SAID_AFTER = 200;

/** Stands where the pages were while a ledger is backed up and locked. */
export const LockingPage = ({ name, folders }: Locking) => {
  const [said, setSaid] = useState(false);
  useEffect(() => {
    document.title = 'Rollmark';
    const timer = setTimeout(() => setSaid(true), SAID_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="rm-alone">
      <h1>Locking {name}</h1>
      <p role="status">
        {!said
          ? ''
          : folders === 0
            ? 'It is signed and closed …'
            : `Backing up what is new to ${count(folders, 'folder', 'folders')}, then locking. Leave the drive in and this window open until then …`}
      </p>
    </main>
  );
};
