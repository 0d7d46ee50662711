// Disguises of a Llama-shaped model that leave what it computes unchanged: other order of units, other basis, other scales.
import type { ForgedModel } from './forged-model.ts';
import {
  randomRotation,
  rotateColumns,
  rotateRows,
  scaleColumns,
  scaleRows,
  takeColumns,
  takeRows,
  tensorOf,
} from './matrices.ts';
import { randomFor } from './random.ts';

/**
 * Puts the hidden units of every feed-forward block in a random order. Hopes to fool whoever compares element by
 * element; the units themselves are unchanged.
 */
export function permuteUnits(model: ForgedModel, seed: number): ForgedModel {
  const out = new Map(model);
  for (const [gateName, gate] of model) {
    if (!gateName.endsWith('.mlp.gate_proj.weight')) continue;
    const prefix = gateName.slice(0, -'gate_proj.weight'.length);
    const order = randomFor(seed, prefix).permutation(gate.shape[0] ?? 0);
    out.set(gateName, takeRows(gate, order));
    out.set(`${prefix}up_proj.weight`, takeRows(tensorOf(model, `${prefix}up_proj.weight`), order));
    out.set(`${prefix}down_proj.weight`, takeColumns(tensorOf(model, `${prefix}down_proj.weight`), order));
  }
  return out;
}

/**
 * Multiplies every hidden unit's way in by a factor of its own and divides its way out by it. Hopes to fool
 * comparisons of size; directions stay.
 */
export function rescaleUnits(model: ForgedModel, seed: number): ForgedModel {
  const out = new Map(model);
  for (const [upName, up] of model) {
    if (!upName.endsWith('.mlp.up_proj.weight')) continue;
    const downName = upName.replace('up_proj', 'down_proj');
    const random = randomFor(seed, upName);
    const factors = Float64Array.from({ length: up.shape[0] ?? 0 }, () => Math.exp(0.5 * random.normal()));
    out.set(upName, scaleRows(up, factors));
    out.set(
      downName,
      scaleColumns(
        tensorOf(model, downName),
        factors.map((factor) => 1 / factor),
      ),
    );
  }
  return out;
}

/**
 * Folds the norm gains into the matrices that follow them and turns the whole residual stream by a random rotation.
 * Hopes to fool everything that knows the channels by number; products of matrices stay.
 */
export function rotateResidual(model: ForgedModel, seed: number): ForgedModel {
  const folded = foldGains(model);
  const width = tensorOf(folded, 'model.norm.weight').shape[0] ?? 0;
  const rotation = randomRotation(randomFor(seed, 'residual'), width);
  const out = new Map(folded);
  for (const [name, tensor] of folded) {
    if (tensor.shape.length < 2) continue;
    out.set(name, writesStream(name) ? rotateRows(tensor, rotation) : rotateColumns(tensor, rotation));
  }
  return out;
}

/** Moves every gain into the matrices that read after it and leaves ones behind. Hopes to hide the gains. */
export function foldGains(model: ForgedModel): ForgedModel {
  const out = new Map(model);
  for (const [name, tensor] of model) {
    const gain = gainBefore(name);
    if (gain !== undefined) out.set(name, scaleColumns(tensor, Float64Array.from(tensorOf(model, gain).values)));
    if (tensor.shape.length === 1 && name.endsWith('norm.weight')) {
      out.set(name, { ...tensor, values: new Float32Array(tensor.values.length).fill(1) });
    }
  }
  return out;
}

/** The gain that scales what the named matrix reads, if any does. */
function gainBefore(name: string): string | undefined {
  if (name === 'lm_head.weight') return 'model.norm.weight';
  const [, layer, group] = /^(.*layers\.\d+)\.(self_attn\.[qkv]_proj|mlp\.(?:gate|up)_proj)\.weight$/.exec(name) ?? [];
  if (layer === undefined || group === undefined) return undefined;
  return `${layer}.${group.startsWith('mlp') ? 'post_attention_layernorm' : 'input_layernorm'}.weight`;
}

/** Whether the named matrix writes into the residual stream: its rows are channels. */
export function writesStream(name: string): boolean {
  return /\.(?:o_proj|down_proj)\.weight$/.test(name);
}
