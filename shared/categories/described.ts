import { elsewhere, needed, plain, wanted } from '../domain/field-rules.ts';
import type { AcquisitionDraft } from '../domain/fields.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { checkText } from '../domain/text.ts';
import { type NoNumber, readNoNumber } from '../serials/no-number.ts';
import { hasUnread } from '../serials/normalise.ts';
import { UNREAD_STATES, unreadFinding } from '../serials/serial.ts';
import type { CategoryContext } from './category.ts';
import type { CategoryId } from './ids.ts';
import { checkKeeping } from './keeping.ts';
import { checkSerialState } from './serial-state.ts';

/** What a category calls things in its findings. */
export type DescribedWords = {
  category: CategoryId;
  /** `Make`, `Brand` */
  maker: string;
  /** Where the number stands, for the sentence that asks for it. */
  where: string;
  /** The record means nothing without a number: a vehicle's. */
  mustHaveSerial: boolean;
  /** Longest number that a unit of this kind bears. */
  longestSerial: number;
};

const MOST_SERIALS = 20;

/** Which state of the number a word for none stands for; of the others a person has to say. */
const STATE_OF: Readonly<Record<NoNumber, string>> = {
  removed: 'choose “Removed or altered” under “State of the number”',
  illegible: 'choose “Illegible” under “State of the number”',
  unmarked: 'choose “Never marked” under “State of the number”',
  pending: 'enter it when you have it',
  unknown: 'if there is none to read, say why under “State of the number”',
};

/** A number as it was typed: its characters, and words in its place. What it means is the serial desk's to say. */
const checkSerial = (serial: string, state: string, { book }: CategoryContext, words: DescribedWords): Finding[] => {
  const text = checkText('serial', 'The serial number', serial, words.longestSerial);
  if (text.length > 0) return text;
  const unread = hasUnread(serial);
  if (!/[\p{L}\p{N}]/u.test(serial)) {
    if (unread && UNREAD_STATES.includes(state)) return [];
    return [
      refused(
        'serial',
        'serial-empty',
        unread
          ? `“${serial}” holds no character that was read. Choose “Illegible” or “Removed or altered” under “State of the number”; then ? may stand for each.`
          : `“${serial}” holds no letter or digit. Leave it empty and say under “State of the number” why there is none.`,
      ),
    ];
  }
  const none = readNoNumber(serial);
  if (none !== undefined) {
    const advice = state === '' ? STATE_OF[none] : '“State of the number” says why';
    return [
      (words.mustHaveSerial ? refused : warning)(
        'serial',
        'serial-none',
        `“${serial}” is not a number. ${words.where} Leave the field empty: ${advice}.`,
      ),
    ];
  }
  if (unread && !UNREAD_STATES.includes(state)) return [unreadFinding(serial)];
  return elsewhere('serial', serial, book);
};

/** A painting has no brand: an inventory takes what has a model or says what it is. A register knows a unit by its maker. */
const maker = (raw: AcquisitionDraft, { book }: CategoryContext, words: DescribedWords): Finding[] => {
  const rule = book === 'inventory' && (raw.model !== '' || raw.type !== '') ? wanted : needed;
  return rule('manufacturer', words.maker, raw.manufacturer, 'Copy it from the plate or label.');
};

/**
 * The rules that vehicles, tools, electronics, appliances and other units share: a maker, a number or the reason why there
 * is none, and plain texts.
 */
export const checkDescribed = (
  raw: AcquisitionDraft,
  context: CategoryContext,
  words: DescribedWords,
): { draft: AcquisitionDraft; findings: Finding[] } => {
  const state = checkSerialState(raw, words.category, context.book);
  const findings: Finding[] = [
    ...maker(raw, context, words),
    ...elsewhere('manufacturer', raw.manufacturer, context.book),
    ...plain('manufacturer', words.maker, raw.manufacturer),
    ...plain('importer', 'The importer', raw.importer),
    ...wanted('model', 'The model', raw.model, 'Without it, two units of one maker are hard to tell apart.'),
    ...plain('model', 'The model', raw.model),
    ...wanted('type', 'The kind', raw.type, 'Say what it is in a word or two, such as the list offers.'),
    ...plain('type', 'What it is', raw.type),
    ...plain('caliber', 'The caliber', raw.caliber),
    ...state.findings,
  ];
  if (raw.serials.length === 0) {
    if (!state.mayBeMissing)
      findings.push(
        (words.mustHaveSerial ? refused : warning)(
          'serial',
          'serial-missing',
          `The number is missing. ${words.where} If it never had one, say so under “State of the number”.`,
        ),
      );
  } else if (raw.serials.length > MOST_SERIALS) {
    findings.push(
      refused(
        'serial',
        'serial-too-many',
        `One line holds at most ${MOST_SERIALS} numbers; this has ${raw.serials.length}. Each unit has a line of its own.`,
      ),
    );
  } else {
    for (const serial of raw.serials)
      findings.push(...checkSerial(serial, raw.details.serialState ?? '', context, words));
    if (new Set(raw.serials).size < raw.serials.length)
      findings.push(warning('serial', 'serial-twice', 'The same number stands twice on this line.'));
  }
  const kept = checkKeeping(raw, context);
  return { draft: kept.draft, findings: [...findings, ...kept.findings] };
};
