import { type KeyboardEvent, useRef } from 'react';
import { readScan, type ScanReading } from '../../shared/serials/scan.ts';
import { makeScanDetector, type ScanDetector } from '../../shared/serials/scan-timing.ts';

/**
 * Notices a barcode scanner typing into a field. A scanner is a keyboard that is faster than any hand and ends with Enter
 * or Tab; what it typed is taken apart before it becomes a number.
 *
 * @returns the key handler of the field; it keeps the scanner's ending key from doing anything else
 */
export const useScanner = (onScan: (scan: ScanReading) => void) => {
  const detector = useRef<ScanDetector>(undefined);
  detector.current ??= makeScanDetector();
  const latest = useRef(onScan);
  latest.current = onScan;
  return {
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const verdict = detector.current!.key(event.key, event.timeStamp);
      if (!verdict?.scanned) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(readScan(verdict.text, new Date().getFullYear()));
    },
    onPaste: () => void detector.current!.key('Paste', performance.now()),
    onBlur: () => void detector.current!.end(),
  };
};
