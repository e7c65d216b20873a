import { type KeyboardEvent, useRef } from 'react';

const FIELDS = 'input:not([type="radio"]):not([disabled]), textarea:not([disabled]), [data-commit]';
/** Keys this close together come from a scanner or a paste, not from a hand. */
const BURST_MS = 50;

const isVisible = (element: HTMLElement): boolean => element.offsetParent !== null;

/**
 * Enter goes on to the next field of a form; it never commits. Fields that were filled from what is known are passed
 * over (Tab still stops at them). The commit button takes Enter only from a hand: a scanner ends its numbers with one.
 *
 * @returns the key handler for the form
 */
export const useGoOn = (): ((event: KeyboardEvent<HTMLElement>) => void) => {
  const lastKey = useRef(0);
  return (event) => {
    const since = event.timeStamp - lastKey.current;
    lastKey.current = event.timeStamp;
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.dataset.commit !== undefined) {
      if (since < BURST_MS) event.preventDefault();
      return;
    }
    if (event.defaultPrevented || target.tagName !== 'INPUT') return;
    event.preventDefault();
    const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(FIELDS)].filter(isVisible);
    const at = fields.indexOf(target);
    const next = event.shiftKey
      ? fields.slice(0, at).at(-1)
      : fields.slice(at + 1).find((field) => field.dataset.filled === undefined);
    next?.focus();
    if (next instanceof HTMLInputElement) next.select();
  };
};
