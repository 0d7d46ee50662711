// The element types that weights are stored in: their widths, and what a reader must know of their precision.

/** safetensors' names; ONNX, GGUF and the rest are mapped onto them. Sub-byte types (F4, F6, …) have fractional bytes. */
export type DType =
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
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL'
  | 'C64';

interface DTypeFacts {
  readonly bits: number;
  readonly floating: boolean;
  /** Stored mantissa bits of a float (0 for integers): one unit in the last place is 2^(exponent - mantissaBits). */
  readonly mantissaBits: number;
}

export const dtypes: { readonly [name in DType]: DTypeFacts } = {
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
  U64: { bits: 64, floating: false, mantissaBits: 0 },
  U32: { bits: 32, floating: false, mantissaBits: 0 },
  U16: { bits: 16, floating: false, mantissaBits: 0 },
  U8: { bits: 8, floating: false, mantissaBits: 0 },
  BOOL: { bits: 8, floating: false, mantissaBits: 0 },
  C64: { bits: 64, floating: false, mantissaBits: 0 },
};
