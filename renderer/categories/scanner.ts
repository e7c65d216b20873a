import { type KeyboardEvent, useRef } from 'react';
import { readScan, type ScanReading } from '../../shared/serials/scan.ts';
import { makeScanDetector, type ScanDetector } from '../../shared/serials/scan-timing.ts';

/**
 * Notices a barcode scanner typing into a field. A scanner is a keyboard that is faster than any hand and ends with Enter
 * or Tab; what it typed is taken apart before it becomes a number.
 *
 * @returns the key handler of the field, which says whether this key ended a scan. The ending key then does what it does
 *   from a hand: it goes on to the next field.
 */
export const useScanner = (onScan: (scan: ScanReading) => void) => {
  const detector = useRef<ScanDetector>(undefined);
  detector.current ??= makeScanDetector();
  const latest = useRef(onScan);
  latest.current = onScan;
  return {
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const verdict = detector.current!.key(event.key, event.timeStamp);
      if (!verdict?.scanned) return false;
      latest.current(readScan(verdict.text, new Date().getFullYear()));
      return true;
    },
    onPaste: () => void detector.current!.key('Paste', performance.now()),
    onBlur: () => void detector.current!.end(),
  };
};
