import { type NumberScheme, vehicleKind } from '../../shared/categories/vehicle/index.ts';
import type { IsoDate } from '../../shared/domain/dates.ts';
import type { AcquisitionDraft } from '../../shared/domain/fields.ts';
import { type Finding, hint } from '../../shared/domain/findings.ts';
import { readDateCode, showCandidate, showDateHint } from '../../shared/serials/date-codes.ts';
import { readTradeNumber } from '../../shared/serials/gs1.ts';
import { mayHaveImei, readImei } from '../../shared/serials/imei.ts';
import { labelBefore, labelFinding } from '../../shared/serials/label-words.ts';
import { readMac } from '../../shared/serials/mac.ts';
import { checkNotASerial } from '../../shared/serials/not-a-serial.ts';
import { isNoSerial } from '../../shared/serials/serial.ts';
import { inspectVehicleNumber, type VehicleScheme } from '../../shared/serials/vin-number.ts';
import { wmiTable } from './wmi.ts';

export type Market = 'north-america' | 'unknown';

/** What could be read out of a number: of a vehicle’s, its check digit, years and maker; of others, dates and kinds. */
export type Decoded = Record<string, unknown>;

const SCHEMES: Readonly<Record<NumberScheme, VehicleScheme>> = {
  'VIN (17 characters)': 'vin17',
  'VIN before 1981': 'legacy-vin',
  'Hull number (HIN)': 'hin',
  'Product number (PIN)': 'pin',
  'Frame number': 'frame',
  'Engine number': 'engine',
};

/** Kinds of vehicle whose model year the seventh character tells (49 CFR 565.15: cars and light trucks). */
const LIGHT: Readonly<Record<string, boolean>> = {
  Car: true,
  'Van or SUV': true,
  Motorcycle: false,
  Trailer: false,
  'Bus or heavy truck': false,
};

/** The first model year with a standard number. */
const FIRST_STANDARD_YEAR = 1981;

/** Twelve characters, with the two letters of a country before them or without (33 CFR 181.25, from memory). */
const HULL_SHAPE = /^(?:[A-Z]{2})?[A-Z]{3}[A-Z0-9]{9}$/i;

/** The scheme that was named, or the one that the kind of vehicle, the year and the length make likely. */
const schemeOf = (draft: AcquisitionDraft, serial: string): VehicleScheme => {
  const { details } = draft;
  const type = vehicleKind(draft);
  const named = details.numberScheme;
  if (named && Object.hasOwn(SCHEMES, named)) return SCHEMES[named as NumberScheme];
  if (type === 'Boat' || (type === '' && HULL_SHAPE.test(serial.replace(/[\s-]/g, '')))) return 'hin';
  if (type === 'Tractor or off-road') return 'pin';
  return details.year && Number(details.year) < FIRST_STANDARD_YEAR ? 'legacy-vin' : 'vin17';
};

const atVehicleDesk = (draft: AcquisitionDraft, serial: string, today: IsoDate, market: Market) => {
  const light = LIGHT[vehicleKind(draft)];
  return inspectVehicleNumber(schemeOf(draft, serial), serial, wmiTable(), {
    today,
    market,
    ...(draft.details.year ? { year: draft.details.year } : {}),
    ...(draft.manufacturer ? { make: draft.manufacturer } : {}),
    ...(light === undefined ? {} : { lightVehicle: light }),
  });
};

const dateFindings = (draft: AcquisitionDraft, serial: string, today: IsoDate) => {
  const { hints, impossible } = readDateCode({
    manufacturer: draft.manufacturer,
    serial,
    dateCode: draft.details.dateCode ?? '',
    typeNumber: draft.details.typeNumber ?? '',
    category: draft.category,
    today,
  });
  return {
    findings: [
      ...(impossible ? [impossible] : []),
      ...hints.map(
        (found): Finding =>
          hint(found.from, 'date-code', showDateHint(found), { cite: found.source, certainty: found.certainty }),
      ),
    ],
    decoded: hints.map(({ what, candidates, source, confidence }) => ({
      what,
      candidates: candidates.map(showCandidate),
      source,
      confidence,
    })),
  };
};

/** Fifteen digits and nothing else: what a phone's label shows as its IMEI, often typed where the serial belongs. */
const IMEI_SHAPE = /^\d{15}$/;

/** An IMEI and a MAC address have check digits or shapes of their own. */
const deviceFindings = (draft: AcquisitionDraft): { findings: Finding[]; decoded: Decoded } => {
  const { mac } = draft.details;
  // A television may have a serial of fifteen digits.
  const mayBe = draft.category === 'electronics' && !draft.details.imei && mayHaveImei(draft.type);
  const asSerial = mayBe ? draft.serials.find((s) => IMEI_SHAPE.test(s.replace(/[\s-]/g, ''))) : undefined;
  const imei = draft.details.imei ?? asSerial;
  const findings: Finding[] = [];
  const decoded: Decoded = {};
  if (imei) {
    const { findings: said, repairs, ...read } = readImei(imei);
    findings.push(
      ...said.map((f): Finding => {
        const offers = f.suggestion === undefined && repairs.length > 0 ? { suggestions: repairs } : {};
        return asSerial
          ? { ...f, field: 'serial', severity: 'hint', message: `If this is an IMEI: ${f.message}`, ...offers }
          : { ...f, ...offers };
      }),
    );
    decoded.imei = { ...read, repairs };
  }
  if (mac) {
    const { findings: said, ...read } = readMac(mac);
    findings.push(...said.map((f) => ({ ...f, field: 'mac' })));
    decoded.mac = read;
  }
  return { findings, decoded };
};

const withoutLabel = (serial: string): string => {
  const label = labelBefore(serial);
  return label?.sure ? label.rest : serial;
};

/**
 * The serial desk: what a number says of itself, whatever else the ledger holds. Is it this kind of number, is its check
 * digit right, does it agree with what was typed beside it, is it a serial at all.
 *
 * @param typed tidied; of several numbers the first is decoded, and each is checked
 * @param market where the unit is traded: in North America every VIN has a check digit, whoever made it
 */
export const atDesk = (
  typed: AcquisitionDraft,
  today: IsoDate,
  market: Market = 'unknown',
): { findings: Finding[]; decoded: Decoded } => {
  // What stands behind a label's word is the number: it is looked at as if it stood alone.
  const draft = { ...typed, serials: typed.serials.map(withoutLabel) };
  const device = deviceFindings(draft);
  const findings: Finding[] = [...typed.serials.flatMap((serial) => labelFinding(serial) ?? []), ...device.findings];
  const decoded: Decoded = { ...device.decoded };
  const numbers = draft.serials.filter((serial) => serial !== '' && !isNoSerial(serial));
  for (const [at, serial] of numbers.entries()) {
    const vehicle = draft.category === 'vehicle' ? atVehicleDesk(draft, serial, today, market) : undefined;
    if (vehicle) {
      findings.push(...vehicle.findings);
      if (at === 0) Object.assign(decoded, vehicle.decoded);
    }
    // A number whose check digit holds is the number of a vehicle, whatever else it resembles.
    if (vehicle?.decoded.checkDigit !== 'valid')
      findings.push(
        ...checkNotASerial({
          serial,
          category: draft.category,
          manufacturer: draft.manufacturer,
          model: draft.model,
          typeNo: draft.details.typeNumber ?? '',
          lot: draft.details.lot ?? '',
          dateCode: draft.details.dateCode ?? '',
          assetTag: draft.details.assetTag ?? '',
          type: draft.type,
          today,
        }),
      );
    const trade = readTradeNumber(serial);
    if (trade?.valid && at === 0) decoded.tradeNumber = trade;
  }
  if (draft.category !== 'firearm' && draft.category !== 'vehicle') {
    const dates = dateFindings(draft, numbers[0] ?? '', today);
    findings.push(...dates.findings);
    if (dates.decoded.length > 0) decoded.dateCodes = dates.decoded;
  }
  return { findings, decoded };
};

/** Where a shop trades, by its time zone: the United States and Canada ask for a check digit in every VIN sold there. */
export const marketIn = (zone: string): Market =>
  /^(US|Canada)\/|^Pacific\/Honolulu$|^America\/(New_York|Detroit|Kentucky|Indiana|Chicago|Menominee|North_Dakota|Denver|Boise|Phoenix|Los_Angeles|Anchorage|Juneau|Sitka|Metlakatla|Yakutat|Nome|Adak|Toronto|Vancouver|Edmonton|Winnipeg|Halifax|St_Johns|Regina|Moncton|Whitehorse|Yellowknife)/.test(
    zone,
  )
    ? 'north-america'
    : 'unknown';

/** The findings alone, for a shop in a time zone, as the rules of an entry take them. */
export const deskIn =
  (zone: string) =>
  (draft: AcquisitionDraft, today: IsoDate): Finding[] =>
    atDesk(draft, today, marketIn(zone)).findings;
