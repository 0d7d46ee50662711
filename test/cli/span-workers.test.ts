// Threads give the figures that one thread gives, to the last bit and whatever their number, and end with the comparison.
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { forgedTensor } from '../../forgeries/forged-model.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import { examine } from '../../src/case/examine.ts';
import { startSpanWorkers } from '../../src/cli/span-workers.ts';
import { type SpanJob, scanSpan } from '../../src/evidence/weights/span-scan.ts';
import { encode } from '../../src/formats/numbers/values.ts';
import { createRandom } from '../../src/math/random.ts';
import { openForged } from '../case/in-memory.ts';

const types = ['F32', 'BF16', 'F16'] as const;

function job(seed: number): SpanJob {
  const random = createRandom(seed);
  const [rows, columns] = [1 + random.integer(40), 1 + random.integer(300)];
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  if (seed % 3 === 0) values[random.integer(values.length)] = Number.NaN;
  const other = values.map((value) => value + 0.01 * random.normal());
  const [suspect, candidate] = [types[seed % 3]!, types[(seed >> 1) % 3]!];
  return {
    suspect: { type: suspect, bytes: encode(suspect, values) },
    candidate: { type: candidate, bytes: encode(candidate, other) },
    rows,
    columns,
    casts: seed % 2 === 0 ? ['BF16', 'F16'] : [],
    mantissaBits: seed % 5 === 0 ? 7 : undefined,
    before: seed * 1000,
    stride: 1 + (seed % 7),
  };
}

const copy = (one: SpanJob): SpanJob => ({
  ...one,
  suspect: { ...one.suspect, bytes: one.suspect.bytes.slice() },
  candidate: { ...one.candidate, bytes: one.candidate.bytes.slice() },
});

describe('startSpanWorkers', () => {
  it.for([1, 2, 3])('gives with %i of them what one thread gives', async (count) => {
    await using workers = startSpanWorkers(count);
    const jobs = Array.from({ length: 40 }, (_, seed) => job(seed));
    const figures = await Promise.all(jobs.map((one) => workers.scan(copy(one))));
    expect(figures).toEqual(jobs.map((one) => scanSpan(one)));
  });

  it('gives memory of the size that is asked for, and fills again what came back', async () => {
    await using workers = startSpanWorkers(1);
    const first = workers.allocate!(4 * 64);
    expect(first.length).toBe(256);
    const one: SpanJob = { ...job(1), suspect: { type: 'F32', bytes: first }, rows: 4, columns: 16 };
    await workers.scan({ ...one, candidate: { type: 'F32', bytes: workers.allocate!(256) } });
    expect(first.length).toBe(0);
    expect([workers.allocate!(256).length, workers.allocate!(256).length, workers.allocate!(3).length]).toEqual([
      256, 256, 3,
    ]);
  });

  it('leaves memory alone that is part of another', async () => {
    await using workers = startSpanWorkers(1);
    const one = copy(job(4));
    const around = new Uint8Array(one.suspect.bytes.length + 8);
    around.set(one.suspect.bytes, 4);
    const part = around.subarray(4, 4 + one.suspect.bytes.length);
    expect(await workers.scan({ ...one, suspect: { ...one.suspect, bytes: part } })).toEqual(scanSpan(job(4)));
    expect(around.length).toBe(part.length + 8);
  });

  it('fails what waits and what comes after where a thread fails', async () => {
    await using workers = startSpanWorkers(1);
    const bad = { ...copy(job(2)), suspect: { type: 'F32', bytes: new Uint8Array(4) } } as const;
    await expect(workers.scan(bad)).rejects.toThrow('bytes');
    await expect(workers.scan(copy(job(2)))).rejects.toThrow('bytes');
  });
});

describe('examine with threads', () => {
  const shape = { layers: 3, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };
  const base = tinyLlama(1, shape, 'F32');
  const noised = new Map(addNoise(base, 1e-3, 2));
  const name = 'model.layers.1.mlp.up_proj.weight';
  const { shape: sides, values } = noised.get(name)!;
  noised.set(name, forgedTensor(sides, 'F32', values.with(7, Number.NaN)));

  it('gives the same case as without, byte for byte', async () => {
    const alone = await examine(await openForged(noised), [await openForged(base)]);
    for (const count of [1, 3]) {
      await using scanner = startSpanWorkers(count);
      const together = await examine(await openForged(noised), [await openForged(base)], { scanner });
      expect(JSON.stringify(together)).toBe(JSON.stringify(alone));
    }
  });

  it('stops when asked to, in the middle', async () => {
    await using scanner = startSpanWorkers(2);
    const abort = new AbortController();
    const comparing = examine(await openForged(noised), [await openForged(base)], {
      scanner,
      signal: abort.signal,
      onProgress: ({ stage }) => stage === 'read' && abort.abort(new DOMException('enough', 'AbortError')),
    });
    await expect(comparing).rejects.toThrow('enough');
  });
});
