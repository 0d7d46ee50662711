// bitsandbytes: NF4 and FP4 in blocks with absolute maxima (which may be quantised themselves), and 8 bits with one maximum a row.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { codebook, signedByteBook } from '../../formats/numbers/packed-codes.ts';
import { type JsonValue, parseJsonBounded } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import type { PartReader } from '../values/assembly.ts';
import { type GroupRange, groupedRows } from './grouped-rows.ts';
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
 * Four bits: `weight` holds two codes a byte, the upper one first; a weight is table[code] * absmax of its block, in
 * 32-bit floats. With double quantisation absmax = nested_quant_map[code] * nested_absmax + nested_offset.
 */
export const bitsandbytes4: Scheme = {
  id: 'bitsandbytes, 4 bits',
  methods: ['bitsandbytes'],
  assemble: (left, context, options) =>
    assembleEach(left, ending('.absmax', ''), (name, kit) => build4(name, kit, context, options)),
};

/** Eight bits: a weight is code * (SCB of its row / 127). */
export const bitsandbytes8: Scheme = {
  id: 'bitsandbytes, 8 bits',
  methods: ['bitsandbytes'],
  assemble: (left, context, options) =>
    assembleEach(left, ending('.SCB', '.weight'), (name, kit) => build8(name, kit, context, options)),
};

/** Quantiles of the normal distribution (Dettmers et al. 2023, QLoRA, appendix E), as the library writes them. */
const normalFloats = Float32Array.of(
  -1,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1,
);

/** The library's own floats of four bits, over their largest. */
const smallFloats = Float32Array.from(
  [0, 0.0625, 8, 12, 4, 6, 2, 3, -0, -0.0625, -8, -12, -4, -6, -2, -3],
  (x) => x / 12,
);

const books = { nf4: codebook(normalFloats), fp4: codebook(smallFloats) };

/** The state's JSON holds a dozen short entries. */
const stateLimit = 65_536;

interface State {
  readonly type: 'nf4' | 'fp4';
  readonly shape: readonly number[];
  readonly block: number;
  readonly nested: { readonly block: number; readonly offset: number } | undefined;
}

async function build4(
  name: string,
  kit: Kit,
  { reader, contradict }: SchemeContext,
  options?: RunOptions,
): Promise<AssembledInfo> {
  const codes = kit.needed(name);
  const absmax = kit.needed(`${name}.absmax`);
  const fp4 = kit.optional(`${name}.quant_state.bitsandbytes__fp4`);
  const type = fp4 === undefined ? 'nf4' : 'fp4';
  const state = await readState(fp4 ?? kit.needed(`${name}.quant_state.bitsandbytes__nf4`), type, reader, options);
  const elements = product(state.shape, name);
  const bytes = codes.end - codes.start;
  if (Math.ceil(elements / 2) !== bytes) {
    throw new ForebearError(
      'format',
      name,
      `${Math.ceil(elements / 2)} bytes for [${state.shape.join(', ')}]`,
      `${bytes}`,
    );
  }
  const blocks = Math.ceil(elements / state.block);
  checkShape(absmax, [blocks]);
  const table = kit.optional(`${name}.quant_map`);
  if (table !== undefined) {
    checkShape(table, [16]);
    const written = await reader.values(table, 0, 16, options);
    const used = books[type].values;
    if (!written.every((value, i) => Math.abs(value - (used[i] as number)) < 1e-6)) {
      contradict(`the table of ${type}, by which the library computes`, `another one in ${table.name}`);
    }
  }
  const scales =
    state.nested === undefined ? plainMaxima(absmax) : nestedMaxima(kit, name, absmax, blocks, state.nested);
  const scheme = `bitsandbytes ${type.toUpperCase()}, blocks of ${state.block}${state.nested === undefined ? '' : ', double quantised'}`;
  const assembly = groupedRows(scheme, {
    codes,
    columns: Math.max(1, elements),
    bits: 4,
    rowBytes: bytes,
    order: 'high',
    book: books[type],
    group: state.block,
    scales,
  });
  return kit.weight(name, state.shape, codes, assembly);
}

type Scales = Parameters<typeof groupedRows>[1]['scales'];

function plainMaxima(absmax: TensorInfo): Scales {
  checkType(absmax, 'F32', 'F16', 'BF16');
  return async (reader, { firstGroup, endGroup }, options) => ({
    scale: await reader.values(absmax, firstGroup, endGroup, options),
  });
}

function nestedMaxima(
  kit: Kit,
  name: string,
  absmax: TensorInfo,
  blocks: number,
  { block, offset }: { readonly block: number; readonly offset: number },
): Scales {
  checkType(absmax, 'U8');
  const maxima = kit.needed(`${name}.nested_absmax`);
  const table = kit.needed(`${name}.nested_quant_map`);
  checkShape(maxima, [Math.ceil(blocks / block)]);
  checkShape(table, [256]);
  checkType(maxima, 'F32', 'F16', 'BF16');
  checkType(table, 'F32', 'F16', 'BF16');
  return async (reader: PartReader, { firstGroup, endGroup }: GroupRange, options?: RunOptions) => {
    const entries = await reader.held(table, () => reader.values(table, 0, 256, options));
    const codes = await reader.bytes(absmax, firstGroup, endGroup, options);
    const first = Math.floor(firstGroup / block);
    const of = await reader.values(maxima, first, Math.ceil(endGroup / block), options);
    const scale = new Float32Array(codes.length);
    for (let i = 0; i < codes.length; i++) {
      const most = of[Math.floor((firstGroup + i) / block) - first] as number;
      scale[i] = Math.fround((entries[codes[i] as number] as number) * most) + offset;
    }
    return { scale };
  };
}

async function readState(
  part: TensorInfo,
  type: State['type'],
  reader: PartReader,
  options?: RunOptions,
): Promise<State> {
  checkType(part, 'U8');
  const size = part.end - part.start;
  if (size > stateLimit) throw new ForebearError('limit', part.name, `at most ${stateLimit} bytes`, `${size}`);
  const bytes = await reader.bytes(part, 0, size, options);
  const json = parseJsonBounded(bytes, part.name, { maxDepth: 4, maxBytes: stateLimit });
  const entries: ReadonlyMap<string, JsonValue> = json instanceof Map ? json : new Map<string, JsonValue>();
  const shape = entries.get('shape');
  const sides = Array.isArray(shape) ? (shape as readonly JsonValue[]) : [];
  if (sides.length === 0 || sides.length > 8 || !sides.every(isSide)) {
    throw new ForebearError('format', part.name, 'a shape of whole numbers', JSON.stringify(shape ?? null));
  }
  if (entries.get('quant_type') !== type) {
    throw new ForebearError(
      'format',
      part.name,
      `quant_type: ${type}, as it is called`,
      shown(entries.get('quant_type')),
    );
  }
  const block = blockOf(entries, 'blocksize', part.name);
  if (!entries.has('nested_blocksize') && !entries.has('nested_offset'))
    return { type, shape: sides, block, nested: undefined };
  const offset = entries.get('nested_offset');
  if (typeof offset !== 'number') {
    throw new ForebearError('format', part.name, 'a number as nested_offset', shown(offset));
  }
  return {
    type,
    shape: sides,
    block,
    nested: { block: blockOf(entries, 'nested_blocksize', part.name), offset: Math.fround(offset) },
  };
}

function isSide(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The library knows powers of two from 32 to 4096. */
function blockOf(entries: ReadonlyMap<string, JsonValue>, key: string, subject: string): number {
  const value = entries.get(key);
  if (typeof value === 'number' && value >= 32 && value <= 4_096 && Number.isInteger(Math.log2(value))) return value;
  throw new ForebearError('format', subject, `a power of two from 32 to 4096 as ${key}`, shown(value));
}

function shown(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}`.slice(0, 64) : 'something else';
}

async function build8(name: string, kit: Kit, { reader }: SchemeContext, options?: RunOptions): Promise<AssembledInfo> {
  const codes = kit.needed(name);
  const stem = name.slice(0, -'.weight'.length);
  const maxima = kit.needed(`${stem}.SCB`);
  checkType(codes, 'I8');
  checkType(maxima, 'F32', 'F16', 'BF16');
  checkShape(codes, [null, null]);
  const [rows, columns] = codes.shape as [number, number];
  checkShape(maxima, [rows], [rows, 1]);
  const form = kit.optional(`${stem}.weight_format`);
  if (form !== undefined) {
    checkType(form, 'U8');
    const [kind] = form.end > form.start ? await reader.bytes(form, 0, 1, options) : [];
    if (kind !== 0)
      throw new ForebearError('unsupported', form.name, 'codes row by row (0)', `the form ${kind ?? 'of nothing'}`);
  }
  const assembly = groupedRows('bitsandbytes, 8 bits, one scale a row', {
    codes,
    columns,
    bits: 8,
    rowBytes: columns,
    order: 'low',
    book: signedByteBook,
    group: Math.max(1, columns),
    async scales(partReader, { firstRow, endRow }, run) {
      const scale = await partReader.values(maxima, firstRow, endRow, run);
      return { scale: scale.map((most) => most * Math.fround(1 / 127)) };
    },
  });
  return kit.weight(name, codes.shape, codes, assembly);
}
