import { useEffect, useState } from 'react';
import { client } from '../../bridge/client.ts';

type Size = 'thumb' | 'screen' | 'close';

/** The bytes of a kept paper. Nothing here holds on to them: what shows them lets them go. */
export const paperOf = async (sha256: string): Promise<Blob> => (await client.evidence.paper({ sha256 })) as Blob;

/** An address for a picture while it is on the page. It is withdrawn, and the bytes with it, once the page is left. */
export const usePicture = (sha256: string, size: Size, wanted = true): { url: string | undefined; error: unknown } => {
  const [state, setState] = useState<{ url?: string; error?: unknown }>({});
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    let made: string | undefined;
    client.evidence.image({ sha256, size }).then(
      (blob) => {
        if (gone) return;
        made = URL.createObjectURL(blob as Blob);
        setState({ url: made });
      },
      (error: unknown) => {
        if (!gone) setState({ error });
      },
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
      setState({});
    };
  }, [sha256, size, wanted]);
  return { url: state.url, error: state.error };
};
