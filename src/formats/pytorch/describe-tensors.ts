// From the tensors that a pickle describes to tensors in files: storages looked up, views laid, scales read.
import type { Source } from '../../bytes/source.ts';
import { span } from '../../bytes/span.ts';
import type { RunOptions } from '../../run.ts';
import type { TensorInfo } from '../format.ts';
import { readAffine } from './affine.ts';
import { type Fault, type Laid, layArray, layView, type Place } from './layout.ts';
import type { Losses } from './losses.ts';
import { isNode, type PickleBytes, type StorageId } from './pickle/pickle-values.ts';
import type { StoredTensor, StoredView } from './stored-tensor.ts';
import type { FoundTensor } from './tensor-walk.ts';

/** Where the storages and the pickle of a file are. */
export interface Shelf {
  /** What tensors inside the pickle itself name as their file. */
  readonly pickleFile: string;
  readonly pickle: Source;
  place(storage: StorageId): Place | Fault;
  /** The place, in `file`, of the storage that `file` is all of: storages that were pickled one by one. */
  embedded(file: Source, options?: RunOptions): Promise<Place | Fault>;
  /** A file that a place names. Whoever opened it before closes it. */
  open(file: string, options?: RunOptions): Promise<Source>;
}

/** How often over a file's tensors may show its bytes: weights that all layers share are shown once a layer. */
const maxTimesShown = 256;

/** Bytes that may be shown however small the file is. */
const shownFreely = 67_108_864;

/** The tensors that can be read, in the order of `found`; the rest goes to `losses`. */
export async function describeTensors(
  found: readonly FoundTensor[],
  shelf: Shelf,
  losses: Losses,
  options?: RunOptions,
): Promise<readonly TensorInfo[]> {
  const tensors: TensorInfo[] = [];
  const describer = new Describer(shelf, options);
  let shown = 0;
  for (const { name, stored } of found) {
    options?.signal?.throwIfAborted();
    const laid = await describer.describe(stored);
    if ('code' in laid) {
      losses.add(name, laid);
      continue;
    }
    const elements = laid.shape.reduce((product, side) => product * side, 1);
    shown += Math.max(laid.end - laid.start, elements);
    const most = Math.max(shownFreely, maxTimesShown * describer.heldBytes);
    if (shown <= most) tensors.push({ name, ...laid });
    else losses.add(name, { code: 'limit', expected: `each byte in ${maxTimesShown} tensors at most`, found: 'more' });
  }
  return tensors;
}

/** Lays tensors one by one and remembers the storages it has looked up. */
class Describer {
  /** Bytes of all storages and arrays so far. */
  heldBytes = 0;
  readonly #shelf: Shelf;
  readonly #options: RunOptions | undefined;
  readonly #places = new Map<StorageId | PickleBytes | string, Place | Fault>();

  constructor(shelf: Shelf, options: RunOptions | undefined) {
    this.#shelf = shelf;
    this.#options = options;
  }

  async describe(stored: StoredTensor): Promise<(Laid & Pick<TensorInfo, 'affine'>) | Fault> {
    if (stored.kind === 'lost') return stored;
    if (stored.kind === 'array') {
      this.heldBytes += stored.data.length;
      return layArray(stored, this.#shelf.pickleFile);
    }
    const laid = await this.#lay(stored);
    if ('code' in laid || stored.quantiser === undefined) return laid;
    if (laid.strides !== undefined) {
      return { code: 'unsupported', expected: 'quantised tensors one after another', found: 'strides' };
    }
    const affine = await readAffine(stored.quantiser, laid.shape, (view) => this.#values(view));
    return 'code' in affine ? affine : { ...laid, affine };
  }

  async #lay(view: StoredView): Promise<Laid | Fault> {
    const place = await this.#placeOf(view.storage);
    return 'code' in place ? place : layView(view, place);
  }

  async #placeOf(storage: StorageId | PickleBytes): Promise<Place | Fault> {
    // References to one storage are nodes of their own, told apart by the parts that they show.
    const key = isNode(storage, 'storage') && storage.view === undefined ? storage.key : storage;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = isNode(storage, 'storage') ? this.#shelf.place(storage) : await this.#embedded(storage);
    this.#places.set(key, place);
    if (!('code' in place)) this.heldBytes += place.bytes;
    return place;
  }

  async #embedded(bytes: PickleBytes): Promise<Place | Fault> {
    const { pickle, pickleFile } = this.#shelf;
    const end = bytes.start + bytes.length;
    const file = span(pickle, bytes.start, end, `${pickle.uri}, bytes ${bytes.start} to ${end}`);
    const place = await this.#shelf.embedded(file, this.#options);
    return 'code' in place ? place : { ...place, file: pickleFile, start: bytes.start + place.start };
  }

  async #values(view: StoredView): Promise<{ readonly laid: Laid; readonly bytes: Uint8Array } | Fault> {
    const laid = await this.#lay(view);
    if ('code' in laid) return laid;
    const file = await this.#shelf.open(laid.file, this.#options);
    return { laid, bytes: await file.read(laid.start, laid.end, this.#options) };
  }
}
