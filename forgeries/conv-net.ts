// A small convolutional network with batch norms, and the same with every batch norm multiplied into the layer before it.
import { elementCount, type ForgedDType, type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';

/** Output channels of each layer; all kernels are 3 by 3. */
const widths: readonly number[] = [16, 24, 32, 48, 64, 64];

const inputChannels = 3;

/** The layers in PyTorch's names and order of axes: weight OIHW, no bias, and the four vectors of the norm behind it. */
export function convNet(seed: number, dtype: ForgedDType = 'F32'): ForgedModel {
  const model = new Map<string, ForgedTensor>();
  const put = (name: string, shape: readonly number[], value: (normal: () => number, i: number) => number): void => {
    const random = randomFor(seed, name);
    const values = Float32Array.from({ length: elementCount(shape) }, (_, i) => value(() => random.normal(), i));
    model.set(name, forgedTensor(shape, dtype, values));
  };
  for (const [i, width] of widths.entries()) {
    const before = widths[i - 1] ?? inputChannels;
    const at = `layers.${i}`;
    // Trained kernels differ in size from channel to channel, which is what their norms have learned to undo.
    const sizes = Float64Array.from({ length: width }, (_, c) =>
      Math.exp(0.4 * randomFor(seed, `${at}.${c}`).normal()),
    );
    const spread = Math.sqrt(2 / (9 * before));
    put(
      `${at}.conv.weight`,
      [width, before, 3, 3],
      (normal, at) => spread * (sizes[Math.floor(at / (9 * before))] ?? 1) * normal(),
    );
    put(`${at}.norm.weight`, [width], (normal) => 1 + 0.3 * normal());
    put(`${at}.norm.bias`, [width], (normal) => 0.4 * normal());
    put(`${at}.norm.running_mean`, [width], (normal) => 0.5 * normal());
    put(`${at}.norm.running_var`, [width], (normal) => Math.exp(0.8 * normal() - 1));
  }
  put('head.weight', [10, widths.at(-1) ?? 1], (normal) => 0.1 * normal());
  put('head.bias', [10], (normal) => 0.1 * normal());
  return model;
}

/** What exporters write for inference: kernels times γ/√(σ²+ε) channel by channel, a bias, and no norm. `rename` gives names. */
export function foldNorms(model: ForgedModel, epsilon = 1e-5, rename = (name: string): string => name): ForgedModel {
  const folded = new Map<string, ForgedTensor>();
  for (const [name, tensor] of model) {
    const at = /^(.*)\.conv\.weight$/.exec(name)?.[1];
    if (at === undefined) {
      if (!name.includes('.norm.')) folded.set(rename(name), tensor);
      continue;
    }
    const vector = (part: string): Float32Array => model.get(`${at}.norm.${part}`)?.values ?? new Float32Array(0);
    const [gain, bias, mean, variance] = [
      vector('weight'),
      vector('bias'),
      vector('running_mean'),
      vector('running_var'),
    ];
    const factors = gain.map((value, i) => value / Math.sqrt((variance[i] ?? 1) + epsilon));
    const each = tensor.values.length / factors.length;
    const values = tensor.values.map((value, i) => value * (factors[Math.floor(i / each)] ?? 1));
    folded.set(rename(name), forgedTensor(tensor.shape, tensor.dtype, values));
    const biases = factors.map((factor, i) => (bias[i] ?? 0) - factor * (mean[i] ?? 0));
    folded.set(rename(`${at}.conv.bias`), forgedTensor([biases.length], tensor.dtype, biases));
  }
  return folded;
}

/** Keras's names and order of axes for the same network: HWIO. */
export function inKeras(model: ForgedModel): ForgedModel {
  const names: readonly (readonly [RegExp, string])[] = [
    [/layers\.(\d+)\.conv\.weight/, 'conv_$1/kernel:0'],
    [/layers\.(\d+)\.norm\.weight/, 'norm_$1/gamma:0'],
    [/layers\.(\d+)\.norm\.bias/, 'norm_$1/beta:0'],
    [/layers\.(\d+)\.norm\.running_(?:mean)/, 'norm_$1/moving_mean:0'],
    [/layers\.(\d+)\.norm\.running_(?:var)/, 'norm_$1/moving_variance:0'],
  ];
  const renamed = new Map<string, ForgedTensor>();
  for (const [name, tensor] of model) {
    const rule = names.find(([pattern]) => pattern.test(name));
    const to = rule === undefined ? name : name.replace(rule[0], rule[1]);
    renamed.set(to, tensor.shape.length === 4 ? channelsLast(tensor) : tensor);
  }
  return renamed;
}

function channelsLast({ shape, dtype, values }: ForgedTensor): ForgedTensor {
  const [out = 1, into = 1, height = 1, width = 1] = shape;
  const moved = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const at = i % (height * width);
    const input = Math.floor(i / (height * width)) % into;
    const output = Math.floor(i / (height * width * into));
    moved[(at * into + input) * out + output] = values[i] ?? 0;
  }
  return forgedTensor([height, width, into, out], dtype, moved);
}
