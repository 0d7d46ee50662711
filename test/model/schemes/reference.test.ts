// Values held to a second derivation: files made by numpy from the published layouts, and by MLX itself (test/fixtures/quantised/make.py).
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/model/open.ts';
import { folderDoor } from '../memory-model.ts';

const folder = new URL('../../fixtures/quantised/', import.meta.url);

const schemes: readonly (readonly [file: string, scheme: string])[] = [
  ['gptq-2', 'GPTQ, 2 bits, groups of 32'],
  ['gptq-3', 'GPTQ, 3 bits, groups of 32'],
  ['gptq-4', 'GPTQ, 4 bits, groups of 32, act-order'],
  ['gptq-8', 'GPTQ, 8 bits, groups of 32'],
  ['awq', 'AWQ, 4 bits, groups of 32'],
  ['bitsandbytes-nf4', 'bitsandbytes NF4, blocks of 64, double quantised'],
  ['bitsandbytes-fp4', 'bitsandbytes FP4, blocks of 64'],
  ['bitsandbytes-int8', 'bitsandbytes, 8 bits, one scale a row'],
  ['fp8-tiles', 'FP8 (E4M3), tiles of 24 by 40'],
  ['nvfp4-modelopt', 'NVFP4, groups of 16'],
  ['nvfp4-compressed-tensors', 'NVFP4, groups of 16'],
  ['mxfp4-experts', 'MXFP4, groups of 32, experts turned, gate and up in turns'],
  ['compressed-tensors-3', 'compressed-tensors, 3 bits, groups of 20'],
  ...[2, 3, 4, 5, 6, 8].map((bits) => [`mlx-${bits}`, `MLX, ${bits} bits, groups of 64`] as const),
  ['mlx-mxfp4', 'MLX MXFP4, groups of 32'],
  ['mlx-nvfp4', 'MLX NVFP4, groups of 16'],
  ['mlx-mxfp8', 'MLX MXFP8, groups of 32'],
];

describe('quantised weights', () => {
  it.for(schemes)('are bit-equal to their reference: %s', async ([file, scheme]) => {
    const bytes = new Uint8Array(await readFile(new URL(`${file}.safetensors`, folder)));
    const told = await openModel(folderDoor({ 'model.safetensors': bytes }));
    const config = new TextEncoder().encode(told.metadata.get('config'));
    const model = await openModel(folderDoor({ 'model.safetensors': bytes, 'config.json': config }));
    expect(model.problems).toEqual([]);
    const [tensor] = model.tensors;
    expect(model.tensors.length).toBe(1);
    expect(tensor?.assembly?.scheme).toBe(scheme);
    expect(tensor?.shape).toEqual(JSON.parse(model.metadata.get('shape') ?? ''));
    const values = (await model.read(tensor!, 0, tensor!.elements)).map((x) => x + 0);
    expect(Array.from(values.subarray(0, 4))).toEqual(JSON.parse(model.metadata.get('first') ?? ''));
    expect(createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')).toBe(model.metadata.get('sha256'));
  });
});
