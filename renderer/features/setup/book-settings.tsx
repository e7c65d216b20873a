import { Checkbox } from '@mantine/core';
import { BOOK_IDS, BOOKS, type BookSetting } from '../../../shared/domain/settings.ts';
import { useLedger } from '../../app/ledger.tsx';
import css from './setup.module.css';

type Props = { books: readonly BookSetting[]; onChange: (books: BookSetting[]) => void };

/** Which books the ledger has, and which of them ask for hand-typed numbers a second time. A book with lines stays. */
export const BookSettings = ({ books, onChange }: Props) => {
  const { books: held } = useLedger();
  return (
    <fieldset className={css.books}>
      <legend>Books</legend>
      <p className={css.booksWhy}>
        Where a book has its numbers typed twice, a hand-typed one is typed again without sight of the first; scanned
        ones are not.
      </p>
      {BOOK_IDS.map((id) => {
        const setting = books.find((book) => book.id === id);
        const lines = held.find((book) => book.id === id)?.lines ?? 0;
        const last = books.length === 1 && setting !== undefined;
        return (
          <div key={id} className={css.book}>
            <Checkbox
              label={BOOKS[id].title}
              checked={setting !== undefined}
              disabled={lines > 0 || last}
              {...(lines > 0
                ? { description: `${lines.toLocaleString('en-US')} ${lines === 1 ? 'line' : 'lines'}` }
                : {})}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? BOOK_IDS.flatMap(
                        (other) =>
                          books.find((book) => book.id === other) ??
                          (other === id ? [{ id, secondKeying: false }] : []),
                      )
                    : books.filter((book) => book.id !== id),
                )
              }
            />
            {setting ? (
              <Checkbox
                label="Type numbers twice"
                aria-label={`Type numbers twice: ${BOOKS[id].title}`}
                checked={setting.secondKeying}
                onChange={(event) => {
                  const secondKeying = event.currentTarget.checked;
                  onChange(books.map((book) => (book.id === id ? { ...book, secondKeying } : book)));
                }}
              />
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
};
