// Packs of several networks: each network is judged by itself, found by its values, and neither convicted nor acquitted by its file's name.
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../forgeries/random.ts';
import type { NumbersToWrite } from '../../forgeries/write-safetensors.ts';
import { encodeTar } from '../../forgeries/writers/tar.ts';
import { encodeTflite } from '../../forgeries/writers/tflite.ts';
import { encodeZip } from '../../forgeries/writers/zip.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';

const shapes: readonly (readonly [name: string, ...shape: number[]])[] = [
  ['conv_0/kernel', 24, 3, 3, 8],
  ['conv_0/bias', 24],
  ['conv_1/kernel', 32, 3, 3, 24],
  ['conv_1/bias', 32],
  ['dense/kernel', 64, 128],
  ['dense/bias', 64],
];

/** A network of normal values; another seed is a stranger of the same shape. `sigma`: noise on top. */
function network(seed: number, sigma = 0): NumbersToWrite[] {
  return shapes.map(([name, ...shape]) => {
    const [values, noise] = [randomFor(seed, name), randomFor(seed + 1000, name)];
    const elements = shape.reduce((product, side) => product * side, 1);
    const width = Math.sqrt(shape[0]! / elements);
    const numbers = Float32Array.from({ length: elements }, () => width * values.normal() + sigma * noise.normal());
    return { name, dtype: 'F32', shape, values: numbers };
  });
}

type Networks = Readonly<Record<string, readonly NumbersToWrite[]>>;

const filesOf = (networks: Networks): { path: string; bytes: Uint8Array }[] =>
  Object.entries(networks).map(([name, tensors]) => ({ path: `models/${name}.tflite`, bytes: encodeTflite(tensors) }));

/** A file by itself, or one member of it. */
function open(bytes: Uint8Array, member?: string): Promise<Model> {
  const files = [{ path: 'pack', source: memorySource(bytes, 'pack') }];
  return openModel({ kind: 'files', name: 'pack', files, ...(member === undefined ? {} : { member }) });
}

const tar = (networks: Networks): Promise<Model> => open(encodeTar(filesOf(networks)));

async function compare(suspect: Promise<Model>, candidate: Promise<Model>): Promise<Comparison> {
  const { comparisons } = await examine(await suspect, [await candidate]);
  return comparisons[0]!;
}

const answers = ({ components }: Comparison): unknown =>
  Object.fromEntries(components.map(({ component, verdict }) => [component, verdict.answer]));
const operations = ({ verdict }: Comparison): string[] => verdict.operations.map(({ operation }) => operation);

const [face, hand, pose] = [network(1), network(2), network(3)];
const [iris, voice] = [network(4), network(5)];

describe('a pack of networks', () => {
  it('is partly another’s where it holds one of its networks under another name', async () => {
    const found = await compare(tar({ face, hand, pose }), tar({ iris, landmark: face, voice }));
    expect(found.verdict.answer).toBe('partly-derived');
    expect(answers(found)).toEqual({
      'network:face': 'identical',
      'network:hand': 'independent',
      'network:pose': 'independent',
    });
    expect(found.verdict.operations).toEqual([
      { operation: 'component-reused', parameters: { targets: ['face'] }, reconstructed: null },
    ]);
  });

  it('is so even where the other pack has a network of that name too', async () => {
    const found = await compare(tar({ face, hand, pose }), tar({ face: iris, hand: face, pose: voice }));
    expect(found.verdict.answer).toBe('partly-derived');
    expect(answers(found)).toEqual({
      'network:face': 'identical',
      'network:hand': 'independent',
      'network:pose': 'independent',
    });
    expect(operations(found)).toEqual(['component-reused']);
  });

  it('is identical to itself with its files under one another’s names', async () => {
    const found = await compare(tar({ face, hand, pose }), tar({ face: hand, hand: pose, pose: face }));
    expect(found.verdict.answer).toBe('identical');
  });

  it('is nobody’s for the names of its files and tensors', async () => {
    for (const seed of [10, 20, 30]) {
      const others = { face: network(seed), hand: network(seed + 1), pose: network(seed + 2) };
      const found = await compare(tar({ face, hand, pose }), tar(others));
      expect(found.alignment.byName).toBe(18);
      expect(found.verdict).toMatchObject({ answer: 'independent', operations: [] });
    }
  });

  it('shows what was done to the network that it took', async () => {
    const noised = { face: network(1, 5e-4), hand, pose };
    for (const candidate of [
      { face, hand: iris, pose: voice },
      { iris, landmark: face, voice },
    ]) {
      const found = await compare(tar(noised), tar(candidate));
      expect(found.verdict).toMatchObject({ answer: 'partly-derived' });
      expect(answers(found)).toMatchObject({ 'network:face': 'derived', 'network:hand': 'independent' });
      expect(operations(found)).toEqual(['noised', 'component-reused']);
    }
  });

  it('is not led astray by tensors that were planted in one network from another', async () => {
    // One, which does not make it the other; or all of them, which do, and are found themselves.
    for (const [from, to, answer, of] of [
      [2, 3, 'derived', 'derived'],
      [0, 6, 'partly-derived', 'identical'],
    ] as const) {
      const planted = (other: readonly NumbersToWrite[]): NumbersToWrite[] =>
        other.slice(from, to).map((tensor) => ({ ...tensor, name: `unused/${tensor.name}` }));
      const suspect = { face: [...network(1, 5e-4), ...planted(hand)], hand: [...network(2, 5e-4), ...planted(face)] };
      const found = await compare(tar(suspect), tar({ face, hand }));
      expect(found.verdict.answer).toBe(answer);
      expect(answers(found)).toEqual({ 'network:face': of, 'network:hand': of });
    }
  });

  it('is identical to the same pack in another container and another order', async () => {
    for (const deflate of [false, true]) {
      const zipped = encodeZip(filesOf({ pose, face, hand }), { deflate });
      const found = await compare(tar({ face, hand, pose }), open(zipped));
      expect(found.verdict).toMatchObject({ answer: 'identical', operations: [] });
      expect(Object.values(answers(found) as object)).toEqual(['identical', 'identical', 'identical']);
    }
  });

  it('is identical to itself where it holds one network twice', async () => {
    const twice = { face, again: face, hand };
    const found = await compare(tar(twice), tar({ again: face, hand, face }));
    expect(found.verdict.answer).toBe('identical');
  });
});

describe('a member of a pack', () => {
  const pack = encodeTar(filesOf({ face, hand, pose }));
  const loose = encodeTflite(face);

  it.for(['face.tflite', 'models/face.tflite'])('named %s is identical to the loose file', async (member) => {
    const found = await compare(open(pack, member), open(loose));
    expect(found.verdict).toMatchObject({ answer: 'identical', operations: [] });
    expect(answers(found)).toEqual({ whole: 'identical' });
    expect((await compare(open(loose), open(pack, member))).verdict.answer).toBe('identical');
  });

  it('is independent of the others in its pack', async () => {
    for (const member of ['hand.tflite', 'pose.tflite']) {
      expect((await compare(open(pack, member), open(loose))).verdict.answer).toBe('independent');
    }
  });

  it('makes the whole pack partly derived, and is itself not called identical to the whole', async () => {
    const whole = await compare(open(pack), open(loose));
    expect(whole.verdict.answer).toBe('partly-derived');
    expect(answers(whole)).toEqual({
      'network:face': 'identical',
      'network:hand': 'inconclusive',
      'network:pose': 'inconclusive',
    });
    expect(operations(whole)).toEqual(['component-reused']);
    const part = await compare(open(loose), open(pack));
    expect(part.verdict.answer).toBe('derived');
  });

  it.for(['face', 'hands.tflite', 'models', '../face.tflite', 'models/../models/face.tflite', ''])(
    'is not found as “%s”',
    async (member) => {
      await expect(open(pack, member)).rejects.toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});
