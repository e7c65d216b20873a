import { isPart, readFirearmType } from '../categories/firearm/vocabulary.ts';
import { readFfl } from '../serials/ffl.ts';
import { joinSerials, serialKey, splitSerials } from '../serials/normalise.ts';
import { checkSerials } from '../serials/serial.ts';
import { acquisitionDue, type IsoDate, type OpenDays, parseDate, showDate } from './dates.ts';
import { pointsElsewhere } from './elsewhere.ts';
import { type Finding, isRefused, refused, warning } from './findings.ts';
import { checkText, tidy } from './text.ts';

/**
 * The fields of one line of a firearms book, as text, in the order of 27 CFR 478.125(e). A line is kept flat so that a
 * correction can name any of them.
 */
export const ENTRY_FIELDS = [
  'manufacturer',
  'importer',
  'model',
  'serial',
  'type',
  'caliber',
  'acquiredOn',
  'acquiredFrom',
  'acquiredFromAddress',
  'acquiredFromLicence',
  'disposedOn',
  'disposedTo',
  'disposedToAddress',
  'disposedToLicence',
  'form4473',
] as const;
export type EntryField = (typeof ENTRY_FIELDS)[number];

/** What each field is called on screen and paper. */
export const FIELD_LABELS: Readonly<Record<EntryField, string>> = {
  manufacturer: 'Manufacturer',
  importer: 'Importer',
  model: 'Model',
  serial: 'Serial number',
  type: 'Type',
  caliber: 'Caliber or gauge',
  acquiredOn: 'Date acquired',
  acquiredFrom: 'Acquired from',
  acquiredFromAddress: 'Address',
  acquiredFromLicence: 'Licence number',
  disposedOn: 'Date disposed',
  disposedTo: 'Disposed to',
  disposedToAddress: 'Address',
  disposedToLicence: 'Licence number',
  form4473: 'Form 4473 number',
};

/** The fields that a correction may not reach before the line is disposed of. */
export const DISPOSITION_FIELDS: readonly EntryField[] = [
  'disposedOn',
  'disposedTo',
  'disposedToAddress',
  'disposedToLicence',
  'form4473',
];

/** What an acquisition writes down. Texts as typed; empty where not given. */
export type AcquisitionDraft = {
  manufacturer: string;
  importer: string;
  model: string;
  /** In marked order. */
  serials: string[];
  type: string;
  caliber: string;
  /** As typed; read by parseDate. */
  acquiredOn: string;
  acquiredFrom: string;
  acquiredFromAddress: string;
  acquiredFromLicence: string;
  note: string;
};

/** Sale and the like to a person or licensee; a theft or loss (27 CFR 478.39a); destroyed. */
export const DISPOSITION_KINDS = ['transfer', 'theft-loss', 'destroyed'] as const;
export type DispositionKind = (typeof DISPOSITION_KINDS)[number];

export type DispositionDraft = {
  kind: DispositionKind;
  disposedOn: string;
  disposedTo: string;
  disposedToAddress: string;
  disposedToLicence: string;
  form4473: string;
  /** Theft or loss only: what ATF and the police call the incident. */
  incidentAtf: string;
  incidentPolice: string;
  note: string;
};

export const emptyAcquisition = (): AcquisitionDraft => ({
  manufacturer: '',
  importer: '',
  model: '',
  serials: [],
  type: '',
  caliber: '',
  acquiredOn: '',
  acquiredFrom: '',
  acquiredFromAddress: '',
  acquiredFromLicence: '',
  note: '',
});

export const emptyDisposition = (): DispositionDraft => ({
  kind: 'transfer',
  disposedOn: '',
  disposedTo: '',
  disposedToAddress: '',
  disposedToLicence: '',
  form4473: '',
  incidentAtf: '',
  incidentPolice: '',
  note: '',
});

/** What the rules need to know of the ledger. */
export type RuleContext = {
  today: IsoDate;
  openDays: OpenDays;
  /** True only if Forms 4473 are serially numbered and filed numerically (27 CFR 478.125(e)). */
  forms4473Numbered: boolean;
};

const BOOK_RULE = { cite: '27 CFR 478.125(e)', certainty: 'secondary' } as const;
const ADDRESS_RULE = { cite: '27 CFR 478.125(e); NSSF repair Q&A', certainty: 'secondary' } as const;

const FOREIGN_FORM =
  /\b(gmbh|s\.?p\.?a\.?|s\.?r\.?l\.?|a\.s\.|s\.?r\.?o\.?|ltda|kft|oy|aktiebolag|d\.?o\.?o\.?)(?=$|\s|,)/i;
const PO_BOX = /\bp\.?\s*o\.?\s*box\b/i;
const ZIP_END = /(?:^|\s)(\d+)(?:-\d{4})?$/;

type Read<T> = { value: T; findings: Finding[] };

const required = (field: EntryField, text: string, hint: string): Finding[] =>
  text === ''
    ? [refused(field, `${codeOf(field)}-missing`, `${FIELD_LABELS[field]} is missing. ${hint}`, BOOK_RULE)]
    : [];

const codeOf = (field: EntryField): string => field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

const elsewhere = (field: EntryField, text: string): Finding[] =>
  pointsElsewhere(text)
    ? [
        refused(
          field,
          'points-elsewhere',
          `“${text}” points to another record. The book itself must hold it in full.`,
          {
            cite: 'ATF Ruling 2016-1, condition 3',
            certainty: 'secondary',
          },
        ),
      ]
    : [];

/** Name, address and licence number of whoever the firearm came from or went to. */
const checkParty = (
  fields: { name: EntryField; address: EntryField; licence: EntryField },
  party: { name: string; address: string; licence: string },
): Read<{ licence: string }> => {
  const findings: Finding[] = [];
  findings.push(...required(fields.name, party.name, 'Write the full name of the person or licensee.'));
  findings.push(...elsewhere(fields.name, party.name), ...elsewhere(fields.address, party.address));
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

/** Reads a date field into an ISO date; empty text is missing. */
const readDate = (field: EntryField, text: string, today: IsoDate): Read<IsoDate> => {
  if (text === '')
    return {
      value: '',
      findings: [refused(field, `${codeOf(field)}-missing`, `${FIELD_LABELS[field]} is missing.`, BOOK_RULE)],
    };
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
  const manufacturer = tidy(raw.manufacturer);
  // A semicolon stands between serials in the book, so one typed into a single serial is read as it will be read there.
  const serials = raw.serials
    .flatMap(splitSerials)
    .map(tidy)
    .filter((s) => s !== '');
  const draft: AcquisitionDraft = {
    manufacturer: manufacturer.toUpperCase() === 'PMF' ? 'PMF' : manufacturer,
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
  const findings: Finding[] = [
    ...required(
      'manufacturer',
      draft.manufacturer,
      'Copy the maker’s name from the firearm; PMF for one made privately.',
    ),
    ...elsewhere('manufacturer', draft.manufacturer),
    ...checkText('manufacturer', 'The manufacturer', draft.manufacturer),
    ...checkText('importer', 'The importer', draft.importer),
    ...required('model', draft.model, 'Write None if the firearm carries no model.'),
    ...elsewhere('model', draft.model),
    ...checkText('model', 'The model', draft.model),
    ...checkSerials(draft.serials, draft.manufacturer),
  ];
  if (draft.importer === '' && FOREIGN_FORM.test(draft.manufacturer)) {
    findings.push(
      warning(
        'importer',
        'importer-missing',
        `${draft.manufacturer} reads like a foreign maker. An imported firearm is marked with its importer too, and the book wants both.`,
        {
          cite: '27 CFR 478.125(e)',
          certainty: 'read',
        },
      ),
    );
  }
  if (/\S\s*\/\s*\S/.test(draft.manufacturer) && draft.importer === '') {
    findings.push(
      warning(
        'manufacturer',
        'manufacturer-and-importer',
        `“${draft.manufacturer}” seems to hold maker and importer together; the importer has a field of its own.`,
      ),
    );
  }
  const type = readFirearmType(draft.type);
  if (!type.ok) {
    findings.push(refused('type', type.code, type.message, { cite: '27 CFR 478.11, 479.11', certainty: 'secondary' }));
  } else {
    if (!type.exact) findings.push(warning('type', 'type-read-as', `“${draft.type}” is entered as ${type.type.name}.`));
    draft.type = type.type.name;
  }
  if (draft.caliber === '') {
    if (type.ok && isPart(type.type.name)) {
      findings.push(
        warning(
          'caliber',
          'caliber-missing',
          'No caliber is given. That is right only if none is marked; many write Multi.',
          { cite: '27 CFR 478.92', certainty: 'secondary' },
        ),
      );
    } else {
      findings.push(
        ...required('caliber', draft.caliber, 'Copy it from the barrel or frame, such as 9mm Luger or 12 ga.'),
      );
    }
  } else {
    findings.push(...elsewhere('caliber', draft.caliber), ...checkText('caliber', 'The caliber', draft.caliber));
  }

  const on = readDate('acquiredOn', draft.acquiredOn, context.today);
  findings.push(...on.findings);
  if (on.value) draft.acquiredOn = on.value;

  const party = checkParty(
    { name: 'acquiredFrom', address: 'acquiredFromAddress', licence: 'acquiredFromLicence' },
    { name: draft.acquiredFrom, address: draft.acquiredFromAddress, licence: draft.acquiredFromLicence },
  );
  findings.push(...party.findings);
  draft.acquiredFromLicence = party.value.licence;
  if (draft.acquiredFromAddress === '' && draft.acquiredFromLicence === '') {
    findings.push(
      refused(
        'acquiredFromAddress',
        'acquired-from-locator-missing',
        'The book wants the name and address, or the name and licence number, of whom it came from.',
        BOOK_RULE,
      ),
    );
  }
  findings.push(...checkText('note', 'The note', draft.note.replace(/\s+/g, ' '), 2000));
  return { findings, draft };
};

/** What a disposition is checked against: the line it closes. */
export type OpenLine = { acquiredOn: IsoDate };

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
  const findings: Finding[] = [];
  const on = readDate('disposedOn', draft.disposedOn, context.today);
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
    );
    findings.push(...party.findings);
    draft.disposedToLicence = party.value.licence;
    findings.push(...checkText('form4473', 'The form number', draft.form4473, 40));
    if (draft.disposedToAddress === '' && draft.disposedToLicence === '') {
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
    if (draft.kind === 'theft-loss' && draft.incidentAtf === '') {
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
        warning(
          'incidentPolice',
          'theft-without-police-number',
          'Local police must be told of a theft or loss too; their incident number belongs here.',
          {
            cite: '27 CFR 478.39a',
            certainty: 'read',
          },
        ),
      );
    }
    findings.push(
      ...checkText('incidentAtf', 'The ATF number', draft.incidentAtf, 40),
      ...checkText('incidentPolice', 'The police number', draft.incidentPolice, 40),
    );
  }
  findings.push(...checkText('note', 'The note', draft.note.replace(/\s+/g, ' '), 2000));
  return { findings, draft };
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

/** A line's fields as the rules see them when one of them is corrected. */
export type LineTexts = Readonly<Record<EntryField, string>>;

/**
 * Checks one corrected field in the light of the rest of its line, and gives the text as the book will keep it.
 * The same rules hold as for a new entry, but only findings about this field come back.
 */
export const checkCorrection = (
  line: LineTexts & { dispositionKind: DispositionKind | '' },
  field: EntryField,
  value: string,
  context: RuleContext,
): { findings: Finding[]; value: string } => {
  const next = { ...line, [field]: value };
  const isDisposition = DISPOSITION_FIELDS.includes(field);
  if (isDisposition && line.disposedOn === '') {
    return {
      findings: [refused(field, 'line-not-disposed', 'This line is still open: it has no disposition to correct.')],
      value: tidy(value),
    };
  }
  const acquisition = checkAcquisition({ ...next, serials: splitSerials(next.serial), note: '' }, context);
  const findings = acquisition.findings.filter((f) => f.field === field);
  let kept = field === 'serial' ? joinSerials(acquisition.draft.serials) : tidy(value);
  if (field in acquisition.draft && field !== 'serial')
    kept = acquisition.draft[field as keyof AcquisitionDraft] as string;
  if (isDisposition) {
    const kind = line.dispositionKind || 'transfer';
    const checked = checkDisposition(
      { ...next, kind, incidentAtf: '-', incidentPolice: '-', note: '' },
      { acquiredOn: line.acquiredOn },
      context,
    );
    findings.push(
      ...checked.findings.filter((f) => f.field === field || (tidy(value) === '' && NO_LOCATOR.has(f.code))),
    );
    kept = checked.draft[field as keyof DispositionDraft];
  }
  if (field === 'acquiredFromAddress' || field === 'acquiredFromLicence') {
    findings.push(
      ...acquisition.findings.filter((f) => f.code === 'acquired-from-locator-missing' && f.field !== field),
    );
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
  if (kept === line[field])
    findings.push(refused(field, 'nothing-changed', `${FIELD_LABELS[field]} already reads so.`));
  return { findings, value: kept };
};

/** True where an acquisition was written down after its last lawful day (27 CFR 478.125(e)). */
export const acquisitionLateBy = (acquiredOn: IsoDate, recordedOn: IsoDate, openDays: OpenDays): boolean =>
  recordedOn > acquisitionDue(acquiredOn, openDays);

/** Maker and serials: what the key of a firearm starts with, so that the same number on another model is found too. */
export const makerAndSerialKey = (d: { manufacturer: string; serials: readonly string[] }): string =>
  `${d.manufacturer.toLowerCase()}|${d.serials.map(serialKey).join(',')}|`;

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
