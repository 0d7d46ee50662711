// `node scripts/identity-power.ts [RUNS]`: how often the identity test tells an endpoint apart that is the model, and one that is not.
import { memoryFolder } from '../forgeries/memory-folder.ts';
import { type TinyMiniCpm, tinyFolder, tinyMiniCpm } from '../forgeries/tiny-minicpm.ts';
import { createRandom } from '../src/math/random.ts';
import { openModel } from '../src/model/open.ts';
import { testIdentity } from '../src/probe/identity.ts';
import { ownRuntime } from '../src/runtimes/own.ts';
import type { Runtime } from '../src/runtimes/runtime.ts';

const runs = Number(process.argv[2] ?? 40);
const alpha = 0.05;
const mostTokens = 10;

async function runtimeOf(name: string, tiny: TinyMiniCpm, temperature = 1): Promise<Runtime> {
  const files = tinyFolder(tiny);
  const model = await openModel({ kind: 'folder', name, folder: memoryFolder(files) });
  const runtime = ownRuntime(model, { tokenizer: files.get('tokenizer.json') as Uint8Array, name, budget: 1e9 });
  // An endpoint may sample otherwise than it was asked to.
  return {
    ...runtime,
    ask: (question, decoding, options) =>
      runtime.ask(question, decoding.temperature === 0 ? decoding : { ...decoding, temperature }, options),
  };
}

function changed(tiny: TinyMiniCpm, change: (value: number, deviation: number) => number): TinyMiniCpm {
  const tensors = new Map(
    [...tiny.tensors].map(([name, { shape, values }]) => {
      const deviation = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
      return [name, { shape, values: values.map((value) => change(value, deviation)) }] as const;
    }),
  );
  return { ...tiny, tensors };
}

/** Random weights give every token nearly the same chance; language does not. The head is made six times as steep. */
function steep(tiny: TinyMiniCpm): TinyMiniCpm {
  const head = tiny.tensors.get('llm.lm_head.weight');
  if (head === undefined) return tiny;
  const tensors = new Map(tiny.tensors);
  tensors.set('llm.lm_head.weight', { ...head, values: head.values.map((value) => 6 * value) });
  return { ...tiny, tensors };
}

const base = steep(tinyMiniCpm(7));
const random = createRandom(1);
const endpoints: readonly (readonly [string, Runtime])[] = [
  ['the model itself', await runtimeOf('itself', base)],
  [
    'noise, 0.02 of each deviation',
    await runtimeOf(
      'noised',
      changed(base, (v, d) => v + 0.02 * d * random.normal()),
    ),
  ],
  [
    'noise, 0.2 of each deviation',
    await runtimeOf(
      'noised',
      changed(base, (v, d) => v + 0.2 * d * random.normal()),
    ),
  ],
  [
    '4 bits a weight',
    await runtimeOf(
      'quantised',
      changed(base, (v, d) => Math.round(v / (0.4 * d)) * 0.4 * d),
    ),
  ],
  ['temperature 0.8', await runtimeOf('cooler', base, 0.8)],
  ['another model', await runtimeOf('another', steep(tinyMiniCpm(8)))],
];
const reference = await runtimeOf('reference', base);
console.log(`${runs} tests each, told apart at p < ${alpha}`);
for (const samples of [5, 20]) {
  for (const [name, endpoint] of endpoints) {
    let told = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const { test } = await testIdentity({
        suspect: endpoint,
        reference,
        samples,
        seed: seed * 7 + samples,
        mostTokens,
      });
      if (test.p < alpha) told += 1;
    }
    console.log(`${String(samples).padStart(2)} replies to each prompt  ${name.padEnd(32)} ${told} of ${runs}`);
  }
}
