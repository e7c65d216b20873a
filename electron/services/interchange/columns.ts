/** The name of a column for comparing: `Acquire_Date`, `Acquire Date` and `acquiredate` are one. */
export const columnKey = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, '');

/** A column's name for a sentence: as it stands in the file, cut where it is a whole text by accident. */
export const columnLabel = (name: string): string => (name.length > 40 ? `${name.slice(0, 40)}…` : name);

/** Names for a sentence: the first few, and how many more there are. */
export const columnList = (names: readonly string[], most = 8): string => {
  const shown = names.slice(0, most).map(columnLabel).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
};
