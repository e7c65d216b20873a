/**
 * The Type column's vocabulary: types are those of 27 CFR 478.11 and 479.11. How the action works is not a type.
 * Source: NSSF's ATF Q&A on A&D books (secondary).
 */
export type FirearmType = {
  name: string;
  group: 'handgun' | 'long gun' | 'other' | 'NFA';
  /** What people also write for it. Matched without case. */
  also: readonly string[];
  /** One line of help: the statutory shape. */
  help?: string;
};

export const FIREARM_TYPES: readonly FirearmType[] = [
  {
    name: 'Pistol',
    group: 'handgun',
    also: ['derringer'],
    help: 'Chamber part of, or permanently aligned with, the bore; a short stock gripped by one hand.',
  },
  { name: 'Revolver', group: 'handgun', also: [], help: 'A pistol whose chambers turn in a cylinder.' },
  { name: 'Rifle', group: 'long gun', also: [] },
  { name: 'Shotgun', group: 'long gun', also: [] },
  { name: 'Combination gun', group: 'long gun', also: ['combination', 'drilling'] },
  { name: 'Receiver', group: 'other', also: ['lower', 'lower receiver', 'frame/receiver', 'receiver/frame'] },
  { name: 'Frame', group: 'other', also: [] },
  { name: 'Pistol-grip firearm', group: 'other', also: ['pistol grip firearm', 'pgf'] },
  { name: 'Firearm (other)', group: 'other', also: ['other', 'other firearm', 'firearm'] },
  { name: 'Silencer', group: 'NFA', also: ['suppressor', 'muffler'] },
  { name: 'Machinegun', group: 'NFA', also: ['machine gun', 'mg'] },
  {
    name: 'Short-barreled rifle',
    group: 'NFA',
    also: ['sbr', 'short barreled rifle', 'short-barrelled rifle', 'short barrel rifle'],
  },
  {
    name: 'Short-barreled shotgun',
    group: 'NFA',
    also: ['sbs', 'short barreled shotgun', 'short-barrelled shotgun', 'short barrel shotgun'],
  },
  { name: 'Any other weapon', group: 'NFA', also: ['aow'] },
  { name: 'Destructive device', group: 'NFA', also: ['dd'] },
];

const ACTION =
  /^(semi([\s-]?auto(matic)?)?|auto(matic)?|full[\s-]?auto(matic)?|select[\s-]?fire|bolt([\s-]?action)?|lever([\s-]?action)?|pump([\s-]?action)?|slide[\s-]?action|single[\s-]?shot|single[\s-]?action|double[\s-]?action|break[\s-]?(action|open|top)|over[\s/-]?(and[\s-]?)?under|side[\s-]?by[\s-]?side|o\/u|sxs|da\/sa|striker([\s-]?fired)?|muzzle[\s-]?loader|percussion|flintlock)$/i;

export type TypeResult =
  | { ok: true; type: FirearmType; exact: boolean }
  | { ok: false; code: 'type-missing' | 'type-is-action' | 'type-unknown'; message: string };

const LIST = FIREARM_TYPES.map((t) => t.name).join(', ');
const BY_NAME = new Map<string, FirearmType>();
for (const type of FIREARM_TYPES) for (const word of [type.name, ...type.also]) BY_NAME.set(word.toLowerCase(), type);

/** The type inside a text that names an action too, such as `Bolt action rifle` or `Pistol (semi-automatic)`. */
const typeBesideAction = (text: string): FirearmType | undefined => {
  const words = text
    .toLowerCase()
    .split(/[\s,()]+/)
    .filter((word) => word !== '');
  for (let cut = 1; cut < Math.min(words.length, 6); cut++) {
    const head = words.slice(0, cut).join(' ');
    const tail = words.slice(cut).join(' ');
    const type = ACTION.test(head) ? BY_NAME.get(tail) : ACTION.test(tail) ? BY_NAME.get(head) : undefined;
    if (type) return type;
  }
  return undefined;
};

/**
 * Reads what stands in the Type column. An action (“semi-automatic”) is refused with the reason; a word that people use
 * for a type (“suppressor”) is read as that type, with `exact` false.
 */
export const readFirearmType = (text: string): TypeResult => {
  if (text === '') return { ok: false, code: 'type-missing', message: `The type is missing. It is one of: ${LIST}.` };
  const type = BY_NAME.get(text.toLowerCase());
  if (type) return { ok: true, type, exact: type.name.toLowerCase() === text.toLowerCase() };
  if (ACTION.test(text)) {
    return {
      ok: false,
      code: 'type-is-action',
      message: `“${text}” says how the action works, not what the firearm is. The type is Pistol, Revolver, Rifle, Shotgun or another that the law names.`,
    };
  }
  const beside = typeBesideAction(text);
  if (beside) {
    return {
      ok: false,
      code: 'type-is-action',
      message: `“${text.slice(0, 40)}” says how the action works too. The type is only what the firearm is. Write ${beside.name}.`,
    };
  }
  return {
    ok: false,
    code: 'type-unknown',
    message: `“${text.slice(0, 40)}” is not a type the book knows. It is one of: ${LIST}.`,
  };
};

/** Where the calibre may be unknown: a part alone may carry neither model nor calibre (27 CFR 478.92, secondary). */
export const isPart = (type: string): boolean => type === 'Receiver' || type === 'Frame' || type === 'Silencer';
