// Texts as they come: decoded, bounded, with lines; cards with their fields, and nothing in them that grows.
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { readCard } from '../../src/documents/card.ts';
import { decodeDocument, linesOf, looksLikeText } from '../../src/documents/document.ts';
import { gatherDocuments } from '../../src/documents/gather.ts';

const encoder = new TextEncoder();

describe('a text', () => {
  it('is decoded by its mark, as UTF-8, as GB18030, else as Latin-1', () => {
    const decoded = (...bytes: number[]): [string, string] => {
      const { text, encoding } = decodeDocument('a', Uint8Array.from(bytes));
      return [text, encoding];
    };
    expect(decoded(0xef, 0xbb, 0xbf, 0x61)).toEqual(['a', 'utf-8']);
    expect(decoded(0xff, 0xfe, 0x61, 0)).toEqual(['a', 'utf-16le']);
    expect(decoded(0xfe, 0xff, 0, 0x61)).toEqual(['a', 'utf-16be']);
    expect(decoded(...encoder.encode('竹简'))).toEqual(['竹简', 'utf-8']);
    expect(decoded(0xd6, 0xf1, 0xbc, 0xf2, 0xd7, 0xd6, 0xb7, 0xfb)).toEqual(['竹简字符', 'gb18030']);
    expect(decoded(0x63, 0x61, 0x66, 0xe9)).toEqual(['café', 'latin-1']);
  });

  it('keeps its broken bytes as what they are, counted', () => {
    const bytes = Uint8Array.of(...encoder.encode('一二三四五六七八九十'.repeat(4)), 0xff, 0x41);
    const { text, encoding, broken } = decodeDocument('a', bytes);
    expect([encoding, broken]).toEqual(['utf-8', 1]);
    expect(text.endsWith('\ufffdA')).toBe(true);
  });

  it('has one kind of line end, and lines by offset', () => {
    const { text } = decodeDocument('a', encoder.encode('a\r\nb\rc\n'));
    expect(text).toBe('a\nb\nc\n');
    const lines = linesOf(text);
    expect([0, 1, 2, 4, 6].map(lines.lineAt)).toEqual([1, 1, 2, 3, 4]);
    expect([1, 3, 4, 9].map(lines.lineText)).toEqual(['a', 'c', '', '']);
  });

  it('is told from other bytes', () => {
    expect(looksLikeText(encoder.encode('abc\t\n'))).toBe(true);
    expect(looksLikeText(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).toBe(false);
    expect(looksLikeText(Uint8Array.from({ length: 100 }, (_, at) => (at % 10 === 0 ? 1 : 65)))).toBe(false);
  });
});

describe('a folder of texts', () => {
  it('is read within limits, in the order of names, and says what was left out', async () => {
    const folder = memoryFolder(
      new Map([
        ['b.txt', encoder.encode('b')],
        ['a.txt', encoder.encode('a'.repeat(100))],
        ['c.bin', Uint8Array.of(0, 1, 2)],
        ['d.txt', encoder.encode('d')],
      ]),
    );
    const all = await gatherDocuments(folder);
    expect(all.documents.map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'd.txt']);
    expect(all.passed).toBe(1);
    const cut = await gatherDocuments(folder, { mostFileBytes: 10, mostFiles: 2 });
    expect(cut.documents.map(({ text, truncated }) => [text.length, truncated])).toEqual([
      [10, true],
      [1, false],
    ]);
    expect(cut.problems.map(({ code }) => code)).toEqual(['limit']);
  });
});

describe('a card', () => {
  it('gives its fields with their lines, and where its text begins', () => {
    const text = '---\nlicense: other\nbase_model:\n  - a/b\n  - c/d\nmodel-index:\n  - name: x\n---\n# Title\n';
    const { fields, bodyLine, problem } = readCard({ text });
    expect(fields.map(({ key, values, line }) => [key, values, line])).toEqual([
      ['license', ['other'], 2],
      ['base_model', ['a/b', 'c/d'], 3],
      ['model-index', [], 6],
    ]);
    expect([bodyLine, problem]).toEqual([9, undefined]);
    expect(readCard({ text: '# no fields\n' })).toEqual({ fields: [], bodyLine: 1, problem: undefined });
  });

  it('refuses aliases, which can be made to grow without end', () => {
    const bomb = `---\na: &a [x, x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*${at === 0 ? 'a' : `b${at - 1}`}, *${at === 0 ? 'a' : `b${at - 1}`}]`).join('\n')}\n---\n`;
    expect(readCard({ text: bomb }).problem).toBe('an alias');
    expect(readCard({ text: `---\n${'['.repeat(5_000)}\n---\n` }).problem).toBeDefined();
    expect(readCard({ text: '---\na: 1\na: 2\n---\n' }).problem).toBeDefined();
  });
});
