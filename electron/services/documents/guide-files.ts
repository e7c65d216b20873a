import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Guide, type GuideId, readGuide } from '../../../shared/guides/guide.ts';

// The sources, the built bundle and the packaged app nest differently below the folder that holds `resources`.
const guidesFolder = (): string => {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const folder = join(at, 'resources', 'guides');
    if (existsSync(join(folder, 'facts.json'))) return folder;
    if (dirname(at) === at) throw new Error('The guides are missing: resources/guides was not found.');
  }
};

/** One shipped guide with the text of its drawing. Rejects where the installation lacks it or it is damaged. */
export const readShippedGuide = async (id: GuideId): Promise<{ guide: Guide; svg: string }> => {
  const folder = guidesFolder();
  const text = (...path: string[]): Promise<string> => readFile(join(folder, ...path), 'utf8');
  const [words, facts, svg] = await Promise.all([text(id, 'guide.json'), text('facts.json'), text(id, 'drawing.svg')]);
  return { guide: readGuide(JSON.parse(words), JSON.parse(facts)), svg };
};
