// Small valid GGUF files that between them take every branch of the reader, to be damaged by fuzzing.
import { encodeGguf, type GgufMetadata, type GgufTensor } from '../../../forgeries/writers/gguf.ts';

const metadata: GgufMetadata = {
  'general.architecture': ['string', 'llama'],
  'llama.block_count': ['u32', 1],
  'llama.attention.head_count': ['u32', 2],
  'llama.attention.layer_norm_rms_epsilon': ['f32', 1e-5],
  'tokenizer.ggml.tokens': ['array', 'string', ['<s>', 'a', 'é']],
  'tokenizer.ggml.scores': ['array', 'f32', [0, -1, -2]],
};

const scalars: GgufMetadata = {
  a: ['u8', 255],
  b: ['i8', -1],
  c: ['u16', 65535],
  d: ['i16', -2],
  e: ['i32', -3],
  f: ['bool', true],
  g: ['u64', 2n ** 64n - 1n],
  h: ['i64', -(2n ** 63n)],
  i: ['f64', 0.1],
  j: [
    'array',
    'array',
    [
      ['array', 'u8', [1, 2]],
      ['array', 'array', [['array', 'string', ['x']]]],
    ],
  ],
  k: ['array', 'bool', [true, false]],
  l: ['array', 'u64', [1n, 2n ** 60n]],
};

const ramp = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i / 8 - 1);

const plain: readonly GgufTensor[] = [
  { name: 'token_embd.weight', dtype: 'F32', shape: [3, 4], values: ramp(12) },
  { name: 'blk.0.attn_q.weight', dtype: 'F16', shape: [4, 4], values: ramp(16) },
  { name: 'blk.0.attn_k.weight', dtype: 'BF16', shape: [4, 4], values: ramp(16) },
  { name: 'blk.0.attn_norm.weight', dtype: 'F32', shape: [4], values: ramp(4) },
];

const odd: readonly GgufTensor[] = [
  { name: 'scalar', dtype: 'F64', shape: [], values: ramp(1) },
  { name: 'empty', dtype: 'F32', shape: [0, 4], values: ramp(0) },
  { name: 'i8', dtype: 'I8', shape: [1, 2, 1, 3], values: ramp(6) },
  { name: 'i16', dtype: 'I16', shape: [5], values: ramp(5) },
  { name: 'i32', dtype: 'I32', shape: [5], values: ramp(5) },
  { name: 'i64', dtype: 'I64', shape: [2], values: ramp(2) },
];

const blocks: readonly GgufTensor[] = [
  { name: 'q4_0', dtype: 'Q4_0', shape: [2, 32], values: new Uint8Array(36).fill(0x11) },
  { name: 'q8_0', dtype: 'Q8_0', shape: [32], values: new Uint8Array(34).fill(0x22) },
  { name: 'q6_K', dtype: 'Q6_K', shape: [256], values: new Uint8Array(210).fill(0x33) },
  { name: 'mxfp4', dtype: 'MXFP4', shape: [32], values: new Uint8Array(17).fill(0x44) },
];

export const ggufSeeds: readonly Uint8Array[] = [
  encodeGguf({ version: 1, metadata, tensors: plain }),
  encodeGguf({ version: 2, metadata, tensors: plain }),
  encodeGguf({ metadata, tensors: plain }),
  encodeGguf({ metadata, tensors: plain, endian: 'big' }),
  encodeGguf({ metadata: scalars, tensors: odd, alignment: 8 }),
  encodeGguf({ metadata: scalars, tensors: odd, endian: 'big', alignment: 64 }),
  encodeGguf({ metadata: { 'general.architecture': ['string', 'llama'] }, tensors: blocks }),
  encodeGguf({ tensors: blocks, endian: 'big' }),
  encodeGguf({ tensors: [] }),
];
