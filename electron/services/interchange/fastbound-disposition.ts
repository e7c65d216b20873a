import { type DispositionDraft, type DispositionKind, emptyDisposition } from '../../../shared/domain/fields.ts';
import { refused, warning } from '../../../shared/domain/findings.ts';
import { columnLabel } from './columns.ts';
import type { Columns } from './fastbound-columns.ts';
import { nameColumn, type Party, partyReader, type RowSink } from './fastbound-party.ts';

/** What a word in DispositionType stands for, letters only. FastBound's own, and what people write for them. */
const KINDS: ReadonlyMap<string, DispositionKind> = new Map([
  ...(['theftloss', 'theftorloss', 'theft', 'loss', 'lost', 'stolen', 'missing'] as const).map(
    (word) => [word, 'theft-loss'] as const,
  ),
  ...(['destroyed', 'destruction', 'destroy'] as const).map((word) => [word, 'destroyed'] as const),
  ...(
    [
      'sale',
      'sold',
      'regular',
      'regularsale',
      'transfer',
      'nfa',
      'nfatransfer',
      'manufacturing',
      'gift',
      'trade',
      'tradein',
      'consignment',
      'consignmentreturn',
      'return',
      'returned',
      'returntoowner',
      'repair',
      'repairreturn',
      'gunsmithing',
      'loan',
      'rental',
      'lease',
      'pawn',
      'pawnredemption',
      'redemption',
      'auction',
      'wholesale',
      'retail',
      'donation',
      'personal',
      'personalcollection',
      'other',
      'unknown',
    ] as const
  ).map((word) => [word, 'transfer'] as const),
]);
const NO_DISPOSITION = /^(none|n\/?a|-+|open|in ?stock|not disposed)$/i;

const THEFT = [
  'theftLoss_DiscoveredDate',
  'theftLoss_Type',
  'theftLoss_ATFIssuedIncidentNumber',
  'theftLoss_PoliceIncidentNumber',
] as const;
const DESTROYED = ['destroyed_Date', 'destroyed_Description', 'destroyed_Witness1', 'destroyed_Witness2'] as const;

/** `MissingInventory` as words. */
const inWords = (text: string): string => text.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);

export type ReadDisposition = {
  draft: DispositionDraft;
  party: Party;
  /** The column that a field of the disposition comes from. */
  columnOf(field: string, code?: string): string;
};

/**
 * The reader of the columns for what became of a firearm. All blank: it is in stock. Any of them filled makes a
 * disposition, and then the book's rules say what it lacks; FastBound itself leaves DispositionType blank for a sale
 * on Form 4473.
 */
export const dispositionReader = (columns: Columns) => {
  const party = partyReader(columns, 'Dispose_');
  const date = columns.at('Dispose_Date');
  const type = columns.at('DispositionType');
  const form = columns.at('ttsn');
  const theft = THEFT.map(columns.at);
  const destroyed = DESTROYED.map(columns.at);
  // The type last: alone, it may say that there is no disposition.
  const triggers = [date, ...theft, ...destroyed, ...party.used, type].filter((i) => i >= 0);
  const noParty: Party = { kind: 'none', name: '', address: '', licence: '', licenceExpires: '' };

  const read = (cell: (i: number) => string, sink: RowSink): ReadDisposition | null => {
    const filled = triggers.find((i) => cell(i) !== '');
    const keepAll = (places: readonly number[]) => {
      for (const i of places) if (cell(i) !== '') sink.keep(i);
    };
    const word = cell(type);
    if (filled === undefined || (filled === type && NO_DISPOSITION.test(word))) {
      if (cell(form) !== '') {
        sink.keep(form);
        sink.find(
          warning(
            columns.name('ttsn'),
            'form4473-without-disposition',
            'There is a Form 4473 number but no disposition. The firearm is entered as in stock; the number is kept beside the line.',
          ),
        );
      }
      keepAll([type]);
      return null;
    }
    const hasTheft = theft.some((i) => cell(i) !== '');
    const hasDestroyed = destroyed.some((i) => cell(i) !== '');
    const said = KINDS.get(word.toLowerCase().replace(/[^a-z]/g, ''));
    const kind = said ?? (hasDestroyed ? 'destroyed' : hasTheft ? 'theft-loss' : 'transfer');
    keepAll([type]);
    if (word !== '' && said === undefined && !NO_DISPOSITION.test(word)) {
      sink.find(
        warning(
          columns.name('DispositionType'),
          'disposition-type-unknown',
          `“${columnLabel(word)}” is no kind of disposition that is known. It was read as ${KIND_WORDS[kind]}.`,
        ),
      );
    }
    if ((hasTheft && kind !== 'theft-loss') || (hasDestroyed && kind !== 'destroyed')) {
      const other = columns.name(hasTheft && kind !== 'theft-loss' ? THEFT[0] : DESTROYED[0]).replace(/_.*/, '');
      sink.find(
        refused(
          columns.name('DispositionType'),
          'disposition-two-kinds',
          `The row says ${KIND_WORDS[kind]}, but columns that start with ${other} are filled in too. Only one of them can be true.`,
        ),
      );
    }
    const draft = emptyDisposition();
    draft.kind = kind;
    draft.disposedOn = cell(date);
    let to: Party = noParty;
    let names = TRANSFER;
    if (kind === 'transfer') {
      to = party.read(cell, sink);
      draft.disposedTo = to.name;
      draft.disposedToAddress = to.address;
      draft.disposedToLicence = to.licence;
      draft.form4473 = cell(form);
      keepAll([...theft, ...destroyed]);
    } else {
      keepAll([...party.used, form]);
      if (kind === 'theft-loss') {
        const [found, how, atf, police] = theft.map(cell) as [string, string, string, string];
        names = draft.disposedOn === '' && found !== '' ? THEFT_FOUND : THEFT_COLUMNS;
        if (draft.disposedOn === '') draft.disposedOn = found;
        else if (found !== '' && found !== draft.disposedOn) sink.keep(theft[0]!);
        draft.disposedTo = inWords(how);
        draft.incidentAtf = atf;
        draft.incidentPolice = police;
        keepAll(destroyed);
      } else {
        const [on, how, ...witnesses] = destroyed.map(cell) as [string, string, string, string];
        names = on === '' ? DESTROYED_DISPOSED : DESTROYED_COLUMNS;
        if (on !== '' && draft.disposedOn !== '' && on !== draft.disposedOn) sink.keep(date);
        if (on !== '') draft.disposedOn = on;
        draft.disposedTo = how;
        const present = witnesses.filter((name) => name !== '');
        if (present.length > 0) draft.note = `Witnessed by ${present.join(' and ')}`;
        keepAll(theft);
      }
    }
    return {
      draft,
      party: to,
      columnOf: (field, code) => {
        if (field === 'disposedTo' && kind === 'transfer') return party.label(nameColumn(to.kind));
        if (code === 'address-zip-short') return columns.name('Dispose_Postal');
        return columns.name(names[field] ?? field);
      },
    };
  };
  return { read, used: [...new Set([...triggers, form])].filter((i) => i >= 0) };
};

const KIND_WORDS: Readonly<Record<DispositionKind, string>> = {
  transfer: 'a sale or transfer',
  'theft-loss': 'a theft or loss',
  destroyed: 'a destruction',
};

type Names = Readonly<Record<string, string>>;
const TRANSFER: Names = {
  disposedOn: 'Dispose_Date',
  disposedToAddress: 'Dispose_Address1',
  disposedToLicence: 'Dispose_License',
  form4473: 'ttsn',
  'disposition.note': 'Note',
};
const THEFT_COLUMNS: Names = {
  disposedOn: 'Dispose_Date',
  disposedTo: 'theftLoss_Type',
  incidentAtf: 'theftLoss_ATFIssuedIncidentNumber',
  incidentPolice: 'theftLoss_PoliceIncidentNumber',
};
const THEFT_FOUND: Names = { ...THEFT_COLUMNS, disposedOn: 'theftLoss_DiscoveredDate' };
const DESTROYED_COLUMNS: Names = {
  disposedOn: 'destroyed_Date',
  disposedTo: 'destroyed_Description',
  'disposition.note': 'destroyed_Witness1',
};
const DESTROYED_DISPOSED: Names = { ...DESTROYED_COLUMNS, disposedOn: 'Dispose_Date' };
