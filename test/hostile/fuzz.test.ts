// Thousands of damaged files, the same in every run: each is read with its promises kept, or refused with a code.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { isForebearError } from '../../src/errors.ts';
import { onnxFormat } from '../../src/formats/onnx/onnx.ts';
import { safetensorsFormat } from '../../src/formats/safetensors/safetensors.ts';
import { sniff } from '../../src/formats/sniff.ts';
import { parseJsonBounded } from '../../src/json/json-value.ts';
import { field, graph, join, model, node, tensor, varint } from './crafted-onnx.ts';
import { craftSafetensors, entry } from './crafted-safetensors.ts';
import { mutate, mutations } from './mutations.ts';
import { checkPromises, outcome } from './outcome.ts';

const runs = { seed: 20_240_601, numRuns: 2000 };

const header = `{"__metadata__":{"format":"pt","é":"\\u00e9\\ud83d\\ude00"},${[
  entry('a.weight', 'F32', '[2,3]', 0, 24),
  entry('b.weight', 'BF16', '[4]', 24, 32),
  entry('c', 'F4', '[2,2]', 32, 34),
  entry('d', 'F6_E2M3', '[4]', 34, 37),
  entry('e', 'C64', '[]', 37, 45),
  entry('f', 'BOOL', '[0]', 45, 45),
].join(',')}}`;

const inner = graph([tensor({ name: 'w', dims: [2], raw: new Uint8Array(8) })]);
const onnxFile = model(
  graph(
    [
      tensor({ name: 'a', dims: [2, 2], raw: new Uint8Array(16) }),
      tensor({ name: 'b', dims: [3], type: 6, extra: [field(5, join(varint(1), varint(-1), varint(300)))] }),
      tensor({ name: 'c', dims: [1], external: { location: 'c.bin', offset: '0', length: '4' } }),
      tensor({ name: 'd', dims: [2], type: 10, raw: new Uint8Array(4) }),
    ],
    [
      node('If', 'if', 'y', 'then_branch', field(6, inner)),
      node('Constant', '', 'k', 'value', field(5, tensor({ dims: [1], raw: new Uint8Array(4) }))),
    ],
  ),
  field(14, join(field(1, 'key'), field(2, 'value'))),
  field(
    25,
    join(
      field(1, 'f'),
      field(7, node('Constant', '', 'k', 'value', field(5, tensor({ dims: [], raw: new Uint8Array(4) })))),
    ),
  ),
);

describe('safetensorsFormat, fuzzed', () => {
  it('keeps its promises or refuses', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(mutations, fc.boolean(), async (changes, keepLength) => {
        // Half of the files get a length that fits again, or hardly any would pass the first check.
        const text = new TextEncoder().encode(header);
        const bytes = keepLength
          ? craftSafetensors(mutate(text, changes), 45)
          : mutate(craftSafetensors(text, 45), changes);
        const result = await outcome(safetensorsFormat, bytes);
        if (typeof result === 'string') return;
        accepted += 1;
        await checkPromises(result, bytes);
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('onnxFormat, fuzzed', () => {
  it('keeps its promises or refuses', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const bytes = mutate(onnxFile, changes);
        const result = await outcome(onnxFormat, bytes);
        if (typeof result === 'string') return;
        accepted += 1;
        await checkPromises(result, bytes);
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

describe('sniff, fuzzed', () => {
  it('names a format or refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(craftSafetensors(header, 45), onnxFile), mutations, async (file, changes) => {
        try {
          const recognised = await sniff(memorySource(mutate(file, changes)));
          expect(['format', 'container']).toContain(recognised.kind);
        } catch (error) {
          if (!isForebearError(error, 'format', 'unsupported')) throw error;
        }
      }),
      runs,
    );
  });
});

describe('parseJsonBounded, fuzzed', () => {
  it('accepts no text that JSON.parse refuses, and reads the rest alike but for its stated refusals', () => {
    fc.assert(
      fc.property(fc.json(), mutations, (json, changes) => {
        const bytes = mutate(new TextEncoder().encode(json), changes);
        let ours: unknown;
        try {
          ours = plain(parseJsonBounded(bytes));
        } catch (error) {
          if (!isForebearError(error, 'format', 'limit')) throw error;
          return;
        }
        expect(ours).toEqual(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)));
      }),
      runs,
    );
  });
});

/** Our maps as the objects that JSON.parse makes. */
function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...(value as ReadonlyMap<string, unknown>)].map(([key, each]) => [key, plain(each)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}
