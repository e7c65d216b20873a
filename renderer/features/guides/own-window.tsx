import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { GuideId } from '../../../shared/guides/guide.ts';
import { api } from '../../bridge/client.ts';
import { OutIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Failed } from '../../ui/states.tsx';

/** Shows the drawing in a window of its own, which can stay on top while one types. Only where the host has windows. */
export const OwnWindow = ({ guide }: { guide: GuideId }) => {
  const host = useQuery(api.host.info.queryOptions());
  const open = useMutation(api.host.openGuide.mutationOptions());
  if (host.data?.kind !== 'electron') return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<OutIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => open.mutate({ guide })}
      >
        Open in its own window
      </Button>
      {open.error ? <Failed error={open.error} /> : null}
      {open.data?.opened === false ? <Notice meaning="mind" title="The window could not be opened." live /> : null}
    </>
  );
};
