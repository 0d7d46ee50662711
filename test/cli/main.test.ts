// The program from outside: exit codes, streams, languages, and what a hostile model may not make it print.
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { type ForgedModel, writeModelFolder } from '../../forgeries/forged-model.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { CaseFile } from '../../src/case/case-file.ts';
import { type Ended, forebear, start } from './program.ts';

const shape = { layers: 2, width: 32, heads: 4, keyValueHeads: 4, feedForward: 64, vocabulary: 64 };
const base = tinyLlama(1, shape);
const hostile = '\u001b]0;owned\u0007\u001b[31m\u009b31m\u202e\r\n\u200bmodel.layers.0.weight';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-cli-'));
  const write = (name: string, model: ForgedModel, shards = 1): Promise<void> =>
    writeModelFolder(at(name), model, { shards });
  await write('base', base);
  await write('noised', addNoise(base, 1.4e-3, 5));
  await write('stranger', tinyLlama(2, shape));
  await write('hostile', new Map(base).set(hostile, base.get('model.norm.weight')!));
  await write('cut', base, 4);
  await truncate(at('cut', 'model-00003-of-00004.safetensors'), 40);
});
afterAll(() => rm(folder, { recursive: true }));

/** Nothing on standard output and two lines on standard error: what was expected of what, and what to do. */
const refused = { out: '', error: expect.stringMatching(/^.+: expected .+, found .+\n.+\n$/) as string };

/** Everything that a terminal would obey, save the end of a line. */
const obeyed = ({ out, error }: Ended): readonly string[] =>
  (out + error).match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e]/g) ?? [];

describe('forebear compare', () => {
  it('exits with 0 whatever the verdict, and prints answer and operation literally', async () => {
    const [kin, strangers] = await Promise.all([
      forebear('compare', at('noised'), at('base')),
      forebear('compare', at('stranger'), at('base'), '--fail-on', 'derived'),
    ]);
    expect(kin).toMatchObject({ code: 0, error: '' });
    expect(kin.out).toContain('derived');
    expect(kin.out).toContain('noised');
    expect(strangers).toMatchObject({ code: 0, error: '' });
    expect(strangers.out).toContain('independent');
  });

  it('exits with 10 where --fail-on is met, silently where asked', async () => {
    const ended = await forebear('compare', at('noised'), at('base'), '--quiet', '--fail-on', 'derived');
    expect(ended).toEqual({ code: 10, out: '', error: '' });
  });

  it('gives the case file alone on standard output, of the asked component', async () => {
    const ended = await forebear('compare', at('noised'), at('base'), '--json', '-', '--component', 'text');
    const { schema, comparisons } = JSON.parse(ended.out) as CaseFile;
    expect(schema).toBe('forebear.case/1');
    expect(comparisons[0]?.components.map(({ component }) => component)).toEqual(['text']);
    expect(ended.out).not.toContain(folder);
    expect(ended).toMatchObject({ code: 0, error: '' });
  });

  it('exits with 2 where a part could not be read, says so, and judges the rest', async () => {
    const ended = await forebear('compare', at('cut'), at('base'), '--json', '-');
    expect(ended.code).toBe(2);
    expect(ended.error).toMatch(/^\d+ tensors could not be read; the rest was examined/);
    const [comparison] = (JSON.parse(ended.out) as CaseFile).comparisons;
    expect(comparison?.verdict.answer).toBe('derived');
    expect(comparison?.reading.coverage).toBeLessThan(1);
  });

  it('exits with 3 where nothing can be examined', async () => {
    const ended = await forebear('compare', at('nowhere'), at('base'));
    expect(ended).toMatchObject({ code: 3, ...refused });
  });

  it('exits with 1 where what was asked cannot be', async () => {
    for (const ended of await Promise.all([
      forebear('compare', at('base'), at('base'), '--read', 'most'),
      forebear('compare', at('base'), at('base'), '--component', 'audio'),
    ])) {
      expect(ended).toMatchObject({ code: 1, ...refused });
    }
  });

  it('speaks Chinese where asked and keeps the words of the contract', async () => {
    const ended = await forebear('compare', at('noised'), at('base'), '--lang', 'zh');
    expect(ended.out).toMatch(/\p{Script=Han}{4}/u);
    expect(ended.out).toContain('derived');
  });

  it('writes both reports beside one another and leaves nothing else', async () => {
    const before = await readdir(folder);
    const files = ['--json', at('case.json'), '--html', at('case.html')];
    const ended = await forebear('compare', at('noised'), at('base'), '--quiet', ...files);
    expect(ended).toEqual({ code: 0, out: '', error: '' });
    expect((await readdir(folder)).toSorted()).toEqual([...before, 'case.html', 'case.json'].toSorted());
    const again = await forebear('rejudge', at('case.json'), '--json', '-');
    expect(again.code).toBe(0);
    expect(again.out).toBe(await readFile(at('case.json'), 'utf8'));
  });

  it('prints no byte of a tensor name that a terminal would obey', async () => {
    for (const ended of await Promise.all([
      forebear('compare', at('hostile'), at('base')),
      forebear('inspect', at('hostile')),
      forebear('compare', at('base', hostile.replaceAll('\n', '')), at('base')),
    ]))
      expect(obeyed(ended)).toEqual([]);
  });

  it('stops within two seconds of an interrupt with 130 and writes nothing', async () => {
    await Promise.all(['long-1', 'long-2'].map((name) => writeSparse(at(`${name}.safetensors`))));
    let interrupted = 0;
    const words = ['compare', at('long-1.safetensors'), at('long-2.safetensors'), '--read', 'full'];
    const { child, ended } = start([...words, '--json', at('never.json'), '--progress', 'json'], (error) => {
      // Files are hashed first; tensors come with the comparison.
      if (interrupted > 0 || !error.includes('"unit":"tensors"')) return;
      interrupted = process.uptime();
      child.kill('SIGINT');
    });
    const { code, out, error } = await ended;
    expect(interrupted).toBeGreaterThan(0);
    expect(process.uptime() - interrupted).toBeLessThan(2);
    expect(code).toBe(130);
    expect(out).toBe('');
    expect(error.trimEnd().split('\n').at(-1)).toContain('cancelled');
    expect((await readdir(folder)).filter((file) => file.startsWith('never'))).toEqual([]);
  });
});

/** A safetensors file of a quarter of a gigabyte of zeros that takes no room on the disk. */
async function writeSparse(path: string): Promise<void> {
  const side = 1_024;
  const bytes = side * side * 4;
  const count = 64;
  const header = new TextEncoder().encode(
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `model.layers.${i}.mlp.up_proj.weight`,
          { dtype: 'F32', shape: [side, side], data_offsets: [i * bytes, (i + 1) * bytes] },
        ]),
      ),
    ),
  );
  const file = await open(path, 'w');
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  await file.write(new Uint8Array(length.buffer));
  await file.write(header);
  await file.truncate(8 + header.length + count * bytes);
  await file.close();
}

describe('forebear inspect', () => {
  it('shows what a model holds, as text and as a document', async () => {
    const [text, json] = await Promise.all([
      forebear('inspect', at('base')),
      forebear('inspect', at('base'), '--json', '-'),
    ]);
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.out).toContain('embeddings');
    const document = JSON.parse(json.out) as { tensors: number; components: readonly { component: string }[] };
    expect(document.tensors).toBe(base.size);
    expect(document.components.map(({ component }) => component).toSorted()).toEqual(['embeddings', 'text']);
  });

  it('exits with 2 where tensors are lost', async () => {
    expect((await forebear('inspect', at('cut'), '--quiet')).code).toBe(2);
  });
});

describe('forebear rejudge', () => {
  it('exits with 3 where the file is no case', async () => {
    await writeFile(at('other.json'), '{"schema":"forebear.case/1"}');
    await writeFile(at('broken.json'), '{"schema":');
    for (const ended of await Promise.all(
      ['other.json', 'broken.json', 'base'].map((name) => forebear('rejudge', at(name))),
    )) {
      expect(ended).toMatchObject({ code: 3, ...refused });
    }
  });
});

describe('forebear', () => {
  it('asks for a command where none is given', async () => {
    expect(await forebear()).toMatchObject({ code: 1, ...refused });
  });
});
