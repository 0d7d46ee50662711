// Files of our own writer, read back; refusals are in test/hostile.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, type TensorToWrite, writeSafetensors } from '../../../forgeries/write-safetensors.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { decode } from '../../../src/formats/numbers/values.ts';
import { safetensorsFormat } from '../../../src/formats/safetensors/safetensors.ts';

const values = Float32Array.of(-2, -1, 0, 1, 2, 3);
const tensors: readonly TensorToWrite[] = [
  { name: 'layers.0.weight', dtype: 'F32', shape: [2, 3], values },
  { name: 'layers.0.bias', dtype: 'BF16', shape: [6], values },
  { name: 'half', dtype: 'F16', shape: [3, 2], values },
  { name: 'double', dtype: 'F64', shape: [6, 1], values: () => values },
  { name: 'long', dtype: 'I64', shape: [6], values },
  { name: 'bytes', dtype: 'U8', shape: [3], values: Uint8Array.of(7, 8, 9) },
  { name: 'scalar', dtype: 'F32', shape: [], values: Float32Array.of(42) },
  { name: 'empty', dtype: 'F32', shape: [0, 4], values: new Float32Array(0) },
];

describe('safetensorsFormat', () => {
  it('reads back what was written: names, types, shapes, values, metadata', async () => {
    const source = memorySource(encodeSafetensors(tensors, { format: 'pt', 'a "key"': '竹简' }));
    const header = await safetensorsFormat.readHeader(source);
    expect(header.metadata).toEqual(
      new Map([
        ['format', 'pt'],
        ['a "key"', '竹简'],
      ]),
    );
    expect(header).toMatchObject({ problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }))).toEqual(
      tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    );
    for (const info of header.tensors.slice(0, 5)) {
      expect(decode(info.dtype, await source.read(info.start, info.end), 6)).toEqual(values);
    }
    expect(source.size).toBe(header.tensors.at(-1)?.end);
  });

  it('begins the data on a multiple of eight bytes', async () => {
    const header = await safetensorsFormat.readHeader(memorySource(encodeSafetensors(tensors)));
    expect((header.tensors[0]?.start ?? 1) % 8).toBe(0);
  });

  it('recognises its files by content and no others', () => {
    const bytes = encodeSafetensors(tensors);
    expect(safetensorsFormat.matches(bytes.subarray(0, 4096), bytes.length)).toBe(true);
    expect(safetensorsFormat.matches(new TextEncoder().encode('{"a": {"b": 1}}'), 15)).toBe(false);
    expect(safetensorsFormat.matches(bytes.subarray(0, 8), 8)).toBe(false);
  });

  it('stops between pieces of a long header', async () => {
    const many = Array.from(
      { length: 60_000 },
      (_, i): TensorToWrite => ({ name: `t${i}`, dtype: 'U8', shape: [1], values: Uint8Array.of(1) }),
    );
    const controller = new AbortController();
    const onProgress = (): void => controller.abort('stop');
    const source = memorySource(encodeSafetensors(many));
    await expect(safetensorsFormat.readHeader(source, { signal: controller.signal, onProgress })).rejects.toBe('stop');
  });
});

describe('writeSafetensors', () => {
  it('writes to disk what encodeSafetensors gives in memory, one tensor at a time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'forebear-write-'));
    try {
      const path = join(folder, 'model.safetensors');
      const expected = encodeSafetensors(tensors, { a: 'b' });
      expect(await writeSafetensors(path, tensors, { a: 'b' })).toBe(expected.length);
      expect(new Uint8Array(readFileSync(path))).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses values that do not fill the shape', () => {
    expect(() => encodeSafetensors([{ name: 'a', dtype: 'F32', shape: [2], values: Float32Array.of(1) }])).toThrow(
      RangeError,
    );
  });
});
