/**
 * Words that people write where a number belongs and that are none, by what they say of it. Each asks for something
 * else: a number that somebody took off is a matter for the police, a worn one is looked for again.
 */
export type NoNumber =
  /** Taken off or changed by somebody: `obliterated`, `filed off`. */
  | 'removed'
  /** There, and not to be read: `worn`, `illegible`. */
  | 'illegible'
  /** Never there: `NSN`, `none`, `not marked`. */
  | 'unmarked'
  /** To come later: `TBD`, `pending`. */
  | 'pending'
  /** Not said: `unknown`, `n/a`, `none visible`, `0`. */
  | 'unknown';

const any = (...words: string[]): string => `(?:${words.join('|')})`;

/** What the words may be said of: `serial number obliterated`, `label missing`. */
const OF = `(?:(?:the )?${any('serials?', 'ser\\.?', 's/?n', 'vin', 'hin', 'imei', 'numbers?', 'marks?', 'markings?', 'labels?', 'plates?', 'stickers?', 'tags?', 'decals?')}(?: ?${any('numbers?', 'nos?\\.?', '#', 'plates?', 'labels?')})?[:,]? (?:${any('is', 'are', 'was', 'were', 'has been', 'have been')} )?)?`;
const HOW = `(?:${any('partly', 'partially', 'mostly', 'completely', 'fully', 'totally', 'badly', 'heavily', 'too', 'very', 'intentionally')} )?`;
const NUMBER = any(
  'serials?',
  'serial (?:numbers?|nos?\\.?|#)',
  'ser\\.?(?: nos?\\.?)?',
  's/?n',
  'numbers?',
  'vin',
  'hin',
  'imei',
);

const TOOL_MARKS = any(
  ...['filed', 'ground', 'grinded', 'scratched', 'sanded', 'buffed', 'polished', 'milled', 'machined', 'drilled'],
  ...['chisell?ed', 'punched', 'peened', 'scraped', 'etched', 'burn(?:ed|t)', 'cut', 'stamped', 'welded'],
);

/** The first that matches tells. Each stands for the whole text. */
const WORDS: readonly (readonly [NoNumber, string])[] = [
  [
    'removed',
    any(
      `${OF}${HOW}${any('obliterated', 'defaced', 'removed', 'altered', 'erased', 'eradicated', 'filed', 'ground', 'over-?stamped', 're-?stamped', 're-?numbered', 'tampered(?: with)?', 'changed', 'chisell?ed')}(?: ${any('or', 'and', '/')} ${any('obliterated', 'defaced', 'removed', 'altered')})?`,
      `${OF}${HOW}${TOOL_MARKS} ${any('off', 'out', 'down', 'away', 'over', 'smooth', 'flat')}`,
    ),
  ],
  [
    'illegible',
    any(
      `${OF}${HOW}${any('illegible', 'unreadable', 'un-?legible', 'faded(?: ?(?:out|away))?', 'smudged', 'blurred', 'blurry', 'corroded', 'rusted(?: (?:over|off|away))?', 'pitted', 'weathered', 'damaged', 'painted over', 'worn(?: ?(?:off|out|away|down|smooth|flat))?', 'rubbed (?:off|out)', 'worn to read')}`,
      `${OF}${any('not', 'no longer')} ${any('legible', 'readable', 'clear')}`,
      `${any('can ?not', "can['’]?t", "could ?n['’]?t", 'could not', 'unable to', 'impossible to', 'hard to')} (?:be )?${any('read', 'make out', 'made out')}(?: ${any('it', `(?:the )?${NUMBER}`)})?`,
    ),
  ],
  [
    'unmarked',
    any(
      'nsn',
      'n\\.? ?s\\.? ?n\\.?',
      'none',
      `no ${any(NUMBER, 'mark(?:s|ings?)?')}(?: ${any('marked', 'stamped', 'engraved', 'assigned', 'on (?:it|frame|receiver|gun|firearm|unit|tool)')})?`,
      `${any('none', 'nothing', 'never', 'not')} ${any('marked', 'stamped', 'engraved', 'numbered', 'seriali[sz]ed')}`,
      `never had ${any('one', 'any', `an? ${NUMBER}`)}`,
      `un-?${any('marked', 'numbered', 'seriali[sz]ed')}`,
      `${any('without', 'w/o')}(?: an?)? ${NUMBER}`,
      'pre-? ?(?:19)?68',
    ),
  ],
  [
    'pending',
    any(
      ...['tb[ad]', 't\\. ?b\\. ?[ad]\\.?', 'pending', 'x{3,}', 'to follow', 'later', 'unassigned', 'none yet'],
      `to be ${any('determined', 'announced', 'added', 'entered', 'assigned', 'confirmed', 'advised', 'supplied', 'filled(?: in)?', 'marked', 'engraved', 'stamped', 'seriali[sz]ed')}`,
      `not(?: yet)? ${any('assigned', 'issued')}`,
      'not yet(?: \\w+)?',
      'awaiting(?: \\w+)?',
    ),
  ],
  [
    'unknown',
    any(
      ...[
        'n ?/ ?a',
        'na',
        'n\\. ?a\\.?',
        'not applicable',
        'not available',
        'n/?k',
        'n/s',
        'nil',
        'null',
        'nan',
        'blank',
        'empty',
      ],
      ...['unk', 'unkn', `${any('unknown', 'unk\\.?')}(?: ${NUMBER})?`, 'undetermined', 'not determined', 'not sure'],
      ...['lost', 'missing', 'gone', 'various', 'multiple', 'several', 'assorted', '0{1,3}'],
      `${OF}${any('not', 'none', 'nothing', 'no longer')} ${any('visible', 'found', 'shown', 'seen', 'there', 'present', 'available', 'known', 'recorded', 'given', 'provided', 'listed', 'noted', 'stated', 'entered', 'supplied', 'checked', 'taken')}`,
      `${OF}${any('missing', 'lost', 'gone', 'unknown', '(?:torn|peeled|fallen|fell|come|came|ripped|taken) off', 'scratched', 'scratched up')}`,
      `${any('missing', 'lost')} ${any(NUMBER, 'label', 'plate', 'sticker', 'tag')}`,
      `no ${NUMBER} ${any('visible', 'found', 'present', 'shown', 'seen', 'given', 'recorded', 'listed', 'available')}`,
      `no (?:visible ${NUMBER}|${any('label', 'plate', 'sticker', 'tag', 'decal')})`,
      `${any('can ?not', "can['’]?t", "could ?n['’]?t", 'could not', 'did not', "did ?n['’]?t", 'unable to')} (?:be )?${any('find', 'found', 'see', 'seen', 'locate', 'located')}(?: ${any('it', 'one', `(?:the |an? )?${NUMBER}`)})?`,
      `${any('see', 'on')} (?:the )?${any('box', 'label', 'plate', 'photos?', 'pictures?', 'tag', 'sticker', 'unit', 'tool')}`,
      `in (?:the )?${any('box', 'manual', 'photos?')}`,
    ),
  ],
];

const RULES = WORDS.map(([kind, source]) => [kind, new RegExp(`^${source}$`, 'i')] as const);
/** No word for none is longer; what is has to be read by a person. */
const LONGEST = 60;
/** Digits make a number of almost any text: of those with some, only these are looked at. */
const DIGITS_OF_NONE = /^\W*(?:0{1,3}|pre\W*(?:19)?68)\W*$/i;

/** Brackets, quotation marks and stops around the words say nothing. */
const bare = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^[([{"“”'*<-]+ ?| ?[)\]}"“”'*>!,;:-]+$/g, '')
    .replace(/(?<=\w{2})\.$/, '');

/**
 * What a text says in place of a number: that it was removed, can't be read, was never there, is to come, or is not known.
 * Undefined for everything that may be a number. A text without any letter or digit is `unknown`, unless `?` stands in
 * it for what can't be read.
 */
export const readNoNumber = (text: string): NoNumber | undefined => {
  if (text.length > LONGEST || text.trim() === '') return undefined;
  if (!/[\p{L}\p{N}?]/u.test(text)) return 'unknown';
  if (/\d/.test(text) && !DIGITS_OF_NONE.test(text)) return undefined;
  const words = bare(text);
  return RULES.find(([, rule]) => rule.test(words))?.[0];
};
