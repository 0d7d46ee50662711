// Rows are remembered as they were read, up to a bound, and the first go first.
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/model/model.ts';
import { createRowMemory } from '../../../src/model/values/row-memory.ts';

const tensor = (name: string): Tensor => ({ name }) as unknown as Tensor;
const run = (length: number, value: number): Float32Array => new Float32Array(length).fill(value);

describe('createRowMemory', () => {
  it('gives back a run, or the beginning of one, and nothing of other places or tensors', () => {
    const memory = createRowMemory();
    const [a, b] = [tensor('a'), tensor('b')];
    memory.keep(a, 4_096, run(1_024, 7));
    expect(memory.get(a, 4_096, 1_024)).toEqual(run(1_024, 7));
    expect(memory.get(a, 4_096, 600)).toEqual(run(600, 7));
    expect(memory.get(a, 4_096, 1_025)).toBeUndefined();
    expect(memory.get(a, 0, 1_024)).toBeUndefined();
    expect(memory.get(b, 4_096, 1_024)).toBeUndefined();
  });

  it('keeps a copy: whoever read the run may change it', () => {
    const memory = createRowMemory();
    const [a, values] = [tensor('a'), run(1_024, 1)];
    memory.keep(a, 0, values);
    values.fill(2);
    expect(memory.get(a, 0, 1_024)).toEqual(run(1_024, 1));
  });

  it('remembers no short runs, and lets the first go when there are too many', () => {
    const memory = createRowMemory();
    const a = tensor('a');
    memory.keep(a, 0, run(511, 1));
    expect(memory.get(a, 0, 511)).toBeUndefined();
    memory.keep(a, 0, run(8_388_609, 1));
    expect(memory.get(a, 0, 1)).toBeUndefined();
    for (let i = 0; i < 9; i++) memory.keep(a, i * 1_048_576, run(1_048_576, i));
    expect(memory.get(a, 0, 1_048_576)).toBeUndefined();
    for (let i = 1; i < 9; i++) expect(memory.get(a, i * 1_048_576, 1)).toEqual(run(1, i));
  });

  it('goes on letting go over thousands of runs', () => {
    const memory = createRowMemory();
    const a = tensor('a');
    for (let i = 0; i < 40_000; i++) memory.keep(a, i * 512, run(512, i));
    expect(memory.get(a, 0, 512)).toBeUndefined();
    expect(memory.get(a, 39_999 * 512, 512)).toEqual(run(512, 39_999));
    expect(memory.get(a, (40_000 - 16_384) * 512, 512)).toEqual(run(512, 40_000 - 16_384));
    expect(memory.get(a, (40_000 - 16_385) * 512, 512)).toBeUndefined();
  });
});
