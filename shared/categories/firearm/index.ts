import { elsewhere, plain, required, wanted } from '../../domain/field-rules.ts';
import type { AcquisitionDraft } from '../../domain/fields.ts';
import { type Finding, refused, warning } from '../../domain/findings.ts';
import { checkSerials } from '../../serials/serial.ts';
import type { BookKind, Category, CategoryContext } from '../category.ts';
import { checkKeeping, KEEPING } from '../keeping.ts';
import { checkSerialState } from '../serial-state.ts';
import { FIREARM_TYPES, isPart, readFirearmType } from './vocabulary.ts';

const FOREIGN_FORM =
  /\b(gmbh|s\.?p\.?a\.?|s\.?r\.?l\.?|a\.s\.|s\.?r\.?o\.?|ltda|kft|oy|aktiebolag|d\.?o\.?o\.?)(?=$|\s|,)/i;

/** The book of record wants a number or a reason; an owner may look for it later. */
const numberFindings = (draft: AcquisitionDraft, book: BookKind, mayBeMissing: boolean): Finding[] => {
  if (draft.serials.length > 0)
    return checkSerials(draft.serials, draft.manufacturer, { state: draft.details.serialState, book });
  if (mayBeMissing) return [];
  return book === 'inventory'
    ? wanted(
        'serial',
        'The serial number',
        '',
        'Copy it from the frame or receiver: without it the police can’t find the firearm again.',
      )
    : checkSerials([], draft.manufacturer);
};

const PRIVATELY_MADE =
  /\b(?:privately|home|self)[\s-]?(?:made|built|manufactured)\b|\bhome[\s-]?(?:brew|build)\b|\bghost gun\b|^\W*P\.?M\.?F\b(?!$)/i;

/** The record has one word for a maker without a licence; by it the rules on marking are known. */
const privatelyMade = (manufacturer: string): Finding[] =>
  PRIVATELY_MADE.test(manufacturer)
    ? [
        warning(
          'manufacturer',
          'manufacturer-pmf',
          'If it was made privately, write PMF as its maker: then the rules on marking it are kept in sight. Put the rest in the note.',
          { cite: '27 CFR 478.92(a)(2), 478.125(i)', certainty: 'memory' },
        ),
      ]
    : [];

/** 27 CFR 478.125(e) for the description; an owner's inventory asks for less. */
const check = (raw: AcquisitionDraft, context: CategoryContext): { draft: AcquisitionDraft; findings: Finding[] } => {
  const statutory = context.book === 'statutory';
  const draft = { ...raw, manufacturer: raw.manufacturer.toUpperCase() === 'PMF' ? 'PMF' : raw.manufacturer };
  const state = checkSerialState(draft, 'firearm', context.book);
  const findings: Finding[] = [
    ...required(
      'manufacturer',
      draft.manufacturer,
      'Copy the maker’s name from the firearm; PMF for one made privately.',
    ),
    ...elsewhere('manufacturer', draft.manufacturer, context.book),
    ...plain('manufacturer', 'The manufacturer', draft.manufacturer),
    ...privatelyMade(draft.manufacturer),
    ...plain('importer', 'The importer', draft.importer),
    ...(statutory ? required('model', draft.model, 'Write None if the firearm carries no model.') : []),
    ...elsewhere('model', draft.model, context.book),
    ...plain('model', 'The model', draft.model),
    ...state.findings,
    ...numberFindings(draft, context.book, state.mayBeMissing),
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
    } else if (statutory) {
      findings.push(
        ...required('caliber', draft.caliber, 'Copy it from the barrel or frame, such as 9mm Luger or 12 ga.'),
      );
    }
  } else {
    findings.push(
      ...elsewhere('caliber', draft.caliber, context.book),
      ...plain('caliber', 'The caliber', draft.caliber),
    );
  }
  const kept = checkKeeping(draft, context);
  return { draft: kept.draft, findings: [...findings, ...kept.findings] };
};

export const firearm: Category = {
  id: 'firearm',
  label: 'Firearm',
  noun: 'firearm',
  plural: 'firearms',
  fields: [
    { name: 'manufacturer', input: 'suggest', hint: 'As marked. PMF for one made privately.' },
    { name: 'importer', input: 'suggest', hint: 'Only if marked on it.' },
    { name: 'model', input: 'suggest', hint: 'As marked; None if there is none.' },
    { name: 'serial', input: 'serials', mono: true, hint: 'From the frame or receiver.' },
    {
      name: 'serialState',
      input: 'choice',
      choices: ['To be marked', 'Never marked', 'Illegible', 'Removed or altered'],
      hint: 'Only where no number can be read.',
    },
    { name: 'type', input: 'choice', choices: FIREARM_TYPES.map((t) => t.name) },
    { name: 'caliber', input: 'suggest', hint: 'As marked.' },
  ],
  keeping: KEEPING,
  leaving: [],
  types: FIREARM_TYPES.map((t) => t.name),
  check,
};
