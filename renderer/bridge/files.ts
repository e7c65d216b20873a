import { visible } from '../../shared/domain/findings.ts';
import { client, inElectron } from './client.ts';

export type ChosenFile = { token: string; name: string; size: number };

/** With a name for the eye: somebody else may have named the file. */
const shown = (file: ChosenFile): ChosenFile => ({ ...file, name: visible(file.name) });

/** A failure to hand a file over, with a sentence for a person. */
export class FileError extends Error {}

const pickInPage = (accept: string): Promise<File | null> =>
  new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });

/**
 * Hands a file of the page (chosen or dropped) to the loopback host, which holds it under a token.
 *
 * @throws FileError where the host does not take it
 */
export const uploadFile = async (file: File): Promise<ChosenFile> => {
  const answer = await fetch('/files', {
    method: 'POST',
    headers: { 'x-rollmark-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => undefined);
  if (!answer) throw new FileError('Rollmark did not take the file. Choose it again.');
  if (answer.status === 413) throw new FileError('The file is too large to be read.');
  if (!answer.ok) throw new FileError('Rollmark did not take the file. Choose it again.');
  return shown((await answer.json()) as ChosenFile);
};

/** Lets the user choose a file to import: the system's dialog in Electron, the browser's otherwise. Null: cancelled. */
export const chooseImportFile = async (): Promise<ChosenFile | null> => {
  if (inElectron()) {
    const chosen = await client.host.chooseImportFile();
    return chosen && shown(chosen);
  }
  const file = await pickInPage('.csv,.txt,text/csv');
  return file ? uploadFile(file) : null;
};

/** What may be kept with a line. The engine looks at the bytes; this only narrows the dialog. */
const PHOTOS = 'image/jpeg,image/png,image/webp,image/heic,.heic,.heif,application/pdf';

/** Lets the user choose files of the page, as many as wanted. None: cancelled. */
const pickSeveral = (accept: string): Promise<File[]> =>
  new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = true;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });

/** Lets the user choose photos and papers, as many as wanted. None: cancelled. */
export const choosePhotos = (): Promise<File[]> => pickSeveral(PHOTOS);

/** Lets the user choose what older checkpoints are on: texts, pictures and PDFs of printed pages. None: cancelled. */
export const chooseCheckpoints = (): Promise<File[]> => pickSeveral(`.txt,.note,text/plain,${PHOTOS}`);

/** Gives the browser a blob to download under a name. */
const download = (blob: Blob, name: string) => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

/** Saves a made document where the user says. False: cancelled. */
export const saveDocument = async (doc: { token: string; name: string }): Promise<boolean> => {
  if (inElectron()) return (await client.host.saveDocument({ token: doc.token })).saved;
  download(await fetchDocument(doc.token), doc.name);
  return true;
};

/** The bytes of a made document. */
export const fetchDocument = async (token: string): Promise<Blob> => (await client.documents.fetch({ token })) as Blob;
