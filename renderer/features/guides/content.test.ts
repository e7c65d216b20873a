import { describe, expect, it } from 'vitest';
import { leadersIn } from '../../../shared/guides/drawing.ts';
import { GUIDE_IDS } from '../../../shared/guides/guide.ts';
import { GUIDES, guideOf } from './content.ts';

const folders = Object.keys(
  import.meta.glob(['../../../resources/guides/*/guide.json', '../../../resources/guides/*/drawing.svg'], {
    query: '?url',
  }),
).map((path) => path.split('/').slice(-2).join('/'));

const facts = Object.values(
  import.meta.glob<Record<string, { text: string }>>('../../../resources/guides/facts.json', {
    eager: true,
    import: 'default',
  }),
)[0]!;

const raw = import.meta.glob<string>('../../../resources/guides/*/drawing.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
});

describe('the shipped guides', () => {
  it('are those the app knows, each with its words and its drawing and nothing left over', () => {
    expect(folders.toSorted()).toEqual(GUIDE_IDS.flatMap((id) => [`${id}/drawing.svg`, `${id}/guide.json`]).toSorted());
  });

  it('use every shared fact', () => {
    const said = new Set(GUIDES.flatMap(({ guide }) => guide.facts.map((fact) => fact.text)));
    for (const [key, fact] of Object.entries(facts)) expect(said.has(fact.text), key).toBe(true);
  });

  it.each(GUIDE_IDS)('%s lies in the folder of its name', (id) => {
    expect(guideOf(id).guide.id).toBe(id);
  });

  it.each(GUIDE_IDS)('%s has a leader for every mark and a mark for every leader', (id) => {
    const { guide, drawing } = guideOf(id);
    const leaders = leadersIn(drawing);
    expect(leaders.map((leader) => leader.mark).toSorted()).toEqual(guide.marks.map((m) => String(m.n)).toSorted());
    for (const leader of leaders) expect(leader.shown).toBe(leader.mark);
  });

  it.each(GUIDE_IDS)('%s numbers its marks from 1 without a gap, the number of record first', (id) => {
    const { guide } = guideOf(id);
    expect(guide.marks.map((mark) => mark.n)).toEqual(guide.marks.map((_, i) => i + 1));
    expect(guide.marks.map((mark) => mark.isRecord)).toEqual(guide.marks.map((_, i) => i === 0));
  });

  it.each(GUIDE_IDS)('%s shows the number of record in the accent, and nothing else of its leaders', (id) => {
    const accented = leadersIn(guideOf(id).drawing).filter(({ mark }) => {
      const svg = raw[`../../../resources/guides/${id}/drawing.svg`]!;
      const group = svg.slice(svg.indexOf(`<g data-mark="${mark}"`));
      return group.slice(0, group.indexOf('</g>')).includes('--guide-accent');
    });
    expect(accented.map(({ mark }) => mark)).toEqual(['1']);
  });

  it.each(GUIDE_IDS)('%s cites a source for every fact and says how sure it is', (id) => {
    for (const fact of guideOf(id).guide.facts) {
      expect(fact.cite).toMatch(/\w{3}/);
      expect(['read', 'secondary', 'memory']).toContain(fact.certainty);
    }
  });

  it.each(GUIDE_IDS)(
    '%s has a drawing that stands alone: sized, titled, without scripts, styles or references',
    (id) => {
      const { drawing } = guideOf(id);
      expect(drawing.attributes).toMatchObject({ viewBox: '0 0 960 640', width: '960', height: '640' });
      expect(drawing.children[0]).toMatchObject({ name: 'title', children: [expect.stringMatching(/\w/)] });
      const svg = raw[`../../../resources/guides/${id}/drawing.svg`]!;
      expect(svg).not.toMatch(/<script|<style|style=|href|url\(|<image|<use|\son[a-z]+=|data:|@import/i);
      expect(svg.match(/https?:[^"\s]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    },
  );
});
