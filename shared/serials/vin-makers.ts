import type { WmiEntry } from './wmi.ts';

/**
 * Names that may stand for one another on papers, a group of makes a line: one owner's makes, short names, the codes that
 * titles and police records use. From general knowledge; a missing name only means that there is no doubt.
 */
const GROUPS: readonly (readonly string[])[] = [
  'generalmotors gm gmc chevrolet chevy chev buick buic cadillac cadi pontiac pont oldsmobile olds saturn strn geo hummer humm asuna saab holden opel vauxhall daewoo brightdrop',
  'ford mercury merc lincoln linc merkur edsel',
  'chrysler chry dodge dodg ram jeep plymouth plym eagle imperial fiat fca stellantis daimlerchrysler alfaromeo maserati abarth lancia ferrari amc americanmotors desoto mopar srt peugeot citroen opel vauxhall',
  'amc americanmotors jeep renault eagle nash rambler hudson',
  'honda hond acura acur',
  'toyota toyt lexus lexs scion scio daihatsu hino',
  'nissan niss infiniti infi datsun dats renault dacia mitsubishi',
  'mazda mazd',
  'mitsubishi mits fuso',
  'subaru suba fuji fujiheavy',
  'isuzu isu',
  'suzuki suzi maruti',
  'hyundai hyun kia genesis',
  'volkswagen volk vw vwag audi porsche pors bentley bent lamborghini bugatti skoda seat cupra ducati man scania neoplan traton navistar',
  'bmw mini rollsroyce husqvarna alpina',
  'mercedes mercedesbenz merz mbenz benz merc daimler daimlerchrysler smart maybach sprinter freightliner westernstar sterling thomas thomasbuilt setra fuso orion evobus detroit',
  'jaguar jagu landrover land lndr rangerover rover jlr tata',
  'volvo volv polestar geely lynk zeekr lotus mack renault white whitegmc autocar novabus prevost',
  'peterbilt pete kenworth kenw paccar daf',
  'navistar international intl ic icbus internationalharvester workhorse',
  'tesla tesl',
  'rivian',
  'lucid',
  'astonmartin aston lagonda',
  'mclaren',
  'lotus proton',
  'harleydavidson harley hd buell livewire aermacchi',
  'yamaha yama mbk',
  'kawasaki kawk',
  'polaris pola indian victory gem slingshot',
  'brp bombardier canam skidoo seadoo lynx rotax',
  'ktm husqvarna gasgas husaberg bajaj',
  'triumph',
  'ducati audi cagiva',
  'piaggio vespa aprilia motoguzzi guzzi gilera',
  'royalenfield enfield eicher',
  'mvagusta cagiva husqvarna',
  'bluebird',
  'arcticcat textron',
].map((line) => line.split(' '));

const NAMES: ReadonlySet<string> = new Set(GROUPS.flat());

/** Makes that one builder made for, or under, the name of another: the first of a line with each of the others. */
const PARTNERS: readonly (readonly string[])[] = [
  'sprinter dodge ram',
  'freightliner dodge ram ford',
  'mitsubishi dodge plymouth eagle chrysler hyundai',
  'mazda ford mercury toyota scion',
  'isuzu honda acura chevrolet gmc hino',
  'suzuki geo chevrolet nissan kawasaki arcticcat',
  'nissan mercury chevrolet',
  'hyundai dodge',
  'subaru saab toyota scion',
  'toyota geo bmw',
  'volkswagen dodge chrysler',
  'rollsroyce bentley',
  'rover honda sterling',
].map((line) => line.split(' '));

/** Letters and digits in capitals: `Mercedes-Benz` and `MERCEDES BENZ` are one name. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The names we know in a text, which may say more: `Ford Motor Company`, `Harley-Davidson FL`. */
const knownNames = (text: string): string[] => {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const parts = new Set([bare(text), ...words, ...words.slice(1).map((word, i) => words[i]! + word)]);
  return [...parts].filter((part) => NAMES.has(part));
};

const mayBeOne = (a: string, b: string): boolean =>
  GROUPS.some((group) => group.includes(a) && group.includes(b)) ||
  PARTNERS.some(([one, ...others]) => (a === one && others.includes(b)) || (b === one && others.includes(a)));

/** Vehicles that others finish or sell under their own name, so that the chassis maker's name tells nothing. */
const BUILT_ON = ['Incomplete vehicle', 'Low-speed vehicle', 'Bus'];

/**
 * True only where the make that was typed plainly is not one that this identifier's maker builds: both are makes we
 * know, and no group, partnership or shared name joins them.
 */
export const makerPlainlyDiffers = (typed: string, entry: WmiEntry): boolean => {
  const make = bare(typed);
  if (make === '' || BUILT_ON.includes(entry.type)) return false;
  const names = [entry.maker, ...entry.makes];
  if (names.some((name) => bare(name).includes(make) || (bare(name) !== '' && make.includes(bare(name))))) return false;
  const meant = knownNames(typed);
  if (meant.length === 0) return false;
  const theirs = names.flatMap(knownNames);
  if (theirs.length > 0) return !meant.some((a) => theirs.some((b) => mayBeOne(a, b)));
  // A maker that we know nothing of may be a small builder who works on the typed make's vehicles; a trailer maker is not.
  return entry.type === 'Trailer';
};

/** The maker as a person says it: `Chevrolet (General Motors LLC)`, `Ford Motor Company`. */
export const makerName = ({ maker, makes }: WmiEntry): string =>
  makes.length === 1 && !bare(maker).startsWith(bare(makes[0]!)) ? `${makes[0]} (${maker})` : maker;
