import { Autocomplete, type AutocompleteProps } from '@mantine/core';

type Props = Omit<AutocompleteProps, 'data' | 'filter'> & {
  /** What to offer, in order; already fits what was typed. */
  options: readonly string[];
};

/**
 * A text field that completes from what the ledger knows. Nothing is chosen unless the arrow keys or the mouse choose
 * it: Enter and Tab keep what was typed.
 */
export const Suggest = ({ options, value, ...props }: Props) => (
  <Autocomplete
    {...props}
    {...(value === undefined ? {} : { value })}
    data={options.length === 1 && options[0] === value ? [] : [...new Set(options)]}
    filter={({ options: all }) => all}
    autoComplete="off"
    spellCheck={false}
  />
);

/** True where Esc in this field would only close its open list. */
export const listIsOpen = (target: EventTarget): boolean => {
  if (!(target instanceof HTMLElement) || target.getAttribute('aria-expanded') !== 'true') return false;
  const list = document.getElementById(target.getAttribute('aria-controls') ?? '');
  return list !== null && list.offsetParent !== null;
};
