import { hashKey, QueryCache, QueryClient } from '@tanstack/react-query';
import { api } from '../bridge/client.ts';
import { codeOf } from '../bridge/errors.ts';

/**
 * What the page knows of the ledger. There is one writer, so what was read stays good until this page changes it. The
 * app has no network to wait for: nothing is ever held back because the machine is offline.
 */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // What the status itself could not say is asked again in its own time.
      if (query.queryHash === hashKey(api.ledger.status.queryKey())) return;
      // Closed, or somebody's last day went by while they were at work: the status says which page comes next.
      if (['LEDGER_CLOSED', 'ACCESS_ENDED'].includes(codeOf(error) ?? ''))
        void queryClient.invalidateQueries({ queryKey: api.ledger.status.key() });
    },
  }),
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, staleTime: 30_000, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

const readAgain = (...parts: { key(): readonly unknown[] }[]): Promise<void> =>
  Promise.all(parts.map((part) => queryClient.invalidateQueries({ queryKey: part.key() }))).then(() => undefined);

/** After the book changed: everything that shows lines, counts or events is read again. */
export const bookChanged = (): Promise<void> =>
  readAgain(api.ledger.status, api.book, api.evidence, api.trail, api.suggest, api.entries);

/** After people or keys changed: everything that says who may open the ledger, and with what. */
export const accessChanged = (): Promise<void> => readAgain(api.ledger.status, api.users, api.trail, api.host.keychain);
