// Models of any size without a disk: their bytes are made when they are read, the same each time.
import type { Source } from '../src/bytes/source.ts';
import { encode } from '../src/formats/numbers/values.ts';
import { createRandom } from '../src/math/random.ts';
import type { Model } from '../src/model/model.ts';
import { openModel } from '../src/model/open.ts';
import { type LargeShape, largeTensors } from './large-models.ts';

export interface VirtualModel extends AsyncDisposable {
  readonly model: Model;
  readonly bytes: number;
}

/** Two primes, so that values and noise never stand together twice in a model. */
const valueCount = 1_048_573;
const noiseCount = 1_048_571;

/**
 * A Llama of this shape in BF16, its weights normal of 0.03 and its gains of 0.1 around one; with noise of `sigma` it is the
 * copy of the one without.
 */
export async function virtualModel(shape: LargeShape, sigma: number): Promise<VirtualModel> {
  const random = createRandom(7);
  const values = Float32Array.from({ length: valueCount }, () => random.normal());
  const noise = Float32Array.from({ length: noiseCount }, () => random.normal());
  const places: { readonly end: number; readonly isGain: boolean }[] = [];
  const header: { [name: string]: { dtype: 'BF16'; shape: readonly number[]; data_offsets: [number, number] } } = {};
  let at = 0;
  for (const { name, shape: sides } of largeTensors(shape)) {
    const end = at + 2 * sides.reduce((product, side) => product * side, 1);
    header[name] = { dtype: 'BF16', shape: sides, data_offsets: [at, end] };
    places.push({ end, isGain: sides.length === 1 });
    at = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(8 + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  head.set(text, 8);
  const size = head.length + at;

  function dataAt(start: number, end: number): Uint8Array {
    const [first, last] = [Math.floor(start / 2), Math.ceil(end / 2)];
    let place = places.findIndex((one) => one.end > 2 * first);
    const made = new Float32Array(last - first);
    for (let i = first; i < last; i++) {
      while ((places[place]?.end ?? Infinity) <= 2 * i) place += 1;
      const value = values[i % valueCount] as number;
      const clean = places[place]?.isGain === true ? 1 + 0.1 * value : 0.03 * value;
      made[i - first] = clean + sigma * (noise[i % noiseCount] as number);
    }
    return encode('BF16', made).slice(start - 2 * first, end - 2 * first);
  }

  const source: Source = {
    uri: 'model.safetensors',
    size,
    read: (start, end) => {
      const bytes = new Uint8Array(end - start);
      if (start < head.length) bytes.set(head.subarray(start, Math.min(end, head.length)));
      const from = Math.max(start, head.length);
      if (end > from) bytes.set(dataAt(from - head.length, end - head.length), from - start);
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
  const door = { kind: 'files', name: 'virtual', files: [{ path: 'model.safetensors', source }] } as const;
  const model = await openModel(door, { hashLimit: 0 });
  return { model, bytes: size, [Symbol.asyncDispose]: () => model[Symbol.asyncDispose]() };
}
