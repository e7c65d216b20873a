import { Button } from '@mantine/core';
import { useState } from 'react';
import { LeftIcon, RightIcon } from '../../ui/icons.ts';
import css from './backups.module.css';
import { type FoundBackup, sizeWords } from './words.ts';

const PER_PAGE = 10;

type Props = {
  /** Newest first. */
  backups: readonly FoundBackup[];
  /** What they are the backups of, for who does not see where the table stands. */
  label: string;
  moment: (instant: string) => string;
  /** Where one of them is to be chosen. */
  onChoose?: (backup: FoundBackup) => void;
};

/** Backups, a page of them at a time: years of them are as quick as one. */
export const BackupTable = ({ backups, label, moment, onChoose }: Props) => {
  const [from, setFrom] = useState(0);
  // After a page was looked at, there may be fewer of them.
  const start = Math.min(from, Math.floor(Math.max(0, backups.length - 1) / PER_PAGE) * PER_PAGE);
  const shown = backups.slice(start, start + PER_PAGE);
  return (
    <div className={css.tableBox}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col" className={css.number}>
              Lines
            </th>
            <th scope="col" className={css.number}>
              Events
            </th>
            <th scope="col" className={css.number}>
              Size
            </th>
            <th scope="col">{onChoose ? <span className="unseen">Choose</span> : 'Folder'}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((backup) => (
            <tr key={backup.folder}>
              <th scope="row" className="nums">
                {moment(backup.madeAt)}
              </th>
              <td className={css.number}>{backup.lines.toLocaleString('en-US')}</td>
              <td className={css.number}>{backup.events.toLocaleString('en-US')}</td>
              <td className={css.number}>{sizeWords(backup.bytes)}</td>
              {onChoose ? (
                <td className={css.choose}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Restore this one: ${backup.name}, ${moment(backup.madeAt)}`}
                    onClick={() => onChoose(backup)}
                  >
                    Restore this one
                  </Button>
                </td>
              ) : (
                <td className={css.folderName}>{backup.folder}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {backups.length > PER_PAGE ? (
        <div className={css.pager}>
          <span className="nums" role="status">
            {(start + 1).toLocaleString('en-US')} to {(start + shown.length).toLocaleString('en-US')} of{' '}
            {backups.length.toLocaleString('en-US')}, newest first
          </span>
          <Button
            size="compact-sm"
            variant="default"
            aria-label="Newer backups"
            leftSection={<LeftIcon size={16} stroke={1.5} aria-hidden="true" />}
            disabled={start === 0}
            onClick={() => setFrom(start - PER_PAGE)}
          >
            Newer
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label="Older backups"
            rightSection={<RightIcon size={16} stroke={1.5} aria-hidden="true" />}
            disabled={start + PER_PAGE >= backups.length}
            onClick={() => setFrom(start + PER_PAGE)}
          >
            Older
          </Button>
        </div>
      ) : null}
    </div>
  );
};
