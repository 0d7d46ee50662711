// Lines and tables as a terminal counts them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_WIDTH, painter, paragraph, table, widthOf, wrap } from '../../src/report/columns.ts';

describe('wrap', () => {
  it('breaks at spaces and keeps words whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });

  it('breaks beside wide characters, but not before closing punctuation', () => {
    expect(wrap('权重相同，名称不同', 8)).toEqual(['权重相', '同，名称', '不同']);
  });

  it('breaks a word that no line can hold', () => {
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('keeps every line within the width and loses no character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '权', '，', '.', '（', 'é', '👍'), maxLength: 80 }),
        fc.integer({ min: 4, max: 30 }),
        (text, width) => {
          const lines = wrap(text, width);
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('paragraph', () => {
  it('hangs its lines under the first', () => {
    const lines = paragraph('word '.repeat(40).trim(), '  · ');
    expect(lines[0]?.startsWith('  · word')).toBe(true);
    expect(lines[1]?.startsWith('    word')).toBe(true);
  });
});

describe('table', () => {
  it('fits any cells into the line width', () => {
    const lines = table(
      [{ header: 'name' }, { header: 'count', align: 'right', rigid: true }, { header: 'text' }],
      [
        ['x'.repeat(90), '12', 'some words '.repeat(20)],
        ['权'.repeat(60), '3', ''],
      ],
      painter(false),
    );
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(LINE_WIDTH);
  });

  it('aligns columns under their headers', () => {
    expect(
      table(
        [{ header: 'a' }, { header: 'n', align: 'right' }],
        [
          ['权重', '7'],
          ['b', '12'],
        ],
        painter(false),
        '',
      ),
    ).toEqual(['a      n', '────  ──', '权重   7', 'b     12']);
  });
});

describe('painter', () => {
  it('colours only when asked', () => {
    expect(painter(false)('x', 'strong')).toBe('x');
    expect(painter(true)('x', 'strong')).toBe('\u001b[1;36mx\u001b[0m');
  });
});
