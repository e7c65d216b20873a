import { type Book, useLedger } from '../../app/ledger.tsx';
import css from './choice.module.css';
import { booksFor, bookTitle, FILE_KINDS, type FileKind, KINDS } from './kinds.ts';

export type Choice = { kind: FileKind; book: Book };

/** Asks what kind of file it is and, where several books could hold it, for which of them. */
export const ChooseKind = ({ choice, onChange }: { choice: Choice; onChange: (choice: Choice) => void }) => {
  const { books } = useLedger();
  const fitting = booksFor(choice.kind, books);
  return (
    <>
      <fieldset className={css.kinds}>
        <legend>What kind of file is it?</legend>
        {FILE_KINDS.map((kind) => {
          const into = booksFor(kind, books);
          const chosen = kind === choice.kind;
          return (
            <label key={kind} className={css.one} data-chosen={chosen || undefined} data-off={!into[0] || undefined}>
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={chosen}
                disabled={!into[0]}
                onChange={() => onChange({ kind, book: into.find(({ id }) => id === choice.book.id) ?? into[0]! })}
              />
              <span>
                <strong>{KINDS[kind].label}</strong>
                <span className={css.words}>
                  {into[0] ? KINDS[kind].columns : 'This ledger has no book for it. A book is added in Set-up.'}
                </span>
              </span>
            </label>
          );
        })}
      </fieldset>
      {fitting.length > 1 ? (
        <fieldset className={css.books}>
          <legend>Into which book?</legend>
          {fitting.map((book) => (
            <label key={book.id}>
              <input
                type="radio"
                name="book"
                value={book.id}
                checked={book.id === choice.book.id}
                onChange={() => onChange({ ...choice, book })}
              />
              {bookTitle(book.id)}
            </label>
          ))}
        </fieldset>
      ) : null}
    </>
  );
};
