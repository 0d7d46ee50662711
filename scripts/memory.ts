// `npm run memory`: writes two models of 2 GB each, compares them in a process of its own, and prints the peak memory.
import { spawnSync } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSafetensors } from '../forgeries/write-safetensors.ts';
import { examineModels } from '../src/cli/examine-paths.ts';
import { createRandom } from '../src/math/random.ts';
import { runScript } from './run-script.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'out', 'memory');
const goalBytes = 512 * 1_048_576;

/** A Llama shape of 1.07 billion parameters: 2.1 GB in BF16. */
const shape = { width: 2_048, units: 8_192, keyValue: 512, blocks: 16, vocabulary: 32_000 } as const;

function tensors(): { name: string; shape: readonly number[] }[] {
  const { width, units, keyValue, blocks, vocabulary } = shape;
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

async function writeModel(name: string, sigma: number): Promise<void> {
  const target = path.join(folder, name);
  const file = path.join(target, 'model.safetensors');
  if (await stat(file).catch(() => undefined)) return;
  await mkdir(target, { recursive: true });
  const random = createRandom(7);
  const pool = Float32Array.from({ length: 4_194_301 }, () => random.normal());
  await writeSafetensors(
    file,
    tensors().map(({ name: tensor, shape: dimensions }, index) => ({
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

/** Compares in a child and gives its peak resident memory, as the operating system counted it. */
function measure(read: 'sample' | 'full'): { bytes: number; seconds: number; answer: string } {
  const started = performance.now();
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'child', read], {
    encoding: 'utf8',
    maxBuffer: 1_048_576,
  });
  const [answer = 'failed', peak = '0'] = child.stdout.trim().split(' ');
  if (child.status !== 0) throw new Error(child.stderr);
  return { bytes: Number(peak) * 1024, seconds: (performance.now() - started) / 1000, answer };
}

await runScript(async (signal) => {
  const [mode, read] = process.argv.slice(2);
  if (mode === 'child') {
    const caseFile = await examineModels(
      {
        suspectPath: path.join(folder, 'noised'),
        candidatePaths: [path.join(folder, 'original')],
        read: read === 'full' ? 'full' : 'sample',
      },
      { signal },
    );
    const verdict = caseFile.comparisons[0]?.verdict;
    console.log(
      `${verdict?.answer}:${verdict?.operations.map(({ operation }) => operation).join('+')} ${process.resourceUsage().maxRSS}`,
    );
    return true;
  }
  await writeModel('original', 0);
  await writeModel('noised', 1 / 708);
  let good = true;
  for (const way of ['sample', 'full'] as const) {
    const { bytes, seconds, answer } = measure(way);
    good &&= bytes <= goalBytes;
    console.log(
      `${way.padEnd(7)} ${answer.padEnd(16)} peak RSS ${Math.round(bytes / 1_048_576)} MiB (goal 512)  ${seconds.toFixed(1)} s`,
    );
  }
  return good;
});
