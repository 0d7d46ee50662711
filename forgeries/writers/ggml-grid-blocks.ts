// The grid types: how each packs scales, points and signs.
import { fitGrid, type GridFit, type GridUse } from './ggml-grid-fit.ts';
import { halfCode, putHalf } from './ggml-rounding.ts';

const quarter = (small: number): number => (0.5 + small) * 0.25;
const odd = (small: number): number => 1 + 2 * small;

const uses = {
  IQ1_S: { name: 'iq1s', group: 32, smallScales: 8, worth: odd, signs: 'none', shifted: 32 },
  IQ1_M: { name: 'iq1s', group: 16, smallScales: 8, worth: odd, signs: 'none', shifted: 8 },
  IQ2_XXS: { name: 'iq2xxs', group: 32, smallScales: 16, worth: quarter, signs: 'even', shifted: 0 },
  IQ2_XS: { name: 'iq2xs', group: 16, smallScales: 16, worth: quarter, signs: 'even', shifted: 0 },
  IQ2_S: { name: 'iq2s', group: 16, smallScales: 16, worth: quarter, signs: 'free', shifted: 0 },
  IQ3_XXS: {
    name: 'iq3xxs',
    group: 32,
    smallScales: 16,
    worth: (small) => (0.5 + small) * 0.5,
    signs: 'even',
    shifted: 0,
  },
  IQ3_S: { name: 'iq3s', group: 32, smallScales: 16, worth: odd, signs: 'free', shifted: 0 },
} as const satisfies { readonly [name: string]: GridUse };

export function writeIQ2_XXS(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, signs } = fitGrid(values, uses.IQ2_XXS);
  putHalf(block, 0, scale);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  smalls.forEach((small, group) => {
    block.set(points.slice(4 * group, 4 * group + 4), 2 + 8 * group);
    view.setUint32(6 + 8 * group, signWord(small, signs, group), true);
  });
}

export function writeIQ2_XS(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, signs } = fitGrid(values, uses.IQ2_XS);
  putHalf(block, 0, scale);
  points.forEach((point, i) => {
    const code = point | ((signs[i]! & 127) << 9);
    block[2 + 2 * i] = code & 255;
    block[3 + 2 * i] = code >> 8;
  });
  putNibbles(block, 66, smalls);
}

export function writeIQ2_S(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, signs } = fitGrid(values, uses.IQ2_S);
  putHalf(block, 0, scale);
  points.forEach((point, i) => {
    block[2 + i] = point & 255;
    block[66 + (i >> 2)]! |= (point >> 8) << (2 * (i & 3));
  });
  block.set(signs, 34);
  putNibbles(block, 74, smalls);
}

export function writeIQ3_XXS(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, signs } = fitGrid(values, uses.IQ3_XXS);
  putHalf(block, 0, scale);
  block.set(points, 2);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  smalls.forEach((small, group) => view.setUint32(66 + 4 * group, signWord(small, signs, group), true));
}

export function writeIQ3_S(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, signs } = fitGrid(values, uses.IQ3_S);
  putHalf(block, 0, scale);
  points.forEach((point, i) => {
    block[2 + i] = point & 255;
    block[66 + (i >> 3)]! |= (point >> 8) << (i & 7);
  });
  block.set(signs, 74);
  putNibbles(block, 106, smalls);
}

export function writeIQ1_S(values: Float32Array, block: Uint8Array): void {
  const { scale, smalls, points, down } = fitGrid(values, uses.IQ1_S);
  putHalf(block, 0, scale);
  smalls.forEach((small, group) => {
    let head = (small << 12) | (down[group]! ? 0x8000 : 0);
    for (let i = 0; i < 4; i++) {
      const point = points[4 * group + i]!;
      block[2 + 4 * group + i] = point & 255;
      head |= (point >> 8) << (3 * i);
    }
    block[34 + 2 * group] = head & 255;
    block[35 + 2 * group] = head >> 8;
  });
}

export function writeIQ1_M(values: Float32Array, block: Uint8Array): void {
  const fit: GridFit = fitGrid(values, uses.IQ1_M);
  const code = halfCode(fit.scale);
  fit.points.forEach((point, i) => {
    block[i] = point & 255;
    block[32 + (i >> 1)]! |= ((point >> 8) | (fit.down[i]! ? 8 : 0)) << (4 * (i & 1));
  });
  // Four words: four small scales of three bits, and above them four bits of the block's scale.
  for (let word = 0; word < 4; word++) {
    let packed = ((code >> (4 * word)) & 15) << 12;
    for (let i = 0; i < 4; i++) packed |= fit.smalls[4 * word + i]! << (3 * i);
    block[48 + 2 * word] = packed & 255;
    block[49 + 2 * word] = packed >> 8;
  }
}

/** Seven signs for each of four times eight values, the eighth being implied, and the small scale above them. */
function signWord(small: number, signs: readonly number[], group: number): number {
  let word = small << 28;
  for (let i = 0; i < 4; i++) word |= (signs[4 * group + i]! & 127) << (7 * i);
  return word >>> 0;
}

function putNibbles(block: Uint8Array, at: number, codes: readonly number[]): void {
  codes.forEach((code, i) => {
    block[at + (i >> 1)]! |= code << (4 * (i & 1));
  });
}
