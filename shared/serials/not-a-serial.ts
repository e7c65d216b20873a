import type { CategoryId } from '../categories/ids.ts';
import { type IsoDate, parseDate } from '../domain/dates.ts';
import { type Finding, hint, warning } from '../domain/findings.ts';
import { looksLikeDateCode } from './date-codes.ts';
import { looksLikeTradeNumber, readTradeNumber } from './gs1.ts';
import { luhnHolds, mayHaveImei } from './imei.ts';
import { readMac } from './mac.ts';
import { serialKey } from './normalise.ts';
import { isNoSerial } from './serial.ts';

export type NotASerialInput = {
  serial: string;
  category: CategoryId;
  manufacturer: string;
  model: string;
  typeNo: string;
  lot: string;
  dateCode: string;
  /** The shop's own number on it, and the trade number, where the record has them. */
  assetTag?: string;
  upc?: string;
  /** What kind of unit it is, in whatever words. */
  type?: string;
  today: IsoDate;
};

/** Where the number of record stands, for the sentence that says what to do next. */
const WHERE: Readonly<Record<CategoryId, string>> = {
  firearm: 'The serial number is marked on the frame or receiver.',
  vehicle:
    'The number of a car stands behind the windshield on the driver’s side and on the label in the door frame, that of others on a plate or on the frame.',
  tool: 'The serial number stands on the nameplate, in the battery bay or stamped in the housing.',
  electronics: 'The serial number stands on the label behind “S/N” or “Serial”, and often in the settings.',
  appliance: 'The serial number stands on the rating plate behind “Serial”, “S/N” or “Ser. No.”.',
  other: 'The serial number stands on the plate or label behind “Serial” or “S/N”.',
};

const RUNS = [
  '01234567890123456789',
  '98765432109876543210',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'QWERTYUIOP',
  'QWERTZUIOP',
  'ASDFGHJKL',
];
const SHORTEST_RUN = 5;
const DUMMY = /^(?:test|testing|dummy|sample|example|demo|abc)\s*-?\s*(?:\d{0,3})$/i;

const isPlaceholder = (serial: string): boolean => {
  const key = serialKey(serial);
  if (key.length >= 4 && /^(.)\1*$/u.test(key)) return true;
  if (key.length >= SHORTEST_RUN && RUNS.some((run) => run.includes(key))) return true;
  return DUMMY.test(serial.trim());
};

const PHONE = /^(?:\+\d{1,3}[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.\s]\d{4}$/;
const PRICE = /^[$€£]\s?\d[\d,.]*$|^\d{1,3}(?:,\d{3})+(?:\.\d{2})?$|^\d+\.\d{2}$/;
/** A day with its year in full and separators: eight digits in a row are a common serial. */
const DAY =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -][a-z]{3,9}[ -]\d{4})$/i;

/** Other numbers that name themselves, as copied from a label. Of a lot alone the two may run together. */
const NAMED: readonly { code: string; what: string; words: RegExp }[] = [
  {
    code: 'serial-is-lot',
    what: 'a lot or batch, which many units share',
    words: /^(?:lot|batch)(?:[\s#:.-]+(?:no\.?\s*)?[A-Z]{0,2})?\d/i,
  },
  { code: 'serial-is-type-number', what: 'a type number', words: /^type[\s#:.-]*\d{1,3}$/i },
  {
    code: 'serial-is-model',
    what: 'a model number',
    words: /^(?:model|mod\.|m\/n)[\s#:.-]+(?:no\.?\s*)?[A-Z]*\d/i,
  },
  { code: 'serial-is-part-number', what: 'a part number', words: /^(?:p\/n|part)[\s#:.-]+(?:no\.?\s*)?[A-Z]*\d/i },
  {
    code: 'serial-is-patent',
    what: 'a patent',
    words: /^(?:u\.?s\.?\s*)?pat(?:ents?|s|d)?\b\.?[\s#:.-]*(?:nos?\.?|pend(?:ing|\.)?|\d)/i,
  },
  {
    code: 'serial-is-trade-number',
    what: 'a UPC or EAN, which names the product',
    words: /^(?:upc|ean|gtin)(?:[\s#:.-]+\d|\d{8}(?:\d{4,6})?$)/i,
  },
];

const withArticle = (kind: string): string => `${kind.startsWith('E') ? 'an' : 'a'} ${kind}`;

/** What follows the model's own text, where a number begins with the whole of it. */
const behindModel = (serial: string, model: string): string | undefined => {
  const prefix = serialKey(model);
  if (Array.from(prefix).length < 4) return undefined;
  for (let at = 1; at < serial.length; at++) {
    if (serialKey(serial.slice(0, at)) !== prefix) continue;
    const rest = serial.slice(at).replace(/^[^\p{L}\p{N}]+/u, '');
    return serialKey(rest).length >= 4 ? rest : undefined;
  }
  return undefined;
};

const DIGITS = /^\d+$/;
const isSeparator = (c: string | undefined): boolean => c !== undefined && /[^\p{L}\p{N}]/u.test(c);
/** So few characters behind a model number mark a variant of it and no unit. */
const LONGEST_MARK = 3;

/** The model number with the mark of a variant behind it (`DCD791D2`), or its front part alone; `sure` where hardly a unit has it. */
const modelMarked = (serial: string, key: string, model: string, category: CategoryId) => {
  const modelKey = serialKey(model);
  if (key.length < 4 || modelKey.length < 4 || !/\d/.test(key)) return undefined;
  // A firearm’s number may begin as its model does.
  const surely = category !== 'firearm';
  if (key.startsWith(modelKey)) {
    const mark = key.slice(modelKey.length);
    if (mark === '' || mark.length > LONGEST_MARK) return undefined;
    const parted = !serial.toUpperCase().endsWith(mark) || isSeparator(serial.at(-mark.length - 1));
    // Digits that run on may count units.
    if (DIGITS.test(mark) && !parted)
      return DIGITS.test(modelKey) ? undefined : { sure: false, says: `the model number with ${mark} behind it` };
    return { sure: surely, says: `the model number with ${mark} behind it` };
  }
  if (!modelKey.startsWith(key)) return undefined;
  const cut = Array.from(model).findIndex((_, at) => serialKey(model.slice(0, at)) === key);
  if (cut <= 0) return undefined;
  // What is left of the model without a separator before it is the mark of a variant only where it is a few letters.
  const left = modelKey.slice(key.length);
  const isMark = left.length <= LONGEST_MARK && /^\p{L}+$/u.test(left);
  return isSeparator(model[cut]) || isMark
    ? { sure: surely, says: `the front part of the model number ${model}` }
    : undefined;
};

/**
 * Finds out whether what was entered as a serial number is something else: the model, type or lot number, a trade number,
 * a date code, an IMEI, a placeholder, a phone number, a price or a day. Warnings may be saved past: the rare unit does
 * have the number 12345.
 *
 * Of words for none and of texts that point to another record the rules of every category speak; here they give no finding.
 * An empty serial gives none either.
 *
 * @returns findings about the field `serial`, the surest first; usually one or none
 */
export const checkNotASerial = (input: NotASerialInput): Finding[] => {
  const { category, manufacturer, model, today } = input;
  const serial = input.serial.trim();
  const key = serialKey(serial);
  if (serial === '') return [];
  const where = WHERE[category];
  const found: Finding[] = [];
  const warn = (code: string, message: string) => found.push(warning('serial', code, `${message} ${where}`));

  // Nothing but ? is what an illegible number is written as.
  if (!/[\p{L}\p{N}]/u.test(key) || isNoSerial(serial)) return [];

  const marked = modelMarked(serial, key, model, category);
  const named = NAMED.find(({ words }) => words.test(serial));
  const equal = (text: string | undefined) => text !== undefined && text !== '' && serialKey(text) === key;
  if (equal(model)) warn('serial-is-model', `${serial} is the model number too: all units of the model bear it.`);
  else if (marked)
    found.push(
      (marked.sure ? warning : hint)(
        'serial',
        'serial-is-model',
        `${serial} is ${marked.says}, which all units of it bear. ${where}`,
      ),
    );
  else if (equal(input.typeNo)) warn('serial-is-type-number', `${serial} is the type number too.`);
  else if (equal(input.lot)) warn('serial-is-lot', `${serial} is the lot or batch too, which many units share.`);
  else if (equal(input.dateCode)) warn('serial-is-date-code', `${serial} is the date code too.`);
  else if (equal(input.assetTag)) warn('serial-is-asset-tag', `${serial} is your own asset tag too.`);
  else if (equal(input.upc))
    warn('serial-is-trade-number', `${serial} is the UPC or EAN: it names the product, not this unit.`);
  else if (named) warn(named.code, `“${serial}” names itself ${named.what}.`);
  else if (isPlaceholder(serial))
    warn('serial-placeholder', `${serial} looks like a number made up to fill the field.`);
  else if (PHONE.test(serial)) warn('serial-is-phone', `${serial} looks like a phone number.`);
  else if (PRICE.test(serial)) warn('serial-is-price', `${serial} looks like an amount of money.`);
  else if (DAY.test(serial) && parseDate(serial, today).ok)
    warn('serial-is-date', `${serial} is a day. A spreadsheet may have made it of a number.`);
  else if (looksLikeDateCode(manufacturer, serial, today, category))
    warn(
      'serial-is-date-code',
      `${serial} has the form of a date code of ${manufacturer.trim()}, which many units share.`,
    );
  else if (looksLikeTradeNumber(serial))
    warn(
      'serial-is-trade-number',
      `${serial} has the form and check digit of ${withArticle(readTradeNumber(serial)!.kind)} barcode, which names the product.`,
    );
  else if (category === 'electronics' && mayHaveImei(input.type ?? '') && /^\d{15}$/.test(key) && luhnHolds(key))
    found.push(
      hint(
        'serial',
        'serial-is-imei',
        `${serial} has the form of an IMEI. ${where} Enter the IMEI in its own field as well.`,
      ),
    );
  else if (category === 'electronics' && /[:.-]/.test(serial) && readMac(serial).kind === 'eui-48')
    found.push(
      hint(
        'serial',
        'serial-is-mac',
        `${serial} has the form of a MAC address. ${where} Enter the MAC address in its own field.`,
      ),
    );

  const rest = behindModel(serial, model);
  if (rest !== undefined)
    found.push({
      ...hint(
        'serial',
        'serial-holds-model',
        `${serial} begins with the model number. If the two stand apart on the unit, the serial number is ${rest}.`,
      ),
      suggestion: rest,
    });
  return found;
};
