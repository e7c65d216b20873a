import { Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useLedger } from '../../app/ledger.tsx';
import { bookChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';

const CHOICES = [5, 10, 15, 30, 60];

/** After how long without anybody the ledger locks by itself on this computer. */
export const AutoLock = () => {
  const { autoLock } = useLedger();
  const set = useMutation({
    mutationFn: (minutes: number) => client.ledger.setAutoLock({ minutes }),
    onSuccess: () => bookChanged(),
  });
  const minutes = [...new Set([...CHOICES, ...(autoLock > 0 ? [autoLock] : [])])].sort((a, b) => a - b);
  return (
    <>
      <Select
        label="Lock by itself after"
        description="Without a key or a movement, on this computer. It is locked in any case when the computer goes to sleep, unless you choose never."
        value={String(autoLock)}
        onChange={(value) => value !== null && set.mutate(Number(value))}
        data={[
          ...minutes.map((n) => ({ value: String(n), label: n === 1 ? '1 minute' : `${n} minutes` })),
          { value: '0', label: 'Never' },
        ]}
        allowDeselect={false}
        maw={360}
      />
      {set.error ? <Notice meaning="stop" title={sentenceOf(set.error)} live /> : null}
    </>
  );
};
