import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Need, ROLES } from '../../shared/domain/roles.ts';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { useLedger, useMay } from './ledger.tsx';

const NotForRole = ({ children }: { children: ReactNode }) => {
  const { label, may } = ROLES[useLedger().user.role];
  return (
    <Page title="Not open to you">
      <Empty title={children} actions={<Link href="/">Go home</Link>}>
        {label}: {may} Nothing was changed; ask an owner of the ledger for anything else.
      </Empty>
    </Page>
  );
};

type Props = {
  needs: Need;
  /** The book that the page is about, where its address names one. */
  book?: string | undefined;
  children: ReactNode;
};

/**
 * A page for those whose role reaches as far as it needs; a plain page that says so for the others. None of its
 * questions are sent then: the engine would refuse them.
 */
export const ForRole = ({ needs, book, children }: Props) => {
  const may = useMay();
  const { books } = useLedger();
  if (!may(needs)) return <NotForRole>This page is not open to your role</NotForRole>;
  // Of the books, an inspector is told of the law's alone; a ledger may have none.
  if (!may('look') && books.length === 0) return <NotForRole>This ledger has no bound book</NotForRole>;
  if (!may('look') && book !== undefined && !books.some(({ id }) => id === book))
    return <NotForRole>This book is not open to your role</NotForRole>;
  return children;
};
