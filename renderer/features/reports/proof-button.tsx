import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { saveDocument } from '../../bridge/files.ts';
import { ProofIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';

/** Makes a document, saves it where the user says, and lets go of it. */
const save = async (make: () => Promise<{ token: string; name: string }>): Promise<boolean> => {
  const made = await make();
  try {
    return await saveDocument(made);
  } finally {
    await client.documents.discard({ token: made.token }).catch(() => undefined);
  }
};

/** Saves the proof of one record: a page that anybody can open without Rollmark, and that checks itself. */
export const SaveProof = ({ book, line }: { book: string; line: number }) => {
  const saving = useMutation({ mutationFn: () => save(() => client.documents.proof({ book, line })) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<ProofIcon size={18} stroke={1.5} aria-hidden="true" />}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        Save the proof
      </Button>
      {saving.error ? <Notice meaning="stop" title={sentenceOf(saving.error)} live /> : null}
      {saving.data ? (
        <Notice meaning="fine" title="The proof is saved" live>
          It holds the record in the clear. Whoever has it opens it in a browser, without a network, and compares it
          with the paper.
        </Notice>
      ) : null}
    </>
  );
};

/** Saves the page that checks records and proofs, with nothing in it: for an officer's own stick. */
export const SaveVerifier = () => {
  const saving = useMutation({ mutationFn: () => save(() => client.documents.verifier()) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<ProofIcon size={18} stroke={1.5} aria-hidden="true" />}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        Save the verifier
      </Button>
      {saving.error ? <Notice meaning="stop" title={sentenceOf(saving.error)} live /> : null}
    </>
  );
};
