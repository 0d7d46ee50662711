// AWQ as AutoAWQ stores it: four bits, for its kernel GEMM input by input with the codes of a word in a curious order, for GEMV row by row.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { integerBook, unpackCodes } from '../../formats/numbers/packed-codes.ts';
import type { PartReader } from '../values/assembly.ts';
import { type ColumnCodes, checkInputs, columnCodes, groupsInOrder, scaleWidth } from './column-codes.ts';
import { declaredNumber, grouping } from './declared.ts';
import { groupedRows } from './grouped-rows.ts';
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
import { readColumns, type StoredMatrix, storedMatrix } from './stored-columns.ts';

/** A weight is (code - zero) * scale. What GPTQ left of the tensors called `qweight` is AWQ's or nobody's. */
export const awq: Scheme = {
  id: 'AWQ',
  methods: ['awq', 'auto-round', 'intel/auto-round'],
  assemble: (left, context) =>
    assembleEach(left, ending('.qweight', '.weight'), (name, kit) => build(name, kit, context)),
};

const bits = 4;
const perWord = 8;

/** Which nibble of its word holds the code of output 8 k + i, by i: the kernel unpacks even and odd places apart. */
const nibbleOf: readonly number[] = [0, 4, 1, 5, 2, 6, 3, 7];

function build(name: string, kit: Kit, context: SchemeContext): AssembledInfo | undefined {
  const codes = kit.known;
  const stem = name.slice(0, -'.weight'.length);
  const scales = kit.needed(`${stem}.scales`);
  const zeros = kit.needed(`${stem}.qzeros`);
  if (codes.dtype === 'I16') {
    throw new ForebearError('unsupported', codes.name, 'AWQ for the kernels GEMM or GEMV', 'AWQ for GEMV-fast');
  }
  checkType(codes, 'I32', 'U32');
  checkType(zeros, 'I32', 'U32');
  if ([codes, scales, zeros].some(({ shape }) => shape.length !== 2)) checkShape(codes, [null, null]);
  const [rows, words] = codes.shape as [number, number];
  const [scaleRows, scaleColumns] = scales.shape as [number, number];
  const declaredBits = declaredNumber(context.declared, 'bits');
  // These are GPTQ's, and were refused there.
  if (scaleColumns === words && words > 0) return undefined;
  if (declaredBits !== undefined && declaredBits !== bits) {
    context.contradict(`${bits} bits, as AWQ always has`, `bits: ${declaredBits}`);
  }
  if (scaleColumns === words * perWord && scaleRows > 0 && rows % scaleRows === 0 && rows > 0) {
    checkShape(zeros, [scaleRows, words]);
    return byInputs(name, kit, scales, zeros);
  }
  if (scaleRows === rows && rows > 0 && scaleColumns === (zeros.shape[1] as number) * perWord) {
    checkShape(zeros, [rows, null]);
    return byOutputs(name, kit, scales, zeros, context);
  }
  const expected = 'codes, zeros and scales of one weight, in the shapes of GPTQ or AWQ';
  const found = [codes, zeros, scales].map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
  throw new ForebearError('format', codes.name, expected, found);
}

/** GEMM: codes [inputs, outputs / 8], zeros [groups, outputs / 8], scales [groups, outputs]. */
function byInputs(name: string, kit: Kit, scales: TensorInfo, zeros: TensorInfo): AssembledInfo {
  const [inputs, words] = kit.known.shape as [number, number];
  const groups = scales.shape[0] as number;
  const outputs = words * perWord;
  checkInputs(inputs, kit.known.name);
  const codeMatrix = storedMatrix(kit.known, inputs, words, 4);
  const zeroMatrix = storedMatrix(zeros, groups, words, 4);
  const length = inputs / groups;
  const weight: ColumnCodes = {
    inputs,
    groups,
    bits,
    groupOf: groupsInOrder(inputs, length, kit.known.name),
    scales: storedMatrix(scales, groups, outputs, scaleWidth(scales)),
    async codes(reader, { firstRow, endRow, firstColumn, endColumn }, options) {
      const cellOf = await nibbles(codeMatrix, reader, firstColumn, endColumn, firstRow, endRow, options);
      const out = new Uint8Array(endColumn - firstColumn);
      return (row) => {
        cellOf(row, out);
        return out;
      };
    },
    async zeros(reader, { firstRow, endRow }, options) {
      const cellOf = await nibbles(zeroMatrix, reader, 0, groups, firstRow, endRow, options);
      const out = new Float32Array(groups);
      return (row) => {
        cellOf(row, out);
        return out;
      };
    },
  };
  return kit.weight(
    name,
    [outputs, inputs],
    kit.known,
    columnCodes(`AWQ, ${bits} bits, ${grouping(groups, length)}`, weight),
  );
}

/** The nibbles of an output in the stored rows [top, bottom). */
async function nibbles(
  matrix: StoredMatrix,
  reader: PartReader,
  top: number,
  bottom: number,
  firstRow: number,
  endRow: number,
  options: Parameters<ColumnCodes['codes']>[2],
): Promise<(row: number, out: Uint8Array | Float32Array) => void> {
  const from = Math.floor(firstRow / perWord);
  const to = Math.ceil(endRow / perWord);
  const { bytes, stride, offset } = await readColumns(matrix, reader, { top, bottom }, { from, to }, options);
  return (row, out) => {
    const nibble = nibbleOf[row % perWord] as number;
    const shift = (nibble & 1) * 4;
    let cell = offset + (Math.floor(row / perWord) - from) * 4 + (nibble >>> 1);
    for (let i = 0; i < out.length; i++, cell += stride) out[i] = ((bytes[cell] as number) >>> shift) & 15;
  };
}

/**
 * GEMV: codes [outputs, inputs / 8] in plain order, zeros and scales padded at the end of each row, so that the number of
 * groups follows from the group's length alone.
 */
function byOutputs(
  name: string,
  kit: Kit,
  scales: TensorInfo,
  zeros: TensorInfo,
  context: SchemeContext,
): AssembledInfo {
  const [outputs, words] = kit.known.shape as [number, number];
  const zeroWords = zeros.shape[1] as number;
  const inputs = words * perWord;
  scaleWidth(scales);
  const declared = declaredNumber(context.declared, 'group_size');
  const group = [declared === -1 ? inputs : declared, 128, 64, 32, inputs].find(
    (length) =>
      length !== undefined && length >= 32 && inputs % length === 0 && zeroWidth(inputs, length) === zeroWords,
  );
  if (group === undefined) {
    const expected = `zeros of as many words as ${inputs} inputs need`;
    throw new ForebearError('format', zeros.name, expected, `${zeroWords} words a row`);
  }
  const groups = inputs / group;
  const assembly = groupedRows(`AWQ for GEMV, ${bits} bits, ${grouping(groups, group)}`, {
    codes: kit.known,
    columns: inputs,
    bits,
    rowBytes: words * 4,
    order: 'low',
    book: integerBook(bits),
    group,
    async scales(reader, { firstRow, endRow, firstGroup, endGroup }, options) {
      const width = endGroup - firstGroup;
      const stored = await reader.values(scales, firstRow * zeroWords * perWord, endRow * zeroWords * perWord, options);
      const packed = await reader.bytes(zeros, firstRow * zeroWords * 4, endRow * zeroWords * 4, options);
      const scale = new Float32Array((endRow - firstRow) * width);
      const zero = new Float32Array(scale.length);
      const row = new Uint8Array(width);
      for (let r = 0; r < endRow - firstRow; r++) {
        const first = r * zeroWords * perWord + firstGroup;
        unpackCodes(packed, first * bits, bits, 'low', row, 0, width);
        zero.set(row, r * width);
        scale.set(stored.subarray(first, first + width), r * width);
      }
      return { scale, zero };
    },
  });
  return kit.weight(name, [outputs, inputs], kit.known, assembly);
}

/** Words of zeros in a row: a multiple of 2 for groups of 64, of 4 for groups of 32. */
function zeroWidth(inputs: number, group: number): number {
  const multiple = group >= 128 ? 1 : group === 64 ? 2 : 4;
  return Math.ceil(Math.ceil(Math.floor(inputs / group) / perWord) / multiple) * multiple;
}
