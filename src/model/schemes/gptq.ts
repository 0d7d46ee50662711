// GPTQ as AutoGPTQ and GPTQModel store it: codes packed along the inputs, zeros along the outputs, scales by group.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { unpackCodes } from '../../formats/numbers/packed-codes.ts';
import type { RunOptions } from '../../run.ts';
import { type ColumnCodes, checkInputs, columnCodes, groupsInOrder, readGroups, scaleWidth } from './column-codes.ts';
import { declaredNumber, grouping } from './declared.ts';
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
import { readColumns, storedMatrix } from './stored-columns.ts';

/**
 * qweight [inputs * bits / 32, outputs] holds the codes of 32 inputs in `bits` words, lowest bits first, so that codes of
 * 3 bits lie across words; qzeros [groups, outputs * bits / 32] likewise along the outputs. A weight is
 * (code - zero) * scale, and the first form of the format stores zero - 1.
 */
export const gptq: Scheme = {
  id: 'GPTQ',
  methods: ['gptq', 'auto-round', 'intel/auto-round'],
  assemble: (left, context, options) =>
    assembleEach(left, ending('.qweight', '.weight'), (name, kit) => build(name, kit, context, options)),
};

/** Bits that the packing is defined for. */
const widths: ReadonlySet<number> = new Set([2, 3, 4, 8]);

/** Zeros looked at to tell the two forms of the format apart. */
const probedBytes = 4_096;

async function build(
  name: string,
  kit: Kit,
  context: SchemeContext,
  options?: RunOptions,
): Promise<AssembledInfo | undefined> {
  const codes = kit.known;
  const stem = name.slice(0, -'.weight'.length);
  const scales = kit.optional(`${stem}.scales`);
  const zeros = kit.optional(`${stem}.qzeros`);
  const [words, outputs] = codes.shape;
  // AWQ's codes are packed along the outputs; what lacks a part is refused there too.
  if (scales === undefined || zeros === undefined || codes.shape.length !== 2 || scales.shape[1] !== outputs)
    return undefined;
  if (words === undefined || outputs === undefined || outputs === 0) return undefined;
  checkType(codes, 'I32', 'U32');
  checkType(zeros, 'I32', 'U32');
  const groups = scales.shape[0] as number;
  checkShape(zeros, [groups, null]);
  const bits = ((zeros.shape[1] as number) * 32) / outputs;
  if (!widths.has(bits)) {
    const expected = `zeros of 2, 3, 4 or 8 bits for ${outputs} outputs`;
    throw new ForebearError('format', zeros.name, expected, `[${zeros.shape.join(', ')}]`);
  }
  const inputs = (words * 32) / bits;
  if (inputs % 32 !== 0 || groups === 0) {
    throw new ForebearError(
      'format',
      codes.name,
      'whole words of 32 inputs and at least one group',
      `${words} words, ${groups} groups`,
    );
  }
  checkInputs(inputs, codes.name);
  const order = kit.optional(`${stem}.g_idx`);
  const groupOf =
    order === undefined
      ? groupsInOrder(inputs, groupLength(inputs, groups, context, scales), codes.name)
      : await readGroups(order, inputs, groups, context, options);
  const inOrder = groupOf.every((group, i) => i === 0 || group >= (groupOf[i - 1] as number));
  const firstOther = groupOf.findIndex((group) => group !== groupOf[0]);
  const form = await formOf(zeros, bits, context, options);
  const declaredBits = declaredNumber(context.declared, 'bits');
  if (declaredBits !== undefined && declaredBits !== bits) {
    context.contradict(`${bits} bits, as the zeros of ${stem} imply`, `bits: ${declaredBits}`);
  }
  const length = inOrder && firstOther > 0 ? firstOther : Math.ceil(inputs / groups);
  const scheme = `GPTQ${form === 2 ? ' v2' : ''}, ${bits} bits, ${grouping(groups, length)}${inOrder ? '' : ', act-order'}`;
  const weight = columnWeight(codes, zeros, scales, { inputs, outputs, groups, bits, form, groupOf });
  return kit.weight(name, [outputs, inputs], codes, columnCodes(scheme, weight));
}

function groupLength(inputs: number, groups: number, { declared }: SchemeContext, scales: TensorInfo): number {
  const hint = declaredNumber(declared, 'group_size');
  if (hint !== undefined && hint > 0 && Math.ceil(inputs / hint) === groups) return hint;
  if (inputs % groups === 0) return inputs / groups;
  throw new ForebearError('format', scales.name, `groups that share out ${inputs} inputs evenly`, `${groups} groups`);
}

/**
 * Which form the zeros are in. Symmetric quantisation puts every zero in the middle, so that the stored number itself
 * tells; where it does not, the configuration says, and the first form is what it says by silence.
 */
async function formOf(zeros: TensorInfo, bits: number, context: SchemeContext, options?: RunOptions): Promise<1 | 2> {
  const declared = context.declared.get('checkpoint_format') === 'gptq_v2' ? 2 : 1;
  const probed = Math.min(zeros.end - zeros.start, probedBytes);
  const usable = probed - (probed % (4 * bits));
  const bytes = await context.reader.bytes(zeros, 0, usable, options);
  const found = new Uint8Array((usable * 8) / bits);
  unpackCodes(bytes, 0, bits, 'low', found, 0, found.length);
  const [first] = found;
  const middle = 2 ** (bits - 1);
  const symmetric = first !== undefined && found.every((zero) => zero === first);
  const told = symmetric && first === middle ? 2 : symmetric && first === middle - 1 ? 1 : undefined;
  if (told === undefined || told === declared) return declared;
  context.contradict(
    `zeros in the form gptq${told === 2 ? '_v2' : ''}, as ${zeros.name} implies`,
    `the form gptq${told === 2 ? '' : '_v2'}`,
  );
  return told;
}

interface Facts {
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  readonly bits: number;
  readonly form: 1 | 2;
  readonly groupOf: Int32Array;
}

function columnWeight(codes: TensorInfo, zeros: TensorInfo, scales: TensorInfo, facts: Facts): ColumnCodes {
  const { inputs, outputs, groups, bits, form, groupOf } = facts;
  const codeMatrix = storedMatrix(codes, (inputs / 32) * bits, outputs, 4);
  const zeroMatrix = storedMatrix(zeros, groups, (outputs / 32) * bits, 4);
  return {
    inputs,
    groups,
    bits,
    groupOf,
    scales: storedMatrix(scales, groups, outputs, scaleWidth(scales)),
    async codes(reader, { firstRow, endRow, firstColumn, endColumn }, options) {
      const top = Math.floor(firstColumn / 32) * bits;
      const bottom = Math.ceil(endColumn / 32) * bits;
      const read = await readColumns(codeMatrix, reader, { top, bottom }, { from: firstRow, to: endRow }, options);
      const { bytes, stride, offset } = read;
      const strip = new Uint8Array((bottom - top) * 4);
      const out = new Uint8Array(endColumn - firstColumn);
      const firstBit = (firstColumn % 32) * bits;
      return (row) => {
        let at = 0;
        for (let cell = offset + (row - firstRow) * 4, word = top; word < bottom; word++, cell += stride) {
          strip[at++] = bytes[cell] as number;
          strip[at++] = bytes[cell + 1] as number;
          strip[at++] = bytes[cell + 2] as number;
          strip[at++] = bytes[cell + 3] as number;
        }
        unpackCodes(strip, firstBit, bits, 'low', out, 0, out.length);
        return out;
      };
    },
    async zeros(reader, { firstRow, endRow }, options) {
      const from = Math.floor((firstRow * bits) / 32);
      const to = Math.ceil((endRow * bits) / 32);
      const read = await readColumns(zeroMatrix, reader, { top: 0, bottom: groups }, { from, to }, options);
      const { bytes, stride, offset } = read;
      const code = new Uint8Array(1);
      const out = new Float32Array(groups);
      return (row) => {
        for (let group = 0; group < groups; group++) {
          const firstBit = (offset + group * stride - from * 4) * 8 + row * bits;
          unpackCodes(bytes, firstBit, bits, 'low', code, 0, 1);
          out[group] = (code[0] as number) + (form === 1 ? 1 : 0);
        }
        return out;
      };
    },
  };
}
