/**
 * How long ago a moment was, in words: `just now`, `4 min ago`, `3 h ago`, `2 days ago`.
 *
 * @param instant UTC, ISO 8601
 * @param now epoch milliseconds
 */
export const agoWords = (instant: string, now: number = Date.now()): string => {
  const minutes = Math.floor((now - Date.parse(instant)) / 60_000);
  if (!Number.isFinite(minutes) || minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
};

/** Whole days since a moment. */
export const daysSince = (instant: string, now: number = Date.now()): number =>
  Math.floor((now - Date.parse(instant)) / 86_400_000);
