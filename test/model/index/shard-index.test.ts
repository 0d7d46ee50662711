// The index of a sharded model: what it may say, and what a hostile one may not ask for.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/memory.ts';
import { readShardIndex } from '../../../src/model/index/shard-index.ts';
import { textFile } from '../memory-model.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });
const read = (value: object | string): ReturnType<typeof readShardIndex> =>
  readShardIndex('index', memorySource(textFile(value)));

describe('readShardIndex', () => {
  it('lists the tensors of every shard in the order of the index', async () => {
    const index = await read({ metadata: { total_size: 12 }, weight_map: { b: 'two', a: 'one', c: 'two' } });
    expect([...index.shards]).toEqual([
      ['two', ['b', 'c']],
      ['one', ['a']],
    ]);
    expect(index.metadata.get('total_size')).toBe(12);
    expect((await read({ weight_map: {} })).shards.size).toBe(0);
  });

  it.for([
    '../secret',
    '..',
    '.',
    '',
    '/etc/passwd',
    'folder/model.safetensors',
    'folder\\model.safetensors',
    '..\\secret',
    '%2e%2e',
    '%2E%2E%2Fsecret',
    'C:secret',
    'file:secret',
    'a\u0000b',
    'a\nb',
    'x'.repeat(256),
  ])('refuses the shard %j', async (file) => {
    await expect(read({ weight_map: { tensor: file } })).rejects.toThrow(code('containment'));
  });

  it.for([
    [],
    'null',
    '"text"',
    {},
    { weight_map: null },
    { weight_map: [] },
    { weight_map: 'model.safetensors' },
    { weight_map: { a: 1 } },
    { weight_map: { a: null } },
    { weight_map: { a: ['model.safetensors'] } },
    { weight_map: { a: { b: 'c' } } },
  ] as const)('refuses %j as something else', async (value) => {
    await expect(read(value)).rejects.toThrow(code('format'));
  });

  it('refuses what is not JSON, and does not mind metadata of another kind', async () => {
    await expect(read('{"weight_map":')).rejects.toThrow(code('format'));
    expect((await read({ weight_map: { a: 'b' }, metadata: 7 })).metadata.size).toBe(0);
    const metadata = { total_size: 13_731_385_408.5, parallel: { tensor: [1, { deep: 2 }] }, list: [3], merged: true };
    const read7 = await read({ other: [{}], metadata, weight_map: { a: 'b' } });
    expect([...read7.metadata]).toEqual([
      ['total_size', 13_731_385_408.5],
      ['merged', true],
    ]);
  });

  it('keeps names of tensors that are special to JavaScript as plain names', async () => {
    const index = await read('{"weight_map":{"__proto__":"one","constructor":"one","toString":"two"}}');
    expect([...index.shards]).toEqual([
      ['one', ['__proto__', 'constructor']],
      ['two', ['toString']],
    ]);
  });
});
