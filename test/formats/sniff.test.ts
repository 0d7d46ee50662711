// Recognition by content: names of files never matter, and what we do not read is named.
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, type NumbersToWrite } from '../../forgeries/write-safetensors.ts';
import { encodeFasttext } from '../../forgeries/writers/fasttext.ts';
import { encodeH5 } from '../../forgeries/writers/h5.ts';
import { modelOf } from '../../forgeries/writers/onnx.ts';
import { encodeTfjs } from '../../forgeries/writers/tfjs.ts';
import { encodeTflite } from '../../forgeries/writers/tflite.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { formats } from '../../src/formats/formats.ts';
import { sniff } from '../../src/formats/sniff.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

async function idOf(bytes: Uint8Array): Promise<string> {
  const recognised = await sniff(memorySource(bytes));
  return recognised.kind === 'format' ? recognised.format.id : recognised.container.id;
}

describe('sniff', () => {
  it('finds the format of what we read', async () => {
    const safetensors = encodeSafetensors([{ name: 'w', dtype: 'F32', shape: [1], values: Float32Array.of(1) }]);
    expect(await idOf(safetensors)).toBe('safetensors');
    const values = Float32Array.of(1, 2);
    const tensors = ['input', 'output'].map((name): NumbersToWrite => ({ name, dtype: 'F32', shape: [1, 2], values }));
    expect(await idOf(encodeH5(tensors))).toBe('keras-h5');
    expect(await idOf(encodeTflite(tensors))).toBe('tflite');
    expect(await idOf(encodeFasttext(tensors))).toBe('fasttext');
    expect(await idOf(encodeTfjs(tensors).get('model.json') ?? new Uint8Array(0))).toBe('tfjs');
    expect(await idOf(modelOf({ name: 'w', dims: [1], raw: new Uint8Array(4) }))).toBe('onnx');
  });

  it.for([
    ['\x28\xb5\x2f\xfd', 'a Zstandard archive'],
    ['\x89PNG\r\n', 'a PNG image'],
    ['\xff\xd8\xff\xe0', 'a JPEG image'],
    ['%PDF-1.7', 'a PDF document'],
    ['\x7fELF', 'a program'],
    ['\n<!DOCTYPE html>', 'an HTML page'],
    ['<?xml version="1.0"?>', 'an XML document'],
    ['{"weight_map": {}}', 'a JSON document'],
    ['\0'.repeat(20), 'zero bytes only'],
    ['Invalid username or password.', 'plain text'],
    ['\x01\x02\x03\x04\xff', 'a file of an unknown kind that begins with 01 02 03 04 ff'],
  ] as const)('names %j for what it is', async ([text, found]) => {
    await expect(sniff(memorySource(latin1(text), 'model.bin'))).rejects.toThrow(
      `model.bin: expected a file of weights or a container of such files, found ${found}`,
    );
  });

  it('says what a Git LFS pointer stands for', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 17\n`;
    await expect(sniff(memorySource(latin1(pointer), 'model.bin'))).rejects.toMatchObject({
      code: 'unfetched',
      found: `a Git LFS pointer to a file of 17 bytes, sha256 ${'ab'.repeat(32)} that was not fetched`,
    });
  });

  it('refuses an empty file', async () => {
    await expect(sniff(memorySource(new Uint8Array(0)))).rejects.toThrow(expect.objectContaining({ code: 'format' }));
  });
});

describe('formats', () => {
  it('lists every reader once', () => {
    const ids = formats.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
