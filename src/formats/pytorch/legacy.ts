// PyTorch's files before 1.6: five pickles one after another, then the storages, each with its length before it.
import { buffered } from '../../bytes/buffered.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format } from '../format.ts';
import { storageType } from './element-types.ts';
import { headerOf } from './header.ts';
import type { Fault, Place } from './layout.ts';
import { readPickle, type Unpickled } from './pickle/pickle.ts';
import { isNode, type PickleValue, quoted, type StorageId, textOf } from './pickle/pickle-values.ts';
import { placeWithin } from './storage-place.ts';

/** The number that every such file begins with, as the bytes of a LONG1 and as protocol 0 writes it. */
const magic = 0x1950_a86a_20f9_469c_fc6cn;
const magicBytes = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const magicLine = 'L119547037146038801333356L\n';

/** The only version of the format there has been since the tar files of 0.1. */
const version = 1001;

/** The magic number comes behind PROTO and, from protocol 4 on, a FRAME. */
const latestMagic = 16;

/** Storages of a file; each tensor has one at most. */
const maxStorages = 1_000_000;

/** One look-ahead serves the five pickles of a small file: twice what one of them reads at a time. */
const pickleWindow = 131_072;

/** Lengths stand before each storage: where these are small, one look-ahead serves several. */
const lengthWindow = 4_096;

export const legacyFormat: Format = {
  id: 'pytorch-legacy',
  selfContained: false,

  matches(head) {
    const start = String.fromCharCode(...head.subarray(0, latestMagic + magicBytes.length));
    const at = start.indexOf(String.fromCharCode(...magicBytes));
    return (at >= 0 && at <= latestMagic) || start.startsWith(magicLine);
  },

  async readHeader(source, options) {
    const { object, places, end, faults, littleEndian } = await readLegacy(source, options);
    const undeclaredBytes = Math.max(0, source.size - end);
    const header = await headerOf(
      { id: 'pytorch-legacy', subject: source.uri, pickles: [{ prefix: '', ...object }], undeclaredBytes, faults },
      {
        pickleFile: '',
        pickle: source,
        place: (storage) => placeIn(places, storage),
        embedded: readEmbeddedStorage,
        open: () => Promise.resolve(source),
      },
      options,
    );
    const metadata = new Map(header.metadata);
    if (!littleEndian) metadata.set('byteorder', 'big');
    return { ...header, metadata };
  },
};

/** The place of the storage that a file holds alone: what `torch.storage._load_from_bytes` is given. */
export async function readEmbeddedStorage(file: Source, options?: RunOptions): Promise<Place | Fault> {
  const { object, places } = await readLegacy(file, options);
  const { value } = object;
  if (!isNode(value, 'storage')) {
    return { code: 'format', expected: 'a storage in the embedded file', found: 'something else' };
  }
  const place = placeIn(places, value);
  const type = storageType(value.type);
  return 'code' in place || type === undefined ? place : { ...place, type };
}

interface Legacy {
  readonly object: Unpickled;
  readonly places: ReadonlyMap<string, Place | Fault>;
  /** Where the last storage ends, by what the file says. */
  readonly end: number;
  readonly littleEndian: boolean;
  readonly faults: readonly Fault[];
}

async function readLegacy(source: Source, options?: RunOptions): Promise<Legacy> {
  const window = buffered(source, Math.min(pickleWindow, 2 * source.size));
  const first = await readPickle(window, 0, 'none', options);
  if (first.value !== magic) throw new ForebearError('format', source.uri, 'the magic number', 'another');
  const second = await readPickle(window, first.end, 'none', options);
  if (second.value !== version) {
    throw new ForebearError('unsupported', source.uri, `version ${version} of the format`, 'another');
  }
  const system = await readPickle(window, second.end, 'none', options);
  const littleEndian = !(isNode(system.value, 'dict') && system.value.get('little_endian') === false);
  const object = await readPickle(window, system.end, 'torch', options);
  const keys = await readPickle(window, object.end, 'none', options);
  const laid = await layStorages(
    buffered(source, lengthWindow),
    keysOf(keys.value, source.uri),
    object,
    keys.end,
    littleEndian,
    options,
  );
  return { object, littleEndian, ...laid };
}

function keysOf(value: PickleValue, subject: string): readonly string[] {
  const items = isNode(value, 'list') ? value.items : undefined;
  const keys = items?.map((item) => textOf(item));
  if (keys === undefined || !keys.every((key) => key !== undefined) || new Set(keys).size < keys.length) {
    throw new ForebearError('format', subject, 'a list of the storages’ keys, each once', 'something else');
  }
  if (keys.length > maxStorages) throw new ForebearError('limit', subject, `at most ${maxStorages} storages`, 'more');
  return keys;
}

/** The storages lie in the order of the keys; how long each is follows from the first reference to it. */
async function layStorages(
  source: Source,
  keys: readonly string[],
  object: Unpickled,
  from: number,
  littleEndian: boolean,
  options?: RunOptions,
): Promise<Pick<Legacy, 'places' | 'end' | 'faults'>> {
  const places = new Map<string, Place | Fault>();
  const cut: string[] = [];
  let at = from;
  for (const key of keys) {
    const storage = object.storages.get(key);
    const type = storage === undefined ? undefined : storageType(storage.type);
    if (storage === undefined || type === undefined) {
      const found = storage === undefined ? `a storage “${quoted(key)}” that nothing refers to` : storage.type.name;
      throw new ForebearError('format', source.uri, 'storages of known types and lengths', quoted(found));
    }
    const start = at + lengthBytes;
    const bytes = storage.numel * type.bytes;
    if (!Number.isSafeInteger(start + bytes)) {
      throw new ForebearError('limit', source.uri, 'storages below 2^53 bytes', `${storage.numel} elements`);
    }
    if (start <= source.size) await checkLength(source, at, storage, littleEndian, options);
    if (start + bytes > source.size) cut.push(key);
    else places.set(key, { file: '', start, bytes, bigEndian: false });
    at = start + bytes;
  }
  if (cut.length === 0) return { places, end: at, faults: [] };
  const fault = { code: 'source', expected: `${at} bytes`, found: `${source.size} bytes` } as const;
  for (const key of cut) places.set(key, fault);
  return { places, end: at, faults: [fault] };
}

const lengthBytes = 8;

/**
 * The number of elements before the data. Data is little-endian whatever machine wrote it; its length was the machine's
 * own until PyTorch 1.9.
 */
async function checkLength(
  source: Source,
  at: number,
  storage: StorageId,
  littleEndian: boolean,
  options?: RunOptions,
): Promise<void> {
  const bytes = await source.read(at, at + lengthBytes, options);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const expected = BigInt(storage.numel);
  const stored = view.getBigUint64(0, true);
  if (stored === expected || (!littleEndian && view.getBigUint64(0, false) === expected)) return;
  const subject = `${source.uri}: storage ${quoted(storage.key)}`;
  throw new ForebearError('format', subject, `${storage.numel} elements at byte ${at}`, `${stored}`);
}

function placeIn(places: Legacy['places'], storage: StorageId): Place | Fault {
  const whole = places.get(storage.key);
  if (whole === undefined) {
    return {
      code: 'format',
      expected: 'storages that are in the file',
      found: `“${quoted(storage.key)}”, which is not`,
    };
  }
  return 'code' in whole ? whole : placeWithin(storage, whole);
}
