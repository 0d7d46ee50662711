// `npm run disguises [-- ZOO]`: every disguise of an original and of strangers, compared with the original: which answers come out.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../forgeries/forged-model.ts';
import { changes, combinations, type Disguise, reshapings, symmetries, together } from '../forgeries/recipes.ts';
import { type TinyLlamaShape, tinyLlama, tinyLlamaConfig, tinyLlamaShape } from '../forgeries/tiny-llama.ts';
import { encodeSafetensors } from '../forgeries/write-safetensors.ts';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import type { Model } from '../src/model/model.ts';
import { openModel } from '../src/model/open.ts';
import type { Answer } from '../src/verdict/verdict.ts';
import { memoryFolder } from '../test/model/memory-model.ts';
import {
  emptyTally,
  forgedShape,
  forgedStranger,
  type NullTally,
  neighbourCorrelation,
  tallyPair,
  tallyZoo,
} from './assignment-null.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const answers: readonly Answer[] = [
  'identical',
  'derived',
  'partly-derived',
  'common-origin',
  'inconclusive',
  'independent',
];
const kinAnswers: ReadonlySet<Answer> = new Set<Answer>(['identical', 'derived', 'partly-derived', 'common-origin']);

const widths = [64, 10, 8, 8, 7, 13, 12, 10];
const head = ['disguise', 'identical', 'derived', 'partly', 'common', 'inconclusive', 'independent', 'strangers'];

const preamble = `# Disguises

Written by \`npm run disguises -- ZOO --out docs/disguises.md\`. Each row is a disguise; its numbers count the answers for
the pair of a disguised original and the original itself. *strangers* counts the same disguises of unrelated models
that were called kin of the original, of how many. ZOO is a folder of small trained models (\`base-0\`, and as strangers
\`base-1\`, \`base-2\`, \`base-5\`); without it only forged models are compared. What a disguise does stands in
\`forgeries/recipes.ts\`; each pair and triple stands on noise or a fine-tune. An embedding that was replaced, or a part that
was transplanted, is rightly no kin: the pair is then \`partly-derived\`.
`;

/** An original and models that have nothing to do with it, each with the shape that it was made by. */
interface Group {
  readonly name: string;
  readonly shape: TinyLlamaShape;
  readonly originals: readonly ForgedModel[];
  readonly strangers: readonly ForgedModel[];
}

function openForged(model: ForgedModel, shape: TinyLlamaShape, name: string): Promise<Model> {
  const bytes = encodeSafetensors(
    [...model].map(([tensor, { dtype, shape: sides, values }]) => ({
      name: tensor,
      dtype,
      shape: sides,
      values: dtype === 'F16' ? new Uint8Array(new Float16Array(values).buffer) : values,
    })),
  );
  const config = new TextEncoder().encode(JSON.stringify(tinyLlamaConfig(shape)));
  return openModel({
    kind: 'folder',
    name,
    folder: memoryFolder({ 'model.safetensors': bytes, 'config.json': config }, name),
  });
}

async function trained(folder: string, name: string): Promise<ForgedModel> {
  await using original = await openPath(path.join(folder, name), 'sample');
  const model = new Map<string, ForgedTensor>();
  for (const tensor of original.tensors) {
    const values = await original.read(tensor, 0, tensor.elements);
    model.set(tensor.name, forgedTensor(tensor.shape, 'F32', values));
  }
  return model;
}

interface Row {
  readonly name: string;
  readonly counts: ReadonlyMap<Answer, number>;
  readonly convicted: number;
  readonly strangers: number;
}

async function measureRow(
  disguise: Disguise,
  { shape, originals, strangers }: Group,
  seeds: readonly number[],
): Promise<Row> {
  const counts = new Map<Answer, number>();
  let [convicted, compared] = [0, 0];
  for (const [i, original] of originals.entries()) {
    const candidate = await openForged(original, shape, `original-${i}`);
    const answerFor = async (model: ForgedModel, seed: number): Promise<Answer> => {
      const made = disguise.apply(model, shape, seed);
      await using suspect = await openForged(made, disguise.heads?.(shape) ?? shape, 'suspect');
      const { comparisons } = await examine(suspect, [candidate], { seed });
      return comparisons[0]?.verdict.answer ?? 'inconclusive';
    };
    for (const seed of seeds) {
      const answer = await answerFor(original, seed);
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    for (const [k, stranger] of strangers.entries()) {
      if (kinAnswers.has(await answerFor(stranger, (seeds[0] ?? 1) + 50 * k))) convicted += 1;
      compared += 1;
    }
  }
  return { name: disguise.name, counts, convicted, strangers: compared };
}

function cells({ name, counts, convicted, strangers }: Row): string[] {
  const numbers = answers.map((answer) => String(counts.get(answer) ?? 0).replace(/^0$/, '·'));
  return [name, ...numbers, `${convicted} of ${strangers}`];
}

const asMarkdown = (rows: readonly string[][]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** `all` disguises, or those whose name holds `only`. */
function chosen(pairs: number, only: string | undefined): readonly Disguise[] {
  const untouched: Disguise = { name: 'none', effect: 'same', turn: 0, apply: (model) => model };
  const everything = together(symmetries.filter(({ effect }) => effect === 'same'));
  const all = [
    untouched,
    ...symmetries,
    ...reshapings,
    { ...together([...changes, everything]), name: 'all symmetries + noise + fine-tune' },
    ...combinations(2, pairs, 1),
    ...combinations(3, pairs, 2),
  ];
  return all.filter(({ name }) => only === undefined || name.includes(only));
}

/** `--null COUNT`: as many pairs of forged strangers that share a language, and all strangers of the zoo. */
async function measureNull(count: number, zoo: string | undefined, signal: AbortSignal): Promise<boolean> {
  const forged = emptyTally();
  const ring: Model[] = [];
  for (let i = 0; forged.pairs < count; i++) {
    signal.throwIfAborted();
    // A language has 50 models; each is compared with the next five of its language.
    const place = i % 50;
    if (place === 0) {
      for (const model of ring) await model[Symbol.asyncDispose]();
      ring.length = 0;
      for (let k = 0; k < 50; k++) ring.push(await openForged(forgedStranger(i + k), forgedShape, `stranger-${i + k}`));
    }
    for (let step = 1; step <= neighbours && forged.pairs < count; step++)
      await tallyPair(forged, ring[place] as Model, ring[(place + step) % 50] as Model, i);
  }
  printNull('forged strangers of one language', forged);
  if (zoo === undefined) return forged.kin === 0;
  const trained = emptyTally();
  await tallyZoo(trained, zoo, signal);
  printNull('trained strangers', trained);
  return forged.kin === 0 && trained.kin === 0;
}

/** Each forged stranger is compared with the next so many of its language. */
const neighbours = 20;

function printNull(name: string, tally: NullTally): void {
  const { compared, kin, pairs, blocks, largest, shares, smallestGram, rareGrams } = tally;
  console.log(`${name}: ${compared} pairs, ${kin} called kin; ${blocks} blocks of ${pairs} pairs`);
  const steps = [...shares].toSorted(([a], [b]) => a - b).map(([step, n]) => `${step} %: ${n}`);
  console.log(`  units found by all three views, blocks by share: ${steps.join(', ')}; largest ${largest.toFixed(4)}`);
  console.log(`  correlation of neighbouring blocks' counts: ${neighbourCorrelation(tally).toFixed(4)}`);
  console.log(`  unit-gram: ${rareGrams} of ${pairs} with p <= 1e-3, smallest ln p ${smallestGram.toFixed(2)}`);
}

await runScript(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      only: { type: 'string' },
      combinations: { type: 'string', default: '12' },
      null: { type: 'string' },
    },
  });
  if (values.null !== undefined) return measureNull(Number(values.null), positionals[0], signal);
  const forged: Group = {
    name: 'Forged models (4 blocks, width 64)',
    shape: { ...tinyLlamaShape, width: 64, feedForward: 160, vocabulary: 160 },
    originals: [],
    strangers: [],
  };
  const forgedModels = [1, 2, 3].map((seed) => tinyLlama(seed, forged.shape, 'F32'));
  const groups: Group[] = [{ ...forged, originals: forgedModels.slice(0, 1), strangers: forgedModels.slice(1) }];
  const [zoo] = positionals;
  if (zoo !== undefined) {
    const original = await trained(zoo, 'base-0');
    const strangers: ForgedModel[] = [];
    for (const name of ['base-1', 'base-2', 'base-5']) strangers.push(await trained(zoo, name));
    groups.push({
      name: 'Trained models (base-0 of the zoo)',
      shape: tinyLlamaShape,
      originals: [original],
      strangers,
    });
  }
  const written: string[] = [preamble];
  let convicted = 0;
  for (const group of groups) {
    console.log(group.name);
    console.log(tableRow(head, widths));
    const rows: string[][] = [];
    for (const disguise of chosen(Number(values.combinations), values.only)) {
      signal.throwIfAborted();
      const row = await measureRow(disguise, group, group === groups[0] ? [1, 2] : [1]);
      convicted += row.convicted;
      rows.push(cells(row));
      console.log(tableRow(cells(row), widths));
    }
    written.push(`## ${group.name}\n\n${asMarkdown(rows)}\n`);
  }
  if (values.out !== undefined) await writeFile(values.out, written.join('\n'));
  console.log(`${convicted} strangers called kin`);
  return convicted === 0;
});
