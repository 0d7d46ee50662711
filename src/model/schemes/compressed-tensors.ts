// compressed-tensors: whole numbers packed into words (`weight_packed`) or one a byte, with scales by tensor, row or group.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { integerBook, signedByteBook, unpackCodes } from '../../formats/numbers/packed-codes.ts';
import type { RunOptions } from '../../run.ts';
import { activationParts } from './activations.ts';
import { type BlockGrid, checkSameGroups, fitGrid, readGrid, servingOf } from './block-grid.ts';
import { readGroups } from './column-codes.ts';
import { declaredNumber, grouping } from './declared.ts';
import { type GroupedRows, type GroupScales, groupedRows } from './grouped-rows.ts';
import {
  type AssembledInfo,
  assembleEach,
  checkShape,
  checkType,
  ending,
  type Kit,
  product,
  type Scheme,
  type SchemeContext,
} from './scheme.ts';

/**
 * Packed: a row's codes one after another in 32-bit words, each code its number + 2^(bits - 1); zero points packed likewise
 * along the rows; `weight_shape` holds what the packing rounds up. Bytes: numbers and zero points as they are. A weight
 * is (number - zero point) * scale.
 */
export const compressedPacked: Scheme = {
  id: 'compressed-tensors, packed',
  methods: ['compressed-tensors'],
  assemble: (left, context, options) =>
    assembleEach(left, ending('.weight_packed', '.weight'), (name, kit) => buildPacked(name, kit, context, options)),
};

export const compressedBytes: Scheme = {
  id: 'compressed-tensors, bytes',
  methods: ['compressed-tensors'],
  assemble: (left) =>
    assembleEach(
      left,
      ({ name, dtype }) => (dtype === 'I8' && left.has(`${name}_scale`) ? name : undefined),
      buildBytes,
    ),
};

async function buildPacked(
  name: string,
  kit: Kit,
  context: SchemeContext,
  options?: RunOptions,
): Promise<AssembledInfo | undefined> {
  const codes = kit.known;
  // Bytes with scales of eight bits are four-bit floats, and another scheme's.
  if (codes.dtype === 'U8') return undefined;
  const stem = name.slice(0, -'.weight'.length);
  if (kit.optional(`${stem}.scale_packed`) !== undefined || kit.optional(`${stem}.meta`) !== undefined) {
    throw new ForebearError(
      'unsupported',
      codes.name,
      'codes row by row',
      'the layout of the Marlin kernels, 2 of 4 sparse',
    );
  }
  checkType(codes, 'I32', 'U32');
  const scales = kit.needed(`${name}_scale`);
  checkType(scales, 'F32', 'F16', 'BF16');
  const shape = await readShape(kit.needed(`${name}_shape`), context, options);
  const columns = shape.at(-1) as number;
  const words = codes.shape.at(-1) ?? 0;
  checkShape(codes, [...shape.slice(0, -1), words]);
  const bits = bitsOf(columns, words, codes, context);
  const zeros = kit.optional(`${name}_zero_point`);
  const order = kit.optional(`${name}_g_idx`);
  activationParts(kit, stem);
  const grid = fitGrid(scales, shape, [...shape.slice(1).map(() => []), hintsOf(context)]);
  const groups = grid.counts.at(-1) as number;
  const group = grid.lengths.at(-1) as number;
  const columnGroups = order === undefined ? undefined : await readGroups(order, columns, groups, context, options);
  const readZeros = zeros === undefined ? undefined : zerosOf(zeros, shape, bits, grid);
  const middle = Float32Array.of(2 ** (bits - 1));
  const weight: GroupedRows = {
    codes,
    columns,
    bits,
    rowBytes: words * 4,
    order: 'low',
    book: integerBook(bits),
    group,
    ...(columnGroups === undefined ? {} : { columnGroups }),
    async scales(reader, range, run) {
      const scale = await readGrid(reader, scales, grid, shape, range, run);
      return { scale, zero: readZeros === undefined ? middle : await readZeros(reader, range, run) };
    },
  };
  const inOrder =
    columnGroups === undefined || columnGroups.every((one, i) => i === 0 || one >= (columnGroups[i - 1] as number));
  const scheme = `compressed-tensors, ${bits} bits, ${grouping(groups, group)}${inOrder ? '' : ', act-order'}`;
  return kit.weight(name, shape, codes, groupedRows(scheme, weight));
}

/** `weight_shape`: two or three whole numbers. */
async function readShape(
  part: TensorInfo,
  { reader }: SchemeContext,
  options?: RunOptions,
): Promise<readonly number[]> {
  checkType(part, 'I64', 'I32');
  checkShape(part, [2], [3]);
  const sides = [...(await reader.values(part, 0, part.shape[0] as number, options))];
  if (!sides.every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw new ForebearError('format', part.name, 'sides above zero', sides.join(', '));
  }
  product(sides, part.name);
  return sides;
}

/** The bits that pack `columns` codes into `words` words; the declared ones where several do. */
function bitsOf(columns: number, words: number, codes: TensorInfo, { declared, contradict }: SchemeContext): number {
  const fitting = [1, 2, 3, 4, 5, 6, 7, 8].filter((bits) => Math.ceil((columns * bits) / 32) === words);
  const hint = declaredBits(declared);
  if (hint !== undefined && fitting.includes(hint)) return hint;
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) {
    if (hint !== undefined) contradict(`${only} bits, as ${codes.name} implies`, `num_bits: ${hint}`);
    return only;
  }
  throw new ForebearError(
    'format',
    codes.name,
    `words of codes of 1 to 8 bits for ${columns} columns`,
    `${words} words a row`,
  );
}

/** `num_bits` of the only group of the configuration; several groups say nothing about one weight. */
function declaredBits(declared: SchemeContext['declared']): number | undefined {
  const weights = declaredWeights(declared);
  return weights.length === 1 ? declaredNumber(weights[0] as SchemeContext['declared'], 'num_bits') : undefined;
}

function declaredWeights(declared: SchemeContext['declared']): readonly SchemeContext['declared'][] {
  const groups = declared.get('config_groups');
  if (!(groups instanceof Map)) return [];
  return [...groups.values()].flatMap((one) => {
    const weights: unknown = one instanceof Map ? one.get('weights') : undefined;
    return weights instanceof Map ? [weights as SchemeContext['declared']] : [];
  });
}

function hintsOf({ declared }: SchemeContext): readonly number[] {
  return declaredWeights(declared).flatMap((weights) => declaredNumber(weights, 'group_size') ?? []);
}

type ReadZeros = (...asked: Parameters<GroupedRows['scales']>) => Promise<NonNullable<GroupScales['zero']>>;

/** Zero points as the codes count them: packed along the rows [rows * bits / 32, groups], or one a byte and signed. */
function zerosOf(zeros: TensorInfo, shape: readonly number[], bits: number, grid: BlockGrid): ReadZeros {
  const middle = 2 ** (bits - 1);
  if (zeros.dtype !== 'I32' && zeros.dtype !== 'U32') {
    checkType(zeros, 'I8', 'F32', 'F16', 'BF16');
    const own = fitGrid(
      zeros,
      shape,
      grid.lengths.map((length) => [length]),
    );
    checkSameGroups(zeros, own, grid);
    return async (reader, range, options) =>
      (await readGrid(reader, zeros, own, shape, range, options)).map((zero) => zero + middle);
  }
  const groups = grid.counts.at(-1) as number;
  const [rows] = shape as [number];
  if (shape.length !== 2 || grid.counts[0] !== rows) {
    throw new ForebearError(
      'unsupported',
      zeros.name,
      'packed zero points of a matrix with scales for every row',
      'others',
    );
  }
  checkShape(zeros, [Math.ceil((rows * bits) / 32), groups]);
  return async (reader, { firstRow, endRow, firstGroup, endGroup }, options) => {
    const top = Math.floor((firstRow * bits) / 32);
    const bottom = Math.ceil((endRow * bits) / 32);
    const bytes = await reader.bytes(zeros, top * groups * 4, bottom * groups * 4, options);
    const width = endGroup - firstGroup;
    const out = new Float32Array((endRow - firstRow) * width);
    const strip = new Uint8Array((bottom - top) * 4);
    const column = new Uint8Array(endRow - firstRow);
    for (let group = firstGroup; group < endGroup; group++) {
      for (let word = 0; word < bottom - top; word++) {
        const cell = (word * groups + group) * 4;
        strip.set(bytes.subarray(cell, cell + 4), word * 4);
      }
      unpackCodes(strip, firstRow * bits - top * 32, bits, 'low', column, 0, column.length);
      for (let row = 0; row < column.length; row++) out[row * width + group - firstGroup] = column[row] as number;
    }
    return out;
  };
}

function buildBytes(name: string, kit: Kit): AssembledInfo {
  const codes = kit.known;
  const scales = kit.needed(`${name}_scale`);
  checkType(scales, 'F32', 'F16', 'BF16');
  const zeros = kit.optional(`${name}_zero_point`);
  if (zeros !== undefined) checkType(zeros, 'I8', 'I32', 'F32', 'F16', 'BF16');
  activationParts(kit, name.replace(/\.weight$/, ''));
  const { shape } = codes;
  const columns = shape.at(-1) ?? 1;
  const grid = fitGrid(scales, shape);
  const zeroGrid =
    zeros === undefined
      ? undefined
      : fitGrid(
          zeros,
          shape,
          grid.lengths.map((length) => [length]),
        );
  if (zeros !== undefined && zeroGrid !== undefined) checkSameGroups(zeros, zeroGrid, grid);
  const assembly = groupedRows(`INT8, ${servingOf(grid)}`, {
    codes,
    columns,
    bits: 8,
    rowBytes: columns,
    order: 'low',
    book: signedByteBook,
    group: grid.lengths.at(-1) ?? 1,
    async scales(reader, range, options) {
      const scale = await readGrid(reader, scales, grid, shape, range, options);
      if (zeros === undefined || zeroGrid === undefined) return { scale };
      return { scale, zero: await readGrid(reader, zeros, zeroGrid, shape, range, options) };
    },
  });
  return kit.weight(name, shape, codes, assembly);
}
