import type { GuideCategory, GuideId } from './guide.ts';

/**
 * Which guides help with what stands in the Type column. Firearms have a closed vocabulary (27 CFR 478.11 and 479.11);
 * the types of the other categories are free text, read by the words in it.
 */

type Candidates = {
  /** Offered as they stand, the likeliest first. */
  likely: readonly GuideId[];
  /** Offered too, and then first, where maker, model or an action named beside the type speak for them. */
  possible: readonly GuideId[];
};

const HANDGUN: readonly GuideId[] = [
  'pistol-polymer',
  'pistol-metal',
  'pistol-modular',
  'revolver',
  'receiver-ar',
  'rifle-semi',
  'firearm-single-shot',
  'firearm-pmf',
];
const RIFLE: readonly GuideId[] = [
  'rifle-bolt',
  'rifle-lever',
  'rifle-semi',
  'receiver-ar',
  'firearm-single-shot',
  'firearm-pmf',
  'rifle-military',
];
// No rifles among them: “M4” is a shotgun too.
const SHOTGUN: readonly GuideId[] = ['shotgun-pump', 'shotgun-over-under', 'firearm-single-shot', 'firearm-pmf'];
const ANY: readonly GuideId[] = [...new Set([...HANDGUN, ...RIFLE, ...SHOTGUN])];

/** By the name in the vocabulary of `shared/categories/firearm`. */
export const FIREARM_KINDS: Readonly<Record<string, Candidates>> = {
  Pistol: { likely: ['pistol-polymer', 'pistol-metal', 'pistol-modular'], possible: HANDGUN },
  Revolver: { likely: ['revolver'], possible: HANDGUN },
  Rifle: {
    likely: ['rifle-bolt', 'rifle-semi', 'receiver-ar', 'rifle-lever', 'rifle-military', 'firearm-single-shot'],
    possible: RIFLE,
  },
  Shotgun: { likely: ['shotgun-pump', 'shotgun-over-under', 'firearm-single-shot'], possible: SHOTGUN },
  'Combination gun': { likely: ['shotgun-over-under', 'firearm'], possible: ANY },
  Receiver: { likely: ['receiver-ar', 'rifle-semi', 'rifle-bolt', 'shotgun-pump', 'firearm-pmf'], possible: ANY },
  Frame: { likely: ['pistol-polymer', 'pistol-metal', 'pistol-modular', 'revolver', 'firearm-pmf'], possible: HANDGUN },
  'Pistol-grip firearm': { likely: ['shotgun-pump', 'firearm'], possible: SHOTGUN },
  'Firearm (other)': { likely: ['firearm', 'receiver-ar', 'firearm-pmf'], possible: ANY },
  Silencer: { likely: ['silencer'], possible: ['firearm-pmf'] },
  Machinegun: { likely: ['receiver-ar', 'firearm'], possible: ANY },
  'Short-barreled rifle': { likely: ['receiver-ar', 'rifle-semi', 'rifle-bolt', 'rifle-lever'], possible: RIFLE },
  'Short-barreled shotgun': { likely: ['shotgun-pump', 'shotgun-over-under'], possible: SHOTGUN },
  'Any other weapon': { likely: ['firearm'], possible: ANY },
  'Destructive device': { likely: ['firearm'], possible: ANY },
};

/** No type, or one that is none: the general guide, until maker and model say more. */
export const FIREARM_UNKNOWN: Candidates = { likely: ['firearm'], possible: [...ANY, 'silencer'] };

type Kind = {
  guide: GuideId;
  /** Matches a type's text, in small letters and without accents. */
  words: RegExp;
  /** What it helps with, in words for a reader. */
  shows: readonly string[];
};

/** Where a text has words of several, the earlier one is likelier: the narrow ones stand first. */
export const KINDS: Readonly<Record<Exclude<GuideCategory, 'firearm'>, readonly Kind[]>> = {
  vehicle: [
    { guide: 'trailer', words: /trailer|camper|caravan|fifth wheel|\bsemi\b/, shows: ['Trailer'] },
    {
      guide: 'tractor',
      words:
        /tractor|off-?road|\b(atv|utv|quad)s?\b|quad ?bike|four.?wheeler|side.by.side|snow ?mobile|mower|golf ?car(t|s?\b)|go-?kart|excavat|loader|backhoe|skid.?steer|forklift|dozer/,
      shows: ['Tractor or off-road'],
    },
    {
      guide: 'boat',
      words: /boat|yacht|jet ?ski|watercraft|pontoon|canoe|kayak|\bdinghy|\bhull/,
      shows: ['Boat'],
    },
    {
      guide: 'motorcycle',
      words: /motor ?(cycle|bike)|scooter|moped|(dirt|pit|trail) ?bike|\btrike/,
      shows: ['Motorcycle'],
    },
    {
      guide: 'car',
      words: /\bcars?\b|sedan|coupe|hatch|wagon|convertible|roadster|limous|\bvans?\b|\bsuvs?\b|crossover|automobile/,
      shows: ['Car', 'Van or SUV'],
    },
    {
      guide: 'pickup',
      words: /pick-?up|truck|\bvans?\b|\bsuvs?\b|\bbus\b|chassis cab|motor ?home|\brv\b/,
      shows: ['Pickup or truck', 'Bus or heavy truck'],
    },
    { guide: 'vehicle-old', words: /classic|antique|vintage|oldtimer|hot rod/, shows: ['Any vehicle before 1981'] },
  ],
  tool: [
    { guide: 'chainsaw', words: /chain ?saw|pole saw|cut-?off saw|\bpruner/, shows: ['Chainsaw'] },
    { guide: 'nailer', words: /nail|staple|\bbrad\b|pinner|powder.actuated/, shows: ['Nailer', 'Stapler'] },
    {
      guide: 'saw-stationary',
      words:
        /(table|miter|mitre|band|scroll|radial|panel|tile|chop) ?(arm )?saw|drill press|planer|jointer|\blathe|milling|bench grinder|stationary|shaper/,
      shows: ['Table saw', 'Miter saw', 'Band saw', 'Drill press', 'Planer'],
    },
    { guide: 'compressor', words: /compressor|air tank/, shows: ['Compressor'] },
    {
      guide: 'generator',
      words:
        /generator|inverter|engine|pressure washer|mower|tiller|cultivator|snow ?(blower|thrower)|trimmer|edger|log splitter|water pump|blower|welder/,
      shows: ['Generator', 'Pressure washer', 'Small engine'],
    },
    {
      guide: 'tool-cordless',
      words:
        /cordless|drill|impact|driver\b|grinder|sander|polisher|(circular|reciprocating|recip|jig|sabre|saber|track) ?saw|\bsaw\b|\brouter|oscillat|multi-?tool|rotary|(demolition|breaker) ?hammer|heat gun|vacuum|batter(y|ies)|charger|flashlight|work light|\bshears?\b/,
      shows: ['Drill', 'Impact driver', 'Hammer drill', 'Circular saw', 'Grinder', 'Sander'],
    },
    {
      guide: 'hand-tool',
      words:
        /wrench|ratchet|socket|screwdriver|plier|hand ?(tool|saw)|measur|\b(multi)?meter\b|\bgauge|\bhammer\b(?! ?drill)|chisel|\blevel\b|micrometer|caliper|\bvise\b|clamp|tool ?(box|chest|set)|\bplane\b|\baxe?\b/,
      shows: ['Wrench', 'Ratchet', 'Torque wrench', 'Hand tool'],
    },
  ],
  electronics: [
    {
      guide: 'laptop',
      words: /laptop|notebook|netbook|chromebook|macbook|computer|desktop|\bpc\b|server|workstation|printer/,
      shows: ['Laptop', 'Computer'],
    },
    {
      guide: 'phone',
      words: /(?<!head|ear)phone|tablet|\bipad|e-?reader|watch|\bpda\b|two-way radio|gps/,
      shows: ['Phone', 'Tablet'],
    },
    { guide: 'camera', words: /camera|camcorder|\blens|drone|binocular|\bscope|flash unit/, shows: ['Camera', 'Lens'] },
    {
      guide: 'television',
      words:
        /\btv\b|televis|monitor|projector|console|playstation|xbox|\bdisplay|receiver|audio|speaker|sound ?bar|amplifier|stereo|turntable|\bdvd|blu-?ray|\brouter|modem|\bradio/,
      shows: ['Television', 'Monitor', 'Game console'],
    },
  ],
  appliance: [
    {
      guide: 'water-heater',
      words: /water ?heater|furnace|boiler|heat(ing| pump|er)|air ?condition|condens|\bhvac|softener|\bac\b|thermostat/,
      shows: ['Water heater', 'Furnace', 'Air conditioner'],
    },
    { guide: 'washer', words: /wash|dryer|laundry/, shows: ['Washer', 'Dryer', 'Dishwasher'] },
    { guide: 'refrigerator', words: /refrigerat|fridge|freezer|ice ?maker|cooler/, shows: ['Refrigerator', 'Freezer'] },
    {
      guide: 'range',
      words: /\brange|oven|stove|cook ?top|microwave|\bhob\b|\bhood\b|grill/,
      shows: ['Range', 'Oven', 'Microwave'],
    },
  ],
};

/** Kinds of thing that people enter in a category and that no guide is about: none is better than a wrong one. */
export const WITHOUT_GUIDE: Partial<Record<GuideCategory, RegExp>> = {
  vehicle: /\b(e-?)?bi(cycle|ke)s?$|aircraft|airplane|\bdrone/,
  electronics: /headphone|ear ?(bud|phone)s?|keyboard|\bmouse\b|calculator|smart ?home|thermostat/,
  appliance:
    /vacuum|coffee|espresso|blender|mixer|toaster|kettle|\biron\b|sewing|air ?fryer|slow ?cooker|rice ?cooker|food processor|\bfan\b|humidifier|purifier|fire ?place/,
};
