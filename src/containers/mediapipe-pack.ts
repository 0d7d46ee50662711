// Packs as MediaPipe and Emscripten ship them: files one after another, and their index in the script that loads them.
import type { Source } from '../bytes/source.ts';
import { span } from '../bytes/span.ts';
import { ForebearError, type Problem } from '../errors.ts';
import { isMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import type { Archive, ContainerOptions, Member } from './container.ts';
import { isList, shown } from './index-file.ts';
import { memberPath } from './member-names.ts';
import { readLiteral } from './script-literal.ts';

const packEnding = /\.data$/i;

/** The loaders that Emscripten's packager writes: a script of its own, or a part of the program's. */
const loaderEndings = ['_loader.js', '.js'];

/** Programs compiled to JavaScript with an index in them are a few MB; the bare loaders have 10 kB. */
const mostLoaderBytes = 16_777_216;

/** Packs have tens of files. */
const mostEntries = 10_000;

/** Between a bracket and the first key: a line's indentation. */
const mostSpaces = 40;

/** Index, list, entry: three levels. */
const mostIndexDepth = 8;

/** What a loader says of one pack. */
interface PackIndex {
  readonly files: readonly JsonValue[];
  readonly size: number | undefined;
}

/**
 * The pack in `source`, where `options.name` is that of a pack and a loader beside it has its index; undefined where it is
 * none. The pack itself has no mark, so that nothing but its neighbour can tell. Throws `format` for ranges that
 * overlap and for an index that is not that of one pack, `containment` for names that lead out.
 */
export async function openPack(source: Source, options: ContainerOptions): Promise<Archive | undefined> {
  const { name, beside } = options;
  if (name === undefined || beside === undefined || !packEnding.test(name) || source.size === 0) return undefined;
  for (const ending of loaderEndings) {
    const loader = await beside(name.replace(packEnding, ending));
    if (loader === undefined) continue;
    try {
      if (loader.size > mostLoaderBytes) continue;
      const bytes = await loader.read(0, loader.size, options);
      const index = indexIn(new TextDecoder().decode(bytes), source);
      if (index !== undefined) return archiveOf(source, index);
    } finally {
      await loader.close();
    }
  }
  return undefined;
}

/** The index of a pack as long as ours; where none says so, the only one there is. */
function indexIn(script: string, source: Source): PackIndex | undefined {
  const found: PackIndex[] = [];
  let done = 0;
  for (let at = script.indexOf('files'); at !== -1; at = script.indexOf('files', Math.max(done, at + 5))) {
    const start = objectBefore(script, at);
    if (start === undefined || start < done) continue;
    const literal = readLiteral(script, start);
    // What was read is not read again, so that no script takes longer than its length.
    done = 'json' in literal ? literal.end : literal.stopped;
    if ('json' in literal) found.push(...packIndexes(literal.json, source.uri));
  }
  const [only] = found;
  if (only === undefined) return undefined;
  if (/\bLZ4\.loadPackage\b/.test(script)) {
    throw new ForebearError('unsupported', source.uri, 'a pack of plain files', 'one compressed with LZ4');
  }
  const fitting = found.filter(({ size }) => size === source.size);
  if (fitting.length > 1 || (fitting.length === 0 && found.length > 1)) {
    throw new ForebearError('format', source.uri, 'one index of the pack in its loader', `${found.length}`);
  }
  return fitting[0] ?? only;
}

/** Where the object begins whose first key is the word at `at`. */
function objectBefore(script: string, at: number): number | undefined {
  const quote = script.charAt(at - 1);
  let before = quote === '"' || quote === "'" ? at - 2 : at - 1;
  while (at - before < mostSpaces && /^\s$/.test(script.charAt(before))) before -= 1;
  return script.charAt(before) === '{' ? before : undefined;
}

function packIndexes(json: string, subject: string): readonly PackIndex[] {
  const limits = { maxDepth: mostIndexDepth };
  const value: JsonValue = parseJsonBounded(new TextEncoder().encode(json), subject, limits);
  if (!isMap(value)) return [];
  const files = value.get('files');
  const size = value.get('remote_package_size');
  if (!isList(files) || !files.every((file) => isMap(file) && file.has('filename'))) return [];
  if (files.length > mostEntries) {
    throw new ForebearError('limit', subject, `at most ${mostEntries} files in a pack`, `${files.length}`);
  }
  return [{ files, size: typeof size === 'number' ? size : undefined }];
}

interface Entry {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

function archiveOf(source: Source, { files, size }: PackIndex): Archive {
  const problems: Problem[] = [];
  const entries = files.map((file) => entryOf(file, source.uri));
  let at = 0;
  let undeclaredBytes = 0;
  const paths = new Set<string>();
  for (const { path, start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const subject = `${source.uri}!/${path}`;
    if (start < at) throw new ForebearError('format', subject, `bytes from ${at} on`, `from ${start}: an overlap`);
    if (paths.has(path)) throw new ForebearError('format', source.uri, 'each path once', `“${path}” twice`);
    paths.add(path);
    if (end > source.size) {
      problems.push({ code: 'source', subject, expected: `${end} bytes`, found: `${source.size} bytes`, lost: [] });
    }
    undeclaredBytes += Math.max(0, Math.min(start, source.size) - at);
    at = Math.max(at, end);
  }
  undeclaredBytes += Math.max(0, source.size - at);
  if (size !== undefined && size !== source.size) {
    const [expected, found] = [`${size} bytes as its loader says`, `${source.size} bytes`];
    problems.push({ code: 'source', subject: source.uri, expected, found, lost: [] });
  }
  const members = entries.filter(({ end }) => end <= source.size).map((entry) => memberOf(source, entry));
  return { container: 'mediapipe-pack', members, problems, undeclaredBytes };
}

function entryOf(file: JsonValue, uri: string): Entry {
  const [name, start, end] = isMap(file) ? [file.get('filename'), file.get('start'), file.get('end')] : [];
  if (typeof name !== 'string') throw new ForebearError('format', uri, 'a name for each file', 'none');
  const subject = `${uri}!/${name}`;
  // Paths are those of the program's own file system, from its root.
  const path = memberPath(name.replace(/^\//, ''), subject);
  if (!isOffset(start) || !isOffset(end) || end < start) {
    throw new ForebearError('format', subject, 'a start and an end', `${shown(start)} and ${shown(end)}`);
  }
  return { path, start, end };
}

function memberOf(source: Source, { path, start, end }: Entry): Member {
  const open = async (): Promise<Source> => span(source, start, end, `${source.uri}!/${path}`);
  return { path, size: end - start, range: { start, end }, open };
}

function isOffset(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
