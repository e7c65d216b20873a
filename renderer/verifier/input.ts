import { fromUtf8 } from '../../shared/proof/bytes.ts';
import { type GivenProofs, proofsInPage } from '../../shared/proof/document.ts';
import { FIRST_LINE } from '../../shared/proof/record-proof.ts';

/** Larger than any proof, key or checkpoint, and than a page with the proofs of a line's whole life. */
const MOST_BYTES = 1_000_000;
const MOST_MEGABYTES = '1 MB';
/** A checkpoint has some 240 characters; folded and with other signatures it has more. */
const LONGEST_CHECKPOINT = 20_000;

export type Named = { name: string; text: string };
/** What somebody put in: by what it is, not by what the file is called. */
export type Taken =
  | { kind: 'proofs'; proofs: Named[] }
  | { kind: 'key'; text: string }
  | { kind: 'checkpoint'; text: string }
  | { kind: 'page'; given: GivenProofs }
  /** A sentence for a person, which begins with what the input is called. */
  | { kind: 'refused'; message: string };

const refused = (message: string): Taken => ({ kind: 'refused', message });

/** The verifier key in a text, wherever it was broken over lines. */
const KEY = /^[^\s+]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}=*$/;
/** A signature line, or a copy from paper. */
const CHECKPOINT = /\n— \S+ \S|rollmark\.local\/[0-9a-f]{32}\s+\d+\s/;

/** Each proof of a text that holds several, one after another. */
export const splitProofs = (text: string): string[] => {
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  return whole
    .split(new RegExp(`^(?=${FIRST_LINE.replaceAll('.', '\\.')}$)`, 'm'))
    .map((part, at, parts) => (at < parts.length - 1 ? `${part.trimEnd()}\n` : part))
    .filter((part) => part.trim() !== '');
};

/** Tells what a text is. `name` is what it is called: a file's name, or where it was pasted. */
export const takeText = (name: string, text: string): Taken => {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return refused(`${name} is empty.`);
  if (text.length > MOST_BYTES)
    return refused(`${name} is longer than ${MOST_MEGABYTES}. No proof, key or checkpoint is.`);
  if (trimmed.startsWith(FIRST_LINE)) {
    const parts = splitProofs(trimmed);
    return {
      kind: 'proofs',
      proofs: parts.map((part, at) => ({
        name: parts.length > 1 ? `${name}, ${at + 1}` : name,
        text: `${part.trimEnd()}\n`,
      })),
    };
  }
  const given = proofsInPage(text);
  if (given) return { kind: 'page', given };
  if (KEY.test(trimmed.replace(/\s+/g, ''))) return { kind: 'key', text: trimmed.replace(/\s+/g, '') };
  if (trimmed.length <= LONGEST_CHECKPOINT && CHECKPOINT.test(trimmed)) return { kind: 'checkpoint', text: trimmed };
  return refused(
    `${name} is no proof of a record, no verifier key and no checkpoint. Proofs end in .tlog-proof, or are a page that Rollmark saved.`,
  );
};

/** As {@link takeText}, of a file's bytes. */
export const takeFile = (name: string, bytes: Uint8Array): Taken => {
  if (bytes.length > MOST_BYTES)
    return refused(`${name} is larger than ${MOST_MEGABYTES}. No proof, key or checkpoint is.`);
  const text = fromUtf8(bytes);
  if (text === undefined || text.includes('\0'))
    return refused(
      `${name} is not a text in UTF-8. A picture or a PDF can’t be checked here; ask for the proof’s own file.`,
    );
  return takeText(name, text);
};
