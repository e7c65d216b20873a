import { GS, looksLikeTradeNumber, readGs1 } from './gs1.ts';

/**
 * What a barcode scanner typed, taken apart. Only what is certain not to be part of the number is taken off, and what was
 * taken off is told; where it is not certain, the number stays whole and the other reading is offered.
 */
export type ScanKind = 'plain' | 'vin' | 'gs1' | 'labelled' | 'data-identifiers' | 'trade-number' | 'web-address';

export type ScanReading = {
  kind: ScanKind;
  /** The number of the unit; empty where the barcode holds none. */
  serial: string;
  /** What was taken off before the serial, as scanned; the whole barcode where it holds several elements or no serial. */
  dropped: string;
  /** `Code 128`, where the scanner says so. */
  symbology?: string;
  gtin?: string;
  lot?: string;
  /** As in the barcode. */
  dateCode?: string;
  partNumber?: string;
  /** ISO day or month, from a GS1 label. */
  produced?: string;
  /** The serial if a first letter or two are an identifier and not part of it. To be asked, not to be taken. */
  alternative?: string;
  /** Sentences for a person: what was taken off, what else the barcode said, what to look at. */
  note: string;
};

/** AIM symbology identifiers, `]` with a letter and a modifier (ISO/IEC 15424, through scanner manuals). */
const SYMBOLOGIES: Readonly<Record<string, string>> = {
  A: 'Code 39',
  C: 'Code 128',
  E: 'UPC or EAN',
  e: 'GS1 DataBar',
  d: 'Data Matrix',
  F: 'Codabar',
  G: 'Code 93',
  H: 'Code 11',
  I: 'Interleaved 2 of 5',
  L: 'PDF417',
  M: 'MSI',
  Q: 'QR Code',
  S: '2 of 5',
  X: 'another code',
  z: 'Aztec',
};
const AIM = /^\]([A-Za-z])([0-9A-Za-z])/;
/** Those that announce GS1 element strings: GS1-128, GS1 DataMatrix, GS1 QR, GS1 DataBar. */
const GS1_SYMBOLS = /^\](C1|d2|Q3|e0)/;

/** Data identifiers (ANSI MH10.8.2) of what a label of a unit may hold: `I` and the traceability ones read, others from memory. */
const DATA_IDENTIFIERS: Readonly<
  Record<string, { name: string; part: 'serial' | 'lot' | 'partNumber' | 'dateCode' | 'other' }>
> = {
  S: { name: 'serial number', part: 'serial' },
  I: { name: 'VIN', part: 'serial' },
  T: { name: 'lot', part: 'lot' },
  '1T': { name: 'lot', part: 'lot' },
  P: { name: 'part number of the customer', part: 'partNumber' },
  '1P': { name: 'part number of the supplier', part: 'partNumber' },
  '30P': { name: 'part number', part: 'partNumber' },
  '9D': { name: 'date code', part: 'dateCode' },
  '10D': { name: 'date code, year and week', part: 'dateCode' },
  Q: { name: 'quantity', part: 'other' },
};

const VIN = /^(?=.*[A-Z])(?=.*\d)[A-HJ-NPR-Z0-9]{17}$/i;
const LABEL =
  /^(?:VIN|S\/N|SN|SER(?:IAL)?\.?(?:\s*(?:NO|NUM(?:BER)?|NR|#)\.?)?|SERIENNUMMER|N\/S)(?:\s*[:#=]\s*|\.\s*|\s+)(?=\S)/i;

/** Separators as GS, also where a scanner that can't send a control character spells them out. */
const withSeparators = (text: string): string =>
  text
    .replaceAll('\x1e', GS)
    .replaceAll('\x04', GS)
    .replace(/<(?:GS|RS|EOT|FNC1)>|\{GS\}|\[FNC1\]|␝/g, GS);
const visible = (text: string): string =>
  text.replaceAll(GS, '‹GS›').replaceAll('\x1e', '‹RS›').replaceAll('\x04', '‹EOT›');

const KEYS: Readonly<Record<string, string>> = { '\r': 'Enter', '\n': 'Enter', '\t': 'Tab' };

/**
 * Takes apart what a scanner typed into a serial field: symbology identifier, ending key, Code 39 stars, label words,
 * VIN import letter `I`, GS1 element strings and links, data identifiers in an ISO/IEC 15434 envelope.
 *
 * @param raw as typed, with its ending key or without
 * @param thisYear for the century of GS1 dates
 */
export const readScan = (raw: string, thisYear: number): ScanReading => {
  const said: string[] = [];
  let dropped = '';
  let text = raw;
  const ending = /[\r\n\t]+$/.exec(text);
  if (ending) {
    text = text.slice(0, -ending[0].length);
    said.push(`The scanner’s ${KEYS[ending[0][0]!]} key was left out.`);
  }
  const take = (length: number) => {
    dropped += text.slice(0, length);
    text = text.slice(length);
  };
  const aim = AIM.exec(text);
  const symbology = aim ? SYMBOLOGIES[aim[1]!] : undefined;
  const isGs1Symbol = symbology !== undefined && GS1_SYMBOLS.test(text);
  if (symbology) {
    said.push(`The scanner’s own mark ${text.slice(0, 3)} (${symbology}) was left out.`);
    take(3);
  }
  const result = (kind: ScanKind, parts: Partial<ScanReading>, ...more: string[]): ScanReading => ({
    kind,
    serial: '',
    dropped,
    ...(symbology ? { symbology } : {}),
    ...parts,
    note: [...said, ...more].join(' '),
  });

  const gs1 = gs1Of(withSeparators(text), isGs1Symbol, thisYear);
  if (gs1) {
    const { serial, gtin, lot, produced, problems, elements } = gs1;
    const others = elements.filter((e) => !/^(01|10|11|21)$/.test(e.ai)).map((e) => `(${e.ai}) ${e.name}: ${e.value}.`);
    dropped += visible(text);
    return result(
      'gs1',
      {
        ...(serial ? { serial } : {}),
        ...(gtin ? { gtin } : {}),
        ...(lot ? { lot } : {}),
        ...(produced ? { produced } : {}),
      },
      serial
        ? 'The serial number is what stands behind the identifier (21).'
        : 'This barcode names the product and not the unit: it holds no serial number. Scan the one beside the serial.',
      ...(gtin ? [`GTIN ${gtin}.`] : []),
      ...(lot ? [`Lot ${lot}.`] : []),
      ...(produced ? [`Made on ${produced}.`] : []),
      ...others,
      ...problems,
    );
  }

  if (/^\[\)>/.test(text)) return envelope(text, result, (part) => (dropped += part));
  if (/^(https?:\/\/|www\.)/i.test(text)) {
    dropped += text;
    return result('web-address', {}, 'This barcode holds a web address and no number. Scan the one beside the serial.');
  }
  const stars = /^\*(.+)\*$/.exec(text);
  if (stars) {
    said.push('The stars that begin and end Code 39 were left out.');
    dropped += '*';
    text = stars[1]!;
  }
  if (symbology === SYMBOLOGIES.E) {
    const gtin = text;
    dropped += text;
    return result(
      'trade-number',
      { gtin },
      `This is the UPC or EAN of the product, ${gtin}, and not the number of the unit.`,
    );
  }
  if (/^I/i.test(text) && VIN.test(text.slice(1))) {
    take(1);
    said.push('The letter I before the VIN marks it as one (data identifier I) and was left out.');
    return result('vin', { serial: text });
  }
  const label = LABEL.exec(text);
  if (label) {
    said.push(`The label “${label[0].trim()}” was left out.`);
    take(label[0].length);
    return result(VIN.test(text) ? 'vin' : 'labelled', { serial: text });
  }
  if (VIN.test(text)) return result('vin', { serial: text });
  if (looksLikeTradeNumber(text))
    return result(
      'trade-number',
      { serial: text },
      'This is probably the UPC or EAN of the product. Scan the barcode beside the serial number, if there is another.',
    );
  return result('plain', { serial: text, ...maybeIdentifier(text, said) });
};

/** A lone barcode with a data identifier can't be told from a serial that begins so: the other reading is offered. */
const maybeIdentifier = (text: string, said: string[]): { alternative?: string } => {
  const found = /^(S(?:N)?|1T|1P|30P|10D|9D)([A-Z0-9][A-Z0-9-]{4,})$/.exec(text);
  if (!found) return {};
  const [, letters, rest] = found as unknown as [string, string, string];
  if (/^S/.test(letters) && /\d/.test(rest)) {
    said.push(`If the unit itself shows ${rest}, the ${letters} before it only says “serial number”.`);
    return { alternative: rest };
  }
  const known = DATA_IDENTIFIERS[letters];
  if (known && known.part !== 'serial')
    said.push(`${letters} at the start may mark a ${known.name}. Check that this is the barcode of the serial number.`);
  return {};
};

const gs1Of = (text: string, announced: boolean, thisYear: number) => {
  const link = /^https?:\/\/[^/]+(?:\/[^/]+)*?\/01\/(\d{14})((?:\/\d{2,4}\/[^/?#]+)*)/i.exec(text);
  if (link) {
    const rest = link[2]!.split('/').slice(1);
    let printed = `(01)${link[1]}`;
    for (let i = 0; i + 1 < rest.length; i += 2) printed += `(${rest[i]})${unescaped(rest[i + 1]!)}`;
    return readGs1(printed, thisYear);
  }
  if (announced || text.startsWith(GS) || /^\(\d{2,4}\)\S/.test(text)) return readGs1(text, thisYear);
  // Nothing announces it, but a right GTIN with a serial behind it is no chance.
  const quiet = /^01\d{14}/.test(text) ? readGs1(text, thisYear) : undefined;
  return quiet?.gtin && quiet.serial && quiet.problems.length === 0 ? quiet : undefined;
};

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** ISO/IEC 15434: `[)>` RS `06` GS, then elements with their data identifiers, GS between them, RS and EOT at the end. */
const envelope = (
  text: string,
  result: (kind: ScanKind, parts: Partial<ScanReading>, ...more: string[]) => ScanReading,
  drop: (part: string) => void,
): ScanReading => {
  const said: string[] = ['The barcode holds several elements.'];
  const parts: Partial<ScanReading> = {};
  for (const element of withSeparators(text.slice(3)).split(GS)) {
    if (element === '' || element === '06') continue;
    const found = /^(\d{0,3}[A-Z])(.+)$/.exec(element);
    const known = found ? DATA_IDENTIFIERS[found[1]!] : undefined;
    if (!found || !known) said.push(`Not understood: “${element}”.`);
    else if (known.part === 'other') said.push(`${found[1]} ${known.name}: ${found[2]}.`);
    else if (parts[known.part] !== undefined && parts[known.part] !== found[2])
      said.push(`There is a second ${known.name}, ${found[2]}.`);
    else {
      parts[known.part] = found[2]!;
      said.push(`${found[1]} ${known.name}: ${found[2]}.`);
    }
  }
  drop(visible(text));
  if (!parts.serial) said.push('It holds no serial number. Scan the one beside the serial.');
  return result('data-identifiers', parts, ...said);
};
