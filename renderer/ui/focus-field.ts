import { type RefObject, useEffect } from 'react';

/** Puts the cursor into the field of this name, with what it holds selected. */
export const focusField = (name: string): void => {
  const input = document.querySelector<HTMLInputElement>(`[name="${name}"]`);
  input?.focus();
  input?.select();
};

/** Puts the cursor into whichever of these fields comes first on the page, whatever order they are named in. */
export const focusFirst = (names: readonly string[]): void => {
  const inputs = [...document.querySelectorAll<HTMLInputElement>('[name]')];
  const first = inputs.find((input) => names.includes(input.name));
  if (first) focusField(first.name);
};

/** Puts the cursor into the first field of a form that says what is wrong with it, once that is on the page. */
export const focusInvalid = (form: HTMLElement | null): void => {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus({ preventScroll: true });
    // Not to the edge: a dialog's head lies over it there.
    field?.scrollIntoView({ block: 'center' });
  });
};

/** The same each time that the ledger refuses what the form sent. */
export const useFocusOnRefusal = (form: RefObject<HTMLElement | null>, refusal: unknown): void => {
  useEffect(() => {
    if (refusal) focusInvalid(form.current);
  }, [form, refusal]);
};
