// Our reader beside the one of @huggingface/gguf, on files of our writer and on hundreds of damaged ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeGguf } from '../../../forgeries/writers/gguf.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { isForebearError } from '../../../src/errors.ts';
import type { Header } from '../../../src/formats/format.ts';
import { ggmlTypes } from '../../../src/formats/gguf/ggml-types-table.ts';
import { ggufFormat } from '../../../src/formats/gguf/gguf.ts';
import { craftGguf, type GgufParts, list, pair, string, tensor, type, u32 } from '../../hostile/crafted-gguf.ts';
import { ggufSeeds } from '../../hostile/seeds/gguf.ts';
import { requireOracle } from '../../oracles/packages.ts';
import { damagedGguf } from './damage.ts';

interface Theirs {
  readonly metadata: Readonly<Record<string, string | number | bigint | boolean | readonly unknown[]>>;
  readonly tensorInfos: readonly {
    readonly name: string;
    readonly shape: readonly bigint[];
    readonly dtype: number;
    readonly offset: bigint;
  }[];
  readonly tensorDataOffset: bigint;
  readonly littleEndian: boolean;
}

const { gguf } = requireOracle('@huggingface/gguf') as {
  gguf(uri: string, params: { fetch: typeof fetch }): Promise<Theirs>;
};

/** Their answer, with the bytes served by range as a hub would. */
async function theirs(bytes: Uint8Array): Promise<Theirs | string> {
  const serve = (_: unknown, request?: { headers?: unknown }): Promise<Response> => {
    const range = /bytes=(\d+)-(\d+)/.exec(JSON.stringify(request?.headers)) as RegExpExecArray;
    const piece = bytes.slice(Number(range[1]), Number(range[2]) + 1);
    return Promise.resolve(
      new Response(piece, { headers: { 'content-range': `bytes ${range[1]}-${range[2]}/${bytes.length}` } }),
    );
  };
  try {
    return await gguf('https://memory/file.gguf', { fetch: serve });
  } catch (error) {
    return String(error);
  }
}

async function ours(bytes: Uint8Array): Promise<Header | string> {
  try {
    return await ggufFormat.readHeader(memorySource(bytes));
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return `${error.code}: expected ${error.expected}, found ${error.found}`;
  }
}

/** What both say of the tensors that we did not lose. */
function expectAlike(header: Header, other: Theirs): void {
  const byName = new Map(other.tensorInfos.map((info) => [info.name, info]));
  for (const { name, dtype, shape, start, byteOrder } of header.tensors) {
    const info = byName.get(name);
    expect(info && [ggmlTypes.get(info.dtype), info.shape.map(Number).toReversed()]).toEqual([dtype, shape]);
    expect(Number(other.tensorDataOffset) + Number(info?.offset)).toBe(start);
    expect(byteOrder === 'big').toBe(!other.littleEndian);
  }
  for (const [key, text] of header.metadata) {
    const value = other.metadata[key];
    if (typeof value === 'object' || text.startsWith('[string of')) continue;
    // They give 32-bit floats as doubles, we give the shortest decimals of them.
    const mine = typeof value === 'number' ? Math.fround(Number(text)) : text;
    expect(mine).toBe(typeof value === 'number' ? Math.fround(value) : String(value));
  }
}

const one = tensor('t', [8], 0, 0);
const withPair = (bytes: Uint8Array): GgufParts => ({ pairs: [bytes], tensors: [one], data: 32 });
const withTensors = (...tensors: readonly Uint8Array[]): GgufParts => ({ tensors, data: 64 });

interface Difference {
  /** The words of the refusal. */
  readonly words: RegExp;
  readonly reason: string;
  readonly example: GgufParts;
}

/** Why we refuse what they accept. */
const weRefuse: readonly Difference[] = [
  {
    words: /^source: /,
    reason: 'they read zeros behind the end of the file, in a buffer that is longer than it',
    example: { tensorCount: 2 },
  },
  {
    words: /each key once|each tensor once/,
    reason: 'they let the second of two equal names win',
    example: { pairs: [pair('k', type.uint32, u32(1)), pair('k', type.uint32, u32(2))] },
  },
  {
    words: /a key, found an empty one/,
    reason: 'ggml refuses empty keys',
    example: withPair(pair('', type.uint32, u32(1))),
  },
  {
    words: /without NUL/,
    reason: 'other readers cut names at NUL',
    example: withTensors(tensor('a\0b', [8], 0, 0)),
  },
  {
    words: /in UTF-8/,
    reason: 'they replace bytes that are no UTF-8, so that two names may become one',
    example: withTensors(tensor(Uint8Array.of(0xff), [8], 0, 0)),
  },
  {
    words: /general\.alignment/,
    reason: 'they take any number of any type as alignment',
    example: withPair(pair('general.alignment', type.uint32, u32(13))),
  },
  {
    words: /an offset that is a multiple|data at \d+/,
    reason: 'they do not look at the offsets',
    example: withTensors(one, tensor('u', [8], 0, 0)),
  },
  {
    words: /an offset of .* of at most|an end below/,
    reason: 'they keep offsets as bigints',
    example: withTensors(tensor('t', [8], 0, 2n ** 60n)),
  },
  {
    words: /a size below 2\^53 bits/,
    reason: 'they do not multiply the sides',
    example: withTensors(tensor('t', [2 ** 31, 2 ** 31], 0, 0)),
  },
  {
    words: /rows of a multiple/,
    reason: 'they do not look at the rows of blocks',
    example: withTensors(tensor('t', [33], 2, 0)),
  },
  {
    words: /at most 4 sides/,
    reason: 'they allow eight sides, ggml four',
    example: withTensors(tensor('t', [8, 1, 1, 1, 1], 0, 0)),
  },
  {
    words: /bytes of (a key|a tensor’s name)/,
    reason: 'they allow names of 10 MB',
    example: withTensors(tensor('n'.repeat(2000), [8], 0, 0)),
  },
];

/** Why they refuse what we accept. */
const theyRefuse: readonly Difference[] = [
  {
    words: /exceeds the maximum allowed \(4294967296\)/,
    reason: 'they allow sides up to 2^32; ours lie in a tensor that the file is too short for',
    example: withTensors(tensor('t', [2 ** 40], 0, 0)),
  },
  {
    words: /String length \d+ exceeds maximum allowed/,
    reason: 'they allow strings of 10 MB, we 64 MiB: whole tokenizers are stored as one',
    example: withPair(pair('k', type.string, string(new Uint8Array(10_000_001)))),
  },
  {
    words: /Metadata array length \d+ exceeds maximum/,
    reason: 'they hold a million elements, we skip ten',
    example: withPair(pair('k', type.array, list(type.uint8, 1_000_001, new Uint8Array(1_000_001)))),
  },
];

describe('ggufFormat beside @huggingface/gguf', () => {
  it('reads files of our writer alike', async () => {
    for (const bytes of ggufSeeds) {
      const [mine, other] = [await ours(bytes), await theirs(bytes)];
      if (typeof mine === 'string' || typeof other === 'string') throw new Error('refused');
      expect(mine.tensors.length).toBe(other.tensorInfos.length);
      expect(mine.problems).toEqual([]);
      expectAlike(mine, other);
    }
  });

  it('reads a long list alike, in number', async () => {
    const tokens = Array.from({ length: 20_000 }, () => 'x');
    const bytes = encodeGguf({ metadata: { tokens: ['array', 'string', tokens] }, tensors: [] });
    const [mine, other] = [await ours(bytes), await theirs(bytes)];
    if (typeof mine === 'string' || typeof other === 'string') throw new Error('refused');
    expect(mine.metadata.get('tokens')).toBe(`[${(other.metadata['tokens'] as readonly unknown[]).length} strings]`);
  });

  it.for(weRefuse)('refuses, where they accept, because $reason', async ({ words, example }) => {
    const bytes = craftGguf(example);
    expect(await ours(bytes)).toMatch(words);
    expect(await theirs(bytes)).toHaveProperty('tensorInfos');
  });

  it.for(theyRefuse)('accepts, where they refuse, because $reason', async ({ words, example }) => {
    const bytes = craftGguf(example);
    expect(await ours(bytes)).toHaveProperty('tensors');
    expect(await theirs(bytes)).toMatch(words);
  });

  it('differs on damaged files for stated reasons only', async () => {
    const seen = { both: 0, neither: 0, weRefuse: new Map<string, number>(), theyRefuse: new Map<string, number>() };
    await fc.assert(
      fc.asyncProperty(damagedGguf, async (bytes) => {
        const [mine, other] = [await ours(bytes), await theirs(bytes)];
        if (typeof mine === 'string' && typeof other === 'string') seen.neither += 1;
        else if (typeof mine === 'string') count(seen.weRefuse, weRefuse, mine);
        else if (typeof other === 'string') count(seen.theyRefuse, theyRefuse, other);
        else {
          seen.both += 1;
          expectAlike(mine, other);
        }
      }),
      { seed: 20_240_601, numRuns: 500 },
    );
    expect(seen.both).toBeGreaterThan(80);
    expect(seen.neither).toBeGreaterThan(80);
    expect(seen.weRefuse.size).toBeGreaterThan(3);
  });
});

/** Counts the stated reason that fits; throws where none does. */
function count(into: Map<string, number>, reasons: readonly Difference[], said: string): void {
  const found = reasons.find(({ words }) => words.test(said));
  if (found === undefined) throw new Error(`no stated reason for: ${said}`);
  into.set(found.reason, (into.get(found.reason) ?? 0) + 1);
}
