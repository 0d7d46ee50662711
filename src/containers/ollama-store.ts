// The model store of Ollama: manifests by name, and the files they name by their hashes.
import type { FolderEntry } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap, type JsonValue } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';
import { isList, objectIn, readWhole, shown } from './index-file.ts';
import type { LaidOut, LayoutRequest } from './layout.ts';
import { textOf437, textOfUtf8 } from './member-names.ts';
import { type NamedFile, namedFiles } from './named-files.ts';

const manifestPath = /^manifests\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** Manifests and configurations have a few kB; licences up to some 30 kB. */
const mostManifestBytes = 1_048_576;
const mostTextBytes = 262_144;

/** A model has some ten layers, one for each tensor in the newest kind. */
const mostLayers = 10_000;

/** Names that are shown where one must be chosen. */
const mostShown = 8;

const defaultHost = 'registry.ollama.ai';
const defaultSpace = 'library';
const defaultTag = 'latest';

const layerKind = /^application\/vnd\.ollama\.image\.([a-z]+)$/;

/** What weights are called, by the kind of their layer; texts become facts. The ending is what the model's finder looks for. */
const fileNames: ReadonlyMap<string, string> = new Map([
  ['model', 'weights.gguf'],
  ['projector', 'mmproj.gguf'],
  ['adapter', 'adapter'],
]);

const textKinds: readonly string[] = ['license', 'template', 'system', 'params', 'messages', 'prompt'];

interface Manifest {
  readonly path: string;
  /** As people write it: `llama3:latest`, `owner/name:tag`, `host/owner/name:tag`. */
  readonly name: string;
}

/** One line of a manifest, held to the file that it names. */
interface Layer {
  readonly kind: string;
  readonly digest: string;
  readonly size: number;
  readonly blob: FolderEntry | undefined;
}

/**
 * The files of one model of the store. `pick` is a name as Ollama takes it, or the manifest's path. A layer whose file is
 * missing or of another length is a problem. Throws `usage` where no model is picked out of several.
 */
export async function layOutOllama(request: LayoutRequest, options?: RunOptions): Promise<LaidOut | undefined> {
  const { folder, listed, problems } = request;
  const manifests = listed.flatMap(({ path }) => manifestOf(path));
  if (manifests.length === 0 || !listed.some(({ path }) => path.startsWith('blobs/'))) return undefined;
  const { path, name } = chosen(manifests, request);
  const manifest = objectIn(await readWhole(folder, path, mostManifestBytes, options), path);
  const layers = layersOf(manifest, listed, path);
  const files = new Map<string, NamedFile>();
  const metadata = new Map([['ollama.manifest', path]]);
  for (const { kind, digest, size, blob } of layers) {
    if (blob === undefined || blob.bytes !== size) {
      const found = blob === undefined ? 'nothing of that name' : `${blob.bytes} bytes`;
      problems.push({ code: 'source', subject: digest, expected: `${size} bytes of ${name}`, found, lost: [] });
      continue;
    }
    const file = fileNames.get(kind);
    if (file !== undefined) {
      files.set(unused(file, files), { bytes: size, open: (openOptions) => folder.open(blob.path, openOptions) });
    } else if (textKinds.includes(kind) && size <= mostTextBytes) {
      const bytes = await readWhole(folder, blob.path, mostTextBytes, options);
      metadata.set(unused(`ollama.${kind}`, metadata), textOfUtf8(bytes) ?? textOf437(bytes));
    } else if (kind === 'config' && size <= mostManifestBytes) {
      addFacts(objectIn(await readWhole(folder, blob.path, mostManifestBytes, options), digest), metadata);
    }
  }
  return { layout: 'ollama', name, folder: namedFiles(`ollama:${name}`, files), metadata };
}

function manifestOf(path: string): readonly Manifest[] {
  const found = manifestPath.exec(path);
  if (found === null) return [];
  const [, host, space, model, tag] = found;
  const short =
    host === defaultHost ? (space === defaultSpace ? model : `${space}/${model}`) : `${host}/${space}/${model}`;
  return [{ path, name: `${short}:${tag}` }];
}

function chosen(manifests: readonly Manifest[], { folder, pick }: LayoutRequest): Manifest {
  const fitting = pick === undefined ? manifests : manifests.filter(({ path }) => path === pathOf(pick));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const shown = manifests.slice(0, mostShown).map(({ name }) => name);
  const list = `${shown.join(', ')}${manifests.length > mostShown ? ', …' : ''}`;
  const expected = pick === undefined ? 'one of the models in the store named' : `a model called ${pick}`;
  throw new ForebearError('usage', folder.uri, expected, `${manifests.length} of them: ${list}`);
}

/** The manifest's path for a name, with everything that Ollama would add to it. */
function pathOf(pick: string): string {
  if (pick.startsWith('manifests/')) return pick;
  const colon = pick.indexOf(':', pick.lastIndexOf('/') + 1);
  const tag = colon === -1 ? defaultTag : pick.slice(colon + 1);
  const segments = (colon === -1 ? pick : pick.slice(0, colon)).split('/');
  const all = [[defaultHost, defaultSpace], [defaultHost], []][segments.length - 1] ?? [];
  return ['manifests', ...all, ...segments, tag].join('/');
}

function layersOf(manifest: JsonMap, listed: readonly FolderEntry[], path: string): readonly Layer[] {
  const layers = manifest.get('layers');
  if (!isList(layers)) throw new ForebearError('format', path, 'a list of layers', 'none');
  if (layers.length > mostLayers) throw new ForebearError('limit', path, `at most ${mostLayers} layers`, 'more');
  const blobs = new Map(listed.map((entry) => [entry.path, entry]));
  const found = layers.map((layer) => layerOf(layer, blobs, path));
  const config = manifest.get('config');
  return isMap(config) ? [{ ...layerOf(config, blobs, path), kind: 'config' }, ...found] : found;
}

function layerOf(layer: JsonValue, blobs: ReadonlyMap<string, FolderEntry>, path: string): Layer {
  const [type, digest, size] = isMap(layer) ? [layer.get('mediaType'), layer.get('digest'), layer.get('size')] : [];
  if (typeof type !== 'string' || typeof digest !== 'string') {
    throw new ForebearError('format', path, 'a type and a digest for each layer', 'something else');
  }
  const hex = /^sha256[:-]([0-9a-f]{64})$/.exec(digest)?.[1];
  // A digest becomes a file's name: whatever is not plainly one is refused, and not looked up.
  if (hex === undefined) throw new ForebearError('containment', path, 'sha256 and 64 digits as a digest', digest);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new ForebearError('format', path, `a size for ${digest}`, shown(size));
  }
  const blob = blobs.get(`blobs/sha256-${hex}`) ?? blobs.get(`blobs/sha256:${hex}`);
  return { kind: layerKind.exec(type)?.[1] ?? type, digest, size, blob };
}

/** What the configuration says of the model: its family, its size, its quantisation. */
function addFacts(config: JsonMap, metadata: Map<string, string>): void {
  for (const [key, value] of config) {
    if (typeof value === 'string' && value.length <= mostShown * 100) metadata.set(`ollama.config.${key}`, value);
  }
}

/** The name, or one with a number where it is taken: `license`, `license-2`; endings stay where they are. */
function unused(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const other = name.replace(/(?=\.gguf$|$)/, `-${number}`);
    if (!taken.has(other)) return other;
  }
}
