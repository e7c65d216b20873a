import type { WmiEntry } from './wmi.ts';

/**
 * Names that may stand for one another on papers, a family a line: the makes of one group, short names, the codes that
 * titles and police records use, and makes that one builder made for another. Only two makes that share no line are
 * plainly different. From general knowledge; a make may stand in several lines, and a missing one only means no doubt.
 */
const FAMILIES: readonly (readonly string[])[] = [
  'generalmotors gm chevrolet chevy chev chevr gmc buick buic cadillac cadi pontiac pont oldsmobile olds saturn strn geo hummer humm asuna holden opel vauxhall daewoo brightdrop acadian envoy',
  'chevrolet chevy chev geo pontiac gmc suzuki isuzu toyota daewoo nissan',
  'saab generalmotors gm subaru opel',
  'ford mercury merc lincoln linc merkur mazda fordmotor edsel',
  'mercury ford nissan lincoln mazda',
  'ford jaguar landrover volvo astonmartin kia sterling',
  'chrysler chry dodge dodg ram jeep plymouth plym eagle imperial fiat fiatchrysler fca stellantis daimlerchrysler alfaromeo maserati abarth lancia amc americanmotors desoto mopar srt peugeot citroen opel vauxhall ds vw volkswagen mitsubishi renault mercedes mercedesbenz',
  'amc americanmotors jeep renault eagle nash rambler hudson',
  'ferrari maserati fiat lancia alfaromeo',
  'honda hond acura acur isuzu opel rover sterling',
  'toyota toyt lexus lexs scion scio subaru suzuki daihatsu hino mazda generalmotors gm bmw lotus pontiac',
  'nissan niss infiniti infi datsun dats renault mitsubishi suzuki mercury chevrolet isuzu dacia',
  'mazda mazd ford toyota scion mercury fiat isuzu kia',
  'mitsubishi mits dodge plymouth eagle chrysler hyundai fuso nissan proton',
  'subaru suba fuji fujiheavy toyota scion saab isuzu',
  'isuzu isu honda acura chevrolet gmc generalmotors hino buick opel subaru',
  'suzuki suzi geo chevrolet pontiac gmc generalmotors kawasaki maruti nissan mazda fiat hyosung arcticcat',
  'hyundai hyun kia genesis dodge',
  'volkswagen volk vw vwag audi porsche pors bentley bent lamborghini bugatti skoda seat cupra ducati man scania neoplan traton navistar international ford dodge chrysler',
  'bmw bmwag mini rollsroyce husqvarna toyota land landrover bmwm alpina',
  'bentley rollsroyce',
  'mercedes mercedesbenz merz mbenz benz daimler smart maybach freightliner dodge ram chrysler sprinter westernstar sterling thomas thomasbuilt setra fuso mitsubishi orion evobus detroit infiniti',
  'freightliner westernstar sterling ford',
  'jaguar jagu landrover rangerover land lndr rover jlr tata daimler mg',
  'volvo volv polestar geely lynk zeekr lotus mack renault gmc white whitegmc autocar novabus prevost',
  'peterbilt pete kenworth kenw paccar daf dina volkswagen',
  'navistar international intl ic icbus internationalharvester caterpillar workhorse ford',
  'tesla tesl',
  'rivian',
  'lucid',
  'astonmartin aston lagonda',
  'mclaren',
  'lotus tesla proton geely',
  'harleydavidson harley hd buell livewire aermacchi',
  'yamaha yama ymaha mbk rhino',
  'kawasaki kawk suzuki',
  'polaris pola indian victory gem slingshot',
  'brp bombardier canam skidoo seadoo lynx rotax',
  'ktm husqvarna gasgas husaberg bajaj triumph',
  'triumph trium bajaj',
  'ducati audi cagiva',
  'piaggio vespa aprilia motoguzzi guzzi gilera',
  'royalenfield enfield eicher',
  'mvagusta cagiva husqvarna',
  'bluebird',
  'hino toyota isuzu',
  'arcticcat textron suzuki kymco yamaha tracker',
].map((line) => line.split(' '));

/** Letters and digits in capitals: `Mercedes-Benz` and `MERCEDES BENZ` are one name. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The numbers of the lines that a name belongs to. The name may say more: `Ford Motor Company`, `Harley-Davidson FL`. */
const familiesOf = (name: string): Set<number> => {
  const whole = bare(name);
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const parts = new Set([whole, ...words, ...words.slice(1).map((word, i) => words[i]! + word)]);
  const found = new Set<number>();
  FAMILIES.forEach((family, i) => {
    if (family.some((member) => parts.has(member))) found.add(i);
  });
  return found;
};

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
  const meant = familiesOf(typed);
  if (meant.size === 0) return false;
  const theirs = new Set(names.flatMap((name) => [...familiesOf(name)]));
  if (theirs.size > 0) return ![...meant].some((family) => theirs.has(family));
  // A maker that we know nothing of may be a small builder who works on the typed make's vehicles; a trailer maker is not.
  return entry.type === 'Trailer';
};

/** The maker as a person says it: `Chevrolet (General Motors LLC)`, `Ford Motor Company`. */
export const makerName = ({ maker, makes }: WmiEntry): string =>
  makes.length === 1 && !bare(maker).startsWith(bare(makes[0]!)) ? `${makes[0]} (${maker})` : maker;
