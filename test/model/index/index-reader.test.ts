// An index read piece by piece: entries in their order, repetitions found by hash and proved by name, an early end.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Source } from '../../../src/bytes/source.ts';
import { readIndex } from '../../../src/model/index/index-reader.ts';
import { hashOf, NameHashes } from '../../../src/model/index/name-hashes.ts';
import { textFile } from '../memory-model.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });
const source = (value: object | string): Source => memorySource(textFile(value), 'index');
const ignore = (): undefined => undefined;

describe('readIndex', () => {
  it('hands on the entries in their order and keeps the facts', async () => {
    const heard: string[] = [];
    const index = { metadata: { total_size: 12 }, weight_map: { b: 'two', a: 'one' } };
    const facts = await readIndex('index', source(index), (tensor, file) => {
      heard.push(`${tensor} ${file}`);
      return undefined;
    });
    expect(heard).toEqual(['b two', 'a one']);
    expect(facts).toEqual({ metadata: new Map([['total_size', 12]]), entries: 2 });
  });

  it('reads no further than it is asked to', async () => {
    const map = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`tensor.${i}.of.many`, 'one']));
    const whole = source({ weight_map: map });
    let read = 0;
    const counted: Source = {
      ...whole,
      read(start, end, options) {
        read += end - start;
        return whole.read(start, end, options);
      },
    };
    let heard = 0;
    const facts = await readIndex('index', counted, () => {
      heard += 1;
      return heard < 3 ? undefined : false;
    });
    expect([facts, heard]).toEqual([undefined, 3]);
    expect(read).toBeLessThan(whole.size);
  });

  it('refuses a tensor given twice, near or far, by its name', async () => {
    const far = Array.from({ length: 5_000 }, (_, i) => `"t${i}":"one"`).join(',');
    for (const text of [
      `{"weight_map":{"a":"one","a":"two"}}`,
      `{"weight_map":{"twice":"one",${far},"twice":"two"}}`,
    ]) {
      await expect(readIndex('index', source(text), ignore)).rejects.toThrow(code('format'));
    }
    await expect(
      readIndex('index', source(`{"weight_map":{"twice":"one",${far},"twice":"two"}}`), ignore),
    ).rejects.toThrow(expect.objectContaining({ found: '“twice” twice' }));
  });

  it('reads twice before it calls two names one, and only then', async () => {
    let reads = 0;
    const once = source({ weight_map: { a: 'one', b: 'one' } });
    const counted: Source = {
      ...once,
      read(...range) {
        reads += 1;
        return once.read(...range);
      },
    };
    await readIndex('index', counted, ignore);
    expect(reads).toBe(1);
  });

  it.for([
    ['{"weight_map":{},"weight_map":{}}', 'format'],
    ['{"metadata":{"a":1,"a":2},"weight_map":{}}', 'format'],
    [`{"weight_map":{"${'n'.repeat(1_025)}":"one"}}`, 'limit'],
    [`{"weight_map":{"a":"${'n'.repeat(1_048_577)}"}}`, 'limit'],
    [`{"metadata":${'['.repeat(40)}${']'.repeat(40)},"weight_map":{}}`, 'limit'],
    [`{"metadata":{${Array.from({ length: 1_001 }, (_, i) => `"k${i}":1`).join(',')}},"weight_map":{}}`, 'limit'],
    [`{"weight_map":{${Array.from({ length: 65_537 }, (_, i) => `"t${i}":"f${i}"`).join(',')}}}`, 'limit'],
    ['{"weight_map":{"a":"one"}', 'format'],
  ] as const)('refuses %.40s… with %s', async ([text, expected]) => {
    await expect(readIndex('index', source(text), ignore)).rejects.toThrow(code(expected));
  });

  it('reads nothing of an index that is too long', async () => {
    const endless = { ...source({}), size: 10 ** 12, read: () => Promise.reject(new Error('read')) };
    await expect(readIndex('index', endless, ignore)).rejects.toThrow(code('limit'));
  });

  it('stops with the reason it is stopped with', async () => {
    const reason = new Error('enough');
    const options = { signal: AbortSignal.abort(reason) };
    await expect(readIndex('index', source({ weight_map: {} }), ignore, options)).rejects.toBe(reason);
  });
});

describe('NameHashes', () => {
  it('finds what was given twice and nothing else', () => {
    const hashes = new NameHashes();
    for (let i = 0; i < 200_000; i++) hashes.add(`model.layers.${i % 100}.mlp.experts.${i}.up_proj.weight`);
    hashes.add('model.layers.7.mlp.experts.7.up_proj.weight');
    expect(hashes.repeated()).toEqual(new Set([hashOf('model.layers.7.mlp.experts.7.up_proj.weight')]));
  });

  it('looks at no more than a thousand', () => {
    const hashes = new NameHashes();
    for (let i = 0; i < 6_000; i++) hashes.add(`t${i % 3_000}`);
    expect(hashes.repeated().size).toBe(1_000);
  });

  it('gives whole numbers that 64-bit floats hold', () => {
    for (const name of ['', 'a', '\ud800', 'x'.repeat(2_000)]) {
      expect(Number.isSafeInteger(hashOf(name))).toBe(true);
      expect(hashOf(name)).toBeGreaterThanOrEqual(0);
    }
  });
});
