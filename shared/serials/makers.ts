import { fold } from '../domain/text.ts';

/**
 * Names of makers as people write them: one maker has several, and whoever looks for a second entry of one unit must not
 * miss it for a dot. From general knowledge; only used to bring two records up for comparison, never to change a name.
 */

/** Short names, former names and trade names, a maker a line; the first word of each is its key. */
const ALIASES = `
smithwesson sw smithwessen smithwessonbrands
hecklerkoch hk heckler hecklerundkoch
harringtonrichardson hr hr1871 harringtonandrichardson nefhr
fn fnh fnherstal fnhusa fnamerica fabriquenationale fabriquenationaleherstal
ruger sturmruger
sig sigsauer sigarms
colt colts coltsmfg coltsmanufacturing coltspatentfirearms
mossberg ofmossberg ofmossbergsons mossbergsons
beretta pietroberetta fabbricadarmipietroberetta fabbricadarmipberetta
cz ceskazbrojovka czub
walther carlwalther
taurus forjastaurus taurusarmas
thompsoncenter tc tcarms
springfieldarmory springfieldinc
palmettostatearmory psa
chevrolet chevy chev chevroletdivision
volkswagen vw volks
mercedesbenz mercedes mercedesb mbenz
bmw bayerischemotorenwerke
harleydavidson harley hd
cadillac caddy
oldsmobile olds
gm generalmotors gmc
amc americanmotors
dewalt dewaltindustrial
milwaukee milwaukeeelectric
bosch robertbosch rbosch
blackdecker bd blackanddecker
stihl andreasstihl
johndeere deere jd
caterpillar cat
portercable
hp hewlettpackard hewlettpackardenterprise hpe
apple applecomputer
ge generalelectric geappliances
lg lifesgood lge
asus asustek asustekcomputer
sony sonycorp`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const KEYS: ReadonlyMap<string, string> = new Map(ALIASES.flatMap((names) => names.map((name) => [name, names[0]!])));

/** What stands behind a name and does not tell one maker from another. */
const ENDINGS: ReadonlySet<string> = new Set(
  'inc incorporated llc llp lp ltd ltda limited gmbh gesmbh mbh ag kg kgaa co cos corp corporation company cie plc sa spa srl sro as bv nv oy ab kk pty usa us america na mfg manufacturing manufacture international intl industries industrial group holdings firearms arms armory guns sons brothers bros motor motors division tool tools powertools electric electronics appliances technologies'.split(
    ' ',
  ),
);
const BETWEEN: ReadonlySet<string> = new Set(['and', 'und', 'et', 'the', 'of']);

const made = new Map<string, string>();
const MOST_REMEMBERED = 5000;

/**
 * The key under which a maker is the same maker: without case, accents, signs, forms of company and words such as
 * “Manufacturing”, and with a short name read as the long one. Empty where the name has no letter or digit.
 */
export const makerKey = (name: string): string => {
  const known = made.get(name);
  if (known !== undefined) return known;
  const key = makeKey(name);
  if (made.size >= MOST_REMEMBERED) made.clear();
  made.set(name, key);
  return key;
};

const makeKey = (name: string): string => {
  const words = fold(name.normalize('NFKC'))
    // An apostrophe and the dots of G.m.b.H. join; all other signs part.
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !BETWEEN.has(word));
  for (;;) {
    const joined = words.join('');
    const meant = KEYS.get(joined);
    if (meant !== undefined) return meant;
    if (words.length < 2 || !ENDINGS.has(words.at(-1)!)) return joined;
    words.pop();
  }
};

/** Shorter ones are another name with one letter changed (Bosch, Busch) or more behind (Sig, Sigma). */
const LONG_ENOUGH = 6;

/** True for names that are probably of one maker: one key, one begun by the other, or one letter apart in a long one. */
export const sameMaker = (a: string, b: string): boolean => {
  const [x, y] = [makerKey(a), makerKey(b)];
  if (x === '' || y === '') return false;
  if (x === y) return true;
  const [short, long] = x.length <= y.length ? [x, y] : [y, x];
  return short.length >= LONG_ENOUGH && (long.startsWith(short) || oneLetterApart(short, long));
};

/** One letter other, missing or too many, or two neighbours swapped. */
const oneLetterApart = (short: string, long: string): boolean => {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  return (
    short.slice(at + 1) === long.slice(at + 1) ||
    (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2))
  );
};

/** True for one model, whatever its case, spaces, dashes and slashes. */
export const sameModel = (a: string, b: string): boolean => {
  const bare = (text: string) => fold(text).replace(/[^\p{L}\p{N}&+]/gu, '');
  return bare(a) === bare(b);
};
