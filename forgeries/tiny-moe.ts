// A small Mixtral-shaped model in memory: experts and a router in every block, with trained-looking values.
import { type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';
import { type TinyLlamaShape, tinyLlama } from './tiny-llama.ts';
import { rootMeanSquare, trainedValues } from './trained-look.ts';

export interface TinyMoeShape extends TinyLlamaShape {
  readonly experts: number;
}

/** How much of a router's every row is one direction of the residual stream, the same in every block of the model. */
const commonShare = 0.8;

/**
 * A trained-looking model: different seeds give strangers of one kind. The rows of all its routers lean towards one
 * direction of the model's own, as rows do that read a stream with a few large channels.
 */
export function tinyMoe(seed: number, shape: TinyMoeShape): ForgedModel {
  const { experts, width, feedForward, layers } = shape;
  const model = new Map<string, ForgedTensor>();
  const lean = randomFor(seed, 'routers');
  // Few channels carry most of it.
  const direction = Float64Array.from({ length: width }, () => lean.normal() * Math.exp(lean.normal()));
  for (const [name, tensor] of tinyLlama(seed, shape)) {
    const block = /^(model\.layers\.(\d+))\.mlp\.gate_proj\.weight$/.exec(name);
    if (block !== null)
      addExperts(model, seed, `${block[1]}.block_sparse_moe`, Number(block[2]) / Math.max(1, layers - 1));
    else if (!name.includes('.mlp.')) model.set(name, tensor);
  }
  return model;

  function addExperts(into: Map<string, ForgedTensor>, from: number, at: string, depth: number): void {
    const router = trainedValues(from, {
      name: `${at}.gate`,
      kind: 'up',
      depth,
      shape: [experts, width],
      stream: 'text',
    });
    const size = (commonShare * rootMeanSquare(router)) / rootMeanSquare(Float32Array.from(direction));
    const leaning = router.map((value, i) => value + size * (direction[i % width] as number));
    into.set(`${at}.gate.weight`, forgedTensor([experts, width], 'BF16', leaning));
    for (let expert = 0; expert < experts; expert++) {
      for (const [leaf, kind, sides] of [
        ['w1', 'up', [feedForward, width]],
        ['w3', 'up', [feedForward, width]],
        ['w2', 'down', [width, feedForward]],
      ] as const) {
        const name = `${at}.experts.${expert}.${leaf}.weight`;
        const values = trainedValues(from, { name, kind, depth, shape: sides, stream: 'text' });
        into.set(name, forgedTensor(sides, 'BF16', values));
      }
    }
  }
}
