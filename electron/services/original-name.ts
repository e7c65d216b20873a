import type { Attachment } from '../../shared/domain/evidence.ts';

/** The endings by which a system knows each kind of file; the first is put behind a name that has another. */
const ENDINGS: Readonly<Record<Attachment['media'], readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
};
/** What one of the systems refuses in a name. What can't be seen was taken out when the file was kept. */
const UNFIT = /[\\/:*?"<>|]/g;
/** Names that Windows keeps for itself, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * The name by which a kept file is offered to be saved: as it was called, but every system can hold it, and it ends as what
 * the file was seen to be. A picture that is called a web page would else be opened as one, and may be both.
 */
export const originalName = (name: string, media: string): string => {
  const fit = name.replace(UNFIT, '-').replace(RESERVED, '$1-');
  const endings = ENDINGS[media as Attachment['media']];
  if (!endings || endings.includes(fit.split('.').at(-1)!.toLowerCase())) return fit;
  // By characters: cut between its halves, one would be none.
  return `${[...fit].slice(0, 120).join('')}.${endings[0]}`;
};
