import { describe, expect, it } from 'vitest';
import { SERIAL_STATES } from '../../../shared/categories/serial-state.ts';
import { leadersIn } from '../../../shared/guides/drawing.ts';
import { GUIDE_IDS, type GuideId } from '../../../shared/guides/guide.ts';
import { guideOf, loadDrawing, SHIPPED } from './content.ts';

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
  it('are all of the shelf, and at least 32', () => {
    expect(SHIPPED).toEqual(GUIDE_IDS);
    expect(SHIPPED.length).toBeGreaterThanOrEqual(32);
  });

  it('are those the app knows, each with its words and its drawing and nothing left over', () => {
    expect(folders.toSorted()).toEqual(GUIDE_IDS.flatMap((id) => [`${id}/drawing.svg`, `${id}/guide.json`]).toSorted());
  });

  it('use every shared fact', () => {
    const said = new Set(SHIPPED.flatMap((id) => guideOf(id).facts.map((fact) => fact.text)));
    for (const [key, fact] of Object.entries(facts)) expect(said.has(fact.text), key).toBe(true);
  });

  it.each(GUIDE_IDS)('%s lies in the folder of its name', (id) => {
    expect(guideOf(id).id).toBe(id);
  });

  it.each(GUIDE_IDS)('%s has a leader for every mark and a mark for every leader', async (id) => {
    const guide = guideOf(id);
    const leaders = leadersIn(await loadDrawing(id));
    expect(leaders.map((leader) => leader.mark).toSorted()).toEqual(guide.marks.map((m) => String(m.n)).toSorted());
    for (const leader of leaders) expect(leader.shown).toBe(leader.mark);
  });

  it.each(GUIDE_IDS)('%s numbers its marks from 1 without a gap, the number of record first', (id) => {
    const guide = guideOf(id);
    expect(guide.marks.map((mark) => mark.n)).toEqual(guide.marks.map((_, i) => i + 1));
    expect(guide.marks.map((mark) => mark.isRecord)).toEqual(guide.marks.map((_, i) => i === 0));
  });

  it.each(GUIDE_IDS)('%s shows the number of record in the accent, and nothing else of its leaders', async (id) => {
    const accented = leadersIn(await loadDrawing(id)).filter(({ mark }) => {
      const svg = raw[`../../../resources/guides/${id}/drawing.svg`]!;
      const group = svg.slice(svg.indexOf(`<g data-mark="${mark}"`));
      return group.slice(0, group.indexOf('</g>')).includes('--guide-accent');
    });
    expect(accented.map(({ mark }) => mark)).toEqual(['1']);
  });

  it.each(GUIDE_IDS)('%s cites a source for every mark and every fact, and says how sure it is', (id) => {
    const { marks, facts: said } = guideOf(id);
    for (const { cite, certainty } of [...marks, ...said]) {
      expect(cite).toMatch(/\w{3}/);
      expect(['read', 'secondary', 'memory']).toContain(certainty);
      // What nobody has read is not called custom and certain at once.
      if (/^(common practice|custom)/i.test(cite)) expect(certainty, cite).not.toBe('read');
    }
  });

  it.each(GUIDE_IDS)('%s calls nothing read that is only mostly so, or is from memory or a secondary source', (id) => {
    for (const { what, cite, certainty } of guideOf(id).marks) {
      if (certainty !== 'read') continue;
      // No rule says “often”: that is what somebody saw.
      expect(what, id).not.toMatch(/\b(often|mostly|most|usually|some|a few|many)\b/i);
      expect(cite, id).not.toMatch(/memory|secondary|\bcustom\b/i);
    }
  });

  it.each<[GuideId, string]>([
    // What a law doesn’t say of the place is never surer than who says it.
    ['rifle-bolt', 'memory'],
    ['pistol-metal', 'memory'],
    ['receiver-ar', 'memory'],
    ['revolver', 'secondary'],
    ['pistol-polymer', 'secondary'],
  ])('%s says of the place of its number that it is known from: %s', (id, certainty) => {
    expect(guideOf(id).marks[0]!.certainty).toBe(certainty);
  });

  it.each(GUIDE_IDS)('%s says each thing once', (id) => {
    const { marks, notSerial, worn, photos, facts: said } = guideOf(id);
    for (const texts of [
      marks.map((mark) => mark.label),
      notSerial.map((not) => not.label),
      worn,
      photos,
      said.map((fact) => fact.text),
    ]) {
      expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(texts.length);
    }
  });

  it.each(GUIDE_IDS)(
    '%s has a drawing that stands alone: sized, titled, without scripts, styles or references',
    async (id) => {
      const drawing = await loadDrawing(id);
      expect(drawing.attributes).toMatchObject({ viewBox: '0 0 960 640', width: '960', height: '640' });
      expect(drawing.children[0]).toMatchObject({ name: 'title', children: [expect.stringMatching(/\w/)] });
      const svg = raw[`../../../resources/guides/${id}/drawing.svg`]!;
      expect(svg.length, 'small enough to be drawn at once').toBeLessThan(40_000);
      expect(svg).not.toMatch(/<script|<style|style=|href|url\(|<image|<use|\son[a-z]+=|data:|@import/i);
      expect(svg.match(/https?:[^"\s]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    },
  );
});

describe('what guides and answers say to write where there is no number', () => {
  const help = Object.values(
    import.meta.glob<{ answer: string[] }[]>('../../../resources/help/serials.json', {
      eager: true,
      import: 'default',
    }),
  )[0]!;
  const texts = [
    ...help.flatMap(({ answer }) => answer),
    ...SHIPPED.flatMap((id) => {
      const { where, marks, worn, facts: said } = guideOf(id);
      return [where, ...marks.map((mark) => mark.what), ...worn, ...said.map((fact) => fact.text)];
    }),
  ];

  it('is what an entry takes: a state of the number, and no word in its place', () => {
    for (const text of texts) {
      expect(text).not.toMatch(/write (that )?(it |there |the unit )?(is |has )?(“?none|no serial)/i);
      if (/“NSN”/.test(text)) expect(text).toMatch(/“Never marked”/);
      for (const [, state] of text.matchAll(/“([^”]+)” under “State of the number”/g))
        expect(SERIAL_STATES).toContain(state);
    }
  });

  it('is said where it comes up', () => {
    const of = (id: GuideId) =>
      [
        ...guideOf(id).marks.map((mark) => mark.what),
        ...guideOf(id).worn,
        ...guideOf(id).facts.map((f) => f.text),
      ].join(' ');
    for (const id of ['nailer', 'trailer', 'tool-cordless', 'hand-tool', 'firearm-single-shot'] as const)
      expect(of(id), id).toContain('“Never marked”');
  });
});
