import { Fragment } from 'react';
import { visible } from '../../shared/domain/findings.ts';
import css from './serial.module.css';

/** Characters that are misread for one another on a stamped plate (shared/serials/normalise.ts folds the same pairs). */
const LOOK_ALIKE = /[0OoIi1LlSs5Bb8Zz2]/;

const VIN = /^(?=.*\p{L})[\p{L}\p{N}]{17}$/u;

/**
 * Cuts a serial into groups for reading: at its own separators and where letters turn to digits, and long runs into
 * groups of at most four. The characters are untouched, so that joining the groups gives the serial back.
 */
export const groupSerial = (serial: string): string[] => {
  // A vehicle's number: maker, description, check digit and year and plant, running number (ISO 3779).
  if (VIN.test(serial)) return [serial.slice(0, 3), serial.slice(3, 8), serial.slice(8, 11), serial.slice(11)];
  const runs = serial.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? [];
  const groups: string[] = [];
  for (const run of runs) {
    if (!/[\p{L}\p{N}]/u.test(run[0]!)) {
      // A separator stays with what stands before it.
      groups.push((groups.pop() ?? '') + run);
      continue;
    }
    const chars = [...run];
    // Groups of nearly one size, the longer first: five is three and two, never four and a straggler.
    const count = Math.ceil(chars.length / 4);
    for (let n = 0, at = 0; n < count; n++) {
      const size = Math.ceil((chars.length - at) / (count - n));
      groups.push(chars.slice(at, at + size).join(''));
      at += size;
    }
  }
  return groups;
};

type Props = {
  serial: string;
  size?: 'line' | 'card' | 'hero';
  /** Underlines characters that are easily misread. */
  lookAlikes?: boolean;
  /** Marks the characters in which it differs from this one. */
  against?: string;
};

/**
 * A serial number: one width, grouped for reading by space alone, so that copying gives it exactly as stored. It breaks
 * between its groups only. Characters that can't be seen, which only a draft can hold, are shown by their code points: a
 * bidirectional control would show the number turned around.
 */
export const Serial = ({ serial, size = 'line', lookAlikes = false, against }: Props) => {
  if (serial === '') return null;
  let at = 0;
  return (
    <span className={css.serial} data-size={size}>
      {groupSerial(visible(serial)).map((group, n) => {
        const start = at;
        const chars = [...group];
        at += chars.length;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups have no identity but their place
          <Fragment key={n}>
            {n > 0 ? <wbr /> : null}
            <span className={css.group} data-joined={/[\p{L}\p{N}]$/u.test(group) ? undefined : true}>
              {lookAlikes || against !== undefined
                ? chars.map((char, i) => {
                    const differs =
                      against !== undefined && [...against][start + i]?.toUpperCase() !== char.toUpperCase();
                    return (
                      <span
                        // biome-ignore lint/suspicious/noArrayIndexKey: characters have no identity but their place
                        key={i}
                        className={differs ? css.differs : lookAlikes && LOOK_ALIKE.test(char) ? css.alike : undefined}
                      >
                        {char}
                      </span>
                    );
                  })
                : group}
            </span>
          </Fragment>
        );
      })}
    </span>
  );
};
