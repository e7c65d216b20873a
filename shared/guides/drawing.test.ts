import { describe, expect, it } from 'vitest';
import { leadersIn, readDrawing } from './drawing.ts';

const svg = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inner}</svg>`;

describe('readDrawing', () => {
  it('gives elements, attributes and text as data', () => {
    const drawing = readDrawing(
      svg('<title>A &amp; B</title>\n<!-- note --><g fill="var(--guide-ink, #2b2a28)"><path d="M1 2L3 4Z"/></g>'),
    );
    expect(drawing).toEqual({
      name: 'svg',
      attributes: { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 9 9' },
      children: [
        { name: 'title', attributes: {}, children: ['A & B'] },
        {
          name: 'g',
          attributes: { fill: 'var(--guide-ink, #2b2a28)' },
          children: [{ name: 'path', attributes: { d: 'M1 2L3 4Z' }, children: [] }],
        },
      ],
    });
  });

  it.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a style element', svg('<style>*{}</style>')],
    ['an empty script', svg('<script/>')],
    ['a picture without an address', svg('<image/>')],
    ['a style attribute', svg('<path style="fill:red" d="M0 0"/>')],
    ['an event handler', svg('<path onload="x" d="M0 0"/>')],
    ['a link', svg('<a href="https://example.org"><path d="M0 0"/></a>')],
    ['a picture from elsewhere', svg('<image href="https://example.org/a.png"/>')],
    ['a use', svg('<use href="#a"/>')],
    ['foreign content', svg('<foreignObject><p>x</p></foreignObject>')],
    ['a paint server', svg('<path d="M0 0" fill="url(#a)"/>')],
    ['a reference in a plain attribute', svg('<path d="M0 0" stroke-dasharray="url(#a)"/>')],
    ['a colour that is not the theme’s', svg('<path d="M0 0" fill="red"/>')],
    ['a variable without a fallback', svg('<path d="M0 0" fill="var(--guide-ink)"/>')],
    ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"></svg>'],
    ['a namespaced attribute', svg('<path xlink:href="x" d="M0 0"/>')],
    ['an unknown entity', svg('<text>&nbsp;</text>')],
    ['a character reference', svg('<text>&#60;</text>')],
    ['an entity declaration', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`],
    ['a processing instruction', `<?xml-stylesheet href="a.css"?>${svg('')}`],
    ['cdata', svg('<text><![CDATA[x]]></text>')],
    ['an attribute without quotes', svg('<path d=M0/>')],
    ['stray text', svg('hello')],
    ['an element that is not closed', svg('<g>')],
    ['elements closed out of turn', svg('<g><text>1</g></text>')],
    ['two drawings', svg('') + svg('')],
    ['a drawing in a drawing', svg(svg(''))],
    ['nothing', ''],
    ['a drawing without its end', svg('<g/>').replace('</svg>', '')],
    ['a drawing cut short', svg('<g/>').slice(0, -4)],
  ])('refuses %s', (_, text) => {
    expect(() => readDrawing(text)).toThrow();
  });
});

describe('leadersIn', () => {
  it('finds every leader with the number it shows', () => {
    const drawing = readDrawing(
      svg('<g><g data-mark="1"><path d="M0 0"/><text>1</text></g></g><g data-mark="2"><text>3</text></g>'),
    );
    expect(leadersIn(drawing)).toEqual([
      { mark: '1', shown: '1' },
      { mark: '2', shown: '3' },
    ]);
  });
});
