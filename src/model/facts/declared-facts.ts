// What a model declares about itself beside what its files imply: each fact with both sides, whoever is right.
import type { JsonValue } from '../../json/json-value.ts';
import type { Solution } from '../architecture/solution.ts';
import type { Tensor } from '../model.ts';
import type { Content } from '../opening/headers.ts';
import { configFacts } from './config-facts.ts';
import { quantisationFacts, typeFacts } from './storage-facts.ts';

/** What the two sides of a fact count or name, for whoever puts it into words. */
export type Measure = 'value' | 'bytes per parameter' | 'bytes' | 'head' | 'type' | 'storage' | 'parameters';

export interface Fact {
  /** What is declared: a key of the configuration, of the metadata or of the index, or a file. Untrusted text. */
  readonly subject: string;
  /** As it is declared. Untrusted text. */
  readonly declared: string;
  /** As the names, shapes and bytes have it. */
  readonly implied: string;
  readonly measure: Measure;
  readonly agrees: boolean;
}

/** Everything that facts are read from; of a model whose index alone is there, only some. */
export interface Declarations {
  readonly config: ReadonlyMap<string, JsonValue> | undefined;
  readonly metadata: ReadonlyMap<string, string>;
  readonly contents: readonly Content[];
  readonly tensors: readonly Tensor[];
  /** The index's total_size, and the bytes that are stored where every tensor of it is there. */
  readonly indexBytes: number | undefined;
  readonly storedBytes: number | undefined;
  readonly solution: Solution;
}

/** Facts in a fixed order: configuration, number types, quantisation, index, files. */
export function declaredFacts(all: Declarations): readonly Fact[] {
  return [
    ...configFacts(all.config, all.solution),
    ...typeFacts(all),
    ...quantisationFacts(all),
    ...indexFacts(all),
    ...all.contents.flatMap(fileFact),
  ];
}

function indexFacts({ indexBytes, storedBytes }: Declarations): Fact[] {
  if (indexBytes === undefined || storedBytes === undefined) return [];
  const [declared, implied] = [String(indexBytes), String(storedBytes)];
  // Some writers count the bits of masks, so that a fraction is left.
  const agrees = Math.floor(indexBytes) === storedBytes;
  return [{ subject: 'total_size', declared, implied, measure: 'bytes', agrees }];
}

/** Which contents a file of this ending honestly has; endings that say nothing are left out. */
const contentsOfEnding: ReadonlyMap<string, readonly string[]> = new Map([
  ['safetensors', ['safetensors']],
  ['gguf', ['gguf']],
  ['onnx', ['onnx']],
  ['tflite', ['tflite']],
  ['h5', ['keras-h5']],
  ['hdf5', ['keras-h5']],
  ['keras', ['keras-h5', 'zip']],
  ['npy', ['numpy']],
  ['npz', ['numpy', 'zip']],
  ['ftz', ['fasttext']],
  ['bin', ['pytorch', 'pytorch-legacy', 'pickle', 'torchscript', 'tfjs', 'fasttext']],
  ['pt', ['pytorch', 'pytorch-legacy', 'pickle', 'torchscript']],
  ['pth', ['pytorch', 'pytorch-legacy', 'pickle', 'torchscript']],
  ['ckpt', ['pytorch', 'pytorch-legacy', 'pickle']],
  ['zip', ['zip', 'numpy', 'pytorch', 'keras-h5']],
  ['tar', ['tar', 'pytorch-legacy']],
  ['nemo', ['tar', 'gzip']],
]);

/** The ending of a file's name beside what its bytes are. */
function fileFact({ path, type }: Content): Fact[] {
  const ending = /\.([a-z0-9]{1,12})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const honest = contentsOfEnding.get(ending);
  if (honest === undefined) return [];
  return [{ subject: path, declared: `.${ending}`, implied: type, measure: 'type', agrees: honest.includes(type) }];
}
