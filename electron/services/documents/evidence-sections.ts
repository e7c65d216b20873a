import { checklistOf } from '../../../shared/categories/checklists.ts';
import type { HeldEvidence } from '../../../shared/contract/evidence.ts';
import type { BookLine } from '../../../shared/contract/lines.ts';
import { showDate, showMoment } from '../../../shared/domain/dates.ts';
import { type Evidence, type Outcome, readNumberName, type Verification } from '../../../shared/domain/evidence.ts';
import { detailsOf } from '../../../shared/domain/fields.ts';
import { BOOKS, isBook } from '../../../shared/domain/settings.ts';
import { capital } from '../../../shared/domain/text.ts';
import { AGREEMENT_WORDS, type Agreement, agreementOf, agreementSentence } from '../../../shared/serials/agreement.ts';
import type { Flow } from './flow.ts';
import { setText } from './paragraph.ts';
import { type Cell, drawTable, section } from './record-fields.ts';
import type { Sheet } from './sheet.ts';

/** Evidence of one kind, as it is held. */
export type Held<K extends Evidence['kind']> = Omit<HeldEvidence, 'evidence'> & {
  evidence: Extract<HeldEvidence['evidence'], { kind: K }>;
};

/** What stands of one kind, oldest first. What was withdrawn is in the history, with its reason. */
export const standing = <K extends Evidence['kind']>(held: readonly HeldEvidence[], kind: K): Held<K>[] =>
  held
    .filter((one): one is Held<K> & HeldEvidence => one.evidence.kind === kind && one.withdrawn === '')
    .sort((a, b) => a.seq - b.seq);

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  consistent: 'Consistent',
  doubtful: 'Doubtful',
  referred: 'Referred to the maker',
};
const outcomeCell = (outcome: Outcome): Cell =>
  outcome === 'consistent' ? OUTCOMES[outcome] : { text: OUTCOMES[outcome], as: 'strong' };
const lines = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n');
const lineWords = ({ book, line }: { book: string; line: number }, here: BookLine): string =>
  book === here.book ? `Line ${line}` : `Line ${line} of ${isBook(book) ? BOOKS[book].title : book}`;

type Part = {
  sheet: Sheet;
  flow: Flow;
  line: BookLine;
  held: readonly HeldEvidence[];
  /** IANA time zone of the premises. */
  zone: string;
};

const READINGS = [
  { title: 'Place', share: 0.29 },
  { title: 'Read from', share: 0.1 },
  { title: 'As read', share: 0.25 },
  { title: 'Mark', share: 0.1 },
  { title: 'Legibility', share: 0.1 },
  { title: 'Against the record', share: 0.16 },
] as const;

const agreementCell = (agreement: Agreement): Cell =>
  agreement === 'differs' || agreement === 'look-alike' || agreement === 'unread'
    ? { text: AGREEMENT_WORDS[agreement], as: 'strong' }
    : AGREEMENT_WORDS[agreement];

/** Every place where the number was read, held against the number of record. */
const readings = ({ sheet, flow, line, held, zone }: Part, photoNumber: (sha256: string) => string): void => {
  const rows = standing(held, 'reading');
  if (rows.length === 0) return;
  const numbers = { serials: line.serials, details: detailsOf(line) };
  const said = rows.map(({ evidence }) => agreementOf(evidence, numbers));
  section(sheet, flow, 'The number, as read', 56);
  const sentence = agreementSentence(said, line.serials);
  if (sentence) {
    flow.lines(setText({ face: sheet.faces.bold, size: 9.5, text: sentence }, flow.width), flow.left, 13);
    flow.y += 3;
  }
  drawTable(
    sheet,
    flow,
    READINGS,
    rows.map(({ evidence, addedAt, addedBy }, n) => {
      const photo = evidence.photo ? photoNumber(evidence.photo) : '';
      return [
        {
          text: evidence.place,
          under: lines(readNumberName(evidence), `${addedBy}, ${showMoment(addedAt, zone)}`, photo, evidence.note),
        },
        evidence.source === 'unit' ? 'The unit' : capital(evidence.source),
        evidence.text === '' ? 'Nothing legible' : { text: evidence.text, as: 'number' },
        capital(evidence.marking),
        capital(evidence.legibility),
        line.serials.length === 0 ? '' : agreementCell(said[n]!),
      ];
    }),
  );
};

const NUMBERS = [
  { title: 'Number', share: 0.3 },
  { title: 'What it is', share: 0.2 },
  { title: 'Note', share: 0.5 },
] as const;

/** Other numbers that the unit bears or bore. */
const otherNumbers = ({ sheet, flow, line, held }: Part): void => {
  const rows = standing(held, 'number');
  if (rows.length === 0) return;
  section(sheet, flow, 'Other numbers of this unit', 40);
  drawTable(
    sheet,
    flow,
    NUMBERS,
    rows.map(({ evidence }) => [
      { text: evidence.number, as: 'number' },
      capital(evidence.relation),
      lines(evidence.linked ? `${lineWords(evidence.linked, line)} holds it.` : '', evidence.note),
    ]),
  );
};

const VERIFICATIONS = [
  { title: 'When', share: 0.2 },
  { title: 'Who', share: 0.16 },
  { title: 'Outcome', share: 0.2 },
  { title: 'What was looked at', share: 0.44 },
] as const;

const checkWords = ({ checks, note }: Verification, line: BookLine): string => {
  const looks = new Map(checklistOf(line.category).map((check) => [check.id, check.look]));
  const those = (result: Verification['checks'][number]['result'], words: string) => {
    const found = checks.filter((check) => check.result === result);
    return found.length === 0 ? '' : `${words}: ${found.map((c) => `“${looks.get(c.id) ?? c.id}”`).join('; ')}.`;
  };
  const fine = checks.filter((check) => check.result === 'in order').length;
  return lines(
    checks.length === 0 ? '' : `${fine} of ${checks.length} points in order.`,
    those('doubtful', 'Doubtful'),
    those('not seen', 'Not seen'),
    note,
  );
};

/** Each pass through the checklist, with what it came to. */
const verifications = ({ sheet, flow, line, held, zone }: Part): void => {
  const rows = standing(held, 'verification');
  if (rows.length === 0) return;
  section(sheet, flow, 'Verification', 40);
  drawTable(
    sheet,
    flow,
    VERIFICATIONS,
    rows.map(({ evidence, addedAt, addedBy }) => [
      showMoment(addedAt, zone),
      addedBy,
      outcomeCell(evidence.outcome),
      checkWords(evidence, line),
    ]),
  );
};

const REFERRALS = [
  { title: 'Asked', share: 0.27 },
  { title: 'Question', share: 0.36 },
  { title: 'Answer', share: 0.37 },
] as const;

/** Whom one asked about the number, and what they answered. */
const referrals = ({ sheet, flow, held }: Part): void => {
  const rows = standing(held, 'referral');
  if (rows.length === 0) return;
  const answers = standing(held, 'answer');
  section(sheet, flow, 'Referrals', 40);
  drawTable(
    sheet,
    flow,
    REFERRALS,
    rows.map(({ seq, evidence }) => {
      const found = answers.filter((answer) => answer.evidence.to === seq);
      return [
        {
          text: evidence.to,
          under: lines(showDate(evidence.on), evidence.reference === '' ? '' : `Reference ${evidence.reference}`),
        },
        evidence.question,
        found.length === 0
          ? { text: 'No answer yet', as: 'strong' }
          : lines(...found.map(({ evidence: a }) => `${showDate(a.on)}, ${a.outcome}: ${a.text}`)),
      ];
    }),
  );
};

const COMPARISONS = [
  { title: 'When', share: 0.2 },
  { title: 'With', share: 0.2 },
  { title: 'Outcome', share: 0.2 },
  { title: 'Steps and note', share: 0.4 },
] as const;

/** How the likeness of its number to another record's was settled. */
const comparisons = ({ sheet, flow, line, held, zone }: Part): void => {
  const rows = standing(held, 'comparison');
  if (rows.length === 0) return;
  section(sheet, flow, 'Compared with other records', 40);
  drawTable(
    sheet,
    flow,
    COMPARISONS,
    rows.map(({ evidence, addedAt }) => [
      showMoment(addedAt, zone),
      lineWords(evidence.with, line),
      evidence.outcome === 'unresolved' ? { text: 'Unresolved', as: 'strong' } : capital(evidence.outcome),
      lines(evidence.steps.length === 0 ? '' : `${evidence.steps.join('. ')}.`, evidence.note),
    ]),
  );
};

/**
 * Writes what stands behind a line's number, each kind where there is any: readings, other numbers, verification,
 * referrals, comparisons. Photos and papers are drawn by `drawPhotos`.
 *
 * @param photoNumber what a photo is called in this document, by its SHA-256; empty where it is not among them
 */
export const drawEvidence = (part: Part, photoNumber: (sha256: string) => string): void => {
  readings(part, photoNumber);
  otherNumbers(part);
  verifications(part);
  referrals(part);
  comparisons(part);
};
