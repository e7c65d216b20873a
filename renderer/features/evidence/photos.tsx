import type { BookLine } from '../../app/ledger.tsx';

// PLACEHOLDER
export const PhotosPanel = (_: { line: BookLine }) => null;
