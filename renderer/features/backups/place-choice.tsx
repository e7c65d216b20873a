import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../bridge/client.ts';
import { FolderIcon, RepeatIcon } from '../../ui/icons.ts';
import { Failed, Waiting } from '../../ui/states.tsx';
import css from './backups.module.css';
import type { BackupPlace } from './words.ts';

type Props = {
  legend: string;
  words: Readonly<Record<BackupPlace['kind'], string>>;
  chosen: BackupPlace | undefined;
  onChoose: (place: BackupPlace) => void;
};

/**
 * The folders that this computer offers for backups: drives that are plugged in, those used before, one of its own; and
 * any other where the host has the system's dialog.
 */
export const PlaceChoice = ({ legend, words, chosen, onChoose }: Props) => {
  const info = useQuery(api.host.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  const places = useQuery(api.host.backupPlaces.queryOptions({ staleTime: 0, gcTime: 0 }));
  const [added, setAdded] = useState<BackupPlace[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const another = async () => {
    setProblem(undefined);
    try {
      const place = await client.host.chooseBackupFolder();
      if (!place) return;
      setAdded((list) => [place, ...list.filter(({ token }) => token !== place.token)]);
      onChoose(place);
    } catch (error) {
      setProblem(error);
    }
  };
  const offered = (places.data ?? []).filter(({ token }) => !added.some((place) => place.token === token));
  return (
    <div className={css.stack}>
      {places.isPending ? <Waiting>Looking for drives and folders</Waiting> : null}
      {places.isError ? <Failed error={places.error} onRetry={() => void places.refetch()} /> : null}
      {added.length + offered.length > 0 ? (
        <fieldset className={css.places}>
          <legend>{legend}</legend>
          {[...added, ...offered].map((place) => (
            <label key={place.token} data-chosen={chosen?.token === place.token || undefined}>
              <input
                type="radio"
                name="backup-place"
                checked={chosen?.token === place.token}
                onChange={() => onChoose(place)}
              />
              <span className={css.place}>
                <strong>{place.name}</strong>
                <span className="dim">{words[place.kind]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {problem ? <Failed error={problem} /> : null}
      <div className={css.ways}>
        <Button
          variant="default"
          leftSection={<RepeatIcon size={18} stroke={1.5} aria-hidden="true" />}
          loading={places.isFetching && !places.isPending}
          onClick={() => void places.refetch()}
        >
          Look again
        </Button>
        {info.data?.kind === 'electron' ? (
          <Button
            variant="default"
            leftSection={<FolderIcon size={18} stroke={1.5} aria-hidden="true" />}
            onClick={() => void another()}
          >
            Choose another folder
          </Button>
        ) : null}
      </div>
    </div>
  );
};
