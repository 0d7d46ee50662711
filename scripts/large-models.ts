// Llama-shaped models of gigabytes for measurements of memory and speed: seeded noise, which costs what weights cost.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeSafetensors } from '../forgeries/write-safetensors.ts';
import { createRandom } from '../src/math/random.ts';

export interface LargeShape {
  readonly width: number;
  readonly units: number;
  readonly keyValue: number;
  readonly blocks: number;
  readonly vocabulary: number;
}

/** A Llama shape of 1.07 billion parameters: 2.1 GB in BF16. */
export const billion: LargeShape = { width: 2_048, units: 8_192, keyValue: 512, blocks: 16, vocabulary: 32_000 };

/** Names and shapes, in the order of the file. */
export function largeTensors({
  width,
  units,
  keyValue,
  blocks,
  vocabulary,
}: LargeShape): { name: string; shape: readonly number[] }[] {
  const list: { name: string; shape: readonly number[] }[] = [
    { name: 'model.embed_tokens.weight', shape: [vocabulary, width] },
  ];
  for (let block = 0; block < blocks; block++) {
    const at = `model.layers.${block}`;
    list.push(
      { name: `${at}.input_layernorm.weight`, shape: [width] },
      { name: `${at}.self_attn.q_proj.weight`, shape: [width, width] },
      { name: `${at}.self_attn.k_proj.weight`, shape: [keyValue, width] },
      { name: `${at}.self_attn.v_proj.weight`, shape: [keyValue, width] },
      { name: `${at}.self_attn.o_proj.weight`, shape: [width, width] },
      { name: `${at}.post_attention_layernorm.weight`, shape: [width] },
      { name: `${at}.mlp.gate_proj.weight`, shape: [units, width] },
      { name: `${at}.mlp.up_proj.weight`, shape: [units, width] },
      { name: `${at}.mlp.down_proj.weight`, shape: [width, units] },
    );
  }
  return [
    ...list,
    { name: 'model.norm.weight', shape: [width] },
    { name: 'lm_head.weight', shape: [vocabulary, width] },
  ];
}

/** A pool of normal values read at a prime stride: a billion draws would take minutes and show nothing more. */
function poolValues(
  pool: Float32Array,
  start: number,
  count: number,
  scale: number,
  centre: number,
  into: Float32Array,
): void {
  let at = start % pool.length;
  for (let i = 0; i < count; i++) {
    into[i] = (into[i] as number) + centre + scale * (pool[at] as number);
    at += 1;
    if (at === pool.length) at = 0;
  }
}

/** Writes the model as BF16 into a folder, unless it lies there; with noise of `sigma` the copy of the one without. */
export async function writeLargeModel(target: string, shape: LargeShape, sigma: number): Promise<void> {
  const file = path.join(target, 'model.safetensors');
  if (await stat(file).catch(() => undefined)) return;
  await mkdir(target, { recursive: true });
  const random = createRandom(7);
  const pool = Float32Array.from({ length: 4_194_301 }, () => random.normal());
  await writeSafetensors(
    file,
    largeTensors(shape).map(({ name: tensor, shape: dimensions }, index) => ({
      name: tensor,
      dtype: 'BF16' as const,
      shape: dimensions,
      values: () => {
        const count = dimensions.reduce((product, n) => product * n, 1);
        const values = new Float32Array(count);
        const gain = dimensions.length === 1;
        poolValues(pool, index * 7_919, count, gain ? 0.1 : 0.03, gain ? 1 : 0, values);
        if (sigma > 0) poolValues(pool, index * 104_729 + 1_000_003, count, sigma, 0, values);
        return values;
      },
    })),
  );
  await writeFile(
    path.join(target, 'config.json'),
    JSON.stringify({ architectures: ['LlamaForCausalLM'], num_attention_heads: 16, num_key_value_heads: 4 }),
  );
}
