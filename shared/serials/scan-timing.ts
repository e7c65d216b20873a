/**
 * Tells a barcode scanner from a person. A USB scanner is a keyboard to the computer: it types a whole code with a few
 * milliseconds between keys and ends with Enter or Tab. People who type fast take 60 ms a key and more.
 */
export type ScanVerdict = {
  scanned: boolean;
  /** What was typed since the last verdict, without the ending key. */
  text: string;
  /** Which key ended it; none where the field was left. */
  ending?: 'Enter' | 'Tab';
};

export type ScanDetectorOptions = {
  /** Fewer characters than this prove nothing. */
  fewest?: number;
  /** The longest median gap between keys of a scanner, in milliseconds. */
  medianGapMs?: number;
  /** Scanners set up to send no ending key. Off: a scan ends with Enter or Tab. */
  withoutEnding?: boolean;
};

export type ScanDetector = {
  /** A key as `KeyboardEvent.key` names it, and when, in milliseconds. Enter and Tab give a verdict and begin anew. */
  key(key: string, timeMs: number): ScanVerdict | undefined;
  /** The field was left or read without an ending key: the verdict on what came, and begin anew. */
  end(): ScanVerdict;
};

const ENDINGS: Readonly<Record<string, 'Enter' | 'Tab'>> = {
  Enter: 'Enter',
  Tab: 'Tab',
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
};
/** After so long a pause in milliseconds, what comes is not what a person was mending before. */
const NEW_START_MS = 300;
/** Keys of a person: a scanner never takes anything back. */
const EDITING = new Set([
  'Backspace',
  'Delete',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'Escape',
  'Undo',
  'Cut',
  'Paste',
]);

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
 * Makes a detector for one field. It keeps the keys since the last verdict and nothing else. A key held down repeats every
 * 30 ms or so, so only gaps between different characters count, and there must be three of them.
 */
export const makeScanDetector = (options: ScanDetectorOptions = {}): ScanDetector => {
  const { fewest = 6, medianGapMs = 35, withoutEnding = false } = options;
  let text = '';
  let gaps: number[] = [];
  let last: { key: string; at: number } | undefined;
  let edited = false;
  let lastAt = 0;

  const begin = () => {
    text = '';
    gaps = [];
    last = undefined;
    edited = false;
  };

  const verdict = (ending?: 'Enter' | 'Tab'): ScanVerdict => {
    const scanned =
      !edited &&
      Array.from(text).length >= fewest &&
      gaps.length >= 3 &&
      median(gaps) <= medianGapMs &&
      (withoutEnding || ending !== undefined);
    const result: ScanVerdict = { scanned, text, ...(ending ? { ending } : {}) };
    begin();
    return result;
  };

  return {
    key(key, timeMs) {
      const ending = ENDINGS[key];
      // A field is cleared by hand, and then scanned into.
      if (edited && timeMs - lastAt > NEW_START_MS) begin();
      lastAt = timeMs;
      if (ending) return verdict(ending);
      if (EDITING.has(key)) edited = true;
      // Shift and its like come from scanners too, between characters.
      if (Array.from(key).length !== 1) return undefined;
      if (last && last.key !== key) gaps.push(Math.max(0, timeMs - last.at));
      last = { key, at: timeMs };
      text += key;
      return undefined;
    },
    end: () => verdict(),
  };
};
