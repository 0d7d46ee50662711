// Our reader beside onnx-proto: the same tensors with the same numbers in sound files, and stated reasons where damaged ones part them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeOnnx, field, graph, model, node } from '../../../forgeries/writers/onnx.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { isForebearError, type Problem } from '../../../src/errors.ts';
import type { Header, TensorInfo } from '../../../src/formats/format.ts';
import { decodeVarints } from '../../../src/formats/numbers/varints.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { createRandom, type Random } from '../../../src/math/random.ts';
import { numbersIn, storedExactly } from '../../../src/model/values/stored-values.ts';
import { mutant, type StudiedSeed, study } from '../../hostile/fuzz/mutator.ts';
import { onnxSeeds } from '../../hostile/seeds/onnx.ts';
import { type OracleTensor, readWithOnnxProto } from '../../oracles/onnx.ts';
import { type Oddity, oddities } from '../../oracles/onnx-wire.ts';
import { newerTypes, onnxTypes, soundModel, soundTensor } from './generated-onnx.ts';
import { numbersOf, theyMisread, weLose, weRefuse } from './onnx-differences.ts';

type Fault = Pick<Problem, 'code' | 'expected' | 'found'>;
const wordsOf = ({ code, expected, found }: Fault): string => `${code}: expected ${expected}, found ${found}`;

/** The header, or the words of the refusal. */
async function ours(bytes: Uint8Array): Promise<Header | string> {
  try {
    return await onnxFormat.readHeader(memorySource(bytes, 'file'));
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return wordsOf(error);
  }
}

interface Theirs {
  /** Undefined where they give a model without a graph. */
  readonly tensors: readonly OracleTensor[] | undefined;
}

function theirs(bytes: Uint8Array): Theirs | string {
  try {
    return { tensors: readWithOnnxProto(bytes) };
  } catch (error) {
    return String(error);
  }
}

/** What the two say differently of a file that both accept: nothing, if all is well. */
async function disagreements(bytes: Uint8Array, header: Header, tensors: readonly OracleTensor[]): Promise<string[]> {
  const found: string[] = [];
  const odd = oddities(bytes);
  const theirsByName = new Map(tensors.filter(({ type }) => type !== 'STRING').map((one) => [one.name, one]));
  for (const info of header.tensors) {
    const other = theirsByName.get(info.name);
    if (other === undefined) found.push(`they do not know ${info.name}`);
    else found.push(...(await differencesOf(bytes, info, other)));
    theirsByName.delete(info.name);
  }
  for (const problem of header.problems) {
    for (const name of problem.lost) {
      const other = theirsByName.get(name);
      const reason = weLose.find(({ words }) => words.test(wordsOf(problem)));
      if (other === undefined) found.push(`they do not know ${name}`);
      else if (reason === undefined) found.push(`${name} is lost for no stated reason: ${wordsOf(problem)}`);
      else if (!reason.holds(other, odd)) found.push(`${name} is not lost because ${reason.reason}`);
      theirsByName.delete(name);
    }
  }
  return [...found, ...[...theirsByName.keys()].map((name) => `we do not know ${name}`)];
}

async function differencesOf(bytes: Uint8Array, info: TensorInfo, other: OracleTensor): Promise<string[]> {
  const { name, dtype, shape } = info;
  const newer = newerTypes.get(other.type);
  const type = newer ?? onnxTypes.get(other.type)?.dtype ?? other.type;
  const [mine, his] = [`${dtype} ${shape.join()}`, `${type} ${other.dims.join()}`];
  if (mine !== his) return [`${name}: ${mine}, and they say ${his}`];
  if (other.external !== undefined) {
    const place = `${other.external.get('location')?.replace(/^(?:\.\/)*/, '')} ${Number(other.external.get('offset') ?? 0)}`;
    return place === `${info.file} ${info.start}` ? [] : [`${name}: another place than ${place}`];
  }
  if (newer !== undefined) return [];
  const values = await valuesOf(bytes, info);
  const expected = numbersOf(other) === 0n ? [] : other.values;
  if (values === undefined) {
    return BigInt(expected?.length ?? 0) === numbersOf(other) ? [`${name}: the numbers are refused`] : [];
  }
  // Varints come as 32-bit floats.
  const rounded = info.encoding === 'varint' ? expected?.map(Math.fround) : expected;
  const same = rounded?.length === values.length && values.every((value, i) => Object.is(value, rounded[i]));
  return same ? [] : [`${name}: other numbers`];
}

/** The numbers as we read them; undefined where their count is found to be wrong only then. */
async function valuesOf(bytes: Uint8Array, info: TensorInfo): Promise<readonly number[] | undefined> {
  const source = memorySource(bytes);
  if (info.encoding === 'raw') return [...(await storedExactly(info, source, 0, numbersIn(info), () => undefined))];
  try {
    return [...(await decodeVarints(source, info))];
  } catch (error) {
    if (!isForebearError(error, 'format')) throw error;
    return undefined;
  }
}

/** The answer of a reader that does not refuse. */
function accepted<Answer>(answer: Answer | string): Answer {
  if (typeof answer === 'string') throw new Error(`refused: ${answer}`);
  return answer;
}

async function expectAlike(bytes: Uint8Array): Promise<Header> {
  const [header, other] = [accepted(await ours(bytes)), accepted(theirs(bytes))];
  expect(oddities(bytes)).toEqual([]);
  expect(await disagreements(bytes, header, other.tensors ?? [])).toEqual([]);
  return header;
}

const seed = 20_240_601;
const mutantsOfASort = 2_000;
const sample = { seed, numRuns: 24 };

const files = [...onnxSeeds, ...fc.sample(soundModel, sample)].map(study);
const tensors = fc.sample(soundTensor, sample).map(study);
const some = (random: Random, of: readonly StudiedSeed[]): StudiedSeed => of[random.integer(of.length)] as StudiedSeed;

/** Three ways to damage a file; the last leaves the messages around the damage whole. */
const mutants: { readonly [sort: string]: (random: Random) => Uint8Array } = {
  anywhere: (random) => mutant(random, some(random, files), files),
  'in place': (random) => {
    const bytes = some(random, files).bytes.slice();
    for (let i = random.integer(3); i >= 0; i--) bytes[random.integer(bytes.length)] = random.integer(256);
    return bytes;
  },
  'inside a tensor': (random) =>
    model(graph([mutant(random, some(random, tensors), tensors), some(random, tensors).bytes])),
};

/** The stated reason for our refusal; throws where there is none, or where the file does not bear it out. */
function refusalOf(mine: string, odd: readonly Oddity[], hasGraph: boolean, where: string): string {
  for (const { words, reason, holds } of weRefuse) {
    const found = words.exec(mine);
    if (found !== null && holds(found, odd, hasGraph)) return reason;
  }
  throw new Error(`no stated reason for: ${mine}, in ${where}`);
}

/** The stated reason for what they make of a file that we read; throws where the file has no such fault. */
function misreadingOf(said: readonly string[], odd: readonly Oddity[], where: string): string {
  const found = theyMisread.find(({ holds }) => odd.some(holds));
  if (found === undefined) throw new Error(`no stated reason for: ${said.join('; ')}, in ${where}`);
  return found.reason;
}

describe('onnxFormat beside onnx-proto', () => {
  it('reads sound models alike, to the last bit', async () => {
    const types = new Set<string>();
    await fc.assert(
      fc.asyncProperty(soundModel, async (bytes) => {
        const { tensors: found, problems } = await expectAlike(bytes);
        expect(problems.flatMap(({ lost }) => lost)).toEqual([]);
        for (const { dtype, encoding } of found) types.add(`${dtype} ${encoding}`);
      }),
      { seed, numRuns: 300 },
    );
    // Every type came in its raw form, and those of whole numbers and of few bits as varints too.
    expect(types.size).toBe(onnxTypes.size + 11);
  });

  it('reads thousands of tensors and long lists of floats alike', async () => {
    const values = Float32Array.from({ length: 6 }, (_, i) => Math.sin(i));
    const many = Array.from({ length: 3000 }, (_, i) => ({
      name: `layer.${i}`,
      dtype: (['F32', 'F16', 'BF16', 'F64', 'I8', 'I64'] as const)[i % 6]!,
      shape: [2, 3],
      values,
    }));
    expect((await expectAlike(encodeOnnx(many))).tensors).toHaveLength(3000);
    const floats = new Uint8Array(Float32Array.from({ length: 2000 }, (_, i) => Math.cos(i)).buffer);
    const constant = node('Constant', 'c', 'table', 'value_floats', field(7, floats));
    expect((await expectAlike(model(graph([], [constant])))).tensors).toMatchObject([{ name: 'table', shape: [2000] }]);
  });

  it.for(weRefuse)('refuses, where they accept, because $reason', async ({ words, example, holds }) => {
    const [mine, other] = [await ours(example), accepted(theirs(example))];
    expect(mine).toMatch(words);
    const found = typeof mine === 'string' ? words.exec(mine) : null;
    expect(holds(found!, oddities(example), other.tensors !== undefined)).toBe(true);
  });

  it.for(theyMisread)('accepts, where they differ, because $reason', async ({ example, holds }) => {
    expect(oddities(example).some(holds)).toBe(true);
    const [header, other] = [accepted(await ours(example)), theirs(example)];
    const agree = typeof other !== 'string' && (await disagreements(example, header, other.tensors ?? [])).length === 0;
    expect(agree).toBe(false);
  });

  it.for(weLose)('loses a tensor that they give, because $reason', async ({ words, example }) => {
    const [header, other] = [accepted(await ours(example)), accepted(theirs(example))];
    expect(header.tensors).toEqual([]);
    expect(header.problems.map(wordsOf)).toEqual([expect.stringMatching(words)]);
    expect(await disagreements(example, header, other.tensors ?? [])).toEqual([]);
  });

  it.for(Object.keys(mutants))('parts from them for stated reasons only, in files damaged %s', async (sort) => {
    const seen = { alike: 0, neither: 0, weRefuse: new Set<string>(), theyMisread: new Set<string>() };
    for (let number = 0; number < mutantsOfASort; number++) {
      const bytes = mutants[sort]!(createRandom(seed + number));
      const [mine, other, odd] = [await ours(bytes), theirs(bytes), oddities(bytes)];
      const where = `mutant ${number} (${Buffer.from(bytes).toString('hex')})`;
      if (typeof mine === 'string') {
        if (typeof other === 'string') seen.neither += 1;
        else seen.weRefuse.add(refusalOf(mine, odd, other.tensors !== undefined, where));
        continue;
      }
      const said = typeof other === 'string' ? [other] : await disagreements(bytes, mine, other.tensors ?? []);
      if (said.length === 0) seen.alike += 1;
      else seen.theyMisread.add(misreadingOf(said, odd, where));
    }
    expect(seen.alike).toBeGreaterThan(mutantsOfASort / 25);
    expect(seen.neither).toBeGreaterThan(mutantsOfASort / 25);
    expect(seen.weRefuse.size).toBeGreaterThan(5);
    expect(seen.theyMisread.size).toBeGreaterThan(1);
  });
});
