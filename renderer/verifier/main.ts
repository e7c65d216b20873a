import { readGiven } from '../../shared/proof/document.ts';
import { type Named, type Taken, takeFile, takeText } from './input.ts';
import { type Answer, inOneSentence, judge, type Remark } from './judge.ts';
import { button, card, headline, item, remark, said } from './show.ts';
import './verifier.css';

/**
 * The verifier's page: takes proofs, a key and a checkpoint from whoever does not trust the shop, and says what holds.
 * Nothing is kept, and nothing is sent: the page's policy allows no connection of any kind.
 */

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const key = byId<HTMLTextAreaElement>('key');
const checkpoint = byId<HTMLTextAreaElement>('checkpoint');
const proofText = byId<HTMLTextAreaElement>('proof');
const files = byId<HTMLInputElement>('files');

/** More at once than a line has events, by far. */
const MOST_PROOFS = 200;

let proofs: Named[] = [];
let refusals: string[] = [];
/** How the key came here, where it was not typed. */
let notes: Remark[] = [];

const save = ({ name, text }: Named): void => {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.href = url;
  link.download = name.endsWith('.tlog-proof') ? name : `${name}.tlog-proof`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const remove = (proof: Named): void => {
  if (proofs.includes(proof)) proofs = proofs.filter((one) => one !== proof);
  else proofText.value = '';
  show();
  byId('results-title').focus();
};

/** What was typed or pasted as a proof, which may be something else. */
const typed = (): { proofs: Named[]; refusal: string } => {
  if (proofText.value.trim() === '') return { proofs: [], refusal: '' };
  const taken = takeText('The pasted text', proofText.value);
  if (taken.kind === 'proofs') return { proofs: taken.proofs, refusal: '' };
  if (taken.kind === 'refused') return { proofs: [], refusal: taken.message };
  const belongs = { key: 'is a verifier key', checkpoint: 'is a checkpoint', page: 'is a page of proofs' }[taken.kind];
  return {
    proofs: [],
    refusal: `The text under “A proof as text” ${belongs}. Put it into its own field, or choose it as a file.`,
  };
};

const show = (): void => {
  const pasted = typed();
  const all = [...proofs, ...pasted.proofs];
  const answer: Answer = judge({
    proofs: all.slice(0, MOST_PROOFS),
    key: key.value,
    checkpoint: checkpoint.value,
  });
  const problems = [...refusals, pasted.refusal].filter((text) => text !== '');
  if (all.length > MOST_PROOFS)
    problems.push(`${all.length} proofs are too many at once; the first ${MOST_PROOFS} were checked.`);
  byId('refused').replaceChildren(...problems.map(item));
  byId('refused').hidden = problems.length === 0;
  byId('key-said').replaceChildren(...(answer.key ? [remark(answer.key)] : []), ...notes.map(remark));
  byId('remarks').replaceChildren(...answer.remarks.map(remark));
  byId('cards').replaceChildren(
    ...answer.proofs.map((judged, at) => {
      const proof = all[at]!;
      const ways = [button('Save this proof', () => save(proof)), button('Remove', () => remove(proof))];
      return card(judged, ways);
    }),
  );
  const sum = inOneSentence(answer);
  byId('sum').replaceChildren(...(sum ? [headline(sum)] : []));
  byId('results').hidden = !sum && answer.remarks.length === 0;
  byId('said').textContent = [sum?.title ?? '', ...answer.remarks.map((r) => `${r.title}.`), ...problems].join(' ');
};

/** Puts what was given where it belongs. A key that somebody gave is never replaced by one that came with a page. */
const take = (name: string, taken: Taken): void => {
  switch (taken.kind) {
    case 'proofs':
      proofs.push(...taken.proofs);
      break;
    case 'key':
      key.value = taken.text;
      notes = [];
      break;
    case 'checkpoint':
      checkpoint.value = taken.text;
      break;
    case 'page': {
      proofs.push(...taken.given.proofs);
      const theirs = taken.given.vkey.trim();
      const mine = key.value.replace(/\s+/g, '');
      if (mine === '') {
        key.value = theirs;
        notes.push({
          meaning: 'mind',
          title: `The key came with ${name}`,
          text: 'It is from the same hand as the proofs. Compare it with one that you were given another day.',
        });
      } else if (mine !== theirs) {
        notes.push({
          meaning: 'mind',
          title: `${name} names another key`,
          text: 'Yours is used, not the one in the page.',
        });
      }
      break;
    }
    case 'refused':
      refusals.push(taken.message);
  }
};

const takeFiles = async (list: Iterable<File>): Promise<void> => {
  refusals = [];
  for (const file of list) {
    try {
      // A file that is far too large is not read to find that out.
      take(file.name, takeFile(file.name, new Uint8Array(await file.slice(0, 1_000_001).arrayBuffer())));
    } catch {
      refusals.push(`${file.name} can’t be read. It may be a folder, or its drive was taken out.`);
    }
  }
  show();
  // What somebody has just given is below what they gave it to.
  if (refusals.length === 0) byId('results').scrollIntoView({ block: 'nearest' });
};

files.addEventListener('change', () => {
  // The list is emptied with the control, which must take the same file a second time.
  const chosen = [...(files.files ?? [])];
  files.value = '';
  void takeFiles(chosen);
});
for (const field of [key, checkpoint, proofText])
  field.addEventListener('input', () => {
    if (field === key) notes = [];
    refusals = [];
    show();
  });
byId('clear').addEventListener('click', () => {
  proofs = [];
  refusals = [];
  notes = [];
  for (const field of [key, checkpoint, proofText]) field.value = '';
  show();
  files.focus();
});

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
for (const name of ['dragenter', 'dragover'] as const)
  document.addEventListener(name, (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('over');
  });
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) document.body.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  document.body.classList.remove('over');
  if (!hasFiles(event)) return;
  event.preventDefault();
  void takeFiles([...(event.dataTransfer?.files ?? [])]);
});
// Pasted outside of a field, whatever it is goes where it belongs.
document.addEventListener('paste', (event) => {
  if (event.target instanceof HTMLTextAreaElement || !event.clipboardData) return;
  const pasted = [...event.clipboardData.files];
  if (pasted.length > 0) return void takeFiles(pasted);
  const text = event.clipboardData.getData('text/plain');
  if (text === '') return;
  refusals = [];
  take('The pasted text', takeText('The pasted text', text));
  show();
});

const given = readGiven(byId('given').textContent);
if (given) {
  proofs = [...given.proofs];
  key.value = given.vkey;
  byId('title').textContent = `Proof of ${given.title.slice(0, 200)}`;
  document.title = byId('title').textContent;
  byId('its-key').replaceChildren(said(given.vkey, 300));
  byId('came').hidden = false;
  byId<HTMLDetailsElement>('inputs').open = false;
  // What this page was made for comes first; what else may be asked of it, after.
  byId('results').after(byId('inputs'));
}
show();
