// The element types that weights are stored in: their widths, and what a reader must know of their precision.

/** safetensors' names; ONNX, GGUF and the rest are mapped onto them. Sub-byte types (F4, F6, I4, …) have fractional bytes. */
export type PlainType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'F8_E4M3FNUZ'
  | 'F8_E5M2FNUZ'
  | 'F8_E8M0'
  | 'F6_E2M3'
  | 'F6_E3M2'
  | 'F4'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'I4'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'U4'
  | 'BOOL'
  | 'C64';

/** ggml's quantised types, in ggml's names: blocks of elements that share their scales and are read whole. */
export type BlockType =
  | 'Q1_0'
  | 'Q2_0'
  | 'Q4_0'
  | 'Q4_1'
  | 'Q5_0'
  | 'Q5_1'
  | 'Q8_0'
  | 'Q8_1'
  | 'Q2_K'
  | 'Q3_K'
  | 'Q4_K'
  | 'Q5_K'
  | 'Q6_K'
  | 'Q8_K'
  | 'IQ1_S'
  | 'IQ1_M'
  | 'IQ2_XXS'
  | 'IQ2_XS'
  | 'IQ2_S'
  | 'IQ3_XXS'
  | 'IQ3_S'
  | 'IQ4_NL'
  | 'IQ4_XS'
  | 'TQ1_0'
  | 'TQ2_0'
  | 'MXFP4'
  | 'NVFP4';

export type DType = PlainType | BlockType;

interface PlainFacts {
  readonly bits: number;
  readonly floating: boolean;
  /** Stored mantissa bits of a float (0 for integers): one unit in the last place is 2^(exponent - mantissaBits). */
  readonly mantissaBits: number;
}

/** How many elements one block holds, and in how many bytes. */
interface BlockFacts {
  readonly elements: number;
  readonly bytes: number;
}

export const plainTypes: { readonly [name in PlainType]: PlainFacts } = {
  F64: { bits: 64, floating: true, mantissaBits: 52 },
  F32: { bits: 32, floating: true, mantissaBits: 23 },
  F16: { bits: 16, floating: true, mantissaBits: 10 },
  BF16: { bits: 16, floating: true, mantissaBits: 7 },
  F8_E4M3: { bits: 8, floating: true, mantissaBits: 3 },
  F8_E5M2: { bits: 8, floating: true, mantissaBits: 2 },
  F8_E4M3FNUZ: { bits: 8, floating: true, mantissaBits: 3 },
  F8_E5M2FNUZ: { bits: 8, floating: true, mantissaBits: 2 },
  F8_E8M0: { bits: 8, floating: true, mantissaBits: 0 },
  F6_E2M3: { bits: 6, floating: true, mantissaBits: 3 },
  F6_E3M2: { bits: 6, floating: true, mantissaBits: 2 },
  F4: { bits: 4, floating: true, mantissaBits: 1 },
  I64: { bits: 64, floating: false, mantissaBits: 0 },
  I32: { bits: 32, floating: false, mantissaBits: 0 },
  I16: { bits: 16, floating: false, mantissaBits: 0 },
  I8: { bits: 8, floating: false, mantissaBits: 0 },
  I4: { bits: 4, floating: false, mantissaBits: 0 },
  U64: { bits: 64, floating: false, mantissaBits: 0 },
  U32: { bits: 32, floating: false, mantissaBits: 0 },
  U16: { bits: 16, floating: false, mantissaBits: 0 },
  U8: { bits: 8, floating: false, mantissaBits: 0 },
  U4: { bits: 4, floating: false, mantissaBits: 0 },
  BOOL: { bits: 8, floating: false, mantissaBits: 0 },
  C64: { bits: 64, floating: false, mantissaBits: 0 },
};

/** Sizes as ggml declares them; a test holds them to ggml's own answers. */
export const blockTypes: { readonly [name in BlockType]: BlockFacts } = {
  Q1_0: { elements: 128, bytes: 18 },
  Q2_0: { elements: 64, bytes: 18 },
  Q4_0: { elements: 32, bytes: 18 },
  Q4_1: { elements: 32, bytes: 20 },
  Q5_0: { elements: 32, bytes: 22 },
  Q5_1: { elements: 32, bytes: 24 },
  Q8_0: { elements: 32, bytes: 34 },
  Q8_1: { elements: 32, bytes: 36 },
  Q2_K: { elements: 256, bytes: 84 },
  Q3_K: { elements: 256, bytes: 110 },
  Q4_K: { elements: 256, bytes: 144 },
  Q5_K: { elements: 256, bytes: 176 },
  Q6_K: { elements: 256, bytes: 210 },
  Q8_K: { elements: 256, bytes: 292 },
  IQ1_S: { elements: 256, bytes: 50 },
  IQ1_M: { elements: 256, bytes: 56 },
  IQ2_XXS: { elements: 256, bytes: 66 },
  IQ2_XS: { elements: 256, bytes: 74 },
  IQ2_S: { elements: 256, bytes: 82 },
  IQ3_XXS: { elements: 256, bytes: 98 },
  IQ3_S: { elements: 256, bytes: 110 },
  IQ4_NL: { elements: 32, bytes: 18 },
  IQ4_XS: { elements: 256, bytes: 136 },
  TQ1_0: { elements: 256, bytes: 54 },
  TQ2_0: { elements: 256, bytes: 66 },
  MXFP4: { elements: 32, bytes: 17 },
  NVFP4: { elements: 64, bytes: 36 },
};

/** Whether a type stores blocks that share scales. */
export function isBlockType(dtype: DType): dtype is BlockType {
  return Object.hasOwn(blockTypes, dtype);
}

/** Bits per element, on average for blocks: what a shape needs, divided by its elements. */
export function bitsPerElement(dtype: DType): number {
  return isBlockType(dtype) ? (8 * blockTypes[dtype].bytes) / blockTypes[dtype].elements : plainTypes[dtype].bits;
}

/**
 * Mantissa bits of a plain float; 0 for integers. Undefined for blocks, where one unit in the last place is no property
 * of the type but of each block's scale.
 */
export function mantissaBitsOf(dtype: DType): number | undefined {
  return isBlockType(dtype) ? undefined : plainTypes[dtype].mantissaBits;
}
