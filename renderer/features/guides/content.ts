import { type DrawingNode, readDrawing } from '../../../shared/guides/drawing.ts';
import { GUIDE_IDS, type Guide, type GuideId, readGuide } from '../../../shared/guides/guide.ts';

const files = import.meta.glob<unknown>('../../../resources/guides/*/guide.json', { eager: true, import: 'default' });
const drawings = import.meta.glob<string>('../../../resources/guides/*/drawing.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
});

const FACTS = '../../../resources/guides/facts.json';
const shared = import.meta.glob<unknown>('../../../resources/guides/facts.json', { eager: true, import: 'default' });

export type ShownGuide = { guide: Guide; drawing: DrawingNode };

const load = (id: GuideId): ShownGuide => {
  const folder = `../../../resources/guides/${id}`;
  const svg = drawings[`${folder}/drawing.svg`];
  if (svg === undefined) throw new Error(`Guide ${id} has no drawing.`);
  return { guide: readGuide(files[`${folder}/guide.json`], shared[FACTS]), drawing: readDrawing(svg) };
};

/** Every guide that the app ships, in the order of the shelf. */
export const GUIDES: readonly ShownGuide[] = GUIDE_IDS.map(load);

const byId = new Map(GUIDES.map((shown) => [shown.guide.id, shown]));

export const guideOf = (id: GuideId): ShownGuide => byId.get(id)!;
