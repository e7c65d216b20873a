import { describe, expect, it } from 'vitest';
import { FIREARM_TYPES } from '../categories/firearm/vocabulary.ts';
import type { CategoryId } from '../categories/ids.ts';
import { CATEGORIES } from '../categories/registry.ts';
import { GUIDE_CATEGORIES, GUIDE_IDS, GUIDE_SHELF, type GuideId, readGuide } from './guide.ts';
import { KINDS } from './kinds.ts';
import { findGuides, guideFor, guidesFor, typesOf } from './lookup.ts';

describe('guideFor', () => {
  it.each([
    ['Pistol', 'pistol-polymer'],
    ['pistol', 'pistol-polymer'],
    [' Revolver ', 'revolver'],
    ['Rifle', 'rifle-bolt'],
    ['Lever action rifle', 'rifle-lever'],
    ['Bolt action rifle', 'rifle-bolt'],
    ['Shotgun', 'shotgun-pump'],
    ['Over/under shotgun', 'shotgun-over-under'],
    ['Receiver', 'receiver-ar'],
    ['lower', 'receiver-ar'],
    ['suppressor', 'silencer'],
    ['SBR', 'receiver-ar'],
    ['Destructive device', 'firearm'],
    ['', 'firearm'],
    ['semi-automatic', 'firearm'],
    ['constructor', 'firearm'],
  ])('for a firearm “%s” is %s', (type, guide) => {
    expect(guideFor({ type })).toBe(guide);
    expect(guideFor({ category: 'firearm', type })).toBe(guide);
  });

  it.each([
    ['Pistol', 'SIG Sauer', 'P320', 'pistol-modular'],
    ['Pistol', 'Sig Sauer Inc', 'P365XL', 'pistol-modular'],
    ['Pistol', 'Sig Sauer', 'P226', 'pistol-metal'],
    ['Pistol', 'Colt', '1911', 'pistol-metal'],
    ['Pistol', 'Glock', '19', 'pistol-polymer'],
    ['Pistol', 'Smith & Wesson', 'M&P9 Shield', 'pistol-polymer'],
    ['Rifle', 'Smith & Wesson', 'M&P-15', 'receiver-ar'],
    ['Rifle', 'Colt', 'M4 Carbine', 'receiver-ar'],
    ['Rifle', 'Bushmaster', 'XM-15', 'receiver-ar'],
    ['Receiver', 'Anderson', 'AM-15', 'receiver-ar'],
    ['Pistol', 'Palmetto State Armory', 'PA-15', 'receiver-ar'],
    ['Rifle', 'Ruger', '10/22', 'rifle-semi'],
    ['Rifle', 'Ruger', 'Mini-14', 'rifle-semi'],
    ['Rifle', 'Marlin', '60', 'rifle-semi'],
    ['Rifle', 'Marlin', '336', 'rifle-lever'],
    ['Rifle', 'Winchester', '94', 'rifle-lever'],
    ['Rifle', 'Remington', '700', 'rifle-bolt'],
    ['Shotgun', 'Browning', 'Citori', 'shotgun-over-under'],
    ['Shotgun', 'Beretta', '686 Silver Pigeon', 'shotgun-over-under'],
    ['Shotgun', 'Remington', '870', 'shotgun-pump'],
    ['Shotgun', 'H&R', 'Topper 158', 'firearm-single-shot'],
    ['Shotgun', 'Benelli', 'M4', 'shotgun-pump'],
    ['Rifle', 'Ruger', 'AR-556', 'receiver-ar'],
    ['Rifle', 'Springfield Armory', 'M1A', 'rifle-semi'],
    ['Rifle', 'Mauser', 'M18', 'rifle-bolt'],
    ['Rifle', 'Mauser', '98', 'rifle-military'],
    ['Revolver', 'Smith & Wesson', 'M1917', 'revolver'],
    ['Rifle', 'PMF', '', 'firearm-pmf'],
    ['Pistol', 'pmf', '', 'firearm-pmf'],
    ['Silencer', 'PMF', '', 'firearm-pmf'],
    ['Rifle', 'Izhevsk', 'Mosin-Nagant 91/30', 'rifle-military'],
    ['Rifle', 'Mauser', 'K98', 'rifle-military'],
    ['Rifle', 'Norinco', 'SKS', 'rifle-military'],
    ['Rifle', 'Lithgow', 'Lee-Enfield No. 1', 'rifle-military'],
    ['Rifle', 'Springfield', 'M1 Garand', 'rifle-military'],
    ['Rifle', 'Nobody', '', 'rifle-bolt'],
    ['Rifle', 'DS Arms', 'SA58', 'rifle-semi'],
    ['Rifle', 'FN', 'FAL', 'rifle-semi'],
    ['Rifle', 'PTR Industries', 'PTR 91', 'rifle-semi'],
    ['Rifle', 'PTR', '', 'rifle-semi'],
    ['Rifle', 'Century Arms', 'CETME Sporter', 'rifle-semi'],
    ['Rifle', 'Century Arms', 'C308', 'rifle-semi'],
    ['Rifle', 'Heckler & Koch', 'MP5', 'rifle-semi'],
    ['Rifle', 'Heckler & Koch', 'HK91', 'rifle-semi'],
    ['Rifle', 'Heckler & Koch', 'G3', 'rifle-semi'],
    ['Pistol', 'Heckler & Koch', 'SP5', 'rifle-semi'],
    ['Rifle', 'Kalashnikov USA', 'KR-103', 'rifle-semi'],
    ['Rifle', 'Arsenal', 'SAM7R', 'rifle-semi'],
    ['Rifle', 'Zastava', 'ZPAP M70', 'rifle-semi'],
    ['Rifle', 'Century Arms', 'AK', 'rifle-semi'],
    ['Rifle', 'Romarm', 'AK-74', 'rifle-semi'],
    ['Rifle', 'IWI', 'Galil ACE', 'rifle-semi'],
    ['Pistol', 'Ruger', 'Mark IV', 'pistol-metal'],
    ['Pistol', 'Ruger', 'MKIV 22/45', 'pistol-metal'],
    ['Pistol', 'Ruger', 'Mk II', 'pistol-metal'],
    // Near misses of these.
    ['Pistol', 'Taurus', 'G3', 'pistol-polymer'],
    ['Pistol', 'Taurus', 'G3C', 'pistol-polymer'],
    ['Pistol', 'Walther', 'P5', 'pistol-polymer'],
    ['Pistol', 'Smith & Wesson', 'M&P 5.7', 'pistol-polymer'],
    ['Rifle', 'Winchester', '70', 'rifle-bolt'],
    ['Rifle', 'Ruger', 'M77 Mark II', 'rifle-bolt'],
    ['Rifle', 'Remington', '7', 'rifle-bolt'],
    ['Revolver', 'Webley', 'Mark IV', 'revolver'],
    // The type rules out what the model would suggest.
    ['Silencer', 'SIG Sauer', 'P320', 'silencer'],
    ['Revolver', 'Browning', 'Citori', 'revolver'],
    // No type yet: maker and model alone.
    ['', 'SIG Sauer', 'P320', 'pistol-modular'],
  ])('for a firearm “%s” by %s, model “%s”, is %s', (type, manufacturer, model, guide) => {
    expect(guideFor({ type, manufacturer, model })).toBe(guide);
  });

  it.each([
    ['vehicle', 'Car', '', '', '2015', 'car'],
    ['vehicle', 'Pickup or truck', '', '', '', 'pickup'],
    ['vehicle', 'Van or SUV', '', '', '', 'car'],
    ['vehicle', 'Motorcycle', '', '', '', 'motorcycle'],
    ['vehicle', 'Trailer', 'Polaris', '', '', 'trailer'],
    ['vehicle', 'Boat', '', '', '1975', 'boat'],
    ['vehicle', 'Tractor or off-road', '', '', '1950', 'tractor'],
    ['vehicle', 'Bus or heavy truck', '', '', '', 'pickup'],
    ['vehicle', 'Other vehicle', '', '', '', 'car'],
    ['vehicle', '', 'Harley-Davidson', 'Softail', '', 'motorcycle'],
    ['vehicle', '', 'Ford', 'F-150', '', 'pickup'],
    ['vehicle', 'Car', 'Ford', 'Mustang', '1967', 'vehicle-old'],
    ['vehicle', 'Motorcycle', '', '', '1980', 'vehicle-old'],
    ['vehicle', 'Car', '', '', '1981', 'car'],
    ['tool', 'Drill', 'DeWalt', '', '', 'tool-cordless'],
    ['tool', 'Hammer drill', '', '', '', 'tool-cordless'],
    ['tool', 'Impact wrench', '', '', '', 'tool-cordless'],
    ['tool', 'Hammer', '', '', '', 'hand-tool'],
    ['tool', 'Torque wrench', 'Snap-on', '', '', 'hand-tool'],
    ['tool', 'Table saw', 'SawStop', '', '', 'saw-stationary'],
    ['tool', 'Circular saw', 'Makita', '', '', 'tool-cordless'],
    ['tool', 'Chainsaw', '', '', '', 'chainsaw'],
    ['tool', '', 'Stihl', 'MS 261', '', 'chainsaw'],
    ['tool', 'Cordless nailer', '', '', '', 'nailer'],
    ['tool', 'Compressor', '', '', '', 'compressor'],
    ['tool', 'Generator', 'Honda', 'EU2200i', '', 'generator'],
    ['electronics', 'Laptop', '', '', '', 'laptop'],
    ['electronics', 'Tablet', '', '', '', 'phone'],
    ['electronics', 'Camera', '', '', '', 'camera'],
    ['electronics', 'Console', '', '', '', 'television'],
    ['electronics', '', 'Apple', 'iPhone 13', '', 'phone'],
    ['appliance', 'Refrigerator', '', '', '', 'refrigerator'],
    ['appliance', 'Dryer', '', '', '', 'washer'],
    ['appliance', 'Dishwasher', '', '', '', 'washer'],
    ['appliance', 'Oven', '', '', '', 'range'],
    ['appliance', 'Furnace', '', '', '', 'water-heater'],
    ['appliance', 'Water heater', '', '', '', 'water-heater'],
    ['other', 'Chainsaw', '', '', '', 'chainsaw'],
    ['other', 'Pistol', '', '', '', 'pistol-polymer'],
  ])('in %s for “%s” by “%s”, model “%s”, year “%s”, is %s', (category, type, manufacturer, model, year, guide) => {
    expect(guideFor({ category, type, manufacturer, model, year })).toBe(guide);
  });

  it.each([
    // No type yet: what model and maker tell.
    ['tool', 'DeWalt', 'DWE7491RS', 'saw-stationary'],
    ['tool', 'DeWalt', 'DW745', 'saw-stationary'],
    ['tool', 'DeWalt', 'DWS780', 'saw-stationary'],
    ['tool', 'DeWalt', 'Table saw DWE7491RS', 'saw-stationary'],
    ['tool', 'Makita', '2705', 'saw-stationary'],
    ['tool', 'Makita', 'LS1019L', 'saw-stationary'],
    ['tool', 'Bosch', '4100XC-10', 'saw-stationary'],
    ['tool', 'Milwaukee', '2736-20', 'saw-stationary'],
    ['tool', 'Milwaukee', '2739-20', 'saw-stationary'],
    ['tool', 'Ridgid', 'R4514', 'saw-stationary'],
    ['tool', 'Craftsman', '10" band saw', 'saw-stationary'],
    ['tool', 'DeWalt', 'DCN680', 'nailer'],
    ['tool', 'DeWalt', 'DWFP12231', 'nailer'],
    ['tool', 'DeWalt', 'DWFP55126', 'compressor'],
    ['tool', 'Milwaukee', '2744-20', 'nailer'],
    ['tool', 'DeWalt', 'DCCS620', 'chainsaw'],
    ['tool', 'Black & Decker', 'Framing nailer', 'nailer'],
    ['tool', 'DeWalt', 'DCD791', 'tool-cordless'],
    ['tool', 'DeWalt', 'DCS570', 'tool-cordless'],
    ['tool', 'DeWalt', 'DWE402', 'tool-cordless'],
    ['tool', 'Milwaukee', '2804-20', 'tool-cordless'],
    ['tool', 'Milwaukee', '2730-20', 'tool-cordless'],
    ['tool', 'Makita', 'XPH14', 'tool-cordless'],
    ['tool', 'Bosch', 'GSB18V-490', 'tool-cordless'],
    ['tool', 'Ryobi', 'P251', 'tool-cordless'],
    ['tool', 'Ridgid', 'R86115', 'tool-cordless'],
    ['electronics', 'Samsung', 'SM-G991U', 'phone'],
    ['electronics', 'Samsung', 'SM-S928U1', 'phone'],
    ['electronics', 'Samsung', 'SM-T870', 'phone'],
    ['electronics', 'Samsung', 'Galaxy S23', 'phone'],
    ['electronics', 'Samsung', 'Galaxy Book3', 'laptop'],
    ['electronics', 'Samsung', 'QN65Q80', 'television'],
    ['electronics', 'Samsung', 'UN55TU7000', 'television'],
    ['electronics', 'LG', 'OLED55C2', 'television'],
    ['electronics', 'LG', '55UQ7570PUJ', 'television'],
    ['electronics', 'LG', 'gram 17', 'laptop'],
    ['electronics', 'Sony', 'KD-55X80J', 'television'],
    ['electronics', 'Sony', 'XBR-65X900', 'television'],
    ['electronics', 'Sony', 'ILCE-7M4', 'camera'],
    ['electronics', 'Sony', 'PlayStation 5', 'television'],
    ['electronics', 'Apple', 'iPhone 12', 'phone'],
    ['electronics', 'Apple', 'iPad Air', 'phone'],
    ['electronics', 'Apple', 'MacBook Pro', 'laptop'],
    ['electronics', 'Apple', 'Mac mini', 'laptop'],
    ['electronics', 'Google', 'Pixel 7', 'phone'],
    ['electronics', 'Google', 'Pixelbook', 'laptop'],
    ['electronics', 'Motorola', 'XT2163', 'phone'],
    ['electronics', 'Lenovo', 'X1 Carbon', 'laptop'],
    ['electronics', 'Lenovo', 'IdeaPad 3', 'laptop'],
    ['electronics', 'HP', 'LaserJet', 'laptop'],
    ['electronics', 'Canon', 'EOS R6', 'camera'],
    ['electronics', 'Canon', 'PIXMA TS3522', 'laptop'],
    ['electronics', 'Nikon', 'Z6', 'camera'],
    ['electronics', 'Garmin', 'Fenix 7', 'phone'],
    ['electronics', 'Nintendo', 'Switch', 'television'],
    ['vehicle', 'Winnebago', 'Motor home Vista', 'pickup'],
    ['vehicle', 'Toro', 'Riding mower', 'tractor'],
    ['vehicle', 'Yamaha', 'MT-07', 'motorcycle'],
    ['vehicle', 'Yamaha', 'Grizzly 700', 'tractor'],
    ['vehicle', 'Yamaha', 'WaveRunner FX', 'boat'],
    ['vehicle', 'Kawasaki', 'KLR 650', 'motorcycle'],
    ['vehicle', 'Kawasaki', 'Mule Pro', 'tractor'],
    ['vehicle', 'Honda', 'CB500X', 'motorcycle'],
    ['vehicle', 'Honda', 'Rebel 300', 'motorcycle'],
    ['vehicle', 'Honda', 'FourTrax Rancher', 'tractor'],
    ['vehicle', 'Honda', 'Accord', 'car'],
    ['vehicle', 'Honda', 'CR-V', 'car'],
    ['vehicle', 'Suzuki', 'SV650', 'motorcycle'],
    ['vehicle', 'Suzuki', 'Samurai', 'car'],
    ['vehicle', 'BMW', 'R 1250 GS', 'motorcycle'],
    ['vehicle', 'BMW', '328i', 'car'],
    ['vehicle', 'Ford', 'F-150 Raptor', 'pickup'],
  ])('in %s, without a type, by “%s”, model “%s”, is %s', (category, manufacturer, model, guide) => {
    expect(guideFor({ category, type: '', manufacturer, model })).toBe(guide);
  });

  it.each([
    ['vehicle', 'Riding mower', 'tractor'],
    ['vehicle', 'Snowmobile', 'tractor'],
    ['vehicle', 'Quad', 'tractor'],
    ['vehicle', 'ATV', 'tractor'],
    ['vehicle', 'UTV', 'tractor'],
    ['vehicle', 'Golf cart', 'tractor'],
    ['vehicle', 'Dirt bike', 'motorcycle'],
    ['vehicle', 'Pontoon', 'boat'],
    ['vehicle', 'Motor home', 'pickup'],
    ['vehicle', 'Bicycle', undefined],
    ['appliance', 'Coffee maker', undefined],
    ['electronics', 'Headphones', undefined],
  ])('in %s for “%s” is %s', (category, type, guide) => {
    expect(guideFor({ category, type, manufacturer: '', model: '' })).toBe(guide);
  });

  it('is the nearest honest one for every type that the app itself offers, or none', () => {
    const of = (category: CategoryId) =>
      Object.fromEntries(CATEGORIES[category].types.map((type) => [type, guideFor({ category, type })]));
    expect(of('tool')).toEqual({
      'Drill or driver': 'tool-cordless',
      'Impact wrench': 'tool-cordless',
      'Rotary hammer': 'tool-cordless',
      'Circular saw': 'tool-cordless',
      'Table saw': 'saw-stationary',
      'Miter saw': 'saw-stationary',
      Chainsaw: 'chainsaw',
      Nailer: 'nailer',
      Grinder: 'tool-cordless',
      Sander: 'tool-cordless',
      Generator: 'generator',
      Compressor: 'compressor',
      'Pressure washer': 'generator',
      'Lawn mower': 'generator',
      Welder: 'generator',
      'Torque wrench': 'hand-tool',
      'Hand tool': 'hand-tool',
      'Measuring instrument': 'hand-tool',
      'Battery or charger': 'tool-cordless',
    });
    expect(of('electronics')).toEqual({
      Laptop: 'laptop',
      'Desktop computer': 'laptop',
      Phone: 'phone',
      Tablet: 'phone',
      Camera: 'camera',
      Lens: 'camera',
      Television: 'television',
      'Game console': 'television',
      Monitor: 'television',
      Router: 'television',
      Audio: 'television',
      Watch: 'phone',
      Drone: 'camera',
    });
    expect(of('appliance')).toEqual({
      Refrigerator: 'refrigerator',
      Freezer: 'refrigerator',
      Washer: 'washer',
      Dryer: 'washer',
      Dishwasher: 'washer',
      Range: 'range',
      Oven: 'range',
      Microwave: 'range',
      'Water heater': 'water-heater',
      Furnace: 'water-heater',
      'Air conditioner': 'water-heater',
      'Vacuum cleaner': undefined,
    });
  });

  it('has none for what no guide is about', () => {
    expect(guidesFor({ category: 'other', type: 'Violin' })).toEqual([]);
    expect(guideFor({ category: 'other', type: '' })).toBeUndefined();
  });
});

describe('guidesFor', () => {
  it('offers the other candidates of a type behind the likeliest', () => {
    expect(guidesFor({ type: 'Pistol', manufacturer: 'SIG Sauer', model: 'P365' })).toEqual([
      'pistol-modular',
      'pistol-polymer',
      'pistol-metal',
    ]);
    expect(guidesFor({ category: 'vehicle', type: 'Car', year: 1970 })).toEqual(['vehicle-old', 'car']);
  });

  it('offers the whole category where the type is unknown', () => {
    expect(guidesFor({ category: 'appliance', type: '' })).toEqual(GUIDE_SHELF.appliance);
    expect(guidesFor({ category: 'tool', type: 'Whatsit' })).toEqual(GUIDE_SHELF.tool);
  });

  it('names guides of the category only, none twice, whatever the type', () => {
    const types: [string, string][] = [
      ...FIREARM_TYPES.map((type): [string, string] => ['firearm', type.name]),
      ...Object.entries(KINDS).flatMap(([category, kinds]) =>
        kinds.flatMap((kind) => kind.shows.map((type): [string, string] => [category, type])),
      ),
    ];
    for (const [category, type] of types) {
      const guides = guidesFor({ category, type });
      expect(guides.length, type).toBeGreaterThan(0);
      expect(new Set(guides).size, type).toBe(guides.length);
      const shelf: readonly GuideId[] = GUIDE_SHELF[category as keyof typeof GUIDE_SHELF];
      expect(
        guides.filter((id) => !shelf.includes(id)),
        type,
      ).toEqual([]);
    }
  });

  it('has an answer of its own for every type of the firearms’ vocabulary', () => {
    for (const type of FIREARM_TYPES.filter((t) => ['Pistol', 'Revolver', 'Rifle', 'Shotgun'].includes(t.name))) {
      expect(guideFor({ type: type.name }), type.name).not.toBe('firearm');
    }
  });
});

describe('the shelf', () => {
  it('has its categories in order, at least 32 guides, and none twice', () => {
    expect(GUIDE_CATEGORIES).toEqual(Object.keys(GUIDE_SHELF));
    expect(GUIDE_IDS.length).toBeGreaterThanOrEqual(32);
    expect(new Set(GUIDE_IDS).size).toBe(GUIDE_IDS.length);
  });
});

describe('typesOf', () => {
  it('is the other way round', () => {
    expect(typesOf('silencer')).toEqual(['Silencer']);
    expect(typesOf('revolver')).toEqual(['Revolver', 'Frame']);
    expect(typesOf('car')).toEqual(['Car', 'Van or SUV']);
  });

  it('has something for every guide, and what it names leads to it', () => {
    for (const [category, ids] of Object.entries(GUIDE_SHELF)) {
      for (const id of ids) {
        expect(typesOf(id).length, id).toBeGreaterThan(0);
        if (id === 'vehicle-old') continue;
        for (const type of typesOf(id)) expect(guidesFor({ category, type }), `${id}: ${type}`).toContain(id);
      }
    }
  });
});

describe('findGuides', () => {
  const make = (id: string, title: string, words: string[]) =>
    readGuide(
      {
        id,
        category: 'firearm',
        title,
        short: title,
        where: 'On the frame or receiver.',
        picture: 'A picture of the thing.',
        words,
        marks: [
          { n: 1, label: 'Serial number', what: 'The number that counts.', isRecord: true },
          { n: 2, label: 'Crémaillère mark', what: 'A mark of a house.', isRecord: false },
          { n: 3, label: 'Third mark', what: 'A mark of a house.', isRecord: false },
        ].map((mark) => ({ ...mark, cite: 'custom of makers', certainty: 'memory' })),
        notSerial: [
          { label: 'Patent number', why: 'The same on every one of the kind.' },
          { label: 'Proof mark', why: 'It says that the barrel was proved.' },
        ],
        worn: ['Hold a lamp low beside it.', 'Photograph it from both sides.'],
        photos: ['the whole thing', 'the number'],
        facts: [{ text: 'A rule says so and so.', cite: '27 CFR 478.92(a)', certainty: 'read' }],
      },
      {},
    );
  const guides = [make('silencer', 'Silencer', ['can']), make('revolver', 'Revolver', ['wheel gun'])];
  const found = (text: string) => findGuides(guides, text).map((guide) => guide.id);

  it('finds by the beginning of words, in any order and case, without accents', () => {
    expect(found('GUN whe')).toEqual(['revolver']);
    expect(found('cremail')).toEqual(['revolver', 'silencer']);
    expect(found('frame')).toEqual(['revolver']);
    expect(found('patent')).toEqual(['revolver', 'silencer']);
  });
  it('wants every word', () => {
    expect(found('wheel can')).toEqual([]);
  });
  it('gives all guides in the order of the shelf where nothing is asked', () => {
    expect(found('  ')).toEqual(['revolver', 'silencer']);
  });
});
