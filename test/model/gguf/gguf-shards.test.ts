// GGUF models in several files: found by one of them, held to what they say of themselves, missed where they are missing.
import { describe, expect, it } from 'vitest';
import { tinyLlama, tinyLlamaConfig } from '../../../forgeries/tiny-llama.ts';
import { encodeGguf, encodeGgufShards, type GgufContent } from '../../../forgeries/writers/gguf.ts';
import { llamaToGguf } from '../../../forgeries/writers/gguf-models.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Problem } from '../../../src/errors.ts';
import type { Model } from '../../../src/model/model.ts';
import { openModel } from '../../../src/model/open.ts';
import { folderDoor, memoryFolder } from '../memory-model.ts';

type Files = { readonly [name: string]: Uint8Array };

const shape = { layers: 1, width: 32, heads: 4, keyValueHeads: 2, feedForward: 72, vocabulary: 50 };
const content = llamaToGguf(tinyLlama(1, shape), tinyLlamaConfig(shape));
const total = content.tensors.length;
const split = (of: GgufContent, count: number, stem = 'm'): Files =>
  Object.fromEntries(encodeGgufShards(of, count, stem));
const three = split(content, 3);
const first = 'm-00001-of-00003.gguf';
const second = 'm-00002-of-00003.gguf';
const third = 'm-00003-of-00003.gguf';
const without = (files: Files, name: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));
const inSecond = Math.round((2 * total) / 3) - Math.ceil(total / 3);

/** Opened by the name of one file, with the rest lying in the folder beside it. */
function openNamed(files: Files, name: string, calls?: { folder?: ReturnType<typeof memoryFolder> }): Promise<Model> {
  const folder = memoryFolder(files);
  if (calls !== undefined) calls.folder = folder;
  const source = memorySource(files[name] as Uint8Array, name);
  return openModel({ kind: 'files', name, files: [{ path: name, source }], folder });
}

const lostIn = (problems: readonly Problem[]): number => new Set(problems.flatMap(({ lost }) => lost)).size;

describe('a set of shards', () => {
  it('is one model, wherever its metadata lie', async () => {
    const model = await openModel(folderDoor(three));
    expect(model.problems).toEqual([]);
    expect(model.tensors.length).toBe(total);
    // The head counts are in the first shard, the last queries in another.
    for (const { name, role } of model.tensors.filter(({ name }) => /attn_[qk]\./.test(name)))
      expect([name, role?.ropePairs]).toEqual([name, 8]);
    expect(model.config?.get('num_attention_heads')).toBe(4);
  });

  it.for([first, second, third])('is brought in by %s alone', async (name) => {
    const calls: { folder?: ReturnType<typeof memoryFolder> } = {};
    const model = await openNamed(three, name, calls);
    expect(model.tensors.length).toBe(total);
    expect(model.problems).toEqual([]);
    expect(model.files.map(({ path }) => path)).toEqual([first, second, third]);
    await model[Symbol.asyncDispose]();
    const count = (verb: string): number => calls.folder?.calls.filter((call) => call.verb === verb).length ?? 0;
    expect([count('open'), count('close'), count('list')]).toEqual([2, 2, 0]);
  });

  it('opens nothing beside a file that is no shard, or that claims to be one of thousands', async () => {
    for (const name of ['m.gguf', 'm-00001-of-00001.gguf', 'm-00001-of-99999.gguf']) {
      const calls: { folder?: ReturnType<typeof memoryFolder> } = {};
      await openNamed({ [name]: encodeGguf(content) }, name, calls);
      expect([name, calls.folder?.calls]).toEqual([name, []]);
    }
  });

  it('says which shards are missing and how many tensors with them', async () => {
    for (const model of [
      await openModel(folderDoor(without(three, second))),
      await openNamed(without(three, second), first),
    ]) {
      const held = total - inSecond;
      expect(model.problems).toMatchObject([
        {
          code: 'source',
          subject: 'm',
          expected: `3 shards with ${total} tensors`,
          found: `2 readable ones with ${held}, without 2`,
        },
      ]);
      expect(model.tensors.length + lostIn(model.problems)).toBe(total);
      expect(lostIn(model.problems)).toBe(inSecond);
    }
  });

  it('lives without its first shard, and leaves the rows as they lie', async () => {
    const model = await openModel(folderDoor(without(three, first)));
    expect(model.tensors.length + lostIn(model.problems)).toBe(total);
    expect(model.tensors.some(({ role }) => role?.ropePairs !== undefined)).toBe(false);
  });

  it.for([
    ['is empty', () => new Uint8Array(0)],
    ['breaks off in its header', () => (three[second] as Uint8Array).slice(0, 60)],
    ['is something else', () => new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n')],
  ] as const)('loses the tensors of a shard that %s, and no more', async ([, make]) => {
    const model = await openNamed({ ...three, [second]: make() }, first);
    expect(model.tensors.length).toBe(total - inSecond);
    expect(lostIn(model.problems)).toBe(inSecond);
  });

  it('counts the tensors of a shard whose data break off once', async () => {
    const cut = (three[third] as Uint8Array).slice(0, -64);
    const model = await openModel(folderDoor({ ...three, [third]: cut }));
    expect(model.problems.map(({ code }) => code)).toEqual(['source']);
    expect(model.tensors.length + lostIn(model.problems)).toBe(total);
  });

  const gemma = { ...content, metadata: { ...content.metadata, 'general.architecture': ['string', 'gemma'] } } as const;
  const alien = (of: GgufContent, count: number): Uint8Array => Object.values(split(of, count))[1] as Uint8Array;
  it.for([
    ['of a set of another size', 'a shard of 3', () => alien(content, 4)],
    [
      'of a set of another number of tensors',
      `a shard of ${total} tensors`,
      () => alien({ ...content, tensors: content.tensors.slice(1) }, 3),
    ],
    ['with another number than its name says', 'shard 2 of 3', () => three[third] as Uint8Array],
    ['that is a whole model of its own', 'a shard of 3', () => encodeGguf(content)],
    [
      'of another architecture',
      'a shard of a llama model',
      () =>
        encodeGguf({
          ...gemma,
          metadata: { ...gemma.metadata, ...splitKeys(1) },
          tensors: content.tensors.slice(4, 8),
        }),
    ],
  ] as const)('takes out a shard %s', async ([, expected, make]) => {
    const model = await openModel(folderDoor({ ...three, [second]: make() }));
    expect(model.problems).toContainEqual(expect.objectContaining({ code: 'format', subject: second, expected }));
    expect(model.tensors.length).toBe(total - inSecond);
    expect(lostIn(model.problems)).toBe(inSecond);
  });

  const splitKeys = (number: number): GgufContent['metadata'] => ({
    'split.no': ['u16', number],
    'split.count': ['u16', 3],
    'split.tensors.count': ['i32', total],
  });

  it('does not believe in billions of shards or of tensors', { timeout: 2000 }, async () => {
    const metadata = {
      ...content.metadata,
      'split.no': ['u32', 0],
      'split.count': ['u32', 999_999_999],
      'split.tensors.count': ['u32', 999_999_999],
    } as const;
    const model = await openModel(folderDoor({ 'm.gguf': encodeGguf({ ...content, metadata }) }));
    expect(model.problems).toEqual([
      expect.objectContaining({ found: `1 readable ones with ${total}, without 2, 3, 4, 5, 6, 7, 8, 9, …` }),
    ]);
    expect(lostIn(model.problems)).toBe(65_536);
  });

  it('asks which, where a folder has two sets', async () => {
    const both = { ...split(content, 2, 'a'), ...split(content, 2, 'b') };
    await expect(openModel(folderDoor(both))).rejects.toMatchObject({ code: 'usage' });
  });

  it('stands in a folder of its own, as repositories of many sizes have them', async () => {
    const files = Object.fromEntries(Object.entries(three).map(([name, bytes]) => [`Q8_0/${name}`, bytes]));
    const model = await openModel(folderDoor(files));
    expect([model.tensors.length, model.problems]).toEqual([total, []]);
  });
});
