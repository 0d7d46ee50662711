// TensorFlow Lite files with something wrong in them, or out of the way, that no writer would put there.
import {
  encodeFlatBuffer,
  type FlatFields,
  flatNumbers,
  flatTables,
  flatText,
} from '../../forgeries/writers/flatbuffer.ts';
import { type TfliteTensor, tfliteTables, tfliteTypes } from '../../forgeries/writers/tflite.ts';

const alignment = 16;

/** A file whose tensor `w`, a list of 32-bit floats, has its data behind the tables. `by` moves the end that is claimed. */
export function craftBehind(data: Uint8Array, by = 0): Uint8Array {
  const tables = (start: number): Uint8Array => {
    const buffer: FlatFields = [undefined, { u64: start }, { u64: data.length + by }];
    const w: FlatFields = [flatNumbers([data.length / 4]), { i8: tfliteTypes.F32 }, { u32: 1 }, flatText('w')];
    const root: FlatFields = [
      { u32: 3 },
      flatTables([]),
      flatTables([[flatTables([w])]]),
      undefined,
      flatTables([[], buffer]),
    ];
    return encodeFlatBuffer(root, 'TFL3');
  };
  const start = Math.ceil(tables(alignment).length / alignment) * alignment;
  const out = new Uint8Array(start + data.length);
  out.set(tables(start));
  out.set(data, start);
  return out;
}

/** A tensor `w` of one 32-bit float, with changes. */
export function oneFloat(changes: Partial<TfliteTensor> = {}): TfliteTensor {
  return { name: 'w', type: tfliteTypes.F32, shape: [1], data: new Uint8Array(4), ...changes };
}

/** The file of these tensors. */
export function craftTflite(...tensors: readonly TfliteTensor[]): Uint8Array {
  return encodeFlatBuffer(tfliteTables({ subgraphs: [{ tensors }] }), 'TFL3');
}
