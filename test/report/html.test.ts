// The page: what it holds, that it is the same every time, and that holes in the evidence do not break it.
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import {
  alignmentOf,
  caseOf,
  comparisonOf,
  derivedNoised,
  differenceOf,
  empty,
  goldenCases,
  measured,
  modelOf,
  partly,
  verdictOf,
} from '../golden/cases.ts';

function pageOf(html: string): Document {
  return (parseHTML(html) as unknown as { document: Document }).document;
}

/** The page without its drawings and raw tables: what a reader sees first, one line an element. */
function outline(html: string): string {
  const document = pageOf(html);
  for (const element of document.querySelectorAll('svg, style, details')) element.remove();
  const lines: string[] = [];
  const walk = (element: Element, depth: number): void => {
    const own = [...element.childNodes]
      .filter((node) => node.nodeType === 3)
      .map((node) => node.textContent)
      .join(' ')
      .trim();
    const name = element.getAttribute('class');
    lines.push(
      `${'  '.repeat(depth)}${element.localName}${name === null || name === '' ? '' : `.${name}`}${own === '' ? '' : ` | ${own}`}`,
    );
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(document.body, 0);
  return `${lines.join('\n')}\n`;
}

describe('renderHtml', () => {
  for (const [name, caseFile] of Object.entries(goldenCases)) {
    for (const language of ['en', 'zh'] as const) {
      it(`lays out ${name} in ${language} as kept`, async () => {
        await expect(outline(renderHtml(caseFile, language))).toMatchFileSnapshot(
          `../golden/${name}.${language}.outline.txt`,
        );
      });
    }
  }

  it('is the same page every time', () => {
    expect(renderHtml(derivedNoised(), 'zh')).toBe(renderHtml(derivedNoised(), 'zh'));
  });

  it('forbids everything but its own style', () => {
    const policy = pageOf(renderHtml(partly(), 'en')).querySelector('meta[http-equiv="Content-Security-Policy"]');
    expect(policy?.getAttribute('content')).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(pageOf(renderHtml(partly(), 'en')).querySelector('script, link, img, iframe, a')).toBeNull();
  });

  it('names every figure, hides its inside from screen readers and gives its table', () => {
    const document = pageOf(renderHtml(derivedNoised(), 'en'));
    const drawings = [...document.querySelectorAll('figure')];
    expect(drawings).toHaveLength(3 + 3 + 1 + 1);
    const ids = drawings.flatMap((figure) =>
      [...figure.querySelectorAll('[id]')].map((element) => element.getAttribute('id')),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const figure of drawings) {
      const drawing = figure.querySelector('svg');
      expect(drawing?.getAttribute('role')).toBe('img');
      expect([...(drawing?.children ?? [])].map((child) => child.localName)).toEqual(['title', 'desc', 'g']);
      expect(drawing?.children[2]?.getAttribute('aria-hidden')).toBe('true');
      expect(figure.querySelectorAll('details tbody tr').length).toBeGreaterThan(1);
    }
  });

  it('states the answer literally, beside its translation', () => {
    expect(pageOf(renderHtml(partly(), 'zh')).querySelector('.answer .word')?.textContent).toBe(
      'partly-derived（部分衍生）',
    );
    expect(pageOf(renderHtml(partly(), 'en')).querySelector('.answer .word')?.textContent).toBe('partly-derived');
  });

  it('gives the answer in three sentences and says that descent is not wrongdoing', () => {
    const document = pageOf(renderHtml(derivedNoised(), 'en'));
    expect(document.querySelectorAll('.answer p:not(.word):not(.meaning)').length).toBe(6);
    expect(document.querySelector('.lawful')?.textContent).toMatch(/^Descent is not wrongdoing/);
  });

  it('survives evidence that is empty, partial or out of range', () => {
    const holes = [
      measured('difference', 'difference', 'text', 0, {}, [], []),
      measured(
        'difference',
        'difference',
        'text',
        0,
        {},
        ['bins', 'role', 'block', 'correlation'],
        [
          ['1 2 3', 'q', 0, 1],
          [null, null, null, null],
          ['x '.repeat(41), 'q', -1, Number.NaN],
        ],
      ),
      measured('residual-alignment', 'basis', 'text', 0, { z: Number.POSITIVE_INFINITY, nullSd: 1 }, [], []),
      measured('residual-alignment', 'basis', 'text', 0, { z: -4, nullSd: 1, nullMin: null, nullMax: null }, [], []),
      measured('unit-match', 'units', 'text', 0, {}, ['agreements'], [['x']]),
      { ...differenceOf('vision', 2, true), statistics: {} },
      { ...alignmentOf('vision', 1, 1, 0), table: { columns: ['z'], rows: [[], [1, 2, 3]] } },
    ];
    const caseFile = caseOf(modelOf('x', '1'), [
      comparisonOf({ verdict: verdictOf({ answer: 'common-origin' }), evidence: holes }),
    ]);
    for (const language of ['en', 'zh'] as const) expect(renderHtml(caseFile, language)).toContain('common-origin');
    expect(renderHtml(empty(), 'en')).toContain('Forebear report');
  });
});
