// The dequantisers of ggml's blocks, one function for each type: `blocks` blocks at `from` become 32-bit floats at `to`.
// Strict SIMD, rounding where ggml rounds; the plain twins are in src/formats/ggml/*-blocks.ts. A last parameter is the
// address of the type's grid or levels, one signed byte for each coordinate.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

export { iq1_m, iq1_s, iq2_s, iq2_xs, iq2_xxs, iq3_s, iq3_xxs } from './dequantise/grid';
export { q2_k, q3_k, q4_k, q5_k, q6_k, q8_k } from './dequantise/k';
export { q1_0, q2_0, q4_0, q4_1, q5_0, q5_1, q8_0, q8_1 } from './dequantise/legacy';
export { iq4_nl, iq4_xs, mxfp4, nvfp4 } from './dequantise/levels';
export { tq1_0, tq2_0 } from './dequantise/ternary';
