// `npm run formats [-- ZOO]`: one trained model in every form that models are kept in, each compared with the original and with strangers.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../forgeries/forged-model.ts';
import { tinyLlama, tinyLlamaConfig } from '../forgeries/tiny-llama.ts';
import { encodeSafetensors } from '../forgeries/write-safetensors.ts';
import { quantise } from '../forgeries/writers/ggml-quantise.ts';
import type { Quantise } from '../forgeries/writers/gguf-models.ts';
import type { Verdict } from '../src/case/case-file.ts';
import { examine } from '../src/case/examine.ts';
import { openPath } from '../src/cli/examine-paths.ts';
import type { Model } from '../src/model/model.ts';
import { openModel } from '../src/model/open.ts';
import { memoryFolder } from '../test/model/memory-model.ts';
import { ggml } from '../test/oracles/ggml.ts';
import { type Files, type Form, forms, ggufForms, wideForms } from './formats-forms.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Below this many bits the answer for strangers is printed and not demanded, as long as it is no kinship. */
const demandedBits = 4;

const widths = [44, 12, 10, 6, 13];

/** What stands above the table where it is written to a file. */
const preamble = `# One trained model in every form, compared with its original and with strangers

Written by \`npm run formats -- ZOO --out docs/formats.md\`, where ZOO is a folder of small trained models (\`base-0\`, and as
strangers \`base-1\`, \`base-2\`, \`base-5\`); without ZOO the models of \`test/fixtures/zoo\` are taken, as CI does. Types whose
blocks need rows of 256 are tried on a forged model as well. A lossless form must be \`identical\`, every other \`derived\`
with the operation and the format named, and every stranger \`independent\`; below ${demandedBits} bits a stranger may be
\`inconclusive\`. *codes* is the share of stored codes that are the nearest to the original's values.
`;

interface Subject {
  readonly original: Model;
  readonly strangers: readonly Model[];
  readonly model: ForgedModel;
  readonly config: object;
}

/** The trained model of the fixtures, or of a zoo, with every base in it as a stranger. */
async function trained(folder: string, names: readonly string[]): Promise<Subject> {
  const original = await openPath(path.join(folder, 'base-0'), 'sample');
  const strangers: Model[] = [];
  for (const name of names) strangers.push(await openPath(path.join(folder, name), 'sample'));
  const model = new Map<string, ForgedTensor>();
  for (const tensor of original.tensors) {
    const values = await original.read(tensor, 0, tensor.elements);
    model.set(tensor.name, forgedTensor(tensor.shape, 'BF16', values));
  }
  const config = JSON.parse(await readFile(path.join(folder, 'base-0', 'config.json'), 'utf8')) as object;
  return { original, strangers, model, config };
}

/** A forged model whose every row is a multiple of 256, so that no type of blocks needs another beside it. */
async function forged(): Promise<Subject> {
  const shape = { layers: 2, width: 256, heads: 4, keyValueHeads: 4, feedForward: 512, vocabulary: 512 };
  const config = tinyLlamaConfig(shape);
  const open = (model: ForgedModel, name: string): Promise<Model> => {
    const bytes = encodeSafetensors([...model].map(([tensor, rest]) => ({ name: tensor, ...rest })));
    return openForm(new Map([['model.safetensors', bytes]]), name);
  };
  const model = tinyLlama(1, shape);
  return {
    original: await open(model, 'forged-1'),
    strangers: [await open(tinyLlama(2, shape), 'forged-2')],
    model,
    config,
  };
}

function openForm(files: Files, name: string): Promise<Model> {
  return openModel({ kind: 'folder', name, folder: memoryFolder(Object.fromEntries(files), name) });
}

function operationOf({ operations }: Verdict, wanted: Form['operation']): Verdict['operations'][number] | undefined {
  return operations.find(({ operation }) => operation === wanted);
}

/** Whether answer, operation, format and strangers are as they must be. */
function isRight(form: Form, verdict: Verdict, strangers: readonly Verdict[]): boolean {
  const operation = operationOf(verdict, form.operation);
  const named = JSON.stringify(operation?.parameters ?? {});
  const operationIsRight =
    form.operation === undefined ||
    (operation !== undefined && (form.format === undefined || named.includes(form.format)));
  const coarse = (form.bits ?? 16) < demandedBits;
  const strangersAreRight = strangers.every(
    ({ answer }) => answer === 'independent' || (coarse && answer === 'inconclusive'),
  );
  return verdict.answer === form.expected && operationIsRight && strangersAreRight;
}

async function compareForm(form: Form, subject: Subject): Promise<{ right: boolean; row: string }> {
  await using suspect = await openForm(form.make(subject.model, subject.config), form.name);
  const { comparisons } = await examine(suspect, [subject.original, ...subject.strangers], { seed: 1 });
  const [verdict, ...strangers] = comparisons.map((comparison) => comparison.verdict);
  if (verdict === undefined) throw new Error(`${form.name}: the case file holds no comparison`);
  const replay = operationOf(verdict, form.operation)?.reconstructed;
  const independent = strangers.filter(({ answer }) => answer === 'independent').length;
  const right = isRight(form, verdict, strangers);
  const cells = [
    form.name,
    verdict.answer,
    form.operation ?? '',
    typeof replay === 'number' ? replay.toFixed(3) : '',
    `${independent} of ${strangers.length}`,
    right ? '' : 'WRONG',
  ];
  return { right, row: tableRow(cells, widths) };
}

/** ggml's own quantiser, with equal importances where a type needs some. */
function quantiserOfGgml(): Quantise | undefined {
  const library = ggml();
  return library === undefined
    ? undefined
    : (dtype, values, rowLength) =>
        library.quantise(dtype, values, values.length / rowLength, new Float32Array(rowLength).fill(1));
}

await runScript(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' }, only: { type: 'string' }, brief: { type: 'boolean', default: false } },
  });
  const [zoo] = positionals;
  const subject =
    zoo === undefined
      ? await trained(path.join(root, 'test', 'fixtures', 'zoo'), ['base-1'])
      : await trained(zoo, ['base-1', 'base-2', 'base-5']);
  const wide = await forged();
  const theirs = quantiserOfGgml();
  const head = tableRow(['form', 'answer', 'operation', 'codes', 'independent'], widths);
  const lines: string[] = [];
  const print = (line: string): void => {
    lines.push(line);
    console.log(line);
  };
  let [passed, failed] = [0, 0];
  const section = async (title: string, list: readonly Form[], about: Subject): Promise<void> => {
    print(`\n${title}\n\n${head}`);
    for (const form of list) {
      signal.throwIfAborted();
      if (values.only !== undefined && !form.name.includes(values.only)) continue;
      const { right, row } = await compareForm(form, about);
      print(row);
      if (right) passed += 1;
      else failed += 1;
    }
  };
  await section('A trained model of rows of 96, as every format and scheme', forms, subject);
  if (theirs !== undefined) await section("The same, by ggml's quantisers", ggufForms(theirs, ', by ggml'), subject);
  // Our quantisers and rows of 256 are the other half of the time, and show little that the first half does not.
  if (!values.brief) {
    await section(
      'The same as GGUF, by our quantisers (types that need rows of 256 fall back as in llama.cpp)',
      ggufForms(quantise, ''),
      subject,
    );
    const rows = [...wideForms, ...ggufForms(quantise, '')];
    await section('A forged model of rows of 256, by our quantisers', rows, wide);
    if (theirs !== undefined) {
      await section("A forged model of rows of 256, by ggml's quantisers", ggufForms(theirs, ', by ggml'), wide);
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  if (values.out !== undefined)
    await writeFile(values.out, `${preamble}\n\`\`\`text\n${lines.join('\n').trim()}\n\`\`\`\n`);
  return failed === 0;
});
