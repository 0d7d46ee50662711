// Four-bit floats two to a byte with a scale for every 16 or 32: NVFP4 and MXFP4 as compressed-tensors and ModelOpt store them.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { codebook } from '../../formats/numbers/packed-codes.ts';
import { valueTable } from '../../formats/numbers/small-floats.ts';
import type { RunOptions } from '../../run.ts';
import type { PartReader } from '../values/assembly.ts';
import { activationParts } from './activations.ts';
import { fitGrid, readGrid } from './block-grid.ts';
import { type GroupRange, groupedRows } from './grouped-rows.ts';
import {
  type AssembledInfo,
  assembleEach,
  checkShape,
  checkType,
  ending,
  type Found,
  type Kit,
  type Scheme,
} from './scheme.ts';

/**
 * The lower half of a byte comes first. NVFP4: a weight is code * (scale * second), scales in F8_E4M3 for 16 weights, the
 * second one for the tensor; compressed-tensors stores what it divides by instead (`weight_global_scale`). MXFP4: scales
 * are bare exponents for 32 weights, and there is no second one.
 */
export const fp4: Scheme = {
  id: 'FP4',
  methods: ['compressed-tensors', 'modelopt', 'modelopt_fp4', 'nvfp4'],
  async assemble(left): Promise<Found> {
    const packed = await assembleEach(left, ending('.weight_packed', '.weight'), (name, kit) => build(name, kit, left));
    const plain = await assembleEach(
      left,
      ({ name, dtype }) => (dtype === 'U8' && left.has(`${name}_scale`) ? name : undefined),
      (name, kit) => build(name, kit, left),
    );
    return { made: [...packed.made, ...plain.made], refused: [...packed.refused, ...plain.refused] };
  },
};

export const floatBook4 = codebook(valueTable('F4'));

function build(name: string, kit: Kit, left: ReadonlyMap<string, TensorInfo>): AssembledInfo | undefined {
  const codes = kit.known;
  if (codes.dtype !== 'U8') return undefined;
  const scales = kit.needed(`${name}_scale`);
  const divisor = kit.optional(`${name}_global_scale`);
  const factor = kit.optional(`${name}_scale_2`);
  const half = codes.shape.at(-1);
  if (half === undefined) checkShape(codes, [null, null]);
  const columns = 2 * (half as number);
  const leading = codes.shape.slice(0, -1);
  const shape = [...leading, columns];
  const second = divisor ?? factor;
  if (second === undefined && scales.dtype !== 'U8' && scales.dtype !== 'F8_E8M0') {
    throw new ForebearError(
      'unsupported',
      codes.name,
      'bytes of two four-bit floats with their scales',
      'another packing (BitNet packs so)',
    );
  }
  const group = second === undefined ? 32 : 16;
  checkShape(scales, [...leading, columns / group]);
  if (second === undefined) checkType(scales, 'U8', 'F8_E8M0');
  else checkType(scales, 'F8_E4M3');
  if (second !== undefined) checkType(second, 'F32', 'F16', 'BF16');
  if (left.has(`${name}_zero_point`)) {
    throw new ForebearError('unsupported', codes.name, 'four-bit floats without zero points', `${name}_zero_point`);
  }
  activationParts(kit, name.replace(/\.weight$/, ''));
  const grid = fitGrid(scales, shape, [...leading.map(() => []), [group]]);
  const secondGrid = second === undefined ? undefined : fitGrid(second, shape);
  const local: TensorInfo = second === undefined ? { ...scales, dtype: 'F8_E8M0' } : scales;
  const assembly = groupedRows(second === undefined ? 'MXFP4, groups of 32' : 'NVFP4, groups of 16', {
    codes,
    columns,
    bits: 4,
    rowBytes: columns / 2,
    order: 'low',
    book: floatBook4,
    group,
    async scales(reader: PartReader, range: GroupRange, options?: RunOptions) {
      const scale = await readGrid(reader, local, grid, shape, range, options);
      if (second === undefined || secondGrid === undefined) return { scale };
      const global = await readGrid(reader, second, secondGrid, shape, range, options);
      const by = (i: number): number => (global.length === 1 ? global[0] : global[i]) as number;
      const combined = divisor === undefined ? scale.map((s, i) => s * by(i)) : scale.map((s, i) => s / by(i));
      return { scale: combined };
    },
  });
  return kit.weight(name, shape, codes, assembly);
}
