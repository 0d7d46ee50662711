// Eight-bit floats with scales beside them: one for the tensor, one a row, one a tile of 128 by 128, one a group of 32.
import type { TensorInfo } from '../../formats/format.ts';
import { codebook } from '../../formats/numbers/packed-codes.ts';
import { type SmallFloat, valueTable } from '../../formats/numbers/small-floats.ts';
import { activationParts } from './activations.ts';
import { checkSameGroups, fitGrid, readGrid, servingOf } from './block-grid.ts';
import { groupedRows } from './grouped-rows.ts';
import { type AssembledInfo, assembleEach, checkType, type Kit, type Scheme, type SchemeContext } from './scheme.ts';

/**
 * A weight is (code - zero) * scale in 32-bit floats; zero only where it is stored. DeepSeek calls the same factor
 * `weight_scale_inv` (the inverse of what it was quantised by), and in its own layout `scale`. A tensor of eight-bit
 * floats without scales is not quantised but cast, and left as it is.
 */
export const fp8: Scheme = {
  id: 'FP8',
  methods: ['fp8', 'fbgemm_fp8', 'modelopt', 'compressed-tensors', 'finegrained_fp8'],
  assemble: (left, context) =>
    assembleEach(
      left,
      ({ name, dtype }) => (isFloat8(dtype) ? name : undefined),
      (name, kit) => build(name, kit, context),
    ),
};

const floats: readonly SmallFloat[] = ['F8_E4M3', 'F8_E5M2', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'];

function isFloat8(dtype: TensorInfo['dtype']): dtype is SmallFloat {
  return floats.some((one) => one === dtype);
}

/** Tiles that every published model with tiles has. */
const usualTile = 128;

function build(name: string, kit: Kit, { declared }: SchemeContext): AssembledInfo | undefined {
  const codes = kit.known;
  const stem = name.replace(/\.weight$/, '');
  const scales =
    kit.optional(`${name}_scale_inv`) ??
    kit.optional(`${name}_scale`) ??
    (stem === name ? undefined : kit.optional(`${stem}.scale`));
  if (scales === undefined || !isFloat8(codes.dtype)) return undefined;
  checkType(scales, 'F32', 'F16', 'BF16', 'F8_E8M0', 'U8');
  // Bytes as scales are exponents alone.
  const exponents: TensorInfo = scales.dtype === 'U8' ? { ...scales, dtype: 'F8_E8M0' } : scales;
  const tile = declared.get('weight_block_size');
  const sides: readonly unknown[] = Array.isArray(tile) ? tile : [];
  const depth = codes.shape.length;
  const hints = codes.shape.map((_, axis) =>
    [sides[axis - depth + sides.length], usualTile].filter((side) => typeof side === 'number'),
  );
  const grid = fitGrid(scales, codes.shape, hints);
  const zeros = kit.optional(`${name}_zero_point`);
  if (zeros !== undefined) checkType(zeros, 'F32', 'F16', 'BF16', codes.dtype);
  const zeroGrid = zeros === undefined ? undefined : fitGrid(zeros, codes.shape, hints);
  if (zeros !== undefined && zeroGrid !== undefined) checkSameGroups(zeros, zeroGrid, grid);
  activationParts(kit, stem);
  const columns = codes.shape.at(-1) ?? 1;
  const assembly = groupedRows(`FP8 (${codes.dtype.slice(3)}), ${servingOf(grid)}`, {
    codes,
    columns,
    bits: 8,
    rowBytes: columns,
    order: 'low',
    book: codebook(valueTable(codes.dtype)),
    group: grid.lengths.at(-1) ?? 1,
    async scales(reader, range, options) {
      const scale = await readGrid(reader, exponents, grid, codes.shape, range, options);
      if (zeros === undefined || zeroGrid === undefined) return { scale };
      return { scale, zero: await readGrid(reader, zeros, zeroGrid, codes.shape, range, options) };
    },
  });
  return kit.weight(name, codes.shape, codes, assembly);
}
