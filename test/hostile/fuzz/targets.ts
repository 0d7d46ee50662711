// Every reader that bytes from outside reach, with its seeds.
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Folder } from '../../../src/bytes/source.ts';
import { ForebearError } from '../../../src/errors.ts';
import { ggufFormat } from '../../../src/formats/gguf/gguf.ts';
import { parseJsonBounded } from '../../../src/formats/json/json-value.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';
import { safetensorsFormat } from '../../../src/formats/safetensors/safetensors.ts';
import { sniff } from '../../../src/formats/sniff.ts';
import { openModel } from '../../../src/model/open.ts';
import { readShardIndex } from '../../../src/model/shard-index.ts';
import { ggufSeeds } from '../seeds/gguf.ts';
import { jsonSeeds } from '../seeds/json.ts';
import { onnxSeeds } from '../seeds/onnx.ts';
import { refitSafetensors, safetensorsSeeds } from '../seeds/safetensors.ts';
import { schemeSeeds } from '../seeds/schemes.ts';
import type { FuzzTarget } from './campaign.ts';
import { readFormat } from './reading.ts';

const everySeed: readonly Uint8Array[] = [...safetensorsSeeds, ...ggufSeeds, ...onnxSeeds, ...jsonSeeds];

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    id: 'safetensors',
    seeds: safetensorsSeeds,
    refit: refitSafetensors,
    run: (bytes) => readFormat(safetensorsFormat, bytes),
  },
  { id: 'gguf', seeds: ggufSeeds, run: (bytes) => readFormat(ggufFormat, bytes) },
  { id: 'onnx', seeds: onnxSeeds, run: (bytes) => readFormat(onnxFormat, bytes) },
  {
    id: 'json',
    seeds: jsonSeeds,
    run: async (bytes) => {
      parseJsonBounded(bytes, 'mutant', { maxDepth: 32, maxBytes: 1_048_576 });
    },
  },
  {
    id: 'shard-index',
    seeds: jsonSeeds,
    run: async (bytes) => {
      readShardIndex('mutant', bytes);
    },
  },
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
