/** Characters that one of the systems we run on refuses in a folder's name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const REFUSED = /[<>:"/\\|?*\u0000-\u001f]/g;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A folder name made from the shop's: without what a file system refuses, at most 60 characters. */
export const folderNameFor = (name: string): string =>
  name
    .normalize('NFC')
    .replace(REFUSED, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 60)
    .replace(/[. ]+$/, '');

/** Why this can't be a folder's name, or undefined. */
export const folderProblem = (name: string): string | undefined => {
  const text = name.trim();
  if (text === '') return 'Write a name for the folder.';
  if (text.replace(REFUSED, '') !== text) return 'A folder’s name can’t hold any of < > : " / \\ | ? *';
  if (/^\.|[. ]$/.test(text)) return 'A folder’s name can’t start or end with a full stop.';
  if (RESERVED.test(text)) return 'Windows keeps this name for itself; choose another.';
  return undefined;
};
