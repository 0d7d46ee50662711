// A dataset in chunks as bytes in row-major order: chunks are unpacked when a range first needs them.
import type { Source } from '../../bytes/source.ts';
import type { Member } from '../../containers/container.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Chunk, Chunks } from './chunk-index.ts';
import { type Filter, unfiltered } from './filters.ts';
import type { Hdf5File } from './hdf5-file.ts';

/**
 * Unpacked chunks kept at once. A walk through a dataset goes through one row of chunks at a time: with less room than
 * that, each would be unpacked again for every row of elements.
 */
const mostHeldBytes = 134_217_728;

/**
 * The member for a dataset's numbers. Throws `limit` where a row of its chunks is too large to be held, or where it claims
 * to be far larger than what is stored.
 */
export function chunkedMember(
  file: Hdf5File,
  name: string,
  { sides, chunks }: Chunks,
  shape: readonly number[],
  elementBytes: number,
  filters: readonly Filter[],
): Member {
  const chunkBytes = sides.reduce((product, side) => product * side, elementBytes);
  const grid = shape.map((side, axis) => Math.ceil(side / (sides[axis] as number)));
  const rowBytes = grid.slice(1).reduce((product, side) => product * side, chunkBytes);
  if (!(rowBytes <= mostHeldBytes)) {
    throw new ForebearError('limit', name, `rows of chunks of at most ${mostHeldBytes} bytes`, `${rowBytes}`);
  }
  const size = shape.reduce((product, side) => product * side, elementBytes);
  const path = name;
  const layout = { chunks, chunkBytes, sides, grid, shape, elementBytes, filters };
  return { path, size, open: () => Promise.resolve(chunkedSource(file, `${file.source.uri}!/${path}`, size, layout)) };
}

interface Layout {
  readonly chunks: readonly Chunk[];
  readonly chunkBytes: number;
  readonly sides: readonly number[];
  readonly grid: readonly number[];
  readonly shape: readonly number[];
  readonly elementBytes: number;
  readonly filters: readonly Filter[];
}

function chunkedSource(file: Hdf5File, uri: string, size: number, layout: Layout): Source {
  /** By number; the one asked for last stands at the end. */
  const held = new Map<number, Uint8Array>();

  async function chunk(number: number, options?: RunOptions): Promise<Uint8Array> {
    const { start, length, skipped } = layout.chunks[number] as Chunk;
    const stored = await file.source.read(start, start + length, options);
    const bytes = await unfiltered(file, stored, layout.filters, skipped, layout.chunkBytes, options);
    while (held.size > 0 && (held.size + 1) * layout.chunkBytes > mostHeldBytes) {
      held.delete(held.keys().next().value as number);
    }
    held.set(number, bytes);
    return bytes;
  }

  return {
    uri,
    size,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${start} to ${end}`);
      }
      if (end > size) throw new ForebearError('source', uri, `${end} bytes or more`, `${size} bytes`);
      const out = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const place = placeOf(at, layout);
        const bytes = held.get(place.chunk) ?? (await chunk(place.chunk, options));
        const length = Math.min(place.run, end - at);
        out.set(bytes.subarray(place.within, place.within + length), at - start);
        at += length;
      }
      return out;
    },
    close() {
      held.clear();
      return Promise.resolve();
    },
  };
}

/** The chunk that byte `at` of the whole lies in, the byte within it, and how many bytes follow in both alike. */
function placeOf(
  at: number,
  { sides, grid, shape, elementBytes }: Layout,
): { readonly chunk: number; readonly within: number; readonly run: number } {
  const byte = at % elementBytes;
  let rest = (at - byte) / elementBytes;
  let [chunk, within, run] = [0, 0, 1];
  let [chunkStride, stride] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [shapeSide, side] = [shape[axis] as number, sides[axis] as number];
    const index = rest % shapeSide;
    rest = (rest - index) / shapeSide;
    const inside = index % side;
    if (axis === shape.length - 1) run = Math.min(side - inside, shapeSide - index);
    chunk += ((index - inside) / side) * chunkStride;
    within += inside * stride;
    chunkStride *= grid[axis] as number;
    stride *= side;
  }
  return { chunk, within: within * elementBytes + byte, run: run * elementBytes - byte };
}
