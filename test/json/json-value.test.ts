// JSON as plain data: maps for objects, refusals instead of silent repairs.
import { describe, expect, it } from 'vitest';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { parseJsonBounded, readJsonBounded } from '../../src/json/json-value.ts';

const utf8 = new TextEncoder();

describe('parseJsonBounded', () => {
  it('makes maps, so that no key means anything', () => {
    const value = parseJsonBounded(utf8.encode('{"__proto__":{"polluted":true},"constructor":[1,"a",null,false,0.5]}'));
    expect(value).toEqual(
      new Map<string, unknown>([
        ['__proto__', new Map([['polluted', true]])],
        ['constructor', [1, 'a', null, false, 0.5]],
      ]),
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses a key that comes twice and names it', () => {
    expect(() => parseJsonBounded(utf8.encode('{"a":1,"b":{"a":1},"\\u0061":2}'), 'config.json')).toThrow(
      'config.json: expected each key once, found “a” twice',
    );
  });

  it('keeps large numbers as floats that are not safe integers', () => {
    const value = parseJsonBounded(utf8.encode('[1000000000000000019884624838656,9007199254740993]'));
    expect(value).toEqual([1e30, 2 ** 53]);
    expect((value as readonly number[]).some((each) => Number.isSafeInteger(each))).toBe(false);
  });

  it('refuses numbers beyond the range of floats', () => {
    expect(() => parseJsonBounded(utf8.encode('[1e999]'))).toThrow(expect.objectContaining({ code: 'format' }));
  });

  it.for([
    ['bytes', { maxBytes: 10 }],
    ['values', { maxValues: 3 }],
    ['levels', { maxDepth: 1 }],
  ] as const)('refuses more %s than it may take', ([, limits]) => {
    expect(() => parseJsonBounded(utf8.encode('[[1],[2],[3]]'), 'test', limits)).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });

  it('refuses three million empty lists before they fill the memory', { timeout: 2000 }, () => {
    const bomb = utf8.encode(`[${'[],'.repeat(3_000_000)}[]]`);
    expect(() => parseJsonBounded(bomb, 'bomb', { maxValues: 1_000_000 })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });
});

describe('readJsonBounded', () => {
  it('reads a long document piece by piece', async () => {
    const list = Array.from({ length: 100_000 }, (_, i) => `name ${i}`);
    const lengths: number[] = [];
    const source = counted(memorySource(utf8.encode(JSON.stringify(list))), (length) => lengths.push(length));
    expect(await readJsonBounded(source)).toEqual(list);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(256 * 1024);
  });
});
