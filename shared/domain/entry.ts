import type { BookKind } from '../categories/category.ts';
import { siftDetails } from '../categories/details.ts';
import { CATEGORIES, fieldName, hasField, withArticle } from '../categories/registry.ts';
import { readOdometer } from '../categories/vehicle/odometer.ts';
import { type FflNumber, fflStanding, readFfl } from '../serials/ffl.ts';
import { joinSerials, serialKey, splitSerials } from '../serials/normalise.ts';
import { REMOVED_RULE } from '../serials/serial.ts';
import { acquisitionDue, type IsoDate, type OpenDays, parseDate, showDate } from './dates.ts';
import { BOOK_RULE, codeOf, elsewhere, required, wanted } from './field-rules.ts';
import {
  type AcquisitionDraft,
  type Details,
  DISPOSITION_FIELDS,
  type DispositionDraft,
  type DispositionKind,
  detailsOf,
  type EntryField,
  enteringDetails,
  FIELD_LABELS,
  isDetail,
  type Keying,
  type LineTexts,
  leavingDetails,
  textOf,
} from './fields.ts';
import { type Finding, hint, isRefused, refused, warning } from './findings.ts';
import { readMoney } from './money.ts';
import { checkText, tidy } from './text.ts';

/** What the rules need to know of the ledger. */
export type RuleContext = {
  today: IsoDate;
  openDays: OpenDays;
  /** True only if Forms 4473 are serially numbered and filed numerically (27 CFR 478.125(e)). */
  forms4473Numbered: boolean;
  /** How much the book asks for; a firearms book of record where it is not said. */
  book?: BookKind;
  /**
   * What the number says of itself, by rules that need tables too large for every page: the serial desk. Absent: only
   * what the draft itself shows is checked.
   */
  desk?: (draft: AcquisitionDraft, today: IsoDate) => Finding[];
};

const ADDRESS_RULE = { cite: '27 CFR 478.125(e); NSSF repair Q&A', certainty: 'secondary' } as const;

const PO_BOX = /\bp\.?\s*o\.?\s*box\b/i;
const ZIP_END = /(?:^|\s)(\d+)(?:-\d{4})?$/;

type Read<T> = { value: T; findings: Finding[] };

/** Name, address and licence number of whoever the firearm came from or went to. */
const checkParty = (
  fields: { name: EntryField; address: EntryField; licence: EntryField },
  party: { name: string; address: string; licence: string },
  book: BookKind,
  on: IsoDate,
  today: IsoDate,
): Read<{ licence: string }> => {
  const findings: Finding[] = [];
  if (book === 'statutory')
    findings.push(...required(fields.name, party.name, 'Write the full name of the person or licensee.'));
  else if (book === 'register')
    findings.push(
      ...wanted(
        fields.name,
        fields.name === 'acquiredFrom' ? 'Whom it came from' : 'Whom it went to',
        party.name,
        'Without a name nobody can be asked.',
      ),
    );
  findings.push(...elsewhere(fields.name, party.name, book), ...elsewhere(fields.address, party.address, book));
  findings.push(
    ...checkText(fields.name, 'The name', party.name),
    ...checkText(fields.address, 'The address', party.address),
  );
  let licence = party.licence;
  if (party.licence !== '') {
    const read = readFfl(party.licence);
    if (read.ok) {
      licence = read.value.number;
      if (read.doubt) findings.push(warning(fields.licence, 'licence-odd', read.doubt));
      if (on !== '' && on <= today) findings.push(...checkStanding(fields.licence, read.value, on));
      if (book === 'statutory') findings.push(...checkLicenceType(fields.licence, read.value));
    } else {
      findings.push(
        refused(fields.licence, 'licence-shape', read.message, { cite: '27 CFR 478.125(e)', certainty: 'secondary' }),
      );
    }
  }
  if (party.address !== '') {
    if (PO_BOX.test(party.address)) {
      findings.push(
        warning(
          fields.address,
          'address-po-box',
          'A post-office box is not a place of residence or business; the book wants the street address.',
          ADDRESS_RULE,
        ),
      );
    } else {
      const zip = ZIP_END.exec(party.address)?.[1];
      if (zip && zip.length === 4 && party.address.includes(',')) {
        findings.push(
          warning(
            fields.address,
            'address-zip-short',
            `ZIP code ${zip} has four digits; a spreadsheet may have dropped its leading zero.`,
          ),
        );
      }
    }
  }
  return { value: { licence }, findings };
};

/** What each licence that is not one for all firearms covers, and whom it leaves without one. */
const NARROW_TYPES: Readonly<Record<string, string>> = {
  '03': 'This is the licence of a collector (type 03), which is good for curios or relics only.',
  '06': 'This is the licence of a maker of ammunition (type 06), which is no licence for firearms.',
};

/** A collector or a maker of ammunition is a licensee for few firearms, or none (inferred from the types; a warning only). */
const checkLicenceType = (field: EntryField, { type }: FflNumber): Finding[] => {
  const covers = NARROW_TYPES[type];
  if (covers === undefined) return [];
  const otherwise = type === '03' ? 'For any other firearm' : 'By it alone';
  const what =
    field === 'disposedToLicence'
      ? 'the transferee counts as a person without a licence: Form 4473 and the address.'
      : 'the seller counts as a person without a licence: enter the address.';
  return [
    warning(field, 'licence-type', `${covers} ${otherwise} ${what}`, {
      cite: '18 U.S.C. 923; what the types of licence cover',
      certainty: 'memory',
    }),
  ];
};

/**
 * Whether the licence was good on the day of the transaction. Who hands a firearm over verifies who takes it
 * (27 CFR 478.94, read), so that an expired transferee is a warning and an expired source only a hint.
 */
const checkStanding = (field: EntryField, ffl: FflNumber, on: IsoDate): Finding[] => {
  const { standing, expires, graceUntil } = fflStanding(ffl, on);
  if (standing === 'good') return [];
  // The rule was read. That the number tells the first of a month is from memory, and the decade is a guess.
  const rule = { cite: '27 CFR 478.94; the date by the number’s letters', certainty: 'memory' } as const;
  const ran = `By its number this licence ran out in ${showDate(expires).replace('1 ', '')}, taken as the 1st, before ${showDate(on)}.`;
  if (standing === 'grace')
    return [
      hint(
        field,
        'licence-grace',
        `${ran} Where certified information is held it may be relied on until ${showDate(graceUntil)}; ask for the renewed number.`,
        rule,
      ),
    ];
  const say = field === 'disposedToLicence' ? warning : hint;
  return [say(field, 'licence-expired', `${ran} A renewed licence has another number: ask for it.`, rule)];
};

/** Reads a date field into an ISO date; an empty one is missing, which only an inventory may leave it. */
const readDate = (field: EntryField, text: string, today: IsoDate, book: BookKind): Read<IsoDate> => {
  if (text === '') {
    const message = `${FIELD_LABELS[field]} is missing.`;
    const code = `${codeOf(field)}-missing`;
    return {
      value: '',
      findings: [
        book === 'statutory'
          ? refused(field, code, message, BOOK_RULE)
          : (book === 'register' ? refused : warning)(field, code, message),
      ],
    };
  }
  const read = parseDate(text, today);
  if (!read.ok) return { value: '', findings: [refused(field, 'date-impossible', read.message)] };
  const findings: Finding[] = [];
  if (read.date > today) {
    findings.push(
      refused(
        field,
        'date-future',
        `${showDate(read.date)} is in the future. The book records what has happened; today is ${showDate(today)}.`,
      ),
    );
  } else if (read.date < '1900-01-01') {
    findings.push(warning(field, 'date-old', `${showDate(read.date)} is before 1900. Check the year.`));
  } else if (read.guess === 'century') {
    findings.push(
      warning(field, 'date-two-digit-year', `The year has two digits; it was read as ${showDate(read.date)}.`),
    );
  }
  return { value: read.date, findings };
};

export type CheckedAcquisition = {
  findings: Finding[];
  /** The draft as the book will keep it: tidied, date in ISO form, type in the book's word, licence with hyphens. */
  draft: AcquisitionDraft;
};

/**
 * Checks an acquisition before it is committed or imported (27 CFR 478.125(e), ATF Ruling 2016-1). Pure: what needs the
 * ledger (duplicates) is checked by the engine.
 */
export const checkAcquisition = (raw: AcquisitionDraft, context: RuleContext): CheckedAcquisition => {
  const book = context.book ?? 'statutory';
  // A semicolon stands between serials in the book, so one typed into a single serial is read as it will be read there.
  const keyed = raw.serials.flatMap((text, at) =>
    // Tidied first: another alphabet's question mark composes to a semicolon.
    splitSerials(tidy(text)).map((serial) => ({ serial, keying: raw.keying?.[at] ?? ('typed' satisfies Keying) })),
  );
  const serials = keyed.map(({ serial }) => serial);
  const typed: AcquisitionDraft = {
    ...raw,
    manufacturer: tidy(raw.manufacturer),
    importer: tidy(raw.importer),
    model: tidy(raw.model),
    serials,
    type: tidy(raw.type),
    caliber: tidy(raw.caliber),
    acquiredOn: tidy(raw.acquiredOn),
    acquiredFrom: tidy(raw.acquiredFrom),
    acquiredFromAddress: tidy(raw.acquiredFromAddress),
    acquiredFromLicence: tidy(raw.acquiredFromLicence),
    note: raw.note.trim(),
  };
  // Each number keeps how it was keyed, where empty ones beside it fall away.
  if (raw.keying) typed.keying = keyed.map(({ keying }) => keying);
  const { good, held, findings } = siftDetails(
    tidyDetails(raw.details),
    raw.category,
    (field) => hasField(raw.category, book, field) && !DISPOSITION_FIELDS.includes(field),
  );
  const described = CATEGORIES[raw.category].check({ ...typed, details: good }, { today: context.today, book });
  const { draft } = described;
  draft.details = { ...draft.details, ...held };
  // What is refused as it stands is not missing as well.
  findings.push(...described.findings.filter((f) => !(f.field in held)));
  // Where the number itself is refused there is nothing yet to hold against tables.
  if (context.desk && !findings.some((f) => f.field === 'serial' && f.severity === 'refused'))
    findings.push(...context.desk(draft, context.today));

  const on = readDate('acquiredOn', draft.acquiredOn, context.today, book);
  findings.push(...on.findings);
  if (on.value) draft.acquiredOn = on.value;

  const party = checkParty(
    { name: 'acquiredFrom', address: 'acquiredFromAddress', licence: 'acquiredFromLicence' },
    { name: draft.acquiredFrom, address: draft.acquiredFromAddress, licence: draft.acquiredFromLicence },
    book,
    on.value,
    context.today,
  );
  findings.push(...party.findings);
  draft.acquiredFromLicence = party.value.licence;
  if (draft.acquiredFromAddress === '' && draft.acquiredFromLicence === '') {
    if (book === 'statutory')
      findings.push(
        refused(
          'acquiredFromAddress',
          'acquired-from-locator-missing',
          'The book wants the name and address, or the name and licence number, of whom it came from.',
          BOOK_RULE,
        ),
      );
    // A vehicle register is a “police book” in some states and wants the seller's address (15 NYCRR 78.25, read).
    else if (book === 'register' && draft.category === 'vehicle' && draft.acquiredFrom !== '')
      findings.push(
        warning(
          'acquiredFromAddress',
          'acquired-from-address-missing',
          'The seller’s address is missing. A vehicle dealer’s book names the seller with an address in some states.',
          { cite: '15 NYCRR 78.25 (New York)', certainty: 'read' },
        ),
      );
  }
  findings.push(...checkText('note', 'The note', draft.note.replace(/\s+/g, ' '), 2000));
  return { findings, draft };
};

const tidyDetails = (details: Details): Details =>
  Object.fromEntries(
    Object.entries(details).flatMap(([field, text]) => {
      const tidied = tidy(text ?? '');
      return tidied === '' ? [] : [[field, tidied]];
    }),
  );

/** What a disposition is checked against: the line it closes. */
export type OpenLine = {
  acquiredOn: IsoDate;
  category?: AcquisitionDraft['category'];
  details?: Details;
  serial?: string;
};

export type CheckedDisposition = { findings: Finding[]; draft: DispositionDraft };

/** Checks a disposition: the name always, and one of address, licence number or Form 4473 number (27 CFR 478.125(e)). */
export const checkDisposition = (raw: DispositionDraft, line: OpenLine, context: RuleContext): CheckedDisposition => {
  const draft: DispositionDraft = {
    kind: raw.kind,
    disposedOn: tidy(raw.disposedOn),
    disposedTo: tidy(raw.disposedTo),
    disposedToAddress: tidy(raw.disposedToAddress),
    disposedToLicence: tidy(raw.disposedToLicence),
    form4473: tidy(raw.form4473),
    incidentAtf: tidy(raw.incidentAtf),
    incidentPolice: tidy(raw.incidentPolice),
    note: raw.note.trim(),
  };
  const book = context.book ?? 'statutory';
  const findings: Finding[] = [];
  const on = readDate('disposedOn', draft.disposedOn, context.today, book === 'inventory' ? 'register' : book);
  findings.push(...on.findings);
  if (on.value) {
    draft.disposedOn = on.value;
    if (line.acquiredOn !== '' && on.value < line.acquiredOn) {
      findings.push(
        refused(
          'disposedOn',
          'disposed-before-acquired',
          `It can't have been disposed of on ${showDate(on.value)}: it was acquired on ${showDate(line.acquiredOn)}.`,
        ),
      );
    }
  }
  if (draft.kind === 'transfer') {
    const party = checkParty(
      { name: 'disposedTo', address: 'disposedToAddress', licence: 'disposedToLicence' },
      { name: draft.disposedTo, address: draft.disposedToAddress, licence: draft.disposedToLicence },
      book,
      on.value,
      context.today,
    );
    findings.push(...party.findings);
    draft.disposedToLicence = party.value.licence;
    findings.push(...checkText('form4473', 'The form number', draft.form4473, 40));
    if (book === 'statutory' && draft.disposedToAddress === '' && draft.disposedToLicence === '') {
      if (draft.form4473 === '') {
        findings.push(
          refused(
            'disposedToAddress',
            'disposed-to-locator-missing',
            context.forms4473Numbered
              ? 'Beside the name, the book wants an address, a licence number or a Form 4473 number.'
              : 'Beside the name, the book wants an address or a licence number.',
            BOOK_RULE,
          ),
        );
      } else if (!context.forms4473Numbered) {
        findings.push(
          refused(
            'form4473',
            'form4473-not-numbered',
            'A Form 4473 number may stand for the address only where forms are serially numbered and filed numerically. Set-up says that this shop does not; enter the address.',
            { cite: '27 CFR 478.125(e)', certainty: 'read' },
          ),
        );
      }
    }
  } else {
    findings.push(...checkText('disposedTo', 'The description', draft.disposedTo));
    if (book === 'statutory' && draft.kind === 'theft-loss' && draft.incidentAtf === '') {
      findings.push(
        warning(
          'incidentAtf',
          'theft-without-atf-number',
          'A theft or loss is closed with the incident number that ATF gives; report it within 48 hours of finding it.',
          {
            cite: '27 CFR 478.39a',
            certainty: 'read',
          },
        ),
      );
    }
    if (draft.kind === 'theft-loss' && draft.incidentPolice === '') {
      findings.push(
        book === 'statutory'
          ? warning(
              'incidentPolice',
              'theft-without-police-number',
              'Local police must be told of a theft or loss too; their incident number belongs here.',
              { cite: '27 CFR 478.39a', certainty: 'read' },
            )
          : warning(
              'incidentPolice',
              'theft-without-police-number',
              'An insurer asks for the police report; its number belongs here.',
            ),
      );
    }
    findings.push(
      ...checkText('incidentAtf', 'The ATF number', draft.incidentAtf, 40),
      ...checkText('incidentPolice', 'The police number', draft.incidentPolice, 40),
    );
  }
  // What this kind has no use for is recorded all the same, and must be as legible as the rest.
  const unused =
    draft.kind === 'transfer'
      ? ([
          ['incidentAtf', 'The ATF number'],
          ['incidentPolice', 'The police number'],
        ] as const)
      : ([
          ['disposedToAddress', 'The address'],
          ['disposedToLicence', 'The licence number'],
          ['form4473', 'The form number'],
        ] as const);
  for (const [field, label] of unused)
    findings.push(...checkText(field, label, draft[field]).filter((f) => f.severity === 'refused'));
  if (line.category === 'firearm' && line.details?.serialState === 'To be marked' && !line.serial) {
    const rule = { cite: '27 CFR 478.92(a)(2)', certainty: 'read' } as const;
    findings.push(
      draft.kind === 'transfer'
        ? refused(
            'disposedOn',
            'serial-pending',
            'This privately made firearm is not marked yet. It may not leave before it is; enter its number with “Mark” first.',
            rule,
          )
        : // What happened to it is recorded as it happened: nobody can mark what is gone.
          warning(
            'disposedOn',
            'serial-pending',
            'This privately made firearm was not marked yet. If it was, enter its number with “Mark” first.',
            rule,
          ),
    );
  }
  if (line.category === 'firearm' && line.details?.serialState === 'Removed or altered' && draft.kind === 'transfer')
    findings.push(
      warning(
        'disposedTo',
        'serial-removed',
        'Its number was removed or altered: it may not be shipped, sold or returned. Call ATF before it leaves; it goes to them or to the police.',
        REMOVED_RULE,
      ),
    );
  const leaving = checkLeaving(tidyDetails(raw.details ?? {}), line, context.today);
  findings.push(...leaving.findings);
  if (Object.keys(leaving.details).length > 0) draft.details = leaving.details;
  findings.push(...checkText('note', 'The note', draft.note.replace(/\s+/g, ' '), 2000));
  return { findings, draft };
};

/** What only some categories write down when a unit leaves: the odometer, the price. */
const checkLeaving = (raw: Details, line: OpenLine, today: IsoDate): { details: Details; findings: Finding[] } => {
  const { category, details: held } = line;
  const sifted = siftDetails(
    raw,
    category ?? 'other',
    (field) => category === undefined || CATEGORIES[category].leaving.some((spec) => spec.name === field),
  );
  const details: Details = { ...sifted.held };
  const { findings } = sifted;
  const { odometerOut, priceSold } = sifted.good;
  if (odometerOut) {
    const { odometer, odometerUnit } = held ?? {};
    const read = readOdometer(
      { ...(odometer ? { odometer } : {}), ...(odometerUnit ? { odometerUnit } : {}), odometerOut },
      '',
      today,
    );
    details.odometerOut = read.details.odometerOut ?? odometerOut;
    findings.push(...read.findings.filter((f) => f.field === 'odometerOut'));
  }
  if (priceSold) {
    const read = readMoney(priceSold);
    details.priceSold = read.ok ? read.amount : priceSold;
    if (!read.ok) findings.push(refused('priceSold', 'money-unreadable', read.message));
  }
  return { details, findings };
};

/** How a theft, loss or destruction reads in the columns “Disposed to” and “Address, licence or 4473 number”. */
export const dispositionText = (d: DispositionDraft): { disposedTo: string; locator: string } => {
  if (d.kind === 'transfer') return { disposedTo: d.disposedTo, locator: d.disposedToAddress };
  if (d.kind === 'destroyed')
    return { disposedTo: d.disposedTo ? `Destroyed: ${d.disposedTo}` : 'Destroyed', locator: '' };
  return {
    disposedTo: d.disposedTo ? `Theft or loss: ${d.disposedTo}` : 'Theft or loss',
    locator: [d.incidentAtf && `ATF ${d.incidentAtf}`, d.incidentPolice && `police ${d.incidentPolice}`]
      .filter(Boolean)
      .join('; '),
  };
};

/** What is found where the last of address, licence number and form number is taken away. */
const NO_LOCATOR: ReadonlySet<string> = new Set(['disposed-to-locator-missing', 'form4473-not-numbered']);

/**
 * Whether a corrected serial still has as many numbers as the line had, and none with a comma that it did not have. Only a
 * semicolon parts two: with a comma, or with one left out, they would become one in silence.
 */
const checkNumberCount = (before: readonly string[], after: readonly string[]): Finding[] => {
  const findings: Finding[] = [];
  const parted = after.flatMap((serial) =>
    serial.includes(',') && !before.includes(serial) ? splitSerials(serial.replaceAll(',', ';')) : [serial],
  );
  const comma = after.find((serial) => serial.includes(',') && !before.includes(serial));
  if (comma !== undefined) {
    const instead = parted.length > after.length ? `: ${joinSerials(parted)}` : '';
    findings.push(
      warning(
        'serial',
        'serial-comma',
        `“${comma}” is read as one number, with its comma. Several are parted by a semicolon${instead}.`,
      ),
    );
  }
  if (before.length > 0 && after.length > 0 && parted.length !== before.length)
    findings.push(
      warning(
        'serial',
        'serial-count',
        `This line has ${before.length} ${before.length === 1 ? 'number' : 'numbers'}, ${joinSerials(before)}, and would have ${after.length}. Type every number that it bears, parted by a semicolon.`,
      ),
    );
  return findings;
};

/**
 * Checks one corrected field in the light of the rest of its line, and gives the text as the book will keep it.
 * The same rules hold as for a new entry, but only findings about this field come back.
 */
export const checkCorrection = (
  line: LineTexts & { category: AcquisitionDraft['category']; dispositionKind: DispositionKind | '' },
  field: EntryField,
  value: string,
  context: RuleContext,
): { findings: Finding[]; value: string } => {
  const next = { ...line, [field]: value };
  const isDisposition = DISPOSITION_FIELDS.includes(field);
  if (!hasField(line.category, context.book ?? 'statutory', field)) {
    return {
      findings: [
        refused(
          field,
          'field-not-here',
          `${withArticle(line.category)} in this book has no field “${fieldName(field, line.category)}”.`,
        ),
      ],
      value: tidy(value),
    };
  }
  if (isDisposition && line.disposedOn === '') {
    return {
      findings: [refused(field, 'line-not-disposed', 'This line is still open: it has no disposition to correct.')],
      value: tidy(value),
    };
  }
  const acquired = (texts: typeof line) =>
    checkAcquisition(
      { ...texts, serials: splitSerials(texts.serial), note: '', details: enteringDetails(detailsOf(texts)) },
      context,
    );
  const acquisition = acquired(next);
  const findings = acquisition.findings.filter((f) => f.field === field);
  if (!isDisposition) {
    // What was lawful beside it must stay so: a number is not taken from a line by correcting why it has none.
    const before = new Set(acquired(line).findings.map(({ code }) => code));
    findings.push(
      ...acquisition.findings.filter((f) => f.field !== field && f.severity === 'refused' && !before.has(f.code)),
    );
  }
  if (field === 'serial' && !isRefused(findings))
    findings.push(...checkNumberCount(splitSerials(line.serial), acquisition.draft.serials));
  let kept = field === 'serial' ? joinSerials(acquisition.draft.serials) : tidy(value);
  if (isDetail(field)) kept = acquisition.draft.details[field] ?? '';
  else if (field in acquisition.draft && field !== 'serial')
    kept = acquisition.draft[field as keyof AcquisitionDraft] as string;
  if (isDisposition) {
    const kind = line.dispositionKind || 'transfer';
    const checked = checkDisposition(
      { ...next, kind, incidentAtf: '-', incidentPolice: '-', note: '', details: leavingDetails(detailsOf(next)) },
      {
        acquiredOn: line.acquiredOn,
        category: line.category,
        serial: line.serial,
        details: enteringDetails(detailsOf(next)),
      },
      context,
    );
    findings.push(
      ...checked.findings.filter((f) => f.field === field || (tidy(value) === '' && NO_LOCATOR.has(f.code))),
    );
    kept = isDetail(field)
      ? (checked.draft.details?.[field] ?? '')
      : (checked.draft[field as keyof DispositionDraft] as string);
  }
  if (field === 'acquiredOn' && line.disposedOn !== '' && kept > line.disposedOn && !isRefused(findings)) {
    findings.push(
      refused(
        field,
        'disposed-before-acquired',
        `It can't have been acquired on ${showDate(kept)}: it was disposed of on ${showDate(line.disposedOn)}.`,
      ),
    );
  }
  if (kept === textOf(line, field))
    findings.push(refused(field, 'nothing-changed', `${fieldName(field, line.category)} already reads so.`));
  return { findings, value: kept };
};

/** True where an acquisition was written down after its last lawful day (27 CFR 478.125(e)). */
export const acquisitionLateBy = (acquiredOn: IsoDate, recordedOn: IsoDate, openDays: OpenDays): boolean =>
  recordedOn > acquisitionDue(acquiredOn, openDays);

/**
 * The key stands in every ledger, in a column that a replay must make again as it was: so here a `?` is left out, as it was
 * from the first. Whoever looks a number up by it holds `serialKey` against what was found.
 */
const storedSerialKey = (serial: string): string => serialKey(serial).replaceAll('?', '');

/** Maker and serials: what the key of a firearm starts with, so that the same number on another model is found too. */
export const makerAndSerialKey = (d: { manufacturer: string; serials: readonly string[] }): string =>
  `${d.manufacturer.toLowerCase()}|${d.serials.map(storedSerialKey).join(',')}|`;

/**
 * The key under which a firearm is the same firearm: maker, serial, importer and model. A serial alone is not enough,
 * because makers use the same numbers (27 CFR 478.92 bars only the repeating of one's own).
 */
export const sameFirearmKey = (d: {
  manufacturer: string;
  importer: string;
  model: string;
  serials: readonly string[];
}): string => `${makerAndSerialKey(d)}${d.importer.toLowerCase()}|${d.model.toLowerCase()}`;
