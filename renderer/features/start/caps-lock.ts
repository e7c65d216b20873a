import { type KeyboardEvent, useState } from 'react';

/** Whether Caps Lock is on, as far as the last key pressed in the watched field told. */
export const useCapsLock = (): { on: boolean; watch: (event: KeyboardEvent) => void } => {
  const [on, setOn] = useState(false);
  return { on, watch: (event) => setOn(event.getModifierState('CapsLock')) };
};
