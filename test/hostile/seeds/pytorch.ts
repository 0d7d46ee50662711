// Small valid files for fuzzing the readers of pickles and of PyTorch's files; together they cover every branch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NumbersToWrite } from '../../../forgeries/write-safetensors.ts';
import { checkpointFiles, encodeArrayPickle, encodeLegacy } from '../../../forgeries/writers/pytorch.ts';
import type { Archive } from '../../../src/containers/container.ts';
import { archiveOf, storedFiles } from '../../formats/pytorch/stored-archive.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'pytorch');
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

const tensors: readonly NumbersToWrite[] = [
  { name: 'a.weight', dtype: 'F32', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
  { name: 'b', dtype: 'I64', shape: [], values: Float64Array.of(5) },
];

/** Pickles of every protocol: plain values, arrays, tensors over embedded storages. For `pickleFormat`. */
export const pickleSeeds: readonly Uint8Array[] = [
  ...['0', '1', '2', '3', '4', '5', 'python2'].map((protocol) => fixture(`values-${protocol}.pkl`)),
  ...['numpy1-4', 'numpy2-2', 'numpy2-5', 'python2'].map((kind) => fixture(`arrays-${kind}.pkl`)),
  fixture('pickled-2.13.pkl'),
  encodeArrayPickle(tensors),
];

/** Files before PyTorch 1.6. For `legacyFormat`. */
export const legacySeeds: readonly Uint8Array[] = [
  ...['1.0', '1.4', '1.4-python2', '2.13'].map((version) => fixture(`legacy-${version}.pt`)),
  fixture('quantised-1.4.pt'),
  encodeLegacy(tensors),
];

/** An archive to fuzz: one of its members takes the changed bytes, the others stay as they are. */
export interface ArchiveSeed {
  readonly format: 'pytorch' | 'torchscript';
  /** The member that is changed. */
  readonly bytes: Uint8Array;
  readonly archive: (changed: Uint8Array) => Archive;
}

/** Checkpoints and TorchScript. For `checkpointFormat` and `torchScriptFormat`: change `bytes`, then make the archive. */
export const archiveSeeds: readonly ArchiveSeed[] = [
  ...[
    'state-2.13',
    'protocol5-2.13',
    'checkpoint-1.12',
    'network-1.12',
    'views-2.13',
    'quantised-2.13',
    'types-2.13',
  ].map((name) => seed('pytorch', storedFiles(fixture(`${name}.pt`)), 'data.pkl')),
  seed('torchscript', storedFiles(fixture('script-2.13.pt')), 'data.pkl'),
  seed('torchscript', storedFiles(fixture('script-2.13.pt')), 'constants.pkl'),
  seed('pytorch', storedFiles(fixture('quantised-2.13.pt')), 'data/1'),
  seed('pytorch', checkpointFiles(tensors), 'byteorder'),
];

function seed(format: ArchiveSeed['format'], files: Readonly<Record<string, Uint8Array>>, end: string): ArchiveSeed {
  const path = Object.keys(files).find((each) => each.endsWith(`/${end}`)) ?? '';
  const archive = (changed: Uint8Array): Archive => archiveOf({ ...files, [path]: changed });
  return { format, bytes: files[path] ?? new Uint8Array(0), archive };
}
