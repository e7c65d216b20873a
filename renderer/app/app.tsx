import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../bridge/client.ts';
import { CreateLedger } from '../features/start/create.tsx';
import { Start } from '../features/start/start.tsx';
import { Failed, Waiting } from '../ui/states.tsx';
import { useBehindFault } from './behind-fault.ts';
import { Boundary } from './boundary.tsx';
import { Frame } from './frame/frame.tsx';
import { LedgerProvider } from './ledger.tsx';
import { useLocking } from './lock.ts';
import { LockingPage } from './locking.tsx';
import { OneLedger } from './one-ledger.tsx';
import { Routes } from './routes.tsx';
import { askAgainIn, useStillHere } from './still-here.ts';

/** The whole app: the door while no ledger is open, the frame with its pages while one is. */
export const App = () => {
  const status = useQuery(
    api.ledger.status.queryOptions({
      refetchInterval: (query) => askAgainIn(query.state.data),
      refetchIntervalInBackground: true,
    }),
  );
  const [location, navigate] = useLocation();
  // Creating goes on after the ledger is open: its recovery key is still to be shown and read back.
  const [creating, setCreating] = useState(false);
  const locking = useLocking();
  const closed = status.data?.state === 'closed';
  const fault = status.data?.state === 'closed' && status.data.because === 'fault';
  const behind = useBehindFault(status.data);
  useStillHere(status.data?.state === 'open' ? status.data : undefined);
  // A locked ledger leaves no trace of where one was.
  useEffect(() => {
    if (closed && !behind) navigate('/', { replace: true });
  }, [closed, behind, navigate]);

  if (locking) return <LockingPage {...locking} />;
  if (creating)
    return (
      <CreateLedger
        onBack={() => setCreating(false)}
        onDone={() => void status.refetch().then(() => setCreating(false))}
      />
    );
  if (status.isPending) return <Waiting>Starting</Waiting>;
  if (!status.data)
    return (
      <main className="rm-alone">
        <h1>Rollmark</h1>
        <Failed error={status.error} onRetry={() => void status.refetch()} />
      </main>
    );
  const open = status.data.state === 'open' ? status.data : behind;
  return (
    <>
      {status.data.state === 'closed' ? (
        <Start
          because={status.data.because}
          notBackedUp={status.data.notBackedUp}
          kept={behind !== undefined}
          onCreate={() => setCreating(true)}
        />
      ) : null}
      {open ? (
        <OneLedger key={open.ledger}>
          <LedgerProvider value={open}>
            {/* After a fault the pages stay as they were, out of sight, until the ledger is open again. */}
            <div className="rm-pages" hidden={fault} inert={fault}>
              <Frame>
                <Boundary key={location}>
                  <Routes />
                </Boundary>
              </Frame>
            </div>
          </LedgerProvider>
        </OneLedger>
      ) : null}
    </>
  );
};
