// What earlier revisions had and the last one has not: names of model families, and files.
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Contents } from './contents.ts';
import { mostNameSteps } from './limits.ts';
import type { NameFinder, NameHit } from './names.ts';
import { type FileState } from './trees.ts';
import type { Revision, Walk } from './walk.ts';

/** One identifier over the whole history. */
export interface NameTrace {
  readonly family: string;
  readonly name: string;
  readonly owner: boolean;
  /** Whether the last revision has it, in a file or a path. */
  readonly stays: boolean;
  /** The first revision that has it, and where. */
  readonly brought: NamePlace;
  /** The last revision that took it out of a file; undefined where it stays or went in a way that is not told. */
  readonly removed: NamePlace | undefined;
  readonly files: number;
}

export interface NamePlace {
  readonly revision: Revision;
  readonly path: string;
  readonly line: number | undefined;
  readonly excerpt: string | undefined;
  /** Whether the whole file came or went. */
  readonly whole: boolean;
}

export interface FileTrace {
  readonly path: string;
  readonly id: string;
  readonly brought: Revision;
  readonly removed: Revision;
  /** Where the same bytes are in the last revision: moved or renamed. */
  readonly movedTo: string | undefined;
}

/** Identifiers followed; a repository that lists all models of a hub has thousands. */
const mostTraces = 20_000;

interface Following {
  readonly hit: NameHit;
  readonly brought: NamePlace;
  removed: NamePlace | undefined;
  readonly files: Set<string>;
}

/** `note` hears of what was left out. */
export function traceNames(
  walk: Walk,
  contents: Contents,
  finder: NameFinder,
  note: (error: ForebearError) => void,
  options?: RunOptions,
): readonly NameTrace[] {
  let steps = 0;
  const followed = new Map<string, Following>();
  const hitsOf = (path: string, state: FileState | undefined): ReadonlyMap<string, NameHit> => {
    if (state === undefined) return new Map();
    const inPath = finder.find(path).map((hit) => ({ ...hit, line: 0, excerpt: '' }));
    const inText = contents.names.get(state.id) ?? [];
    return new Map([...inPath, ...inText].map((hit) => [`${hit.family}\0${hit.name}`, hit]));
  };
  for (const revision of walk.revisions) {
    options?.signal?.throwIfAborted();
    if (steps > mostNameSteps) {
      note(new ForebearError('limit', revision.commit.id, `at most ${mostNameSteps} names in all revisions`, 'more'));
      break;
    }
    for (const { path, before, after } of revision.changes) {
      const old = hitsOf(path, before);
      const now = hitsOf(path, after);
      steps += old.size + now.size + 1;
      const placeOf = (hit: NameHit, whole: boolean): NamePlace => ({
        revision,
        path,
        line: hit.line === 0 ? undefined : hit.line,
        excerpt: hit.line === 0 ? undefined : hit.excerpt,
        whole,
      });
      for (const [key, hit] of now) {
        const known = followed.get(key);
        if (known !== undefined) known.files.add(path);
        else if (followed.size < mostTraces) {
          const brought = placeOf(hit, before === undefined);
          followed.set(key, { hit, brought, removed: undefined, files: new Set([path]) });
        }
      }
      for (const [key, hit] of old) {
        const known = followed.get(key);
        if (known !== undefined && !now.has(key)) known.removed = placeOf(hit, after === undefined);
      }
    }
  }
  const last = new Set<string>();
  for (const [path, state] of walk.last) for (const key of hitsOf(path, state).keys()) last.add(key);
  return [...followed]
    .map(([key, { hit, brought, removed, files }]) => ({
      family: hit.family,
      name: hit.name,
      owner: hit.owner,
      stays: last.has(key),
      brought,
      removed: last.has(key) ? undefined : removed,
      files: files.size,
    }))
    .toSorted((a, b) => compareText(a.family, b.family) || compareText(a.name, b.name));
}

/** Files that were there and are not in the last revision, the last removal of each path. */
export function traceFiles(walk: Walk): readonly FileTrace[] {
  const brought = new Map<string, Revision>();
  const removed = new Map<string, FileTrace>();
  const lastById = new Map<string, string>();
  for (const [path, { id }] of walk.last) if (!lastById.has(id)) lastById.set(id, path);
  for (const revision of walk.revisions) {
    for (const { path, before, after } of revision.changes) {
      if (before === undefined && !brought.has(path)) brought.set(path, revision);
      if (before === undefined || after !== undefined || walk.last.has(path)) continue;
      const movedTo = lastById.get(before.id);
      removed.set(path, { path, id: before.id, brought: brought.get(path) ?? revision, removed: revision, movedTo });
    }
  }
  return [...removed.values()].toSorted((a, b) => rank(a) - rank(b) || compareText(a.path, b.path));
}

/** What kind of file went: those of which a reader asks first come first. */
export type FileKind = 'licence' | 'test' | 'weights' | 'configuration' | 'other';

export const fileKinds = ['licence', 'test', 'weights', 'configuration', 'other'] as const;

export function kindOf(path: string): FileKind {
  if (/(?:^|\/)(?:licen[cs]e|notice|copying)[^/]*$/i.test(path)) return 'licence';
  if (/(?:^|\/)tests?(?:\/|_)|[._-]test\.|(?:^|\/)test[^/]*\.py$/i.test(path)) return 'test';
  if (/\.(?:safetensors|bin|pth?|ckpt|gguf|onnx|h5|msgpack)$/i.test(path)) return 'weights';
  if (/(?:config|tokenizer|vocab|index)[^/]*\.(?:json|model|txt)$/i.test(path)) return 'configuration';
  return 'other';
}

const rank = ({ path, movedTo }: FileTrace): number =>
  fileKinds.indexOf(kindOf(path)) + (movedTo === undefined ? 0 : 10);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
