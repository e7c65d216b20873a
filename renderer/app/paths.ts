/** Where each thing is. Addresses hold a book and a line number: never a serial or a name. */
type Place = { book: string; line: number };

export const bookPath = (book: string): string => `/book/${book}`;
export const linePath = ({ book, line }: Place): string => `/book/${book}/${line}`;
export const disposePath = (place: Place): string => `${linePath(place)}/dispose`;
export const acquirePath = (book: string): string => `/acquire/${book}`;
export const importPath = (book: string): string => `/import/${book}`;
/** The printed record of one line. */
export const reportPath = ({ book, line }: Place): string => `/reports/line/${book}/${line}`;
/** A book as it stood after a number of events. */
export const asOfPath = ({ book, size }: { book: string; size: number }): string => `/book/${book}/as-of/${size}`;
/** The printout of a book as it stood. */
export const reportAsOfPath = ({ book, size }: { book: string; size: number }): string =>
  `/reports/as-of/${book}/${size}`;
/** When a book's entries were recorded. */
export const latePath = (book: string): string => `/reports/late/${book}`;
/** Two records side by side. */
export const comparePath = (a: Place, b: Place): string => `/compare/${a.book}/${a.line}/${b.book}/${b.line}`;
