// The weights manifest of TensorFlow.js: groups of shards and the weights that lie in them one after another.
import { relativeSegments } from '../../bytes/relative-path.ts';
import { ForebearError } from '../../errors.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { Affine } from '../format.ts';
import type { DType } from '../numbers/dtype.ts';
import { byteLength } from '../numbers/values.ts';

/** One weight as listed. Its data is `bytes` long; undefined where only the data itself tells (text), or nothing does. */
export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly kind: 'numbers' | 'text' | 'unknown';
  /** How it is stored; undefined for text and for types that we do not know. */
  readonly dtype?: DType;
  readonly affine?: Affine;
  readonly bytes?: number;
  /** Why its values cannot be read, though its length is known or not. */
  readonly fault?: ForebearError;
}

export interface ManifestGroup {
  /** Relative to the manifest's own folder, contained in it. */
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
}

/** Types a weight may have, and how its numbers lie where they are not quantised. */
const weightTypes: ReadonlyMap<string, DType> = new Map([
  ['float32', 'F32'],
  ['float16', 'F16'],
  ['int32', 'I32'],
  ['uint32', 'U32'],
  ['int16', 'I16'],
  ['uint16', 'U16'],
  ['int8', 'I8'],
  ['uint8', 'U8'],
  ['bool', 'BOOL'],
  ['complex64', 'C64'],
]);

const codeTypes: ReadonlyMap<string, DType> = new Map([
  ['uint8', 'U8'],
  ['uint16', 'U16'],
  ['float16', 'F16'],
]);

/** What TensorFlow.js itself quantises. */
const quantisable: ReadonlySet<string> = new Set(['float32', 'int32']);

/** TensorFlow.js has operations for up to six. */
const maxDimensions = 8;

const maxWeights = 1_000_000;
const maxNameLength = 2048;

/** A gigabyte in shards of four megabytes makes 256. */
const maxPaths = 100_000;

/**
 * Checks a manifest. Throws `format` where it is not of the known form or names a weight or a shard twice, `containment` where a
 * shard's name leads elsewhere, `limit` beyond the limits.
 */
export function readManifest(value: JsonValue | undefined, subject: string): readonly ManifestGroup[] {
  if (!isList(value)) throw new ForebearError('format', subject, 'a weightsManifest', 'none');
  const names = new Set<string>();
  const paths = new Set<string>();
  return value.map((group) => {
    if (!isObject(group)) throw new ForebearError('format', subject, 'objects in the weightsManifest', kindOf(group));
    const shards = group.get('paths');
    const weights = group.get('weights');
    if (!isList(shards) || !isList(weights)) {
      throw new ForebearError(
        'format',
        subject,
        'paths and weights in each group',
        `${kindOf(shards)}, ${kindOf(weights)}`,
      );
    }
    if (shards.length === 0 && weights.length > 0)
      throw new ForebearError('format', subject, 'shards in each group', 'none');
    if (paths.size + shards.length > maxPaths)
      throw new ForebearError('limit', subject, `at most ${maxPaths} shards`, 'more');
    const read = weights.map((weight) => readWeight(weight, subject));
    for (const { name } of read) {
      if (names.has(name)) throw new ForebearError('format', subject, 'each name once', `“${name}” twice`);
      names.add(name);
    }
    if (names.size > maxWeights) throw new ForebearError('limit', subject, `at most ${maxWeights} weights`, 'more');
    const own = shards.map((path) => readPath(path, subject));
    for (const path of own) {
      if (paths.has(path)) throw new ForebearError('format', subject, 'each shard once', `“${path}” twice`);
      paths.add(path);
    }
    return { paths: own, weights: read };
  });
}

function readPath(path: JsonValue, subject: string): string {
  if (typeof path !== 'string') throw new ForebearError('format', subject, 'names of shards', kindOf(path));
  return relativeSegments(path.replace(/^(?:\.\/)+/, ''), subject).join('/');
}

function readWeight(value: JsonValue, subject: string): ManifestWeight {
  const entry = isObject(value) ? value : new Map<string, JsonValue>();
  const name = entry.get('name');
  const type = entry.get('dtype');
  if (typeof name !== 'string' || typeof type !== 'string') {
    throw new ForebearError(
      'format',
      subject,
      'a name and a dtype for each weight',
      `${kindOf(name)}, ${kindOf(type)}`,
    );
  }
  if (name.length > maxNameLength) {
    throw new ForebearError('limit', subject, `names of at most ${maxNameLength} characters`, `${name.length}`);
  }
  const shape = readShape(entry.get('shape'), `${subject}: ${name}`);
  const elements = countElements(shape, `${subject}: ${name}`);
  const facts = { name, shape, elements };
  if (type === 'string') return { ...facts, kind: 'text' };
  const quantization = entry.get('quantization');
  if (quantization !== undefined && quantization !== null) return quantised(facts, type, quantization);
  const dtype = weightTypes.get(type);
  if (dtype === undefined) {
    const fault = new ForebearError('unsupported', name, 'a known dtype', `“${type.slice(0, 64)}”`);
    return { ...facts, kind: 'unknown', fault };
  }
  return { ...facts, kind: 'numbers', dtype, bytes: byteLength(dtype, elements) };
}

/** Codes q of integers stand for q * scale + min; those of halves for themselves. */
function quantised(
  facts: Pick<ManifestWeight, 'name' | 'shape' | 'elements'>,
  type: string,
  quantization: JsonValue,
): ManifestWeight {
  const entry = isObject(quantization) ? quantization : new Map<string, JsonValue>();
  const code = entry.get('dtype');
  const dtype = typeof code === 'string' ? codeTypes.get(code) : undefined;
  if (dtype === undefined) {
    const found = typeof code === 'string' ? `“${code.slice(0, 64)}”` : kindOf(code);
    const fault = new ForebearError('unsupported', facts.name, 'codes of uint8, uint16 or float16', found);
    return { ...facts, kind: 'unknown', fault };
  }
  const stored = { ...facts, kind: 'numbers', dtype, bytes: byteLength(dtype, facts.elements) } as const;
  if (!quantisable.has(type)) {
    const fault = new ForebearError('format', facts.name, 'float32 or int32 behind codes', `“${type.slice(0, 64)}”`);
    return { ...stored, fault };
  }
  if (dtype === 'F16') return stored;
  const [scale, min] = [entry.get('scale'), entry.get('min')].map(asFloat);
  if (scale === undefined || min === undefined) {
    const found = `${kindOf(entry.get('scale'))} and ${kindOf(entry.get('min'))}`;
    return { ...stored, fault: new ForebearError('format', facts.name, 'a scale and a minimum', found) };
  }
  const affine = { axis: 0, scale: Float32Array.of(scale), zero: Float32Array.of(0), offset: Float32Array.of(min) };
  return { ...stored, affine };
}

/** A number that 32 bits can hold. */
function asFloat(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(Math.fround(value)) ? value : undefined;
}

function readShape(value: JsonValue | undefined, subject: string): readonly number[] {
  if (!isList(value)) throw new ForebearError('format', subject, 'a list as its shape', kindOf(value));
  if (value.length > maxDimensions) {
    throw new ForebearError('limit', subject, `at most ${maxDimensions} dimensions`, `${value.length}`);
  }
  return value.map((side) => {
    if (typeof side === 'number' && Number.isSafeInteger(side) && side >= 0) return side;
    const isLarge = typeof side === 'number' && side > Number.MAX_SAFE_INTEGER;
    throw new ForebearError(isLarge ? 'limit' : 'format', subject, 'sides from 0 to 2^53', kindOf(side));
  });
}

function countElements(shape: readonly number[], subject: string): number {
  let elements = 1;
  for (const side of shape) {
    elements *= side;
    // Eight bytes are the widest element there is.
    if (elements * 8 > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', subject, 'a size below 2^53', `the shape [${shape.join(', ')}]`);
    }
  }
  return elements;
}

export function isObject(value: JsonValue | undefined): value is ReadonlyMap<string, JsonValue> {
  return value instanceof Map;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function kindOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isList(value)) return 'a list';
  if (typeof value === 'number') return `${value}`;
  return isObject(value) ? 'an object' : `a ${typeof value}`;
}
