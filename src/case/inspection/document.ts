// The inspection as a JSON document, schema forebear.inspection/1: fields are added, never changed.
import type { Inspection } from './inspection.ts';

/** Metadata entries that are written out. */
const mostMetadata = 100;

/** Kinds of names, and files of an index, that are written out. */
const mostKinds = 10_000;

export function inspectionDocument(one: Inspection): object {
  const { index, architecture } = one;
  return {
    schema: 'forebear.inspection/1',
    id: one.id,
    formats: one.formats,
    files: one.files,
    tensors: architecture.tensors,
    parameters:
      index === undefined
        ? one.components.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0)
        : (architecture.hypotheses.find(({ fit }) => fit === 'exact')?.parameters ?? null),
    components: one.components,
    storage: one.storages,
    contents: one.contents,
    unread: one.unread,
    architecture,
    ...(one.adapter === undefined ? {} : { adapter: one.adapter }),
    facts: one.facts,
    problems: one.problems,
    metadata: Object.fromEntries([...one.metadata].slice(0, mostMetadata)),
    ...(index === undefined ? {} : { index: indexOf(index) }),
    ...(one.surroundings === undefined ? {} : { surroundings: one.surroundings }),
    tensorList: one.tensors.map(({ name, dtype, shape, file, role, assembly }) => ({
      name,
      dtype,
      shape,
      file,
      role: role ?? null,
      ...(assembly === undefined ? {} : { scheme: assembly.scheme }),
    })),
  };
}

function indexOf({ summary, patterns }: NonNullable<Inspection['index']>): object {
  return {
    path: summary.path,
    totalSize: summary.totalSize ?? null,
    shards: [...summary.shards].slice(0, mostKinds).map(([file, tensors]) => ({ file, tensors })),
    shardCount: summary.shards.size,
    names: patterns.slice(0, mostKinds).map(({ pattern, count, numbers }) => ({
      pattern,
      count,
      numbers: numbers.map(({ text }) => text),
    })),
    unfoldedNames: summary.names.unfolded,
  };
}
