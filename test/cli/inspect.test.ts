// `forebear inspect` from outside: an index alone, shards that are there, and names that a terminal would obey.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../forgeries/minicpm-shape.ts';
import { writeSafetensors } from '../../forgeries/write-safetensors.ts';
import { checkpointFiles } from '../../forgeries/writers/pytorch.ts';
import { encodeZip } from '../../forgeries/writers/zip.ts';
import { widthOf } from '../../src/report/columns.ts';
import { global, pickleOf, text } from '../hostile/crafted-pickle.ts';
import { forebear } from './program.ts';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

const founding = {
  metadata: { total_size: 34_148_369_344 },
  weight_map: Object.fromEntries(
    miniCpmShape(fullWidths).map(({ name }, i) => [
      name.replace(/^vpm\./, 'vison.').replace(/^resampler\./, 'projection.'),
      `model-0000${1 + (i % 3)}-of-00003.safetensors`,
    ]),
  ),
};
const hostile = '\u001b]0;owned\u0007\u202e<b>.layers.0.weight';

async function write(name: string, files: Readonly<Record<string, object>>): Promise<void> {
  await mkdir(at(name));
  for (const [file, value] of Object.entries(files)) await writeFile(at(name, file), JSON.stringify(value));
}

const index = 'model.safetensors.index.json';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-inspect-'));
  await write('founding', { [index]: founding, 'config.json': { torch_dtype: 'float16', query_num: 96 } });
  const map = { 'a.0.w': 'one.safetensors', 'a.1.w': 'two.safetensors', 'a.2.w': 'two.safetensors' };
  await write('partly', { [index]: { metadata: { total_size: 99 }, weight_map: map } });
  const tensor = { name: 'a.0.w', dtype: 'F32', shape: [2], values: new Float32Array(2) } as const;
  await writeSafetensors(at('partly', 'one.safetensors'), [tensor]);
  await write('hostile', { [index]: { weight_map: { [hostile]: 'a\u202eb.safetensors' } }, 'config.json': {} });
  await write('leading-out', { [index]: { weight_map: { a: '../../etc/passwd' } } });
  await write('twice', {});
  await writeFile(at('twice', index), '{"weight_map":{"a":"x","b":"x","a":"y"}}');
});
afterAll(() => rm(folder, { recursive: true }));

describe('forebear inspect, of an index alone', () => {
  it.for(['founding', `founding/${index}`])('solves the founding case from %s', async (path) => {
    const { code, out, error } = await forebear('inspect', at(path));
    expect([code, error]).toEqual([0, '']);
    const text = out.replaceAll('\u202f', ' ').replaceAll(/\s+/g, ' ');
    for (const said of [
      'tensors: 741',
      'files it names: 3',
      'from the index alone',
      'architecture: MiniCPM-Llama3-V 2.5 — fits',
      '8 537 092 336 parameters, 4 bytes each',
      'vison → vpm (437), projection → resampler (13)',
      'queries 64 — would take 34 147 845 056 bytes',
      'vision positions 729 — would take 34 129 149 376 bytes',
      'vision blocks 26 — other names, would take 34 087 411 328 bytes',
      'torch_dtype: declared float16, found 4 bytes a parameter',
    ])
      expect(text).toContain(said);
    expect(text).toMatch(/vision 437 text 289 projector 13 embeddings 2/);
  });

  it('gives the document with the solution, the facts and the kinds of names', async () => {
    const { out } = await forebear('inspect', at('founding'), '--json', '-');
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(document).toMatchObject({
      schema: 'forebear.inspection/1',
      tensors: 741,
      parameters: 8_537_092_336,
      architecture: { hypotheses: [{ template: 'minicpm-llama3-v-2.5', fit: 'exact', bytesPerParameter: 4 }] },
      index: { path: index, totalSize: 34_148_369_344, shardCount: 3 },
      tensorList: [],
    });
    expect(document['facts']).toContainEqual({
      subject: 'torch_dtype',
      declared: 'float16',
      implied: '4',
      measure: 'bytes per parameter',
      agrees: false,
    });
  });

  it('fits a terminal in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const { out } = await forebear('inspect', at('founding'), '--lang', language);
      expect(Math.max(...out.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
    }
    const { out } = await forebear('inspect', at('founding'), '--lang', 'zh');
    expect(out).toContain('以下内容只来自索引');
    expect(out).toContain('每个参数 4 字节');
  });

  it('prints no byte that a terminal would obey, and escapes it in the document', async () => {
    for (const words of [[], ['--json', '-']]) {
      const { code, out } = await forebear('inspect', at('hostile'), ...words);
      expect(code).toBe(0);
      expect(out.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e]/g)).toBeNull();
    }
  });

  it.for(['leading-out', 'twice'])('refuses one that is %s', async (name) => {
    const { code, out, error } = await forebear('inspect', at(name));
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(/^.+: expected .+, found .+\n.+\n$/);
  });
});

describe('forebear inspect, of a model', () => {
  it('opens what is there where some of the index’s files are', async () => {
    const { code, out } = await forebear('inspect', at('partly'));
    expect(code).toBe(2);
    expect(out).toContain('one.safetensors');
    expect(out).toContain('(2 tensors lost)');
    expect(out).not.toContain('index alone');
  });

  it('shows what each file is, how tensors are stored, and what was declared', async () => {
    const { code, out } = await forebear('inspect', at('partly', 'one.safetensors'));
    expect(code).toBe(0);
    expect(out).toMatch(/one\.safetensors +safetensors/);
    expect(out).toMatch(/F32 +1 +2 +8\u00a0B +100%/);
    expect(out).toContain('1 declared fact agrees');
  });
});

describe('forebear inspect --html', () => {
  it('writes a page in the language asked for, and says where', async () => {
    const page = at('page.html');
    const { code, out, error } = await forebear('inspect', at('founding'), '--html', page, '--lang', 'zh', '--quiet');
    expect([code, out, error]).toEqual([0, '', '']);
    const html = await readFile(page, 'utf8');
    expect(html).toContain('lang="zh-Hans"');
    expect(html).toContain('以下内容只来自索引');
    const told = await forebear('inspect', at('founding'), '--html', page);
    expect(told.error).toBe(`written: ${page}\n`);
    expect(told.out).toContain('tensors: 741');
  });
});

describe('forebear inspect, of a pickle that would run code', () => {
  const evil = pickleOf(2, global('posix', 'system'), text('touch /tmp/owned; \u001b[2J'), 'TUPLE1', 'REDUCE', 'STOP');
  const files = checkpointFiles([{ name: 'w', dtype: 'F32', shape: [1], values: Float32Array.of(1) }]);
  const path = Object.keys(files).find((name) => name.endsWith('data.pkl')) ?? '';

  it.for([
    ['a bare one', 'evil.pkl', () => evil, 'evil.pkl'],
    [
      'one in a checkpoint',
      'evil.pt',
      () => encodeZip(Object.entries({ ...files, [path]: evil }).map(([member, bytes]) => ({ path: member, bytes }))),
      `evil.pt!/${path}`,
    ],
  ] as const)('lists %s and refuses it', async ([, name, make, shown]) => {
    await writeFile(at(name), make());
    const { code, out, error } = await forebear('inspect', at(name));
    expect(code).toBe(3);
    expect(error).toContain('posix.system');
    expect(error).toContain('Nothing was run.');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`model: ${shown} Loading this pickle would run code`);
    expect(out).toMatch(/GLOBAL\s+posix system/);
    expect(out).not.toContain('\u001b');
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
    const asDocument = await forebear('inspect', at(name), '--json', '-');
    expect(JSON.parse(asDocument.out)).toMatchObject({ refused: { code: 'unsafe' }, pickle: { path: shown } });
  });
});
