import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useBook, useMay } from '../../app/ledger.tsx';
import { bookPath, disposePath, linePath, reportPath } from '../../app/paths.ts';
import { api } from '../../bridge/client.ts';
import { codeOf } from '../../bridge/errors.ts';
import { BanIcon, OutIcon, PencilIcon, PrintIcon } from '../../ui/icons.ts';
import { InTheClear } from '../../ui/in-the-clear.tsx';
import { Isolated } from '../../ui/isolated.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { Serial } from '../../ui/serial.tsx';
import { Empty, Failed, Waiting } from '../../ui/states.tsx';
import { StatusTag } from '../../ui/status.tsx';
import { EvidencePanels } from '../evidence/panels.tsx';
import { SaveProof } from '../reports/proof-button.tsx';
import { CorrectDialog } from './correct.tsx';
import { Facts, factsOf } from './facts.tsx';
import { History } from './history.tsx';
import { MarkDialog, MarkNotice } from './mark.tsx';
import css from './record.module.css';
import { Review } from './review.tsx';
import { VoidDialog } from './void.tsx';

const NoSuchLine = ({ book, line }: { book: string; line: number }) => {
  const { lines } = useBook(book);
  return (
    <Page title={`Line ${line}`}>
      <Empty title="The book has no such line" actions={<Link href={bookPath(book)}>Back to the book</Link>}>
        {lines === 0 ? 'The book is empty.' : `Lines run from 1 to ${lines.toLocaleString('en-US')}.`}
      </Empty>
    </Page>
  );
};

/** A description of more facts than this takes the width of the page. */
const LONG = 7;

/** Everything about this one unit: what it is, where it came from, where it went, and its whole history. */
export const RecordPage = ({ book, line: number }: { book: string; line: number }) => {
  const [, navigate] = useLocation();
  const { lines } = useBook(book);
  const may = useMay();
  const here = { book, line: number };
  const before = linePath({ book, line: number - 1 });
  const after = linePath({ book, line: number + 1 });
  const [dialog, setDialog] = useState<'correct' | 'void' | 'mark'>();
  const record = useQuery(api.book.line.queryOptions({ input: { book, line: number, view: 'both' } }));
  const line = record.data?.line;
  const open = line?.status === 'open' && may('write');
  const standing = line !== undefined && line.status !== 'voided' && may('write');
  useShortcut('Alt+D', () => navigate(disposePath(here)), { enabled: open });
  useShortcut('Alt+C', () => setDialog('correct'), { enabled: standing });
  useShortcut('Alt+V', () => setDialog('void'), { enabled: standing });
  useShortcut('Alt+P', () => navigate(reportPath(here)), { enabled: line !== undefined && may('look') });
  useShortcut('Alt+ArrowLeft', () => navigate(before), { enabled: number > 1 });
  useShortcut('Alt+ArrowRight', () => navigate(after), { enabled: number < lines });
  useShortcut('Escape', () => navigate(bookPath(book)));

  if (record.isError)
    return codeOf(record.error) === 'LINE_MISSING' ? (
      <NoSuchLine book={book} line={number} />
    ) : (
      <Page title={`Line ${number}`}>
        <Failed error={record.error} onRetry={() => void record.refetch()} />
      </Page>
    );
  if (!record.data || !line)
    return (
      <Page title={`Line ${number}`}>
        <Waiting />
      </Page>
    );

  const { history, extra, timed } = record.data;
  const described = factsOf(line, 'description');
  const long = described.length > LONG;
  return (
    <Page
      title={`Line ${number}`}
      heading={
        <span className={css.heading}>
          Line {number.toLocaleString('en-US')} <StatusTag status={line.status} />
        </span>
      }
      lead={
        <span className={css.steps}>
          {number > 1 ? (
            <Link href={before} aria-keyshortcuts={ariaKeys('Alt+ArrowLeft')}>
              Line before
            </Link>
          ) : null}
          {number < lines ? (
            <Link href={after} aria-keyshortcuts={ariaKeys('Alt+ArrowRight')}>
              Line after
            </Link>
          ) : null}
          <Link href={bookPath(book)}>The book</Link>
        </span>
      }
      actions={
        <>
          {may('look') ? (
            <Button
              component={Link}
              href={reportPath(here)}
              variant="default"
              leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
              rightSection={<Keys combo="Alt+P" />}
              aria-keyshortcuts={ariaKeys('Alt+P')}
            >
              Print
            </Button>
          ) : null}
          {standing ? (
            <>
              <Button
                variant="default"
                leftSection={<BanIcon size={18} stroke={1.5} aria-hidden="true" />}
                rightSection={<Keys combo="Alt+V" />}
                aria-keyshortcuts={ariaKeys('Alt+V')}
                onClick={() => setDialog('void')}
              >
                Void
              </Button>
              <Button
                variant={open ? 'default' : 'filled'}
                leftSection={<PencilIcon size={18} stroke={1.5} aria-hidden="true" />}
                rightSection={<Keys combo="Alt+C" />}
                aria-keyshortcuts={ariaKeys('Alt+C')}
                onClick={() => setDialog('correct')}
              >
                Correct
              </Button>
            </>
          ) : null}
          {open ? (
            <Button
              component={Link}
              href={disposePath(here)}
              leftSection={<OutIcon size={18} stroke={1.5} aria-hidden="true" />}
              rightSection={<Keys combo="Alt+D" />}
              aria-keyshortcuts={ariaKeys('Alt+D')}
            >
              Dispose
            </Button>
          ) : null}
        </>
      }
    >
      {line.status === 'voided' ? (
        <Notice meaning="mind" title="This line was voided: it was entered in error">
          Why: {line.voidReason.replace(/[.\s]+$/, '')}. It stays in the book, struck through, and counts for nothing.
        </Notice>
      ) : null}
      <section className={css.hero} aria-label="Serial number">
        {line.serials.length > 0 ? (
          line.serials.map((serial, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same number may stand twice
            <Serial key={n} serial={serial} size={line.serials.length > 3 ? 'card' : 'hero'} />
          ))
        ) : (
          <span className="dim">{line.serialState || 'No number'}</span>
        )}
        {line.struck.serial?.map((old, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same text may have stood there twice
          <span key={n} className={css.wasSerial}>
            first written <del className="mono">{old}</del>
          </span>
        ))}
        <p className={css.what}>
          <Isolated
            text={[line.year, line.manufacturer, line.model, line.type, line.caliber].filter(Boolean).join(' · ')}
          />
        </p>
      </section>
      <div className={css.columns} data-long={long || undefined}>
        <Panel title="Description">
          <Facts line={line} facts={described} long={long} />
        </Panel>
        <Panel title="Receipt">
          <Facts
            line={line}
            facts={factsOf(line, 'receipt')}
            timed={timed.find(({ what }) => what === 'acquisition')}
            recordedAt={line.acquiredRecordedAt}
          />
        </Panel>
        <Panel title="Disposition">
          {line.disposedOn === '' && line.status !== 'disposed' ? (
            <p className="dim">
              {line.status === 'voided' ? 'None: the line is void.' : 'Not disposed of: it is still here.'}
            </p>
          ) : (
            <Facts
              line={line}
              facts={factsOf(line, 'disposition')}
              timed={timed.find(({ what }) => what === 'disposition')}
              recordedAt={line.disposedRecordedAt}
            />
          )}
        </Panel>
      </div>
      {line.note || Object.keys(extra).length > 0 ? (
        <Panel
          title={
            Object.keys(extra).length === 0
              ? 'Note'
              : line.note
                ? 'Note, and what else the file held'
                : 'What else the file held'
          }
        >
          {line.note ? <p className={css.note}>{line.note}</p> : null}
          <dl className={css.extra}>
            {Object.entries(extra).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      ) : null}
      {line.serialState === 'To be marked' && line.serial === '' ? (
        <MarkNotice line={line} onMark={may('write') ? () => setDialog('mark') : undefined} />
      ) : null}
      {may('look') ? (
        <>
          <Review line={line} />
          <EvidencePanels line={line} />
        </>
      ) : null}
      <Panel title="History">
        <History events={history} />
        <InTheClear what="The proof" also="It holds all that was recorded of the line." />
        <div className={css.proof}>
          <SaveProof key={`${book} ${number}`} book={book} line={number} />
          <span className="dim">For whom you show the record: a page that checks itself, without Rollmark.</span>
        </div>
      </Panel>
      {may('write') ? (
        <>
          <CorrectDialog line={line} opened={dialog === 'correct'} onClose={() => setDialog(undefined)} />
          <MarkDialog line={line} opened={dialog === 'mark'} onClose={() => setDialog(undefined)} />
          <VoidDialog line={line} opened={dialog === 'void'} onClose={() => setDialog(undefined)} />
        </>
      ) : null}
    </Page>
  );
};
