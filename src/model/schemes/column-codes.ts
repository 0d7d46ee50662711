// Weights whose codes lie input by input while the weight is used output by output: GPTQ's and AWQ's layouts read by rows.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { plainTypes } from '../../formats/numbers/dtype.ts';
import { decode } from '../../formats/numbers/values.ts';
import type { RunOptions } from '../../run.ts';
import type { Assembly, PartReader } from '../values/assembly.ts';
import { checkShape, checkType, type SchemeContext } from './scheme.ts';
import { readColumns, type StoredMatrix } from './stored-columns.ts';

/** Rows (outputs) and columns (inputs) of the weight, ends exclusive. */
export interface Window {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

/** A weight [outputs, inputs] with an integer code for each element and a scale and a zero for each group of inputs. */
export interface ColumnCodes {
  readonly inputs: number;
  readonly groups: number;
  readonly bits: number;
  /** The group of each input. */
  readonly groupOf: Int32Array;
  /** Scales [groups, outputs]. */
  readonly scales: StoredMatrix;
  /** For each row of the window the codes of its columns. */
  codes(reader: PartReader, window: Window, options?: RunOptions): Promise<(row: number) => Uint8Array>;
  /** For each row of the window the zeros of all groups. */
  zeros(reader: PartReader, window: Window, options?: RunOptions): Promise<(row: number) => Float32Array>;
}

/** No layer has more; their groups are held as one list. */
const inputLimit = 1_048_576;

/** Groups of `length` inputs one after another. Throws `limit` where there are too many inputs. */
export function groupsInOrder(inputs: number, length: number, subject: string): Int32Array {
  checkInputs(inputs, subject);
  return Int32Array.from({ length: inputs }, (_, i) => Math.floor(i / length));
}

/** g_idx: the group of each input. Throws `format` where one is none of the `groups`. */
export async function readGroups(
  order: TensorInfo,
  inputs: number,
  groups: number,
  { reader }: SchemeContext,
  options?: RunOptions,
): Promise<Int32Array> {
  checkInputs(inputs, order.name);
  checkType(order, 'I32', 'I64');
  checkShape(order, [inputs]);
  const read = await reader.values(order, 0, inputs, options);
  const outside = read.find((group) => !(group >= 0 && group < groups));
  if (outside !== undefined) {
    throw new ForebearError('format', order.name, `groups below ${groups}`, `the group ${outside}`);
  }
  return Int32Array.from(read);
}

export function checkInputs(inputs: number, subject: string): void {
  if (inputs <= inputLimit) return;
  throw new ForebearError('limit', subject, `at most ${inputLimit} inputs`, `${inputs}`);
}

/** Values and nearest values: (code - zero) * scale in 32-bit floats, which is exact but for the last rounding. */
export function columnCodes(scheme: string, weight: ColumnCodes): Omit<Assembly, 'parts'> {
  const { bits } = weight;
  const most = 2 ** bits - 1;
  return {
    scheme,
    async values(reader, from, to, options) {
      const out = new Float32Array(to - from);
      const [codesOf, walk] = await windowOf(weight, reader, from, out.length, true, options);
      walk((row, at, first, count, scale, zero) => {
        const codes = codesOf(row);
        for (let i = 0; i < count; i++) {
          const group = weight.groupOf[first + i] as number;
          out[at + i] = ((codes[i] as number) - (zero[group] as number)) * (scale[group] as number);
        }
      });
      return out;
    },
    async requantise(reader, from, values, options) {
      const out = new Float32Array(values.length);
      const [, walk] = await windowOf(weight, reader, from, out.length, false, options);
      walk((_, at, first, count, scale, zero) => {
        for (let i = 0; i < count; i++) {
          const group = weight.groupOf[first + i] as number;
          const [s, z] = [scale[group] as number, zero[group] as number];
          const exact = (values[at + i] as number) / s + z;
          const code = exact > 0 ? Math.min(most, roundEven(exact)) : 0;
          out[at + i] = (code - z) * s;
        }
      });
      return out;
    },
  };
}

function roundEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

type Visit = (
  row: number,
  at: number,
  firstColumn: number,
  count: number,
  scale: Float32Array,
  zero: Float32Array,
) => void;

const noCodes = (): Uint8Array => new Uint8Array(0);

/** Reads what the elements `from` and following need; the walk visits them row by row. */
async function windowOf(
  weight: ColumnCodes,
  reader: PartReader,
  from: number,
  count: number,
  withCodes: boolean,
  options?: RunOptions,
): Promise<[(row: number) => Uint8Array, (visit: Visit) => void]> {
  options?.signal?.throwIfAborted();
  if (count === 0) return [noCodes, () => undefined];
  const { inputs, groups } = weight;
  const firstRow = Math.floor(from / inputs);
  const endRow = Math.floor((from + count - 1) / inputs) + 1;
  const firstColumn = from - firstRow * inputs;
  const single = endRow === firstRow + 1;
  const window: Window = {
    firstRow,
    endRow,
    firstColumn: single ? firstColumn : 0,
    endColumn: single ? firstColumn + count : inputs,
  };
  const codesOf = withCodes ? await weight.codes(reader, window, options) : noCodes;
  const zerosOf = await weight.zeros(reader, window, options);
  const scalesOf = await floatColumns(weight.scales, reader, window, groups, options);
  return [
    (row) => codesOf(row).subarray(row === firstRow && !single ? firstColumn : 0),
    (visit) => {
      for (let row = firstRow, at = 0; at < count; row++) {
        const column = row === firstRow ? firstColumn : 0;
        const here = Math.min(inputs - column, count - at);
        visit(row, at, column, here, scalesOf(row), zerosOf(row));
        at += here;
      }
    },
  ];
}

/** Scales [groups, outputs] of the window's rows, each row's together. */
async function floatColumns(
  matrix: StoredMatrix,
  reader: PartReader,
  { firstRow, endRow }: Window,
  groups: number,
  options?: RunOptions,
): Promise<(row: number) => Float32Array> {
  const { bytes, stride, offset } = await readColumns(
    matrix,
    reader,
    { top: 0, bottom: groups },
    { from: firstRow, to: endRow },
    options,
  );
  const { width, part } = matrix;
  const cells = new Uint8Array((endRow - firstRow) * groups * width);
  for (let row = firstRow, at = 0; row < endRow; row++) {
    for (let group = 0; group < groups; group++) {
      const cell = offset + group * stride + (row - firstRow) * width;
      for (let k = 0; k < width; k++) cells[at++] = bytes[cell + k] as number;
    }
  }
  const values = decode(part.dtype, cells, (endRow - firstRow) * groups);
  return (row) => values.subarray((row - firstRow) * groups, (row - firstRow + 1) * groups);
}

const scaleTypes: readonly TensorInfo['dtype'][] = ['F16', 'BF16', 'F32'];

/** Bytes of one scale. Throws `format` where they are no floats. */
export function scaleWidth(scales: TensorInfo): number {
  if (!scaleTypes.includes(scales.dtype)) {
    throw new ForebearError('format', scales.name, scaleTypes.join(' or '), scales.dtype);
  }
  return plainTypes[scales.dtype as 'F16' | 'BF16' | 'F32'].bits / 8;
}
