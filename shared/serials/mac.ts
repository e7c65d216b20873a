import { type Finding, hint, warning } from '../domain/findings.ts';

export type MacReading = {
  kind: 'eui-48' | 'eui-64' | 'unknown';
  /** `AA:BB:CC:DD:EE:FF`; empty where the text could not be read. */
  normalised: string;
  /** The first three octets, which IEEE registers to a maker; not where the address is locally administered. */
  prefix?: string;
  findings: Finding[];
};

const RULE = { cite: 'IEEE 802-2014, clause 8', certainty: 'memory' } as const;
const LABEL =
  /^\s*(?:(?:Wi-?Fi|WLAN|LAN|Ethernet|Bluetooth|BT|Wireless)\s+)?(?:MAC|EUI)(?:-?(?:48|64))?(?:\s+(?:ID|addr(?:ess)?\.?))?\s*[:#=]?\s*/i;
/** Pairs with one kind of separator throughout, groups of four with dots (as routers print them), or none. */
const SHAPES = [
  /^[0-9A-F]{2}(?<s>[:\- .])[0-9A-F]{2}(?:\k<s>[0-9A-F]{2}){4}(?:(?:\k<s>[0-9A-F]{2}){2})?$/,
  /^[0-9A-F]{4}(?<s>[.:-])[0-9A-F]{4}\k<s>[0-9A-F]{4}(?:\k<s>[0-9A-F]{4})?$/,
  /^[0-9A-F]{6}[:-][0-9A-F]{6}$/,
  /^[0-9A-F]{12}(?:[0-9A-F]{4})?$/,
];

/**
 * Reads the hardware address of a network interface: EUI-48 (six octets) or EUI-64 (eight), in pairs with colons, hyphens,
 * dots or spaces, in groups of four, or bare. An address can be changed by software, and one unit has several: it helps to
 * know a unit, and is not its serial number.
 *
 * @returns findings are about the field `mac`. An empty text gives none.
 */
export const readMac = (text: string): MacReading => {
  const typed = text.replace(LABEL, '').trim().toUpperCase().replace(/[–—]/g, '-');
  const unread = (...findings: Finding[]): MacReading => ({ kind: 'unknown', normalised: '', findings });
  if (typed === '') return unread();
  if (!SHAPES.some((shape) => shape.test(typed))) {
    const bare = typed.replace(/[\s:.-]/g, '');
    const stray = /[^0-9A-F]/.exec(bare);
    const why = stray
      ? `“${stray[0]}” is not one of them.${stray[0] === 'O' ? ' It may be a zero.' : ''}`
      : bare.length === 12 || bare.length === 16
        ? 'its separators stand in odd places.'
        : `this has ${bare.length}.`;
    return unread(
      warning(
        'mac',
        stray ? 'mac-characters' : 'mac-length',
        `A MAC address has 12 characters, 0 to 9 and A to F, in pairs such as 00:1B:63:84:45:E6; ${why}`,
        RULE,
      ),
    );
  }
  const octets = typed.replace(/[^0-9A-F]/g, '').match(/../g)!;
  const first = Number.parseInt(octets[0]!, 16);
  const local = (first & 2) !== 0;
  const findings: Finding[] = [];
  const note = (code: string, message: string) => findings.push(hint('mac', code, message, RULE));
  if (octets.every((o) => o === octets[0]) && /^(00|FF)$/.test(octets[0]!))
    note('mac-placeholder', 'This address stands for none or for all. Read the label again.');
  else {
    if ((first & 1) !== 0)
      note(
        'mac-multicast',
        'The first pair marks an address of a group, which no interface has of its own. Read it again.',
      );
    if (local)
      note(
        'mac-local',
        'The first pair marks an address that software chose, such as the private address of a phone. The one on the label stays.',
      );
  }
  return {
    kind: octets.length === 6 ? 'eui-48' : 'eui-64',
    normalised: octets.join(':'),
    ...(local || findings.length > 0 ? {} : { prefix: octets.slice(0, 3).join(':') }),
    findings,
  };
};
