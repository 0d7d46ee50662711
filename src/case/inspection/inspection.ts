// Everything that is said of one model before it is compared, as data: of an opened one, or of one whose index alone is there.
import type { Folder } from '../../bytes/source.ts';
import type { Problem } from '../../errors.ts';
import type { Survey } from '../../findings/finding.ts';
import type { AdapterFacts } from '../../model/adapters/adapter.ts';
import { foldNames, type NamePattern } from '../../model/architecture/name-fold.ts';
import type { Solution } from '../../model/architecture/solution.ts';
import { solveArchitecture } from '../../model/architecture/solve.ts';
import { declaredFacts, type Fact } from '../../model/facts/declared-facts.ts';
import { type IndexSummary, summariseIndex } from '../../model/index/index-summary.ts';
import { type Model, type ModelFile, storedBytes, type Tensor } from '../../model/model.ts';
import { defaultHashLimit } from '../../model/open.ts';
import { readDocument } from '../../model/opening/documents.ts';
import { digestOf, recordFiles } from '../../model/opening/file-records.ts';
import type { Content } from '../../model/opening/headers.ts';
import { indexAmong } from '../../model/opening/weight-files.ts';
import type { RunOptions } from '../../run.ts';
import { type Component, componentsOf, componentsOfNames, type Storage, storagesOf } from './components.ts';

export interface Inspection {
  readonly id: string;
  readonly formats: readonly string[];
  readonly files: readonly ModelFile[];
  readonly contents: readonly Content[];
  /** Files that are weights by their names and were not read: no index names them, or they hold the model in another form. */
  readonly unread: readonly string[];
  readonly tensors: readonly Tensor[];
  readonly components: readonly Component[];
  readonly storages: readonly Storage[];
  readonly architecture: Solution;
  /** Where it is an adapter to a model. */
  readonly adapter: AdapterFacts | undefined;
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** What the files say of themselves. Untrusted text. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What the configuration calls the architecture. Untrusted text. */
  readonly declared: string | undefined;
  /** The index and the kinds of names in it, where it alone is there. */
  readonly index: { readonly summary: IndexSummary; readonly patterns: readonly NamePattern[] } | undefined;
  /** What was found around the weights; absent where nobody looked. */
  readonly surroundings?: readonly Survey[] | undefined;
}

/** All that the headers of an opened model say; no tensor is read. */
export function inspectModel(model: Model): Inspection {
  const bytes = model.tensors.reduce((sum, tensor) => sum + storedBytes(tensor), 0);
  const architecture = solveArchitecture({
    names: foldNames(model.tensors),
    bytes,
    architecture: model.metadata.get('general.architecture'),
  });
  const complete = model.problems.every(({ lost }) => lost.length === 0);
  const facts = declaredFacts({
    config: model.config,
    metadata: model.metadata,
    contents: model.contents,
    tensors: model.tensors,
    indexBytes: model.declaredBytes,
    storedBytes: complete ? bytes : undefined,
    solution: architecture,
  });
  return {
    id: model.id,
    formats: model.formats,
    files: model.files,
    contents: model.contents,
    unread: unreadWeights(model),
    tensors: model.tensors,
    components: componentsOf(model.tensors),
    storages: storagesOf(model.tensors),
    architecture,
    adapter: model.adapter,
    facts,
    problems: model.problems,
    metadata: model.metadata,
    declared: architecturesIn(model.config),
    index: undefined,
  };
}

/**
 * The inspection of a folder that holds an index and none of its files; undefined for every other folder. `name` is what
 * the model is called, `index` the file that is meant where there are several. Throws as reading an index does.
 */
export async function inspectIndexAlone(
  folder: Folder,
  name: string,
  index: string | undefined,
  run?: RunOptions,
): Promise<Inspection | undefined> {
  const listed = await folder.list(run);
  const top = listed.filter((entry) => !entry.path.includes('/'));
  const path = index ?? indexAmong(top)?.path;
  const summary = path === undefined ? undefined : await summariseIndex(folder, listed, path, run);
  if (summary === undefined) return undefined;
  const problems = [...summary.problems];
  const hasConfig = top.some((entry) => entry.path === 'config.json');
  const config = hasConfig
    ? await readDocument('config.json', () => folder.open('config.json', run), problems, run)
    : undefined;
  const paths = listed.map((entry) => entry.path);
  const files = await recordFiles(paths, new Map(), folder, { limit: defaultHashLimit, options: run });
  const architecture = solveArchitecture({ names: summary.names, bytes: summary.totalSize });
  const nothing = { metadata: new Map<string, string>(), contents: [], unread: [], tensors: [] };
  return {
    id: `${name}@${digestOf(files)}`,
    formats: [],
    files,
    ...nothing,
    components: componentsOfNames(summary.names, architecture.hypotheses[0]?.prefixes ?? []),
    storages: [],
    architecture,
    adapter: undefined,
    facts: declaredFacts({
      ...nothing,
      config,
      indexBytes: undefined,
      storedBytes: undefined,
      solution: architecture,
    }),
    problems,
    declared: architecturesIn(config),
    index: { summary, patterns: summary.names.patterns },
  };
}

/** Endings of files that hold tensors and nothing else; what ends in .bin or .data may belong to a file beside it. */
const weightEnding =
  /\.(?:safetensors|gguf|onnx|pt|pth|ckpt|tflite|h5|hdf5|keras|npz|npy)$|(?:^|\/)pytorch_model[^/]*\.bin$/i;

function unreadWeights({ files, contents, tensors }: Model): string[] {
  const outer = (path: string): string => path.split('!/', 1)[0] as string;
  const read = new Set([...contents.map(({ path }) => outer(path)), ...tensors.map(({ file }) => outer(file))]);
  return files.map(({ path }) => path).filter((path) => weightEnding.test(path) && !read.has(path));
}

function architecturesIn(config: Model['config']): string | undefined {
  const declared = config?.get('architectures');
  return Array.isArray(declared) ? declared.map(String).join(', ') : undefined;
}

/** What an inspection tells to those who hold the words about a model against its files. */
export function shapeOf({ architecture, tensors, index, metadata, facts }: Inspection): {
  readonly solution: Solution;
  readonly tensors: readonly Tensor[];
  readonly names: readonly { readonly pattern: string; readonly count: number }[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly facts: readonly Fact[];
  readonly index?: string | undefined;
} {
  return {
    solution: architecture,
    tensors,
    names: index?.patterns ?? [],
    metadata,
    facts,
    ...(index === undefined ? {} : { index: index.summary.path }),
  };
}
