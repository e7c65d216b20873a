import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { PrintIcon } from '../../ui/icons.ts';
import type { MadeDocument } from './jobs.ts';
import { MOST_PRINTED, printPdf } from './print.ts';
import css from './reports.module.css';

type State = { kind: 'idle' } | { kind: 'drawing'; done: number } | { kind: 'failed' };

/** Sends a made document to the printer, by way of the system's print dialog. */
export const PrintButton = ({ document: made }: { document: MadeDocument }) => {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const stop = useRef<AbortController>(undefined);
  const print = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setState({ kind: 'drawing', done: 0 });
    try {
      await printPdf(made.token, controller.signal, (done) => setState({ kind: 'drawing', done }));
      setState({ kind: 'idle' });
    } catch {
      setState(controller.signal.aborted ? { kind: 'idle' } : { kind: 'failed' });
    }
  };
  const tooMany = made.pages > MOST_PRINTED;
  return (
    <>
      {state.kind === 'drawing' ? (
        <Button variant="default" onClick={() => stop.current?.abort()}>
          Stop ({state.done} of {made.pages} drawn)
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
          onClick={() => void print()}
          disabled={tooMany}
        >
          Print
        </Button>
      )}
      {tooMany ? (
        <p className={css.why}>
          From here at most {MOST_PRINTED} pages print at a time: choose fewer lines, or save the PDF and print it from
          your PDF reader.
        </p>
      ) : null}
      {state.kind === 'failed' ? (
        <p className={css.stale} role="alert">
          It could not be printed from here. Save the PDF and print it from your PDF reader.
        </p>
      ) : null}
    </>
  );
};
