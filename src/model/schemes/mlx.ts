// MLX: words of packed codes, with scales and biases (affine) or with scales of eight bits alone (MXFP4, MXFP8, NVFP4).
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { codebook, integerBook } from '../../formats/numbers/packed-codes.ts';
import { valueTable } from '../../formats/numbers/small-floats.ts';
import { fitGrid, readGrid } from './block-grid.ts';
import { declaredNumber } from './declared.ts';
import { floatBook4 } from './fp4.ts';
import { type GroupedRows, groupedRows } from './grouped-rows.ts';
import {
  type AssembledInfo,
  assembleEach,
  checkShape,
  checkType,
  ending,
  type Kit,
  type Scheme,
  type SchemeContext,
} from './scheme.ts';

/**
 * `weight` [..., columns * bits / 32] holds a row's codes one after another, lowest bits first, whatever their width; a weight
 * is code * scale + bias in 32-bit floats. The shapes tell bits times group only: which they are, config.json or the
 * other sides of the model say.
 */
export const mlx: Scheme = {
  id: 'MLX',
  methods: [],
  assemble: (left, context) =>
    assembleEach(left, ending('.scales', '.weight'), (name, kit) => build(name, kit, left, context)),
};

const widths = [4, 8, 2, 3, 5, 6] as const;
const groupLengths = [64, 32, 128] as const;

interface Packing {
  readonly bits: number;
  readonly group: number;
}

function build(
  name: string,
  kit: Kit,
  left: ReadonlyMap<string, TensorInfo>,
  context: SchemeContext,
): AssembledInfo | undefined {
  if (left.get(name)?.dtype !== 'U32') return undefined;
  const codes = kit.needed(name);
  const stem = name.slice(0, -'.weight'.length);
  const scales = kit.needed(`${stem}.scales`);
  const biases = kit.optional(`${stem}.biases`);
  const leading = codes.shape.slice(0, -1);
  const words = codes.shape.at(-1) ?? 0;
  const groups = scales.shape.at(-1) ?? 0;
  checkShape(scales, [...leading, groups]);
  if (groups === 0 || words === 0) {
    throw new ForebearError('format', codes.name, 'at least one group of codes', `${words} words, ${groups} groups`);
  }
  const groupBits = (words * 32) / groups;
  if (biases === undefined) return floats(name, kit, codes, scales, groupBits, leading);
  checkType(scales, 'F16', 'BF16', 'F32');
  checkType(biases, 'F16', 'BF16', 'F32');
  checkShape(biases, scales.shape);
  const { bits, group } = packingOf(stem, codes, groups, groupBits, context);
  const shape = [...leading, groups * group];
  const grid = fitGrid(scales, shape, [...leading.map(() => []), [group]]);
  const assembly = groupedRows(`MLX, ${bits} bits, groups of ${group}`, {
    ...layout(codes, groups * group, bits, group),
    book: integerBook(bits),
    scales: async (reader, range, options) => ({
      scale: await readGrid(reader, scales, grid, shape, range, options),
      bias: await readGrid(reader, biases, grid, shape, range, options),
    }),
  });
  return kit.weight(name, shape, codes, assembly);
}

function layout(codes: TensorInfo, columns: number, bits: number, group: number): Omit<GroupedRows, 'book' | 'scales'> {
  return { codes, columns, bits, rowBytes: (columns * bits) / 8, order: 'low', group };
}

/** Bits and group of the product that the shapes tell: as declared, else the only ones that give a side the model has. */
function packingOf(
  stem: string,
  codes: TensorInfo,
  groups: number,
  groupBits: number,
  { declared, knownSides, contradict }: SchemeContext,
): Packing {
  const possible = widths.flatMap((bits) =>
    groupLengths.filter((group) => bits * group === groupBits).map((group) => ({ bits, group })),
  );
  const own = declared.get(stem);
  for (const said of [own instanceof Map ? (own as typeof declared) : undefined, declared]) {
    if (said === undefined) continue;
    const [bits, group] = [declaredNumber(said, 'bits'), declaredNumber(said, 'group_size')];
    const found = possible.find((one) => one.bits === bits && one.group === group);
    if (found !== undefined) return found;
    if (said === declared && bits !== undefined && possible.length > 0) {
      contradict(`bits times group ${groupBits}, as the shapes imply`, `bits: ${bits}, group_size: ${group ?? 'none'}`);
    }
  }
  const fitting = possible.filter(({ group }) => knownSides.has(groups * group));
  const [only] = possible.length === 1 ? possible : fitting;
  if (only !== undefined && (possible.length === 1 || fitting.length === 1)) return only;
  const found = possible.length === 0 ? `${groupBits} bits a group` : `${groupBits} bits a group, which several have`;
  throw new ForebearError('format', codes.name, 'bits and group of one quantisation of MLX', found);
}

/** The modes without biases are told apart by the bits of a group. */
function floats(
  name: string,
  kit: Kit,
  codes: TensorInfo,
  scales: TensorInfo,
  groupBits: number,
  leading: readonly number[],
): AssembledInfo {
  checkType(scales, 'U8');
  const modes = {
    128: { scheme: 'MLX MXFP4, groups of 32', bits: 4, group: 32, by: 'F8_E8M0' },
    64: { scheme: 'MLX NVFP4, groups of 16', bits: 4, group: 16, by: 'F8_E4M3' },
    256: { scheme: 'MLX MXFP8, groups of 32', bits: 8, group: 32, by: 'F8_E8M0' },
  } as const;
  if (groupBits !== 128 && groupBits !== 64 && groupBits !== 256) {
    throw new ForebearError('format', codes.name, '64, 128 or 256 bits a group', `${groupBits}`);
  }
  const { scheme, bits, group, by } = modes[groupBits];
  const shape = [...leading, (scales.shape.at(-1) as number) * group];
  const factors: TensorInfo = { ...scales, dtype: by };
  const grid = fitGrid(factors, shape, [...leading.map(() => []), [group]]);
  const assembly = groupedRows(scheme, {
    ...layout(codes, shape.at(-1) as number, bits, group),
    book: bits === 4 ? floatBook4 : codebook(valueTable('F8_E4M3')),
    scales: async (reader, range, options) => ({
      scale: await readGrid(reader, factors, grid, shape, range, options),
    }),
  });
  return kit.weight(name, shape, codes, assembly);
}
