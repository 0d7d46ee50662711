// JSON bombs, as an index or a configuration could be: refused with a code, in little time and memory.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { parseJsonBounded, readJsonBounded } from '../../src/json/json-value.ts';

const utf8 = new TextEncoder();

const bombs: readonly (readonly [name: string, code: ErrorCode, make: () => string])[] = [
  ['a million open lists', 'limit', () => '['.repeat(1_000_000)],
  ['a million open objects', 'limit', () => '{"a":'.repeat(1_000_000)],
  ['ten megabytes of empty lists', 'limit', () => `[${'[],'.repeat(3_300_000)}[]]`],
  ['ten megabytes of empty objects', 'limit', () => `[${'{},'.repeat(3_300_000)}{}]`],
  ['a string of ten megabytes', 'limit', () => `["${'a'.repeat(10_000_000)}"]`],
  ['a string of ten megabytes of escapes', 'limit', () => `["${'\\u0061'.repeat(1_700_000)}"]`],
  ['a number of ten megabytes', 'limit', () => `[${'9'.repeat(10_000_000)}]`],
  ['ten megabytes of white space', 'format', () => ' '.repeat(10_000_000)],
  ['a shard given twice', 'format', () => '{"weight_map":{"w":"a.safetensors","w":"b.safetensors"}}'],
  ['a number that no float holds', 'format', () => '{"hidden_size":1e999}'],
  ['a number that no float holds, below zero', 'format', () => '{"hidden_size":-1e999}'],
  ['Infinity', 'format', () => '{"hidden_size":Infinity}'],
  ['half of a pair of surrogates', 'format', () => '{"a":"\\udc00"}'],
];

describe('parseJsonBounded, attacked', () => {
  it.for(bombs)('refuses %s', { timeout: 2000 }, ([, code, make]) => {
    expect(() => parseJsonBounded(utf8.encode(make()))).toThrow(expect.objectContaining({ code }));
  });
});

describe('readJsonBounded, attacked', () => {
  it.for(bombs)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    await expect(readJsonBounded(memorySource(utf8.encode(make())))).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('reads nothing of a document that is too long', async () => {
    const endless = {
      ...memorySource(new Uint8Array(0)),
      size: 10 ** 12,
      read: () => Promise.reject(new Error('read')),
    };
    await expect(readJsonBounded(endless)).rejects.toThrow(expect.objectContaining({ code: 'limit' }));
  });
});
