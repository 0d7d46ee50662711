// `forebear code`, `text` and `licence` from outside: documents, exit codes, languages, and one line for what is wrong.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundingCode } from '../../forgeries/founding-code.ts';
import { forebear } from './program.ts';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-code-'));
  for (const [name, files] of Object.entries(foundingCode)) {
    await mkdir(at(name));
    for (const [file, text] of Object.entries(files)) await writeFile(at(name, file), text);
  }
  await writeFile(at('book.txt'), '子曰：“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，不亦君子乎？”');
  await writeFile(at('later.txt'), '第一章。學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？第二章。');
  await writeFile(at('binary.txt'), Uint8Array.of(0, 1, 2, 3));
  await mkdir(at('empty'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('forebear code', () => {
  it('gives the same document each time, with the word, the three-way table and the renames', async () => {
    const words = [
      'code',
      at('copy'),
      at('original'),
      '--claimed',
      at('cousin'),
      '--control',
      at('stranger'),
      '--json',
      '-',
    ];
    const [once, again] = [await forebear(...words), await forebear(...words)];
    expect(once.code).toBe(0);
    expect(again.out).toBe(once.out);
    const document = JSON.parse(once.out) as {
      schema: string;
      word: string;
      survey: { tables: { id: string; rows: unknown[] }[] };
    };
    expect([document.schema, document.word]).toEqual(['forebear.code/1', 'strong']);
    expect(document.survey.tables.map(({ id, rows }) => [id, rows.length > 0])).toEqual([
      ['parties', true],
      ['files', true],
      ['names', true],
    ]);
    expect(once.out).not.toContain(folder);
  });

  it('prints in Chinese within 80 columns, and writes a page', async () => {
    const ended = await forebear('code', at('copy'), at('original'), '--lang', 'zh', '--html', at('code.html'));
    expect(ended.code).toBe(0);
    expect(ended.out).toContain('两份源代码');
  });

  it('says what it wants where there is no source, or nothing at all', async () => {
    expect(await forebear('code', at('empty'), at('original'))).toMatchObject({ code: 3 });
    expect(await forebear('code', at('nowhere'), at('original'))).toMatchObject({ code: 3 });
    expect(await forebear('code', at('copy'))).toMatchObject({ code: 1 });
  });
});

describe('forebear text', () => {
  it('finds the passage in the other script, with exact offsets', async () => {
    const ended = await forebear('text', at('later.txt'), at('book.txt'), '--json', '-');
    expect(ended.code).toBe(0);
    const { schema, passages } = JSON.parse(ended.out) as {
      schema: string;
      passages: { kind: string; suspect: { start: number; end: number } }[];
    };
    expect(schema).toBe('forebear.text/1');
    expect(passages).toHaveLength(1);
    expect([passages[0]?.suspect.start, passages[0]?.suspect.end, passages[0]?.kind]).toEqual([4, 26, 'verbatim']);
  });

  it('refuses what is no text, and examines a folder around it', async () => {
    expect(await forebear('text', at('binary.txt'), at('book.txt'))).toMatchObject({ code: 3 });
    expect(await forebear('text', at('later.txt'), folder, '--quiet')).toMatchObject({ code: 0 });
  });
});

describe('forebear licence', () => {
  it('wants a day that the calendar has', async () => {
    for (const day of ['2024-02-30', 'yesterday', '2024-6-1']) {
      expect(await forebear('licence', at('original'), '--at', day)).toMatchObject({ code: 1 });
    }
    expect(await forebear('licence', at('original'), '--at', '2024-02-29', '--quiet')).toMatchObject({ code: 0 });
  });
});
