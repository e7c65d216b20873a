import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useDue } from '../../app/due.ts';
import { useLedger } from '../../app/ledger.tsx';
import { bookPath } from '../../app/paths.ts';
import { BookIcon, PrintIcon, ProofIcon } from '../../ui/icons.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { Counts } from './counts.tsx';
import { DueList } from './due-list.tsx';
import css from './home.module.css';
import { Lead } from './lead.tsx';
import { Restored } from './restored.tsx';

const WAYS = [
  {
    icon: BookIcon,
    href: '/book',
    action: 'Open the book',
    text: 'Every line with its description, receipt and disposition: as first written, as corrected, or both.',
  },
  {
    icon: PrintIcon,
    href: '/reports',
    action: 'Print the book',
    text: 'The same on paper or as a PDF, whole or from line to line, with the mark that proves it.',
  },
  {
    icon: ProofIcon,
    href: '/trail',
    action: 'See the trail and prove it',
    text: 'Who wrote what and when, each correction with its reason. Verify that nothing was changed since, and take a checkpoint with you.',
  },
] as const;

/** What an inspector can look at, and what is kept from them. */
export const InspectorHome = () => {
  const ledger = useLedger();
  const due = useDue();
  const [book] = ledger.books;
  return (
    <Page title="Home" heading={ledger.settings.name} lead={<Lead />}>
      <Restored />
      {due.length > 0 ? (
        <section className={css.due} aria-label="What is due">
          <DueList due={due} />
        </section>
      ) : null}
      <div className={css.top}>
        <Panel title="What you can look at">
          {book ? (
            <ul className={css.inspect}>
              {WAYS.map(({ icon: Icon, href, action, text }) => (
                <li key={href}>
                  <p>{text}</p>
                  <Button
                    component={Link}
                    href={href === '/book' ? bookPath(book.id) : href}
                    variant="default"
                    leftSection={<Icon size={18} stroke={1.5} aria-hidden="true" />}
                  >
                    {action}
                  </Button>
                </li>
              ))}
            </ul>
          ) : (
            <p>This ledger has no bound book, so there is nothing in it for an inspector to look at.</p>
          )}
          <p className="dim">Notes, prices, photos, papers and other books are not shown to you.</p>
        </Panel>
        {book ? <Counts book={book.id} /> : null}
      </div>
    </Page>
  );
};
