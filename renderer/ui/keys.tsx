import { Kbd } from '@mantine/core';
import { useEffect, useRef } from 'react';

const isMac = navigator.platform.startsWith('Mac');
const MAC: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↵' };

/** A shortcut as this machine's keyboard names it: `Ctrl K`, `⌘ K`. */
const partsOf = (combo: string): string[] => combo.split('+').map((part) => (isMac ? (MAC[part] ?? part) : part));

/** Shows a shortcut where its action is. Not read aloud: the control carries `aria-keyshortcuts`. */
export const Keys = ({ combo }: { combo: string }) => (
  <span aria-hidden="true" className="rm-keys">
    {partsOf(combo).map((part) => (
      <Kbd key={part} size="xs">
        {part}
      </Kbd>
    ))}
  </span>
);

/** For `aria-keyshortcuts`: `Control+K`. */
export const ariaKeys = (combo: string): string => combo.replace('Ctrl', isMac ? 'Meta' : 'Control');

/** True where a key event means the combination, by the key's place on the keyboard for letters and digits. */
export const matches = (combo: string, event: KeyboardEvent | React.KeyboardEvent): boolean => {
  const parts = combo.split('+');
  const key = parts.at(-1)!;
  const native = 'nativeEvent' in event ? event.nativeEvent : event;
  const command = isMac ? event.metaKey : event.ctrlKey;
  if (parts.includes('Ctrl') !== command || parts.includes('Alt') !== event.altKey) return false;
  if (parts.includes('Shift') !== event.shiftKey) return false;
  if (/^[A-Z]$/.test(key)) return native.code === `Key${key}`;
  if (/^[0-9]$/.test(key)) return native.code === `Digit${key}`;
  return event.key === key;
};

/**
 * Whether a dialog was open when the key went down: what lies under it takes no shortcuts. Looked up before anybody acts
 * on the key, because Esc closes the dialog and must not then leave the page under it too.
 */
let dialogWasOpen = false;
window.addEventListener(
  'keydown',
  () => {
    dialogWasOpen = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  },
  true,
);

/** True where the key now being handled was meant for a dialog above the page. */
export const isForDialog = (): boolean => dialogWasOpen;

type Shortcut = { combo: string; inDialogs: boolean; run: () => void };

/** What is listening, in the order in which it came onto the page. */
const listening: Shortcut[] = [];

// The newest answers: what a page says of a shortcut goes before what the frame around it says.
const onKey = (event: KeyboardEvent): void => {
  if (event.repeat) return;
  // A closed list takes Enter for itself whatever is held with it; what is held makes it another key.
  if (event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.altKey)) return;
  const found = listening.findLast((s) => matches(s.combo, event) && (s.inDialogs || !dialogWasOpen));
  if (!found) return;
  event.preventDefault();
  found.run();
};
document.addEventListener('keydown', onKey);

/**
 * Runs an action on a shortcut anywhere on the page.
 *
 * @param inDialogs whether it also works while a dialog is open (for the dialog's own actions)
 */
export const useShortcut = (combo: string, action: () => void, { enabled = true, inDialogs = false } = {}): void => {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (!enabled) return;
    const shortcut = { combo, inDialogs, run: () => latest.current() };
    listening.push(shortcut);
    return () => {
      listening.splice(listening.indexOf(shortcut), 1);
    };
  }, [combo, enabled, inDialogs]);
};
