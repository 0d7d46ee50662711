// Disguises that change the shape of a network: units and heads removed, a block put in, experts made of one, weights fused.
import { type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import type { Heads } from './head-symmetries.ts';
import { takeColumns, takeRows, tensorOf } from './matrices.ts';
import { randomFor } from './random.ts';

const prefixesOf = (model: ForgedModel, ending: string): string[] =>
  [...model.keys()].filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));

/** Keeps `kept` units of every block, in their order. Hopes to fool comparisons of equal shapes; the function changes. */
export function narrowUnits(model: ForgedModel, kept: number, seed: number): ForgedModel {
  const out = new Map(model);
  for (const at of prefixesOf(model, 'gate_proj.weight')) {
    const gate = tensorOf(model, `${at}gate_proj.weight`);
    const units = randomFor(seed, `kept ${at}`).sample(gate.shape[0] ?? 0, kept);
    out.set(`${at}gate_proj.weight`, takeRows(gate, units));
    out.set(`${at}up_proj.weight`, takeRows(tensorOf(model, `${at}up_proj.weight`), units));
    out.set(`${at}down_proj.weight`, takeColumns(tensorOf(model, `${at}down_proj.weight`), units));
  }
  return out;
}

/** Keeps the first `groups` groups of heads of every block. Hopes as above. */
export function narrowHeads(model: ForgedModel, { heads, keyValueHeads }: Heads, groups: number): ForgedModel {
  const out = new Map(model);
  const first = (length: number): number[] => Array.from({ length }, (_, i) => i);
  for (const at of prefixesOf(model, 'q_proj.weight')) {
    const of = (part: string): ForgedTensor => tensorOf(model, `${at}${part}_proj.weight`);
    const share = (side: number): number => (side / keyValueHeads) * groups;
    for (const part of ['q', 'k', 'v'])
      out.set(`${at}${part}_proj.weight`, takeRows(of(part), first(share(of(part).shape[0] ?? 0))));
    out.set(`${at}o_proj.weight`, takeColumns(of('o'), first((share(heads) / heads) * (of('o').shape[1] ?? 0))));
  }
  return out;
}

/**
 * Puts a copy of block `from` behind block `after`, with its two writers set to zero, so that the stream passes unchanged.
 * Hopes to fool comparisons block by block.
 */
export function insertBlock(model: ForgedModel, after: number, from: number): ForgedModel {
  const pattern = /^(.*\blayers\.)(\d+)(\..*)$/;
  const out = new Map<string, ForgedTensor>();
  for (const [name, tensor] of model) {
    const [, before = '', number, rest = ''] = pattern.exec(name) ?? [];
    if (number === undefined) out.set(name, tensor);
    else out.set(`${before}${Number(number) > after ? Number(number) + 1 : number}${rest}`, tensor);
    if (Number(number) !== from) continue;
    const silent = /\.(?:o_proj|down_proj)\.weight$/.test(name);
    out.set(
      `${before}${after + 1}${rest}`,
      silent ? { ...tensor, values: new Float32Array(tensor.values.length) } : tensor,
    );
  }
  return out;
}

/**
 * Makes experts of every feed-forward part: `experts` copies, each with its units in its own order, and a random router
 * (Mixtral's names). With equal experts any weighting gives the dense part's answer. Hopes that experts look new.
 */
export function upcycle(model: ForgedModel, experts: number, seed: number): ForgedModel {
  const out = new Map(model);
  for (const at of prefixesOf(model, 'mlp.gate_proj.weight')) {
    const [gate, up, down] = ['gate', 'up', 'down'].map((part) => {
      out.delete(`${at}mlp.${part}_proj.weight`);
      return tensorOf(model, `${at}mlp.${part}_proj.weight`);
    }) as [ForgedTensor, ForgedTensor, ForgedTensor];
    const width = gate.shape[1] ?? 0;
    const random = randomFor(seed, `router ${at}`);
    const router = Float32Array.from({ length: experts * width }, () => 0.02 * random.normal());
    out.set(`${at}block_sparse_moe.gate.weight`, forgedTensor([experts, width], gate.dtype, router));
    for (let expert = 0; expert < experts; expert++) {
      const order = randomFor(seed, `expert ${at}${expert}`).permutation(gate.shape[0] ?? 0);
      const name = `${at}block_sparse_moe.experts.${expert}`;
      out.set(`${name}.w1.weight`, takeRows(gate, order));
      out.set(`${name}.w3.weight`, takeRows(up, order));
      out.set(`${name}.w2.weight`, takeColumns(down, order));
    }
  }
  return out;
}

/** Stores queries, keys and values as one matrix, gate and up as another (Phi-3's names). Hopes to fool whoever pairs by name. */
export function fuse(model: ForgedModel): ForgedModel {
  const out = new Map(model);
  const join = (at: string, parts: readonly string[], name: string): void => {
    const tensors = parts.map((part) => tensorOf(model, `${at}${part}.weight`));
    for (const part of parts) out.delete(`${at}${part}.weight`);
    const [first] = tensors as [ForgedTensor];
    const rows = tensors.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
    const values = new Float32Array(rows * (first.shape[1] ?? 0));
    let filled = 0;
    for (const tensor of tensors) {
      values.set(tensor.values, filled);
      filled += tensor.values.length;
    }
    out.set(`${at}${name}.weight`, forgedTensor([rows, first.shape[1] ?? 0], first.dtype, values));
  };
  for (const at of prefixesOf(model, 'q_proj.weight')) join(at, ['q_proj', 'k_proj', 'v_proj'], 'qkv_proj');
  for (const at of prefixesOf(model, 'gate_proj.weight')) join(at, ['gate_proj', 'up_proj'], 'gate_up_proj');
  return out;
}

/** The named matrices of one block apart again, as `fuse` put them together: for suspects that split what was fused. */
export function split(model: ForgedModel, { heads, keyValueHeads }: Heads): ForgedModel {
  const out = new Map(model);
  const cut = (name: string, parts: readonly (readonly [name: string, share: number])[]): void => {
    const tensor = tensorOf(model, name);
    out.delete(name);
    const rows = tensor.shape[0] ?? 0;
    const all = parts.reduce((sum, [, share]) => sum + share, 0);
    let from = 0;
    for (const [part, share] of parts) {
      const until = from + (rows * share) / all;
      out.set(
        part,
        takeRows(
          tensor,
          Array.from({ length: until - from }, (_, i) => from + i),
        ),
      );
      from = until;
    }
  };
  for (const at of prefixesOf(model, 'qkv_proj.weight'))
    cut(`${at}qkv_proj.weight`, [
      [`${at}q_proj.weight`, heads],
      [`${at}k_proj.weight`, keyValueHeads],
      [`${at}v_proj.weight`, keyValueHeads],
    ]);
  for (const at of prefixesOf(model, 'gate_up_proj.weight'))
    cut(`${at}gate_up_proj.weight`, [
      [`${at}gate_proj.weight`, 1],
      [`${at}up_proj.weight`, 1],
    ]);
  return out;
}
