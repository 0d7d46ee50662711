// Files that llama.cpp's own converter made, beside the models that it made them of.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/case/examine.ts';
import { openPath } from '../../src/cli/examine-paths.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/gguf/${name}`, import.meta.url));

describe('a model and what llama.cpp’s converter made of it', () => {
  it.for([
    ['llama.gguf', 'llama'],
    ['llama-big-endian.gguf', 'llama'],
    ['llama-split-00001-of-00003.gguf', 'llama'],
    ['llama-split-00003-of-00003.gguf', 'llama'],
    ['gemma2.gguf', 'gemma2'],
    ['mixtral.gguf', 'mixtral'],
    ['phi3.gguf', 'phi3'],
    ['internlm2.gguf', 'internlm2'],
  ] as const)('are identical: %s', async ([file, folder]) => {
    await using converted = await openPath(fixture(file), 'full');
    await using original = await openPath(fixture(folder), 'full');
    expect(converted.problems).toEqual([]);
    for (const [suspect, candidate] of [
      [converted, original],
      [original, converted],
    ] as const) {
      const [comparison] = (await examine(suspect, [candidate])).comparisons;
      expect(comparison?.verdict.answer).toBe('identical');
      expect([comparison?.alignment.unpairedSuspect, comparison?.alignment.unpairedCandidate]).toEqual([[], []]);
      expect(new Set(comparison?.components.map(({ verdict }) => verdict.answer))).toEqual(new Set(['identical']));
    }
  });
});
