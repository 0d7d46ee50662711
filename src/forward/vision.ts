// The vision tower: SigLIP (Zhai et al. 2023) on images of any shape, as Idefics2 runs it, from patches to one row of features for each.
import type { PatchedImage } from '../minicpm/patches.ts';
import type { RunOptions } from '../run.ts';
import { add, attend, byHead, gelu, layerNorm } from './layers.ts';
import type { Linear } from './linear.ts';
import type { VisionShape } from './shape.ts';
import type { Weights } from './weights.ts';

/** Told of what passes through, for evidence: the array is the pass' own and holds until the call returns. */
export type OnActivation = (name: string, shape: readonly number[], values: Float32Array) => void;

export interface PassOptions extends RunOptions {
  readonly onActivation?: OnActivation | undefined;
}

/** Features of one image or slice: (rows · columns) × hidden. */
export async function seeImage(
  image: PatchedImage,
  shape: VisionShape,
  weights: Weights,
  linear: Linear,
  options?: PassOptions,
): Promise<Float32Array> {
  const { prefix, hidden, layers, heads, feedForward, patch, side, epsilon } = shape;
  const count = image.rows * image.columns;
  const product = async (name: string, x: Float32Array, rows: number): Promise<Float32Array> => {
    const out = new Float32Array(count * rows);
    const bias = await weights.vector(`${name}.bias`, options);
    linear.apply(x, count, await weights.matrix(`${name}.weight`, options), bias, out);
    return out;
  };
  const norm = async (name: string, x: Float32Array): Promise<Float32Array> =>
    layerNorm(
      x,
      hidden,
      await weights.vector(`${name}.weight`, options),
      await weights.vector(`${name}.bias`, options),
      epsilon,
    );
  const x = await product(`${prefix}embeddings.patch_embedding`, patchRows(image, patch), hidden);
  const places = positionsOf(image.rows, image.columns, side);
  add(x, await weights.rows(`${prefix}embeddings.position_embedding.weight`, places, options));
  options?.onActivation?.(`${prefix}embeddings`, [count, hidden], x);
  const size = hidden / heads;
  for (let layer = 0; layer < layers; layer++) {
    options?.signal?.throwIfAborted();
    const at = `${prefix}encoder.layers.${layer}`;
    const normed = await norm(`${at}.layer_norm1`, x);
    const q = await product(`${at}.self_attn.q_proj`, normed, hidden);
    const k = byHead(await product(`${at}.self_attn.k_proj`, normed, hidden), heads, size);
    const v = byHead(await product(`${at}.self_attn.v_proj`, normed, hidden), heads, size);
    const seen = attend(linear, q, k, v, { heads, keyHeads: heads, size, scale: 1 / Math.sqrt(size) });
    add(x, await product(`${at}.self_attn.out_proj`, seen, hidden));
    const wide = await product(`${at}.mlp.fc1`, await norm(`${at}.layer_norm2`, x), feedForward);
    gelu(wide);
    add(x, await product(`${at}.mlp.fc2`, wide, hidden));
    options?.onActivation?.(at, [count, hidden], x);
  }
  const features = await norm(`${prefix}post_layernorm`, x);
  options?.onActivation?.(`${prefix}post_layernorm`, [count, hidden], features);
  return features;
}

/** Patches as rows in the order of a convolution's weights: channel, row, column. */
function patchRows({ rows, columns, patch, values }: PatchedImage, expected: number): Float32Array {
  if (patch !== expected) throw new RangeError(`patches of ${expected}, not ${patch}`);
  const count = rows * columns;
  const out = new Float32Array(values.length);
  const width = 3 * patch * patch;
  for (let line = 0; line < 3 * patch; line++) {
    for (let place = 0; place < count; place++) {
      const from = (line * count + place) * patch;
      out.set(values.subarray(from, from + patch), place * width + line * patch);
    }
  }
  return out;
}

/**
 * The row of the position table for each patch: where it stands as a share of the image, put into `side` bins a side. Shares and bounds
 * are 32-bit floats, as the released code has them; a share on a bound belongs to the bin above it.
 */
export function positionsOf(rows: number, columns: number, side: number): number[] {
  const bounds = Array.from({ length: side - 1 }, (_, at) => Math.fround((at + 1) * (1 / side)));
  const bins = (count: number): number[] =>
    Array.from({ length: count }, (_, at) => {
      const share = Math.fround(at * (1 / count));
      return bounds.filter((bound) => bound <= share).length;
    });
  const [down, across] = [bins(rows), bins(columns)];
  return down.flatMap((row) => across.map((column) => row * side + column));
}
