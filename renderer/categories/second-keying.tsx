import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { alignSerials, compareSerials } from '../../shared/serials/similar.ts';
import { errorNote } from '../ui/finding.tsx';
import { Sign } from '../ui/meaning.tsx';
import css from './serial-list.module.css';

type Props = {
  serial: string;
  /** One came here by a key, not by clicking elsewhere. */
  autoFocus: boolean;
  /** Typed the same a second time. */
  onAgreed: () => void;
  /** The first one is looked at again. */
  onShow: () => void;
};

const Aligned = ({ first, second }: { first: string; second: string }) => {
  const places = alignSerials(first, second);
  return (
    <table className={css.aligned}>
      <tbody>
        {(['a', 'b'] as const).map((side) => (
          <tr key={side}>
            <th scope="row">{side === 'a' ? 'First' : 'Second'}</th>
            {places.map((place, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what identifies a character
              <td key={at} data-differs={!place.same || undefined}>
                {place[side] || '·'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Asks for a hand-typed number a second time, with the first out of sight. Where they differ, both are shown. */
export const SecondKeying = ({ serial, autoFocus, onAgreed, onShow }: Props) => {
  const [again, setAgain] = useState('');
  const [compared, setCompared] = useState<string>();
  const agrees = again.trim() === serial.trim();
  const compare = () => {
    if (again.trim() === '') return;
    if (agrees) onAgreed();
    else setCompared(again.trim());
  };
  return (
    <div className={css.second}>
      <TextInput
        autoFocus={autoFocus}
        label="Type it again from the unit, without looking back"
        name="serial-again"
        classNames={{ input: css.input ?? '' }}
        value={again}
        onChange={(event) => {
          setAgain(event.currentTarget.value);
          setCompared(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          compare();
          // Where the two agree, Enter goes on in the form as it does from any field.
          if (agrees) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={compare}
        onPaste={(event) => event.preventDefault()}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={400}
        error={
          compared === undefined
            ? undefined
            : errorNote(
                compareSerials(serial, compared).kind === 'same'
                  ? 'The two differ in spaces, dashes or case. Look at the unit and write it as marked.'
                  : 'The two differ. Look at the unit again, then mend whichever is wrong.',
              )
        }
      />
      {compared === undefined ? (
        <p className={css.legend}>
          <Sign meaning="note" size={16} /> The first number is out of sight until the second is typed.
        </p>
      ) : (
        <>
          <Aligned first={serial.trim()} second={compared} />
          <Button size="compact-sm" variant="default" onClick={onShow}>
            Show the first and mend it
          </Button>
        </>
      )}
    </div>
  );
};
