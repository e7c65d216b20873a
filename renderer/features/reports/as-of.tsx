import { Page } from '../../ui/page.tsx';
import { useEarlier } from '../book/as-of.ts';
import { AsOfGate } from '../book/as-of-gate.tsx';
import { Reports } from './reports.tsx';

/** The printout of the book as it stood after a number of events. */
export const ReportsAsOf = ({ book, size }: { book: string; size: number }) => {
  const state = useEarlier(size);
  if (state.earlier) return <Reports book={book} earlier={state.earlier} />;
  return (
    <Page title="Reports">
      <AsOfGate state={state} today="/reports">
        {() => null}
      </AsOfGate>
    </Page>
  );
};
