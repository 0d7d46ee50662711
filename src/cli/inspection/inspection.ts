// Everything `forebear inspect` says of a model, as data: of an opened one, or of one whose index alone is there.

import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFolder } from '../../bytes/file.ts';
import type { Problem } from '../../errors.ts';
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
import { openPath } from '../examine-paths.ts';
import { memberPathOf } from '../member-path.ts';
import { type Component, componentsOf, componentsOfNames, type Storage, storagesOf } from './summaries.ts';

export interface Inspection {
  readonly id: string;
  readonly formats: readonly string[];
  readonly files: readonly ModelFile[];
  readonly contents: readonly Content[];
  readonly tensors: readonly Tensor[];
  readonly components: readonly Component[];
  readonly storages: readonly Storage[];
  readonly architecture: Solution;
  /** Where it is an adapter to a model. */
  readonly adapter: AdapterFacts | undefined;
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly metadata: ReadonlyMap<string, string>;
  /** What the configuration calls the architecture. Untrusted text. */
  readonly declared: string | undefined;
  /** The index and the kinds of names in it, where it alone is there. */
  readonly index: { readonly summary: IndexSummary; readonly patterns: readonly NamePattern[] } | undefined;
}

/** Inspects a file or folder. Throws as opening a model does; an index without its files is enough. */
export async function inspectPath(path: string, run: RunOptions): Promise<Inspection> {
  const alone = await indexAlone(path, run);
  if (alone !== undefined) return alone;
  await using model = await openPath(path, 'sample', run);
  return inspectModel(model);
}

/** All that the headers of an opened model say; no tensor is read. */
function inspectModel(model: Model): Inspection {
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

/** The inspection of an index none of whose files is there; undefined for every other path. */
async function indexAlone(path: string, run: RunOptions): Promise<Inspection | undefined> {
  if ((await memberPathOf(path)) !== undefined) return undefined;
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  const isIndex = found?.isFile() === true && /\.index\.json$/i.test(absolute);
  if (found === undefined || !(isIndex || found.isDirectory())) return undefined;
  const at = isIndex ? dirname(absolute) : absolute;
  const name = basename(at);
  const folder = await openFolder(at, { ...run, label: name });
  const listed = await folder.list(run);
  const top = listed.filter((entry) => !entry.path.includes('/'));
  const index = isIndex ? basename(absolute) : indexAmong(top)?.path;
  const summary = index === undefined ? undefined : await summariseIndex(folder, listed, index, run);
  if (summary === undefined) return undefined;
  const problems = [...summary.problems];
  const hasConfig = top.some((entry) => entry.path === 'config.json');
  const config = hasConfig
    ? await readDocument('config.json', () => folder.open('config.json', run), problems, run)
    : undefined;
  const paths = listed.map((entry) => entry.path);
  const files = await recordFiles(paths, new Map(), folder, defaultHashLimit, run);
  const architecture = solveArchitecture({ names: summary.names, bytes: summary.totalSize });
  const nothing = { metadata: new Map<string, string>(), contents: [], tensors: [] };
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

function architecturesIn(config: Model['config']): string | undefined {
  const declared = config?.get('architectures');
  return Array.isArray(declared) ? declared.map(String).join(', ') : undefined;
}
