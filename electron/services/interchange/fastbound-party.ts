import { type Finding, warning } from '../../../shared/domain/findings.ts';
import { type Columns, PARTY_PARTS, type PartyPart } from './fastbound-columns.ts';

export type PartyKind = 'licensee' | 'organization' | 'person' | 'none';

export type Party = { kind: PartyKind; name: string; address: string; licence: string; licenceExpires: string };

/** Where reading a row puts what it finds, and the cells that the book has no place for. */
export type RowSink = { find(finding: Finding): void; keep(column: number): void };

const HOME = /^(us|usa|u\.s\.a?\.?|united states( of america)?)$/i;

/** The column that a party's name comes from. */
export const nameColumn = (kind: PartyKind): PartyPart =>
  kind === 'person' ? 'FirstName' : kind === 'organization' ? 'Organization' : 'LicenseName';

/**
 * The reader of one party's columns. FastBound knows three kinds and wants exactly one of them: a licensee
 * (licence number and name), an organization, or a person. The book wants one name and one address.
 */
export const partyReader = (columns: Columns, prefix: 'Acquire_' | 'Dispose_') => {
  const places = Object.fromEntries(PARTY_PARTS.map((part) => [part, columns.at(prefix + part)])) as Record<
    PartyPart,
    number
  >;
  const used = PARTY_PARTS.map((part) => places[part]).filter((i) => i >= 0);
  const label = (part: PartyPart) => columns.name(prefix + part);

  const read = (cell: (i: number) => string, sink: RowSink): Party => {
    const get = (part: PartyPart): string => cell(places[part]);
    const keep = (...parts: PartyPart[]) => {
      for (const part of parts) if (get(part) !== '') sink.keep(places[part]);
    };
    const licence = get('License');
    const licenseName = get('LicenseName');
    const tradeName = get('TradeName');
    const organization = get('Organization');
    const first = get('FirstName');
    const last = get('LastName');
    const person = join(' ', first, get('MiddleName'), last, get('Suffix'));
    const PERSON = ['FirstName', 'MiddleName', 'LastName', 'Suffix'] as const;

    let kind: PartyKind;
    let name: string;
    if (licence !== '' || licenseName !== '' || tradeName !== '') {
      kind = 'licensee';
      name = licenseName || tradeName;
      if (licenseName !== '' && tradeName !== '' && tradeName !== licenseName) keep('TradeName');
      if (name === '' && (organization !== '' || person !== '')) {
        kind = organization !== '' ? 'organization' : 'person';
        name = organization || person;
        if (organization !== '') keep(...PERSON);
        sink.find(
          warning(
            label('LicenseName'),
            'licence-without-name',
            `There is a licence number but no name of the licensee; ${label(nameColumn(kind))} was taken for it.`,
          ),
        );
      } else if (organization !== '' || person !== '') {
        keep('Organization', ...PERSON);
        sink.find(twoKinds(label('LicenseName'), organization ? label('Organization') : label('FirstName')));
      }
    } else if (organization !== '') {
      kind = 'organization';
      name = organization;
      if (person !== '') {
        keep(...PERSON);
        sink.find(twoKinds(label('Organization'), label('FirstName')));
      }
    } else {
      kind = person === '' ? 'none' : 'person';
      name = person;
      if (person !== '' && (first === '' || last === '')) {
        const absent = label(first === '' ? 'FirstName' : 'LastName');
        sink.find(
          warning(
            absent,
            'name-incomplete',
            `The name is not complete: ${absent} is blank. The book wants the full name.`,
          ),
        );
      }
    }

    const country = get('Country');
    const abroad = country !== '' && !HOME.test(country);
    if (country !== '' && !abroad) keep('Country');
    keep('LicenseExpires');
    const street = get('Address1');
    const city = get('City');
    const state = get('State');
    const postal = get('Postal');
    const address = join(', ', street, get('Address2'), city, join(' ', state, postal), abroad ? country : '');
    // Beside a licence number an address is welcome but not asked for.
    if (address !== '' && licence === '' && (street === '' || city === '' || (state === '' && !abroad))) {
      const absent = label(street === '' ? 'Address1' : city === '' ? 'City' : 'State');
      sink.find(
        warning(
          absent,
          'address-incomplete',
          `The address is not complete: ${absent} is blank. The book wants the street address.`,
        ),
      );
    }
    return { kind, name, address, licence, licenceExpires: get('LicenseExpires') };
  };
  return { read, used, label, any: (cell: (i: number) => string) => used.some((i) => cell(i) !== '') };
};

const twoKinds = (taken: string, kept: string): Finding =>
  warning(
    taken,
    'party-two-kinds',
    `Both ${taken} and ${kept} are filled in. ${taken} goes into the book; the other is kept beside the line.`,
  );

/** The texts that are not blank, with the separator between them. */
const join = (separator: string, ...texts: string[]): string => {
  let joined = '';
  for (const text of texts) if (text !== '') joined = joined === '' ? text : joined + separator + text;
  return joined;
};
