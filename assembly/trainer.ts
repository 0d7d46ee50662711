// The inner loops of the grower: forward and backward passes of small Llama-style models and AdamW, all in 32-bit floats.
// Strict SIMD and one fixed order for every sum, so that a seed gives the same weights on every machine, bit for bit.
// grower/network.ts says in which order they are called; test/grower/plain-llama.ts is the plain twin of the whole.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

export { adamStep, sumOfSquares } from './trainer/adam';
export { attend, attendBack, rotate } from './trainer/attention';
export { entropy, softEntropy, softmaxRows } from './trainer/loss';
export { gemm, transpose } from './trainer/gemm';
export { addTo, gate, gateBack, gather, normalise, normaliseBack, scatter } from './trainer/layers';
