// Our reader beside ggml's own, on files of our writer and on thousands of damaged ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/memory.ts';
import { isForebearError } from '../../../src/errors.ts';
import type { Header } from '../../../src/formats/format.ts';
import { ggufFormat } from '../../../src/formats/gguf/gguf.ts';
import { ggufSeeds } from '../../hostile/seeds/gguf.ts';
import { ggufOracle } from '../../oracles/gguf.ts';
import { damagedGguf } from './damage.ts';

async function ours(bytes: Uint8Array): Promise<Header | string> {
  try {
    return await ggufFormat.readHeader(memorySource(bytes));
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return `${error.code}: expected ${error.expected}, found ${error.found}`;
  }
}

const ggml = ggufOracle();

/** Why we accept what ggml refuses: what is true of the file's first bytes, or of our header. */
const ggmlRefuses: readonly (readonly [reason: string, holds: (bytes: Uint8Array, header: Header) => boolean])[] = [
  ['it reads no version 1', (bytes) => bytes[4] === 1],
  ['it reads no other byte order than its own', (bytes) => bytes[4] === 0],
  ['it has no way round a type that it does not know', (_, { problems }) => problems.some(isUnknownType)],
  ['it seeks to the beginning of the data, and these end before', (_, { problems }) => problems.some(isCutOff)],
  ['it has names of 63 bytes', (_, { tensors }) => tensors.some(({ name }) => Buffer.byteLength(name) > 63)],
  [
    'it has no lists within lists',
    (_, { metadata }) => [...metadata.values()].some((text) => text.endsWith(' lists]')),
  ],
];

const isUnknownType = ({ code }: Header['problems'][number]): boolean => code === 'unsupported';

const isCutOff = ({ code }: Header['problems'][number]): boolean => code === 'source';

/** Why we refuse what ggml accepts. */
const ggmlAccepts: readonly (readonly [words: RegExp, reason: string])[] = [
  [/without NUL/, 'it cuts names at NUL, and two may become one'],
  [/in UTF-8/, 'it takes any bytes for a name'],
  [/at most 1048576/, 'it takes any power of two as alignment'],
  [/^limit: /, 'it takes numbers up to 2^63'],
];

/** The same tensors at the same places, but for those that we lost. */
function expectSame(mine: Header, other: readonly { readonly name: string; readonly offset: number }[]): void {
  const lost = new Set(mine.problems.flatMap((problem) => problem.lost));
  const found = other.filter(({ name }) => !lost.has(name));
  expect(mine.tensors.map(({ name, start }) => ({ name, offset: start }))).toEqual(found);
}

describe.skipIf(ggml === undefined)('ggufFormat beside ggml', () => {
  it('finds the same tensors at the same places in files of our writer', async () => {
    let read = 0;
    for (const bytes of ggufSeeds) {
      const mine = (await ours(bytes)) as Header;
      const other = ggml!.open(bytes, true);
      if (other === undefined) continue;
      read += 1;
      expectSame(mine, other);
    }
    expect(read).toBe(4);
  });

  it('differs on damaged files for stated reasons only', async () => {
    const seen = { both: 0, neither: 0, reasons: new Map<string, number>() };
    await fc.assert(
      fc.asyncProperty(damagedGguf, async (bytes) => {
        const mine = await ours(bytes);
        const other = ggml!.open(bytes, false);
        const refused = typeof mine === 'string';
        if (refused && other === undefined) seen.neither += 1;
        else if (!refused && other !== undefined) {
          seen.both += 1;
          expectSame(mine, other);
        } else {
          const reason = refused
            ? ggmlAccepts.find(([words]) => words.test(mine))?.[1]
            : ggmlRefuses.find(([, holds]) => holds(bytes, mine))?.[0];
          if (reason === undefined) throw new Error(`no stated reason for: ${refused ? mine : 'our acceptance'}`);
          seen.reasons.set(reason, (seen.reasons.get(reason) ?? 0) + 1);
        }
      }),
      { seed: 20_240_602, numRuns: 3000 },
    );
    expect(seen.both).toBeGreaterThan(200);
    expect(seen.neither).toBeGreaterThan(200);
    expect(seen.reasons.size).toBeGreaterThan(5);
  });
});
