import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { GuideId } from '../../../shared/guides/guide.ts';
import { client } from '../../bridge/client.ts';
import { saveDocument } from '../../bridge/files.ts';
import { DownloadIcon } from '../../ui/icons.ts';
import { Failed } from '../../ui/states.tsx';

/** Where people print on letter; everywhere else it is A4. */
const LETTER = /-(US|CA|MX|PR|PH)$/i;

const makeAndSave = async (guide: GuideId): Promise<boolean> => {
  const paper = LETTER.test(navigator.language) ? 'letter' : 'a4';
  for await (const step of await client.documents.printGuide({ guide, paper })) {
    if (step.state !== 'done') continue;
    try {
      return await saveDocument(step.result);
    } finally {
      await client.documents.discard({ token: step.result.token }).catch(() => undefined);
    }
  }
  throw new Error('The work ended without a result.');
};

/** Saves the guide as PDF, on the paper of the user's country. */
export const SaveGuide = ({ guide }: { guide: GuideId }) => {
  const save = useMutation({ mutationFn: () => makeAndSave(guide) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<DownloadIcon size={18} stroke={1.5} aria-hidden="true" />}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        Save as PDF
      </Button>
      {save.error ? <Failed error={save.error} /> : null}
    </>
  );
};
