/**
 * A proof as one page that opens anywhere: the verifier (renderer/verifier) with the proofs and the verifier key inside, as
 * JSON that no browser runs. The page's own policy holds unchanged, because a script that is data needs no permission.
 */
export type GivenProofs = {
  /** What is proven, in words: `Line 12 of Firearms`. */
  title: string;
  vkey: string;
  /** Each as a `.tlog-proof` file has it, oldest event first. */
  proofs: readonly { name: string; text: string }[];
};

const OPENING = '<script type="application/json" id="given">';
const CLOSING = '</script>';
/** How the verifier as it is built holds the place open. */
export const NOTHING_GIVEN = `${OPENING}null${CLOSING}`;

/** The verifier's HTML with proofs inside. Undefined where the HTML is not the verifier as it is built. */
export const embedProofs = (verifier: string, given: GivenProofs): string | undefined => {
  const at = verifier.indexOf(NOTHING_GIVEN);
  if (at < 0 || verifier.indexOf(NOTHING_GIVEN, at + 1) >= 0) return undefined;
  // A `<` could end the element; in JSON it is the same text when escaped.
  const json = JSON.stringify(given).replaceAll('<', '\\u003c');
  return verifier.slice(0, at) + OPENING + json + CLOSING + verifier.slice(at + NOTHING_GIVEN.length);
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** What the JSON inside such a page says; undefined where it says nothing that has this form. */
export const readGiven = (json: string): GivenProofs | undefined => {
  try {
    const { title, vkey, proofs } = JSON.parse(json) as Record<string, unknown>;
    if (!isText(title) || !isText(vkey) || !Array.isArray(proofs)) return undefined;
    const read = proofs.map(({ name, text }) => ({ name, text }));
    return read.every(({ name, text }) => isText(name) && isText(text)) ? { title, vkey, proofs: read } : undefined;
  } catch {
    return undefined;
  }
};

/** The proofs inside the text of such a page, without opening it. Undefined where there are none. */
export const proofsInPage = (html: string): GivenProofs | undefined => {
  const from = html.indexOf(OPENING);
  // In the JSON every `<` is escaped. The closing tag itself can't be written here: this runs in a script in HTML too.
  const to = html.indexOf('<', from + OPENING.length);
  return from < 0 || to < 0 ? undefined : readGiven(html.slice(from + OPENING.length, to));
};
