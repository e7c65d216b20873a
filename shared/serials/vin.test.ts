import { describe, expect, it } from 'vitest';
import { inspectVin, type VinContext } from './vin.ts';
import { hasValidCheckDigit } from './vin-check-digit.ts';
import { NO_WMI, readWmiTable, type WmiData } from './wmi.ts';

const files = import.meta.glob<WmiData>('../../resources/vin/wmi.json', { eager: true, import: 'default' });
const data = Object.values(files)[0]!;
const table = readWmiTable(data);
const today = '2026-11-25';

const inspect = (text: string, context: VinContext = {}) => inspectVin(text, table, { today, ...context });
const warnings = (text: string, context?: VinContext) =>
  inspect(text, context)
    .findings.filter((f) => f.severity !== 'hint')
    .map((f) => f.code);
const hints = (text: string, context?: VinContext) =>
  inspect(text, context)
    .findings.filter((f) => f.severity === 'hint')
    .map((f) => f.code);
const repairs = (text: string, context?: VinContext) => inspect(text, context).decoded.repairs.map((r) => r.vin);
const suggestion = (text: string, context?: VinContext) =>
  inspect(text, context).findings.find((f) => f.suggestion !== undefined)?.suggestion;

describe('the list of makers', () => {
  it('says where it is from and of which day, and knows some twelve thousand', () => {
    expect(data.source).toContain('NHTSA');
    expect(data.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(table.size).toBeGreaterThan(12_000);
  });

  it.each([
    ['1FTFW1ET5DFC10312', 'Ford', 'United States', 'Truck'],
    ['1HD1KBM10AB600001', 'Harley-Davidson', 'United States', 'Motorcycle'],
    ['JHMCM56557C404453', 'Honda', 'Japan', 'Car'],
    ['1G1BL52P7TR115520', 'Chevrolet (General Motors LLC)', 'United States', 'Car'],
    ['WVWZZZ1JZ3W386752', 'Volkswagen AG', 'Germany', 'Car'],
    ['5YJSA1DG9DFP14705', 'Tesla', 'United States', 'Car'],
    ['ZFFLX25N9S4678381', 'Ferrari', 'Italy', 'Car'],
  ])('%s is of %s', (vin, maker, country, type) => {
    const { decoded } = inspect(vin);
    expect(decoded.manufacturer).toContain(maker);
    expect(decoded).toMatchObject({ country, vehicleType: type, wmi: vin.slice(0, 3) });
  });

  it('asks places 12 to 14 of a maker who builds few', () => {
    const { decoded } = inspect('4R91J72L0CA065123');
    expect(decoded.wmi).toBe('4R9065');
    expect(decoded.manufacturer).not.toBeNull();
    expect(inspect('4R91J72L0CA999123').decoded.manufacturer).toBeNull();
  });
});

describe('what stands in a VIN', () => {
  it('a right one gets hints only', () => {
    expect(warnings('1G4AH59H45G118341', { year: 2005, make: 'Buick' })).toEqual([]);
    expect(hints('1G4AH59H45G118341')).toEqual(['vin-decoded']);
  });

  it('is read without spaces, hyphens and stars, in any case', () => {
    for (const text of ['1g4ah59h45g118341', '1G4-AH59H4 5G118341', '*1G4AH59H45G118341*', '１G4AH59H45G118341'])
      expect(inspect(text)).toMatchObject({ normalised: '1G4AH59H45G118341', decoded: { checkDigit: 'valid' } });
  });

  it.each([
    ['1M8GDM9AXKP04278', ['vin-length']],
    ['1M8GDM9AXKP0427888', ['vin-length']],
    ['', ['vin-length']],
    ['1M8GDM9A#KP042788', ['vin-characters']],
    ['1M8GDM9AXKPO42788', ['vin-letter-ioq']],
    ['1M8GDM9A1KP042788', ['vin-check-digit']],
    ['11111111111111111', ['vin-dummy', 'vin-wmi-unknown']],
    ['12345678901234567', ['vin-dummy', 'vin-check-digit', 'vin-year-impossible']],
    ['ABCDEFGH123456789', ['vin-dummy']],
    ['SGZCZ43D13S812715', ['vin-check-digit']],
    // A letter among the digits at the end, which the check digit can't see: Z and R have the value of 9, S that of 2.
    ['1M8GDM9AXKP04Z78B', ['vin-check-digit', 'vin-end-letter']],
    ['1HGCM82633A00435S', ['vin-end-letter']],
    ['1HGCM82633AM04352', ['vin-check-digit']],
    ['1HGCM82643A0S4352', ['vin-end-letter']], // the fifth from the end, of a car
  ])('%s: %j', (vin, expected) => {
    expect(warnings(vin)).toEqual(expected);
  });

  it('a character that could not be read is told as such, with the digit that the others ask for', () => {
    const { findings, decoded } = inspect('1HGCM82633A0043?2');
    expect(findings.map((f) => f.code)).toEqual(['vin-characters']);
    expect(findings[0]!.message).toMatch(/^One character could not be read\. Look where else the VIN stands/);
    expect(inspect('1HGCM8?633A0043?2').findings[0]!.message).toMatch(/^2 characters could not be read\./);
    expect(decoded.repairs.map(({ vin }) => vin)).toEqual(['1HGCM82633A004352']);
    expect(findings[0]!.suggestion).toBeUndefined();
  });

  it('every finding is a sentence with a source and can be saved past', () => {
    for (const vin of [
      '1M8GDM9A#KPO4278',
      '12345678901234567',
      'SGZCZ43D13S812715',
      'WVWZZZ1JZ3W386752',
      '7ZZ00000000000000',
    ])
      for (const finding of inspect(vin, { year: 1999, make: 'Ford' }).findings) {
        expect(finding).toMatchObject({ field: 'serial', cite: expect.any(String), certainty: expect.any(String) });
        expect(finding.message).toMatch(/^[A-Z“].*\.$/);
        expect(finding.severity).not.toBe('refused');
      }
  });

  it('nothing typed makes it fail', () => {
    for (const text of [
      '\u0000',
      'ﬀ'.repeat(20),
      'IOQ'.repeat(6),
      'I'.repeat(17),
      'O'.repeat(18),
      '9'.repeat(10_000),
      '😀',
    ])
      expect(inspect(text).findings.length).toBeGreaterThan(0);
  });

  it('without the list nothing is said of makers', () => {
    const { findings, decoded } = inspectVin('1G1BL52P7TR115520', NO_WMI, { make: 'Ford', year: 1996, today });
    expect(findings).toEqual([]);
    expect(decoded).toMatchObject({ manufacturer: null, country: 'United States', region: 'North America' });
  });
});

describe('outside North America', () => {
  it('a check digit that does not fit is a hint', () => {
    expect(inspect('WVWZZZ1JZ3W386752').decoded.checkDigit).toBe('not applicable');
    expect(warnings('WVWZZZ1JZ3W386752')).toEqual([]);
    expect(hints('WVWZZZ1JZ3W386752')).toContain('vin-check-digit');
  });

  it('it decides where the vehicle was sold new in North America', () => {
    const swapped = 'JHMCM56557C404543';
    expect(warnings(swapped)).toEqual([]);
    expect(warnings(swapped, { market: 'north-america' })).toEqual(['vin-check-digit']);
    expect(repairs(swapped, { market: 'north-america' })).toContain('JHMCM56557C404453');
  });

  it('a year that differs is a hint, as the tenth place need not be the year', () => {
    expect(warnings('WDB2110044A654321', { year: 2006 })).toEqual([]);
    expect(hints('WDB2110044A654321', { year: 2006 })).toContain('vin-year-differs');
  });

  it('the tenth place is not said to be the model year, nor found wrong where it is none', () => {
    const said = (vin: string) => inspect(vin).findings.find((f) => f.code === 'vin-decoded');
    expect(said('WDB2030461A123456')!.message).toMatch(
      /^By this number: Mercedes-Benz.*, car\. Outside North America the tenth place need not be the model year; if it is, it is 2001\.$/,
    );
    expect(said('WVWZZZAUZEP015561')!.message).toContain('if it is, it is 2014 or 1984.');
    expect(said('JMZGJ623601123456')?.message ?? '').not.toContain('year');
    expect(said('1G1BL52P7TR115520')!.message).toBe(
      'By this number: Chevrolet (General Motors LLC), car, model year 1996.',
    );
    for (const vin of ['WDB2030461A123456', 'JMZGJ623601123456', 'WVWZZZAUZEP015561'])
      expect(hints(vin), vin).not.toContain('vin-year-impossible');
    expect(hints('WVWZZZAUZEP015561')).not.toContain('vin-year-ambiguous');
    // Who made it is told by NHTSA’s list and not by the rule.
    expect(said('WDB2030461A123456')).toMatchObject({ cite: `NHTSA vPIC, ${data.date}`, certainty: 'secondary' });
    expect(said('1G1BL52P7TR115520')!.cite).toBe(`NHTSA vPIC, ${data.date}; 49 CFR part 565`);
  });

  it.each(['7SAYGDEE8NF000001', '7FARW2H50JE000001', '70AB0000000000000'])('%s is one of the United States', (vin) => {
    expect(inspect(vin).decoded.region).toBe('North America');
  });
});

describe('the model year', () => {
  it.each<[string, VinContext, number[]]>([
    ['1G1BL52P7TR115520', {}, [1996]],
    ['5YJSA1DG9DFP14705', {}, [2013]],
    ['1M8GDM9AXKP042788', {}, [2019, 1989]],
    ['1M8GDM9AXKP042788', { today: '2010-01-01' }, [1989]],
    ['1M8GDM9AXKP042788', { lightVehicle: true }, [1989]],
    ['1FTFW1ET5DFC10312', {}, [2013, 1983]],
    ['1FTFW1ET5DFC10312', { lightVehicle: true }, [2013]],
    ['1FTRX17W8WNA12345', {}, [1998, 2028]],
    ['WVWZZZ1JZ3W386752', {}, [2003]],
    ['WVWZZZAUZEP015561', {}, [2014, 1984]],
    ['JMZGJ623601123456', {}, []],
  ])('%s %j: %j', (vin, context, years) => {
    expect(inspect(vin, context).decoded.modelYears).toEqual(years);
  });

  it('is held against the typed one', () => {
    expect(warnings('1G1BL52P7TR115520', { year: '1996' })).toEqual([]);
    expect(warnings('1G1BL52P7TR115520', { year: 2026 })).toEqual(['vin-year-differs']);
    expect(warnings('1G1BL52P7TR115520', { year: 1997 })).toEqual(['vin-year-differs']);
    expect(warnings('1G1BL52P7TR115520', { year: 'about 1997' })).toEqual([]);
    expect(hints('1M8GDM9AXKP042788')).toContain('vin-year-ambiguous');
    expect(hints('1M8GDM9AXKP042788', { year: 1989 })).not.toContain('vin-year-ambiguous');
  });

  it('where two are possible, it is said what speaks for one', () => {
    const said = (vin: string, context?: VinContext) =>
      inspect(vin, context).findings.find((f) => f.code === 'vin-year-ambiguous')?.message;
    expect(said('1FTFW1ET5DFC10312')).toBe(
      'The tenth character stands for 2013 or 1983. The seventh, a letter, speaks for 2013 if it is a car or light truck; the papers tell.',
    );
    expect(said('1FTRX17W8WNA12345')).toContain('The seventh, a digit, speaks for 1998');
    expect(said('1M8GDM9AXKP042788')).toBe(
      'The tenth character stands for 2019 or 1989; only the papers can tell which.',
    );
  });

  it('before 1981 nothing is asked, unless the number plainly is a newer one', () => {
    expect(inspect('194677S107541', { year: 1967 })).toMatchObject({
      findings: [],
      decoded: { scheme: 'legacy-vin', checkDigit: 'not applicable', modelYears: [] },
    });
    expect(hints('194677S107541XXXX', { year: 1967 })).toEqual(['vin-legacy-length']);
    expect(warnings('1G1BL52P7TR115520', { year: 1967 })).toEqual(['vin-year-differs']);
  });
});

describe('the make', () => {
  it.each([
    ['1G1BL52P7TR115520', 'Chevy'],
    ['1G1BL52P7TR115520', 'General Motors'],
    ['1G1BL52P7TR115520', 'GMC'],
    ['1G1BL52P7TR115520', 'CHEV'],
    ['WVWZZZ1JZ3W386752', 'VW'],
    ['WVWZZZ1JZ3W386752', 'Audi'],
    ['2C3CDXBG6NH112233', 'Dodge'],
    ['2C3CDXBG6NH112233', 'Chrysler 300'],
    ['1FTFW1ET5DFC10312', 'Ford Motor Company'],
    ['1FTFW1ET5DFC10312', 'Lincoln'],
    ['WDB2110044A654321', 'Mercedes'],
    ['WDB2110044A654321', 'MERCEDES BENZ'],
    ['1HD1KBM10AB600001', 'Harley'],
    ['1FTFW1ET5DFC10312', 'Winnebago'],
    ['1FTFW1ET5DFC10312', ''],
    ['JF1ZNAA19D8700001', 'Scion'],
    ['4T1BE46K07U500001', 'LEXUS'],
  ])('%s may be a %s', (vin, make) => {
    expect(warnings(vin, { make })).not.toContain('vin-maker-differs');
  });

  it.each([
    ['1G1BL52P7TR115520', 'Ford'],
    ['1FTFW1ET5DFC10312', 'Honda'],
    ['JHMCM56557C404453', 'Toyota'],
    ['5YJSA1DG9DFP14705', 'BMW'],
    ['1HD1KBM10AB600001', 'Yamaha'],
    ['1UYVS2533DU000001', 'Kenworth'],
    ['WVWZZZ1JZ3W386752', 'Mercedes-Benz'],
    ['2C3CDXBG6NH112233', 'Ford'],
    ['4T1BE46K07U500001', 'Chevrolet'],
  ])('%s is no %s', (vin, make) => {
    expect(warnings(vin, { make })).toContain('vin-maker-differs');
  });
});

describe('what is no VIN', () => {
  it.each(['see title', 'BNR34-000123', '"JHMCM56557C404453"', 'SEE', ''])(
    '%s tells nothing of where it is from',
    (text) => {
      expect(inspect(text).decoded).toMatchObject({ country: null, region: null, wmi: null, manufacturer: null });
    },
  );
});

describe('what may be meant instead', () => {
  const right = '1HGCM82633A004352';
  it.each([
    ['IHGCM82633A004352', 'a letter I', true],
    ['1HGCM82633AOO4352', 'two letters O', true],
    ['1HGCM82633AQ04352', 'a letter Q', true],
    ['1HGCM82633A0O4352', 'a letter O', true],
    ['1HGCM826B3A004352', 'a letter where only a check digit can be', true],
    ['1HGCM8Z633A004352', 'Z for 2', false],
    ['1HGCM82633A0043S2', 'S for 5', false],
    ['1HGCM82633A004325', 'a swap', false],
    ['1HGCM28633A004352', 'a swap in front', false],
    ['1HGCM826333A004352', 'a doubled character', false],
    ['I1HGCM82633A004352', 'the scanner’s I', true],
  ])('%s (%s), put forward where nothing else is likely: %s', (vin, _, sole) => {
    expect(repairs(vin)).toContain(right);
    expect(suggestion(vin)).toBe(sole ? right : undefined);
  });

  it('at most five, each of which would be right, none that says less for itself than the typed one', () => {
    const { decoded } = inspect('1HGCM82633A004362', { year: 2003, make: 'Honda' });
    expect(decoded.repairs.length).toBeGreaterThan(0);
    expect(decoded.repairs.length).toBeLessThanOrEqual(5);
    expect(decoded.otherRepairs.length).toBeGreaterThan(20);
    const all = [...decoded.repairs, ...decoded.otherRepairs].map((repair) => repair.vin);
    expect(new Set(all).size).toBe(all.length);
    for (const vin of all) expect(hasValidCheckDigit(vin), vin).toBe(true);
    for (const { vin } of decoded.repairs) expect(warnings(vin, { year: 2003, make: 'Honda' })).toEqual([]);
  });

  it('another check digit, which would make any slip right, is among the others; a left out character is, and not put forward', () => {
    expect(inspect('1HGCM82603A004352').decoded.expectedCheckDigit).toBe('3');
    for (const slip of ['1HGCM82603A004352', '1HGCM82633A004362', '5YJ3E1EA7KF317000'])
      for (const vin of repairs(slip)) expect(vin[8]).toBe(slip[8]);
    expect(inspect('1HGCM82603A004352').decoded.otherRepairs.map(({ vin }) => vin)).toContain(right);
    expect(repairs('1HGCM8263A004352')).toEqual([right]);
    expect(suggestion('1HGCM8263A004352')).toBeUndefined();
  });

  it('is said to be a possibility, and the plate to decide', () => {
    const said = (vin: string) => inspect(vin).findings.find((f) => f.suggestions ?? f.suggestion)!.message;
    expect(said('1HGCM82633A004325')).toContain(
      'The numbers offered would fit, as many others would: they are possibilities only.',
    );
    expect(said('1HGCM8263A004352')).toContain('The number offered would fit: it is a possibility only.');
    expect(said('IHGCM82633A004352')).not.toContain('possibility');
  });

  it('a number that is put forward is mostly the right one: 2,000 slips of each kind', () => {
    const vins = [
      '1HGCM82633A004352',
      '1G4AH59H45G118341',
      '1M8GDM9AXKP042788',
      '1G1BL52P7TR115520',
      '5YJSA1DG9DFP14705',
    ];
    let state = 1981;
    const below = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const put = (vin: string, at: number, text: string, over = text.length) =>
      vin.slice(0, at) + text + vin.slice(at + over);
    const SLIPS: Record<string, (vin: string) => string> = {
      'wrong digit': (vin) => put(vin, 13 + below(4), String(below(10))),
      'neighbours swapped': (vin) => {
        const at = below(16);
        return put(vin, at, vin[at + 1]! + vin[at]!);
      },
      'character doubled': (vin) => {
        const at = below(17);
        return put(vin, at, vin[at]!, 0);
      },
      'letter I or O': (vin) => put(vin, /[01]/.exec(vin)!.index, vin[/[01]/.exec(vin)!.index] === '0' ? 'O' : 'I'),
    };
    // What one character or one swap mends is offered in any case, if not among the likely ones.
    const ALL_TOLD = { 'wrong digit': true, 'neighbours swapped': true };
    const missing: string[] = [];
    const told = Object.entries(SLIPS).map(([what, slip]) => {
      let [offered, forward, wrong, noticed] = [0, 0, 0, 0];
      for (let n = 0; n < 2000; n++) {
        const meant = vins[below(vins.length)]!;
        const typed = slip(meant);
        const { decoded, findings } = inspect(typed);
        if (typed === meant || decoded.checkDigit === 'valid') continue;
        noticed++;
        if (decoded.repairs.some(({ vin }) => vin === meant)) offered++;
        else if (what in ALL_TOLD && !decoded.otherRepairs.some(({ vin }) => vin === meant))
          missing.push(`${typed} for ${meant}`);
        const put = findings.find((f) => f.suggestion !== undefined)?.suggestion;
        if (put !== undefined) forward++;
        if (put !== undefined && put !== meant) wrong++;
      }
      const percent = (part: number) => Math.round((100 * part) / noticed);
      // Of a wrong digit there is mostly no telling: then nothing is put forward.
      expect(percent(wrong), what).toBeLessThanOrEqual(3);
      return `${what}: offered ${percent(offered)} %, put forward ${percent(forward)} %, wrongly ${percent(wrong)} %`;
    });
    expect(missing).toEqual([]);
    console.log(`Repairs of a VIN. ${told.join('; ')}.`);
  });

  it('are all offered by the first finding that one of them would mend', () => {
    const all = (vin: string) => inspect(vin).findings.map(({ code, suggestions }) => ({ code, suggestions }));
    const several = inspect('1HGCM82633A004362').decoded.repairs.map(({ vin }) => vin);
    expect(several.length).toBeGreaterThan(1);
    expect(all('1HGCM82633A004362')).toContainEqual({ code: 'vin-check-digit', suggestions: several });
    expect(all('1HGCM8263A004352')).toContainEqual({ code: 'vin-length', suggestions: [right] });
    expect(inspect('1HGCM82633A00436I').findings.filter((f) => f.suggestions !== undefined).length).toBeLessThan(2);
  });

  it('any character where it also mends the year or the maker', () => {
    expect(repairs('1HGCM8263PA004352', { year: 2003 })).toContain(right);
    expect(repairs('1XGCM82633A004352')).toContain(right);
  });

  it('a foreign first letter is a misread digit only where its maker is unknown', () => {
    expect(suggestion('SGZCZ43D13S812715')).toBe('5GZCZ43D13S812715');
    expect(suggestion('SALVT2BG0CH649820')).toBeUndefined();
    // Of any other it is where the maker was typed, and possible where it was not.
    const honda = inspect('BHGCM82633A004352', { make: 'Honda' });
    expect(honda.decoded).toMatchObject({ checkDigit: 'invalid', repairs: [{ vin: right, at: 1 }] });
    expect(honda.findings[0]).toMatchObject({ code: 'vin-check-digit', severity: 'warning', suggestions: [right] });
    expect(suggestion('H1GCM82633A004352', { make: 'Honda' })).toBe(right);
    const unknown = inspect('BHGCM82633A004352');
    expect(unknown.decoded).toMatchObject({ checkDigit: 'not applicable', repairs: [] });
    expect(unknown.findings[0]).toMatchObject({ severity: 'hint', others: expect.arrayContaining([right]) });
  });

  it('never for a right one, nor by the check digit where it means nothing', () => {
    expect(repairs(right)).toEqual([]);
    expect(repairs('WVWZZZ1JZ3W386752')).toEqual([]);
    expect(repairs('WVWZZZ1JZ3W3867S2')).toEqual([]);
    expect(repairs('WVWZZZ1JZ3W38675O')).toEqual(['WVWZZZ1JZ3W386750']);
  });
});
