// ggml itself, called through koffi: quantises and dequantises as llama.cpp does, where its library is built for this machine.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockType } from '../../src/formats/numbers/dtype.ts';
import { oracleFolder, requireOracle } from './packages.ts';

interface Library {
  func(signature: string): (...values: readonly unknown[]) => unknown;
}

export interface Ggml {
  /** Elements and bytes of a block, by ggml's own account. */
  sizes(dtype: BlockType): { readonly elements: number; readonly bytes: number };
  /** `rows` rows as ggml quantises them; `importance` has one weight per column, for types that need it. */
  quantise(dtype: BlockType, values: Float32Array, rows: number, importance?: Float32Array): Uint8Array;
  dequantise(dtype: BlockType, bytes: Uint8Array, count: number): Float32Array;
  /** Whether the type cannot be made without importances. */
  needsImportance(dtype: BlockType): boolean;
}

/** ggml's numbers of its types. */
export const ggmlTypes: { readonly [name in BlockType]: number } = {
  Q4_0: 2,
  Q4_1: 3,
  Q5_0: 6,
  Q5_1: 7,
  Q8_0: 8,
  Q8_1: 9,
  Q2_K: 10,
  Q3_K: 11,
  Q4_K: 12,
  Q5_K: 13,
  Q6_K: 14,
  Q8_K: 15,
  IQ2_XXS: 16,
  IQ2_XS: 17,
  IQ3_XXS: 18,
  IQ1_S: 19,
  IQ4_NL: 20,
  IQ3_S: 21,
  IQ2_S: 22,
  IQ4_XS: 23,
  IQ1_M: 29,
  TQ1_0: 34,
  TQ2_0: 35,
  MXFP4: 39,
  NVFP4: 40,
  Q1_0: 41,
  Q2_0: 42,
};

/** `q4_K`, as ggml's functions spell it. */
function spelled(dtype: BlockType): string {
  return dtype.toLowerCase().replace(/_k$/, '_K');
}

let loaded: Ggml | undefined;

/** ggml, or undefined where there is no build of it for this machine. */
export function ggml(): Ggml | undefined {
  const bins = join(oracleFolder('@node-llama-cpp/linux-x64'), 'bins');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(bins)) return undefined;
  loaded ??= load(join(bins, readdirSync(bins)[0] ?? '', 'libggml-base.so'));
  return loaded;
}

function load(path: string): Ggml {
  const koffi = requireOracle('koffi') as { load(path: string): Library };
  const library = koffi.load(path);
  const blockSize = library.func('int64_t ggml_blck_size(int)');
  const typeSize = library.func('size_t ggml_type_size(int)');
  const requiresImportance = library.func('bool ggml_quantize_requires_imatrix(int)');
  const initialise = library.func('void ggml_quantize_init(int)');
  const quantise = library.func(
    'size_t ggml_quantize_chunk(int, const float*, _Out_ uint8_t*, int64_t, int64_t, int64_t, const float*)',
  );
  const rows = new Map<BlockType, (...values: readonly unknown[]) => unknown>();
  const sizes = (dtype: BlockType): { elements: number; bytes: number } => ({
    elements: Number(blockSize(ggmlTypes[dtype])),
    bytes: Number(typeSize(ggmlTypes[dtype])),
  });
  return {
    sizes,
    needsImportance: (dtype) => Boolean(requiresImportance(ggmlTypes[dtype])),
    quantise(dtype, values, rowCount, importance) {
      const { elements, bytes } = sizes(dtype);
      const perRow = values.length / rowCount;
      const out = new Uint8Array((values.length / elements) * bytes);
      if (dtype === 'Q8_1' || dtype === 'Q8_K') {
        const row = library.func(`void quantize_row_${spelled(dtype)}_ref(const float*, _Out_ uint8_t*, int64_t)`);
        row(values, out, values.length);
        return out;
      }
      initialise(ggmlTypes[dtype]);
      quantise(ggmlTypes[dtype], values, out, 0, rowCount, perRow, importance ?? null);
      return out;
    },
    dequantise(dtype, bytes, count) {
      let row = rows.get(dtype);
      if (row === undefined) {
        row = library.func(`void dequantize_row_${spelled(dtype)}(const uint8_t*, _Out_ float*, int64_t)`);
        rows.set(dtype, row);
      }
      const out = new Float32Array(count);
      row(bytes, out, count);
      return out;
    },
  };
}
