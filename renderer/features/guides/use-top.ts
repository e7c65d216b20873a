import { useEffect } from 'react';

/** A page that is opened from the lower end of a long one begins at its own top, not where the other was scrolled to. */
export const useTop = (): void =>
  useEffect(() => {
    document.querySelector('main')?.scrollTo({ top: 0 });
  }, []);
