// Every reader that bytes from outside reach, with its seeds.
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Folder, Source } from '../../../src/bytes/source.ts';
import { gzipContainer } from '../../../src/containers/gzip.ts';
import { javascriptContainer } from '../../../src/containers/javascript.ts';
import { layOut } from '../../../src/containers/layouts.ts';
import { openPack } from '../../../src/containers/mediapipe-pack.ts';
import { tarContainer } from '../../../src/containers/tar.ts';
import { zipContainer } from '../../../src/containers/zip.ts';
import { ForebearError, type Problem } from '../../../src/errors.ts';
import { fasttextFormat } from '../../../src/formats/fasttext/fasttext.ts';
import { ggufFormat } from '../../../src/formats/gguf/gguf.ts';
import { kerasH5Format } from '../../../src/formats/hdf5/keras-h5.ts';
import { numpyFormat } from '../../../src/formats/numpy/npy.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { checkpointFormat, torchScriptFormat } from '../../../src/formats/pytorch/checkpoint.ts';
import { legacyFormat } from '../../../src/formats/pytorch/legacy.ts';
import { disassemble } from '../../../src/formats/pytorch/pickle/disassembly.ts';
import { pickleFormat } from '../../../src/formats/pytorch/plain-pickle.ts';
import { safetensorsFormat } from '../../../src/formats/safetensors/safetensors.ts';
import { sniff } from '../../../src/formats/sniff.ts';
import { tfjsFormat } from '../../../src/formats/tensorflow-js/tensorflow-js.ts';
import { tfliteFormat } from '../../../src/formats/tflite/tflite.ts';
import { parseJsonBounded } from '../../../src/json/json-value.ts';
import { solveArchitecture } from '../../../src/model/architecture/solve.ts';
import { summariseIndex } from '../../../src/model/index/index-summary.ts';
import { readShardIndex } from '../../../src/model/index/shard-index.ts';
import { openModel } from '../../../src/model/open.ts';
import { memoryFolder } from '../../model/memory-model.ts';
import { fasttextSeeds } from '../seeds/fasttext.ts';
import { ggufSeeds } from '../seeds/gguf.ts';
import { gzipSeeds } from '../seeds/gzip.ts';
import { hdf5Seeds } from '../seeds/hdf5.ts';
import { indexSeeds } from '../seeds/index.ts';
import { javascriptSeeds } from '../seeds/javascript.ts';
import { jsonSeeds } from '../seeds/json.ts';
import { layoutSeeds, loaderSeeds } from '../seeds/layouts.ts';
import { npySeeds } from '../seeds/npy.ts';
import { onnxSeeds } from '../seeds/onnx.ts';
import { archiveSeeds, legacySeeds, pickleSeeds } from '../seeds/pytorch.ts';
import { refitSafetensors, safetensorsSeeds } from '../seeds/safetensors.ts';
import { schemeSeeds } from '../seeds/schemes.ts';
import { tarSeeds } from '../seeds/tar.ts';
import { tfjsSeeds } from '../seeds/tfjs.ts';
import { tfliteSeeds } from '../seeds/tflite.ts';
import { zipSeeds } from '../seeds/zip.ts';
import type { FuzzTarget } from './campaign.ts';
import { readArchive, readContainer, readFormat } from './reading.ts';

const everySeed: readonly Uint8Array[] = [
  ...safetensorsSeeds,
  ...ggufSeeds,
  ...onnxSeeds,
  ...tfliteSeeds,
  ...tfjsSeeds,
  ...fasttextSeeds,
  ...hdf5Seeds,
  ...npySeeds,
  ...legacySeeds,
  ...pickleSeeds,
  ...zipSeeds,
  ...tarSeeds,
  ...gzipSeeds,
  ...javascriptSeeds,
  ...jsonSeeds,
];

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    id: 'safetensors',
    seeds: safetensorsSeeds,
    refit: refitSafetensors,
    run: (bytes) => readFormat(safetensorsFormat, bytes),
  },
  { id: 'gguf', seeds: ggufSeeds, run: (bytes) => readFormat(ggufFormat, bytes) },
  { id: 'onnx', seeds: onnxSeeds, run: (bytes) => readFormat(onnxFormat, bytes) },
  { id: 'tflite', seeds: tfliteSeeds, run: (bytes) => readFormat(tfliteFormat, bytes) },
  { id: 'tfjs', seeds: tfjsSeeds, run: readManifested },
  { id: 'fasttext', seeds: fasttextSeeds, run: (bytes) => readFormat(fasttextFormat, bytes) },
  { id: 'hdf5', seeds: hdf5Seeds, run: (bytes) => readFormat(kerasH5Format, bytes) },
  { id: 'numpy', seeds: npySeeds, run: (bytes) => readFormat(numpyFormat, bytes) },
  { id: 'pytorch legacy', seeds: legacySeeds, run: (bytes) => readFormat(legacyFormat, bytes) },
  { id: 'pickle', seeds: pickleSeeds, run: readPickled },
  { id: 'pytorch archive', seeds: archiveSeeds.map(({ bytes }) => bytes), run: readCheckpoint },
  { id: 'zip', seeds: zipSeeds, run: (bytes) => readContainer(zipContainer, bytes) },
  { id: 'tar', seeds: tarSeeds, run: (bytes) => readContainer(tarContainer, bytes) },
  { id: 'gzip', seeds: gzipSeeds, run: (bytes) => readContainer(gzipContainer, bytes) },
  { id: 'javascript', seeds: javascriptSeeds, run: (bytes) => readContainer(javascriptContainer, bytes) },
  { id: 'packs', seeds: loaderSeeds, run: openLoader },
  { id: 'layouts', seeds: layoutSeeds, run: openStore },
  {
    id: 'json',
    seeds: jsonSeeds,
    run: async (bytes) => {
      parseJsonBounded(bytes, 'mutant', { maxDepth: 32, maxBytes: 1_048_576 });
    },
  },
  {
    id: 'shard-index',
    seeds: [...jsonSeeds, ...indexSeeds],
    run: async (bytes) => {
      await readShardIndex('mutant', memorySource(bytes, 'mutant'));
    },
  },
  { id: 'index alone', seeds: indexSeeds, run: solveIndex },
  {
    id: 'recognition',
    seeds: everySeed,
    run: async (bytes) => {
      await sniff(memorySource(bytes, 'mutant'));
    },
  },
  { id: 'whole models', seeds: everySeed, run: openWhole },
  { id: 'quantised weights', seeds: schemeSeeds, refit: refitSafetensors, run: openWhole },
];

/** A pickle is read, and listed for people whether it was refused or not. */
async function readPickled(bytes: Uint8Array): Promise<void> {
  await disassemble(memorySource(bytes, 'mutant'));
  await readFormat(pickleFormat, bytes);
}

/** The changed member stands in one of the archives, by its length: every archive gets its share. */
async function readCheckpoint(bytes: Uint8Array): Promise<void> {
  const seed = archiveSeeds[bytes.length % archiveSeeds.length];
  if (seed === undefined) return;
  await readArchive(seed.format === 'pytorch' ? checkpointFormat : torchScriptFormat, seed.archive(bytes));
}

/** A pack of sixty-four bytes beside a changed loader. */
async function openLoader(bytes: Uint8Array): Promise<void> {
  const beside = (path: string): Promise<Source | undefined> =>
    Promise.resolve(path === 'a_loader.js' ? memorySource(bytes, path) : undefined);
  const pack = await openPack(memorySource(new Uint8Array(64), 'a.data'), { name: 'a.data', beside });
  for (const member of pack?.members ?? []) await member.open();
}

/** A changed index in a store of Ollama and in a folder of chunks, whose every file is there. */
async function openStore(bytes: Uint8Array): Promise<void> {
  const part = new Uint8Array(64);
  const digest = 'a'.repeat(64);
  for (const files of [
    { 'manifests/registry.ollama.ai/library/m/latest': bytes, [`blobs/sha256-${digest}`]: part },
    { 'resources.json': bytes, [digest]: part, part },
  ]) {
    const folder = memoryFolder(files);
    const problems: Problem[] = [];
    const laid = await layOut({ folder, listed: await folder.list(), hasWeights: false, pick: undefined, problems });
    for (const { path } of (await laid?.folder.list()) ?? []) await laid?.folder.open(path);
  }
}

/** Whatever shard is asked for is there, and is rather short. */
async function readManifested(bytes: Uint8Array): Promise<void> {
  await readFormat(tfjsFormat, bytes);
  const beside = (path: string): Promise<Source> => Promise.resolve(memorySource(new Uint8Array(64).fill(1), path));
  await tfjsFormat.readHeader(memorySource(bytes, 'mutant'), { beside });
}

/** Reads an index whose shards are not there, and asks which architecture it is. */
async function solveIndex(bytes: Uint8Array): Promise<void> {
  const folder: Folder = {
    uri: 'folder',
    list: () => Promise.resolve([]),
    open: (path) => Promise.resolve(memorySource(bytes, path)),
  };
  const summary = await summariseIndex(folder, [], 'mutant');
  if (summary === undefined) return;
  const { tensors } = solveArchitecture({ names: summary.names, bytes: summary.totalSize });
  const inShards = [...summary.shards.values()].reduce((sum, count) => sum + count, 0);
  if (tensors !== inShards) throw new Error(`${tensors} names in ${inShards} places`);
}

/** Opens a folder whose only file has a name that promises nothing, and reads the ends of every tensor. */
async function openWhole(bytes: Uint8Array): Promise<void> {
  const folder: Folder = {
    uri: 'folder',
    list: () => Promise.resolve([{ path: 'weights.bin', bytes: bytes.length }]),
    open: (path) =>
      path === 'weights.bin'
        ? Promise.resolve(memorySource(bytes, path))
        : Promise.reject(new ForebearError('source', path, 'a file', 'nothing')),
  };
  await using model = await openModel({ kind: 'folder', name: 'mutant', folder });
  for (const tensor of model.tensors) {
    try {
      const values = await model.read(tensor, 0, Math.min(tensor.elements, 512));
      if (values.length !== Math.min(tensor.elements, 512)) throw new Error(`${tensor.name}: ${values.length} values`);
    } catch (error) {
      if (!(error instanceof ForebearError)) throw error;
    }
  }
}
