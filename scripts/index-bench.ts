// `npm run index`: an index of 1,000 shards and a million tensors, inspected in a process of its own: seconds and peak memory.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { runScript } from './run-script.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'out', 'index');
const main = path.join(root, 'src', 'cli', 'main.ts');

const goalSeconds = 5;
const goalBytes = 256 * 1_048_576;

/** 100 blocks of 3 x 3,330 expert weights and 10 others each: a million tensors. */
const shape = { blocks: 100, experts: 3_330, shards: 1_000 } as const;

/** Sides of every weight of the shards: long enough that no shard is hashed, short enough for any disk's bookkeeping. */
const side = 512;
const weightBytes = 2 * side * side;

const others = [
  'input_layernorm',
  'post_attention_layernorm',
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'self_attn.q_norm',
  'self_attn.k_norm',
  'mlp.gate',
  'mlp.shared_expert_gate',
];

function* names(): Generator<string> {
  for (let block = 0; block < shape.blocks; block++) {
    const at = `model.layers.${block}`;
    for (const name of others) yield `${at}.${name}.weight`;
    for (let expert = 0; expert < shape.experts; expert++) {
      for (const name of ['gate_proj', 'up_proj', 'down_proj']) yield `${at}.mlp.experts.${expert}.${name}.weight`;
    }
  }
}

const count = shape.blocks * (others.length + 3 * shape.experts);
const perShard = count / shape.shards;
const shardName = (shard: number): string =>
  `model-${String(shard + 1).padStart(5, '0')}-of-${String(shape.shards).padStart(5, '0')}.safetensors`;

/** Writes the index; gives its bytes. */
async function writeIndex(file: string): Promise<number> {
  const out = createWriteStream(file);
  const total = count * weightBytes;
  out.write(`{\n  "metadata": {\n    "total_size": ${total}\n  },\n  "weight_map": {\n`);
  let lines: string[] = [];
  let i = 0;
  for (const name of names()) {
    lines.push(`    "${name}": "${shardName(Math.floor(i / perShard))}"`);
    i += 1;
    if (lines.length < 10_000 && i < count) continue;
    if (!out.write(`${lines.join(',\n')}${i < count ? ',' : ''}\n`)) await once(out, 'drain');
    lines = [];
  }
  out.end('  }\n}\n');
  await finished(out);
  return (await stat(file)).size;
}

/** Writes every shard with its true header and no data: what lies behind the header takes no room on the disk. */
async function writeShards(): Promise<void> {
  const all = names();
  for (let shard = 0; shard < shape.shards; shard++) {
    const entries: string[] = [];
    for (let i = 0; i < perShard; i++) {
      const range = `${i * weightBytes},${(i + 1) * weightBytes}`;
      const name = JSON.stringify(all.next().value);
      entries.push(`${name}:{"dtype":"BF16","shape":[${side},${side}],"data_offsets":[${range}]}`);
    }
    const json = new TextEncoder().encode(`{${entries.join(',')}}`);
    const header = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
    new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
    header.set(json, 8);
    const file = path.join(folder, shardName(shard));
    const handle = await open(file, 'w');
    await handle.write(header);
    await handle.close();
    await truncate(file, header.length + perShard * weightBytes);
  }
}

/** Inspects in a child and gives how long it took and the most memory it held, as the operating system counted it. */
function measure(target: string): { readonly seconds: number; readonly bytes: number; readonly said: string } {
  const started = performance.now();
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'child', target], {
    encoding: 'utf8',
    maxBuffer: 16_777_216,
  });
  if (child.status !== 0) throw new Error(child.stderr);
  const peak = /^peak (\d+)$/m.exec(child.stderr)?.[1] ?? '0';
  return { seconds: (performance.now() - started) / 1_000, bytes: 1_024 * Number(peak), said: child.stdout };
}

function report(what: string, target: string, within: boolean): boolean {
  const { seconds, bytes, said } = measure(target);
  const tensors = /tensors: ([\d\u202f]+)/.exec(said)?.[1] ?? 'none';
  const mebibytes = Math.round(bytes / 1_048_576);
  const goals = within ? ` (goals: ${goalSeconds} s, ${goalBytes / 1_048_576} MiB)` : '';
  console.log(`${what.padEnd(22)} ${tensors} tensors  ${seconds.toFixed(1)} s  peak RSS ${mebibytes} MiB${goals}`);
  return !within || (seconds <= goalSeconds && bytes <= goalBytes);
}

await runScript(async () => {
  const [mode, target] = process.argv.slice(2);
  if (mode === 'child') {
    // The very program, so that what it loads counts too.
    process.argv = [process.execPath, main, 'inspect', target ?? ''];
    process.once('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
    await import(main);
    return true;
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const index = path.join(folder, 'model.safetensors.index.json');
  const bytes = await writeIndex(index);
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ architectures: ['Qwen2MoeForCausalLM'] }));
  console.log(`${count} names in ${shape.shards} shards: ${(bytes / 1e6).toFixed(1)} MB of index`);
  const good = report('the index alone', index, true);
  if (mode === 'headers') {
    await writeShards();
    report('with all headers', folder, false);
  }
  await rm(folder, { recursive: true, force: true });
  return good;
});
