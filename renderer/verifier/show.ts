import { eventInWords } from '../../shared/domain/event-words.ts';
import type { LedgerEvent } from '../../shared/domain/events.ts';
import { toBase64 } from '../../shared/proof/bytes.ts';
import { type Field, fieldsOf, momentOf } from './fields.ts';
import { type Judged, type Remark, shortForm } from './judge.ts';
import { pieces, visibleJson } from './unseen.ts';

/** Elements of the page. Whatever comes from outside becomes text, by way of `said`, and nothing else. */

type Child = Node | string | false | undefined;
const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  for (const child of children) if (child) element.append(child);
  return element;
};

/** More characters of one text than are shown; a note has 2,000 at most. */
const MOST_SHOWN = 20_000;

/** A text from outside: what can't be seen in it is shown by number, and it is never longer than a page bears. */
export const said = (text: string, most = MOST_SHOWN): HTMLSpanElement => {
  const shown = el('span', 'text');
  for (const piece of pieces(text.slice(0, most)))
    shown.append(piece.unseen ? el('span', 'number', piece.text) : piece.text);
  if (text.length > most)
    shown.append(el('span', 'blank', ` … and ${(text.length - most).toLocaleString('en-US')} more characters`));
  return shown;
};

const row = ({ label, text, mono }: Field): HTMLTableRowElement => {
  const name = el('th', '', said(label, 200));
  name.scope = 'row';
  return el('tr', '', name, el('td', mono ? 'mono' : '', text === '' ? el('span', 'blank', 'left blank') : said(text)));
};

const table = (caption: string, fields: readonly Field[]): HTMLTableElement =>
  el('table', '', el('caption', '', caption), el('tbody', '', ...fields.map(row)));

const sentenceOf = (event: LedgerEvent): string => {
  try {
    return eventInWords(event);
  } catch {
    return 'What was recorded can’t be put in words, because Rollmark writes no such event. Its fields are below.';
  }
};

const VERDICTS = {
  holds: { meaning: 'fine', words: '✓ Holds' },
  fails: { meaning: 'stop', words: '✗ Does not hold' },
  open: { meaning: 'mind', words: '? Can’t be told yet' },
} as const;

const technicalRows = ({ index, hashes, leaf, claimed }: NonNullable<Judged['technical']>): Field[] => [
  { label: 'Ledger (origin)', text: claimed.origin, mono: true },
  { label: 'Events that the checkpoint seals', text: String(claimed.size), mono: true },
  { label: 'Root', text: toBase64(claimed.root), mono: true },
  { label: 'Place of the event, from 0', text: String(index), mono: true },
  { label: 'Hash of the event (leaf)', text: leaf, mono: true },
  { label: 'Hashes on the way to the root', text: String(hashes), mono: true },
];

const inFull = (judged: Judged): HTMLDetailsElement | undefined => {
  const { technical } = judged;
  if (!technical) return undefined;
  const summary = judged.state === 'holds' ? 'For experts' : 'What the file says, which is not proven';
  const text = el('pre', '', visibleJson(technical.json));
  const checkpoint = el('pre', '', visibleJson(technical.note));
  // What scrolls must be reachable by keyboard.
  for (const pre of [text, checkpoint]) pre.tabIndex = 0;
  return el(
    'details',
    '',
    el('summary', '', summary),
    table('The tree', technicalRows(technical)),
    el('p', 'dim', 'The event, as it was hashed'),
    text,
    el('p', 'dim', 'The checkpoint, as it was signed'),
    checkpoint,
  );
};

const record = (judged: Judged): Child[] => {
  const { event, technical } = judged;
  if (!event || !technical) return [];
  const { record, recording, left } = fieldsOf(event);
  const moment = momentOf(event.recordedAt, event.zone);
  const { claimed, index } = technical;
  const place = (n: number) => n.toLocaleString('en-US');
  return [
    el('h3', '', said(`${sentenceOf(event)}.`.replace(/\.\.$/, '.'))),
    el(
      'p',
      '',
      'Recorded ',
      said(moment ?? String(event.recordedAt), 100),
      ' by ',
      said(String(event.actor), 200),
      '.',
    ),
    el(
      'p',
      '',
      `Event ${place(index + 1)} of ${place(claimed.size)} of the ledger `,
      said(claimed.origin, 100),
      ', sealed by the checkpoint ',
      el('span', 'mono', shortForm(claimed)),
      '.',
    ),
    table('What was recorded', record),
    table('How it was recorded', recording),
    left > 0 && el('p', 'dim', `${place(left)} more fields are not shown here; the whole event is below.`),
  ];
};

/** One proof: whether it holds, why not, and what it proves. */
export const card = (judged: Judged, ways: readonly HTMLElement[]): HTMLElement => {
  const { meaning, words } = VERDICTS[judged.state];
  return el(
    'article',
    `card ${meaning}`,
    el('p', 'verdict', words),
    el('p', 'dim', said(judged.name, 200)),
    judged.message !== '' && el('p', 'message', said(judged.message, 1000)),
    judged.state === 'open' && judged.technical && el('p', '', 'Ledger: ', said(judged.technical.claimed.origin, 100)),
    judged.state === 'fails' &&
      judged.technical &&
      el('p', 'dim', 'Nothing in this file is shown as a record, because none of it is proven.'),
    ...record(judged),
    inFull(judged),
    el('div', 'ways', ...ways),
  );
};

const SIGNS = { fine: '✓ ', mind: '! ', stop: '✗ ' } as const;

const signed = ({ meaning, title }: Omit<Remark, 'text'>) => el('p', 'verdict', SIGNS[meaning], said(title, 200));

export const remark = (about: Remark): HTMLElement =>
  el('div', `remark ${about.meaning}`, signed(about), el('p', '', said(about.text, 1500)));

/** The whole result in one line. */
export const headline = (about: Omit<Remark, 'text'>): HTMLElement =>
  el('div', `remark sum ${about.meaning}`, signed(about));

export const button = (label: string, onClick: () => void): HTMLButtonElement => {
  const made = el('button', '', label);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
};

export const item = (text: string): HTMLLIElement => el('li', '', said(text, 1000));
