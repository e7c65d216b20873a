import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { copyText } from '../../ui/copy.ts';
import { errorNote } from '../../ui/finding.tsx';
import { CopyIcon, PrintIcon } from '../../ui/icons.ts';
import { Notice } from '../../ui/meaning.tsx';
import css from './recovery.module.css';

const ordinal = (n: number): string =>
  `${n}${['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'}`;

/** A paper without its day can't be told from the one it took the place of. */
const madeOn = (): string =>
  new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The recovery key, shown once: its words in order, to be printed or written down. */
export const ShowRecoveryKey = ({ words, ledger }: { words: readonly string[]; ledger: string }) => {
  const [copied, setCopied] = useState(false);
  return (
    <>
      <Notice meaning="mind" title="Write these twelve words down now. They are shown only this once.">
        They open the ledger when the passphrase is forgotten. Without both, nobody can: not you, and not us. Keep the
        paper away from this machine, where you would keep a spare key.
      </Notice>
      <div className={`${css.paper} rm-print-alone`}>
        <p className={css.paperHead}>
          Recovery key of <strong>{ledger}</strong>, made on {madeOn()}
        </p>
        <ol className={css.words} aria-label="Recovery key">
          {words.map((word, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand twice, and its place is its meaning
            <li key={n} className="mono">
              {word}
            </li>
          ))}
        </ol>
      </div>
      <div className={css.ways}>
        <Button
          variant="default"
          leftSection={<PrintIcon size={18} stroke={1.5} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          Print it
        </Button>
        <Button
          variant="default"
          leftSection={<CopyIcon size={18} stroke={1.5} aria-hidden="true" />}
          onClick={() => void copyText(words.join(' ')).then(setCopied)}
        >
          Copy it
        </Button>
        <span role="status" className="dim">
          {copied ? 'Copied. Other programs can read the clipboard: paste it, then copy something else.' : ''}
        </span>
      </div>
    </>
  );
};

/** Which words are asked for: one from each third, in order, chosen anew each time. */
const pickAsked = (count: number): number[] => {
  const third = Math.floor(count / 3);
  return [0, 1, 2].map((part) => part * third + Math.floor(Math.random() * third));
};

type Props = {
  words: readonly string[];
  /** What to do where the ledger does not take the key it just gave. */
  whenWrong: string;
  onBack: () => void;
  onDone: () => void;
};

/** Asks for three of the words, so that one knows the paper can be read. The try is written into the trail. */
export const TypeBack = ({ words, whenWrong, onBack, onDone }: Props) => {
  const [asked] = useState(() => pickAsked(words.length));
  const [typed, setTyped] = useState<Record<number, string>>({});
  const [tried, setTried] = useState(false);
  const right = (n: number) => (typed[n] ?? '').trim().toLowerCase() === words[n];
  const drill = useMutation({
    // All three are right: the whole key goes to the ledger, which proves that it opens and records the try.
    mutationFn: () => client.ledger.tryRecoveryKey({ recoveryKey: words.join(' ') }),
    onSuccess: ({ ok }) => {
      if (ok) onDone();
    },
  });
  return (
    <form
      id="type-back"
      className={css.back}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (asked.every(right)) drill.mutate();
      }}
    >
      <p>Read three of the words back from your paper.</p>
      <div className={css.three}>
        {asked.map((n, place) => (
          <TextInput
            key={n}
            label={`The ${ordinal(n + 1)} word`}
            classNames={{ input: 'mono' }}
            value={typed[n] ?? ''}
            onChange={(event) => {
              const word = event.currentTarget.value;
              setTyped((t) => ({ ...t, [n]: word }));
            }}
            error={
              tried && !right(n)
                ? errorNote((typed[n] ?? '') === '' ? 'Type this word.' : 'This is not the word.')
                : undefined
            }
            autoComplete="off"
            spellCheck={false}
            {...(place === 0 ? { autoFocus: true } : {})}
          />
        ))}
      </div>
      {drill.error ? <Notice meaning="stop" title={sentenceOf(drill.error)} live /> : null}
      {drill.data && !drill.data.ok ? (
        <Notice meaning="stop" title="The ledger does not take this recovery key" live>
          Something went wrong while it was made. {whenWrong}
        </Notice>
      ) : null}
      <div className={css.ways}>
        <Button variant="default" onClick={onBack}>
          Show the words again
        </Button>
        <Button type="submit" loading={drill.isPending}>
          Finish
        </Button>
      </div>
    </form>
  );
};
