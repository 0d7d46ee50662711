// MXFP4 as gpt-oss stores its experts: blocks of 32 four-bit floats in 16 bytes, and exponents beside them.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { roundToBook } from '../../formats/numbers/packed-codes.ts';
import type { RunOptions } from '../../run.ts';
import type { Assembly, PartReader } from '../values/assembly.ts';
import { fitGrid, readGrid } from './block-grid.ts';
import { floatBook4 } from './fp4.ts';
import { groupedRows } from './grouped-rows.ts';
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
 * `x_blocks` [..., outputs, groups, 16] and `x_scales` [..., outputs, groups]; a weight is code * 2^(scale - 127), the lower
 * half of a byte first. Stacked experts are given as transformers uses them, [experts, inputs, outputs], so that they
 * stand beside unquantised ones; their gate and up parts take turns along the outputs. The original layout calls the
 * parts `x.blocks` and `x.scales` and keeps the outputs first.
 */
export const mxfp4: Scheme = {
  id: 'MXFP4',
  methods: ['mxfp4'],
  async assemble(left): Promise<Found> {
    const turned = await assembleEach(left, ending('_blocks', ''), (name, kit) =>
      build(name, kit, `${name}_scales`, true),
    );
    const plain = await assembleEach(left, ending('.blocks', ''), (name, kit) =>
      build(name, kit, `${name}.scales`, false),
    );
    return { made: [...turned.made, ...plain.made], refused: [...turned.refused, ...plain.refused] };
  },
};

const group = 32;
const blockBytes = 16;

/** An expert is turned whole: 8 MB in the published models. */
const expertLimit = 134_217_728;

function build(name: string, kit: Kit, scalesName: string, experts: boolean): AssembledInfo | undefined {
  const codes = kit.known;
  if (codes.dtype !== 'U8' || codes.shape.length < 3 || codes.shape.at(-1) !== blockBytes) return undefined;
  const scales = kit.needed(scalesName);
  checkType(scales, 'U8', 'F8_E8M0');
  const counted = codes.shape.slice(0, -1);
  checkShape(scales, counted);
  const groups = counted.at(-1) as number;
  const columns = groups * group;
  const leading = counted.slice(0, -1);
  const exponents: TensorInfo = { ...scales, dtype: 'F8_E8M0' };
  if (experts && leading.length === 2) {
    const [count, outputs] = leading as [number, number];
    if (outputs * groups * blockBytes > expertLimit) {
      throw new ForebearError(
        'limit',
        codes.name,
        `at most ${expertLimit} bytes an expert`,
        `${outputs * groups * blockBytes}`,
      );
    }
    const interleaved = /gate_up/.test(name) ? ', gate and up in turns' : '';
    const stack: Stack = { codes, exponents, outputs, groups, places: new Map() };
    return kit.weight(
      name,
      [count, columns, outputs],
      codes,
      turnedStack(`MXFP4, groups of ${group}, experts turned${interleaved}`, stack),
    );
  }
  const shape = [...leading, columns];
  const grid = fitGrid(exponents, shape, [...leading.map(() => []), [group]]);
  const assembly = groupedRows(`MXFP4, groups of ${group}`, {
    codes,
    columns,
    bits: 4,
    rowBytes: groups * blockBytes,
    order: 'low',
    book: floatBook4,
    group,
    scales: async (reader, range, options) => ({
      scale: await readGrid(reader, exponents, grid, shape, range, options),
    }),
  });
  return kit.weight(name, shape, codes, assembly);
}

interface Stack {
  readonly codes: TensorInfo;
  readonly exponents: TensorInfo;
  readonly outputs: number;
  readonly groups: number;
  /** What an expert's bytes are held under. */
  readonly places: Map<number, object>;
}

/** Element (expert, input, output) lies in row `expert * outputs + output` of the blocks. */
function turnedStack(scheme: string, stack: Stack): Omit<Assembly, 'parts'> {
  return {
    scheme,
    async values(reader, from, to, options) {
      const out = new Float32Array(to - from);
      await eachCell(stack, reader, from, out.length, options, (code, scale, at) => {
        out[at] = (floatBook4.values[code] as number) * scale;
      });
      return out;
    },
    async requantise(reader, from, values, options) {
      const out = values.slice();
      await eachCell(stack, reader, from, out.length, options, (_, scale, at) => {
        roundToBook(floatBook4, { scale, zero: 0, bias: undefined }, out, at, 1);
      });
      return out;
    },
  };
}

/** Visits the elements `from` and following, input by input; `at` counts from the first of them. */
async function eachCell(
  { codes, exponents, outputs, groups, places }: Stack,
  reader: PartReader,
  from: number,
  count: number,
  options: RunOptions | undefined,
  visit: (code: number, scale: number, at: number) => void,
): Promise<void> {
  const size = groups * group * outputs;
  const blocks = outputs * groups;
  for (let done = 0; done < count; ) {
    options?.signal?.throwIfAborted();
    const expert = Math.floor((from + done) / size);
    const first = from + done - expert * size;
    const end = Math.min(size, first + count - done);
    const place = places.get(expert) ?? {};
    places.set(expert, place);
    const bytes = await reader.held(place, () =>
      reader.bytes(codes, expert * blocks * blockBytes, (expert + 1) * blocks * blockBytes, options),
    );
    const scales = await reader.values(exponents, expert * blocks, (expert + 1) * blocks, options);
    for (let input = Math.floor(first / outputs); input * outputs < end; input++) {
      const row = input * outputs;
      const half = (input % group) >>> 1;
      const shift = (input & 1) * 4;
      const last = Math.min(outputs, end - row);
      for (let output = Math.max(0, first - row); output < last; output++) {
        const block = output * groups + Math.floor(input / group);
        const byte = bytes[block * blockBytes + half] as number;
        visit((byte >>> shift) & 15, scales[block] as number, done + row + output - first);
      }
    }
    done += end - first;
  }
}
