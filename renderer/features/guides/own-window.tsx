import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { GuideId } from '../../../shared/guides/guide.ts';
import { api, client } from '../../bridge/client.ts';
import { OutIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import { Failed } from '../../ui/states.tsx';
import { alonePath } from './alone-path.ts';

/** An ordinary window of the browser, one for all guides, as large as a drawing with its numbers wants. */
const openOrdinary = (guide: GuideId): boolean => {
  const opened = window.open(`/#${alonePath(guide)}`, 'rollmark-guide', 'popup,width=560,height=760');
  opened?.focus();
  return opened !== null;
};

/**
 * Shows the drawing in a window of its own while one types. The Electron host has one that stays on top; elsewhere it is an
 * ordinary window.
 */
export const OwnWindow = ({ guide }: { guide: GuideId }) => {
  const host = useQuery(api.host.info.queryOptions());
  const open = useMutation({
    mutationFn: async (kind: string) =>
      kind === 'electron' ? (await client.host.openGuide({ guide })).opened : openOrdinary(guide),
  });
  const kind = host.data?.kind;
  if (kind === undefined) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<OutIcon size={18} stroke={1.5} aria-hidden="true" />}
        onClick={() => open.mutate(kind)}
      >
        Open in its own window
      </Button>
      {open.error ? <Failed error={open.error} /> : null}
      {open.data === false ? (
        <Notice meaning="mind" title="The window could not be opened." live>
          The browser may keep windows from opening: allow them for this address.
        </Notice>
      ) : null}
    </>
  );
};
