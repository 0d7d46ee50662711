// TensorFlow.js: a model.json with the network and the weights manifest, and the shards beside it.
import { buffered } from '../../bytes/buffered.ts';
import { joined } from '../../bytes/joined.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, type Problem, problemOf } from '../../errors.ts';
import { type JsonValue, readJsonBounded } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, Header, HeaderOptions, TensorInfo } from '../format.ts';
import { isObject, type ManifestGroup, type ManifestWeight, readManifest } from './weights-manifest.ts';

/** A text is its length in four bytes, then itself. */
const textLengthBytes = 4;

/** Characters of each free text that we keep. */
const maxTextLength = 1024;

/** Faults named one by one; a file with more is refused rather than described. */
const maxProblems = 10_000;

/** Keys that only a model of TensorFlow.js has, within the first bytes. */
const ownKeys = /"(?:weightsManifest|modelTopology)"\s*:|"format"\s*:\s*"(?:layers|graph)-model"/;

/** The manifest alone, as other libraries publish it. */
const bareManifest = /^\s*\[\s*\{\s*"(?:paths|weights)"\s*:\s*\[/;

/**
 * Reads the weights of all groups; text among them is left out. Where `beside` opens the shards, what is missing of them
 * becomes a problem; without it their lengths are taken on trust, and weights that lie behind text are lost. `file` is a
 * shard's name, or where a group has several shards a name that `joined` explains.
 */
export const tfjsFormat: Format = {
  id: 'tfjs',
  selfContained: true,

  matches(head) {
    const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
    return (/^\s*\{/.test(text) && ownKeys.test(text)) || bareManifest.test(text);
  },

  async readHeader(source, options) {
    const root = await readJsonBounded(source, {}, options);
    const groups = readManifest(isObject(root) ? root.get('weightsManifest') : root, source.uri);
    const tensors: TensorInfo[] = [];
    const problems: Problem[] = [];
    const virtual = new Map<string, readonly string[]>();
    let undeclaredBytes = 0;
    for (const group of groups) {
      options?.signal?.throwIfAborted();
      await using shards = await openShards(group.paths, options);
      const laid = await layOut(group, shards, source.uri, options);
      const { paths } = shards;
      const [first] = paths;
      // No file can have a name with “.” as a part, so this one never stands for anything else.
      const file = paths.length > 1 ? `./${first}+${paths.length - 1}` : (first ?? '');
      if (paths.length > 1) virtual.set(file, paths);
      for (const info of laid.tensors) tensors.push({ ...info, file });
      for (const problem of laid.problems) problems.push(problem);
      if (problems.length > maxProblems) {
        throw new ForebearError('limit', source.uri, `at most ${maxProblems} unreadable weights`, 'more');
      }
      undeclaredBytes += laid.undeclaredBytes;
    }
    const metadata = isObject(root) ? readMetadata(root) : new Map<string, string>();
    return { format: 'tfjs', metadata, tensors, problems, undeclaredBytes, joined: virtual };
  },
};

/** The shards that are there, up to the first that is not. `data` is undefined where nobody can open them. */
interface Shards extends AsyncDisposable {
  readonly paths: readonly string[];
  readonly missing: string | undefined;
  readonly data: Source | undefined;
}

async function openShards(paths: readonly string[], options?: HeaderOptions): Promise<Shards> {
  const parts: Source[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(parts.map((part) => part.close()));
  };
  try {
    for (const path of options?.beside === undefined ? [] : paths) {
      const part = await options?.beside?.(path);
      if (part === undefined) break;
      parts.push(part);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const checked = options?.beside !== undefined;
  return {
    paths: checked ? paths.slice(0, parts.length) : paths,
    missing: checked ? paths[parts.length] : undefined,
    data: checked ? joined(parts, paths[0] ?? '') : undefined,
    [Symbol.asyncDispose]: close,
  };
}

interface LaidOut {
  readonly tensors: readonly TensorInfo[];
  readonly problems: readonly Problem[];
  readonly undeclaredBytes: number;
}

/** Puts the weights of a group one after another. From a weight of unknown length on, nothing can be placed. */
async function layOut(
  { weights }: ManifestGroup,
  { data, missing }: Shards,
  uri: string,
  options?: RunOptions,
): Promise<LaidOut> {
  const tensors: TensorInfo[] = [];
  const problems: Problem[] = [];
  const cutOff: string[] = [];
  const size = data?.size ?? Number.MAX_SAFE_INTEGER;
  let at = 0;
  for (const [i, weight] of weights.entries()) {
    const bytes = weight.kind === 'text' ? await textBytes(weight, data, at, options) : weight.bytes;
    if (bytes === undefined) {
      const behind = weights.slice(i + 1).filter(({ kind }) => kind !== 'text');
      const lost = [...(weight.kind === 'text' ? [] : [weight]), ...behind].map(({ name }) => name);
      const unplaced = new ForebearError(
        'unsupported',
        weight.name,
        'weights of known length',
        'text of unknown length',
      );
      if (lost.length > 0) problems.push(problemOf(weight.fault ?? unplaced, lost));
      return { tensors, problems, undeclaredBytes: 0 };
    }
    const end = at + bytes;
    if (!Number.isSafeInteger(end)) throw new ForebearError('limit', uri, 'weights below byte 2^53', 'more');
    if (weight.fault !== undefined) problems.push(problemOf(weight.fault, [weight.name]));
    else if (end > size && weight.kind !== 'text') cutOff.push(weight.name);
    else if (weight.dtype !== undefined) {
      const { name, dtype, shape, affine } = weight;
      const place = { file: '', start: at, end, encoding: 'raw' } as const;
      tensors.push({ name, dtype, shape, ...place, ...(affine === undefined ? {} : { affine }) });
    }
    at = end;
  }
  if (missing !== undefined || at > size) {
    const subject = missing ?? data?.uri ?? uri;
    const found = missing === undefined ? `${size} bytes` : 'nothing of that name';
    problems.push({ code: 'source', subject, expected: `weights up to byte ${at}`, found, lost: cutOff });
  }
  const undeclaredBytes = data === undefined || missing !== undefined ? 0 : Math.max(0, size - at);
  if (undeclaredBytes > 0) {
    const found = `${undeclaredBytes} undeclared bytes more`;
    problems.push({ code: 'format', subject: data?.uri ?? uri, expected: `${at} bytes`, found, lost: [] });
  }
  return { tensors, problems, undeclaredBytes };
}

/** How long so many texts are, found by going through them; undefined where they cannot be opened or end too early. */
async function textBytes(
  { elements }: ManifestWeight,
  data: Source | undefined,
  start: number,
  options?: RunOptions,
): Promise<number | undefined> {
  if (elements === 0) return 0;
  // Checked before the walk: each text takes four bytes, so the walk is no longer than the file.
  if (data === undefined || elements * textLengthBytes > data.size - start) return undefined;
  const window = buffered(data);
  let at = start;
  for (let i = 0; i < elements; i++) {
    if (at + textLengthBytes > data.size) return undefined;
    const length = await window.read(at, at + textLengthBytes, options);
    at += textLengthBytes + new DataView(length.buffer, length.byteOffset).getUint32(0, true);
  }
  return at - start;
}

function readMetadata(root: ReadonlyMap<string, JsonValue>): Header['metadata'] {
  const metadata = new Map<string, string>();
  const topology = root.get('modelTopology');
  const put = (from: ReadonlyMap<string, JsonValue>, key: string): void => {
    const value = from.get(key);
    if (typeof value === 'string' && value !== '') metadata.set(key, value.slice(0, maxTextLength));
  };
  for (const key of ['format', 'generatedBy', 'convertedBy']) put(root, key);
  if (isObject(topology)) for (const key of ['keras_version', 'backend']) put(topology, key);
  return metadata;
}
