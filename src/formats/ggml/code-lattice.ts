// What each code of an element can mean under the scales stored in its block, for the types whose codes stand alone.
import type { BlockType } from '../numbers/dtype.ts';
import { fourBitLevels } from './grid-table.ts';
import { halfAt } from './half.ts';
import { sixBits, smallMinimum, smallScale } from './k-blocks.ts';
import { groupScale } from './level-blocks.ts';
import { doubledF4, halvedE8M0, halvedUE4M3 } from './micro-scaled-blocks.ts';

/** Something about group `group` of the block that begins at byte `at`. */
type OfGroup = (bytes: Uint8Array, at: number, group: number) => number;

/**
 * The values of `elements` neighbours that share their scales: code c stands for `step * levels[c] + shift`, rounded to
 * 32 bits after the product and after the sum. Codes count from the lowest level up where levels are evenly spaced.
 */
export interface CodeLattice {
  readonly elements: number;
  readonly step: OfGroup;
  readonly shift: OfGroup | undefined;
  /** The level of each code: whole numbers. */
  readonly levels: Float32Array;
  /** The different levels, ascending. */
  readonly ascending: Float32Array;
  /**
   * For each whole number from the lowest level to the highest: the place in `ascending` of the last level up to it.
   */
  readonly places: Uint8Array;
  /** By place in `ascending`: 1 where the next level belongs to a lower code than this one. */
  readonly nextComesFirst: Uint8Array;
}

function lattice(elements: number, levels: Float32Array, step: OfGroup, shift?: OfGroup): CodeLattice {
  const ascending = Float32Array.from(new Set(levels)).sort();
  const lowest = ascending[0] as number;
  const span = (ascending[ascending.length - 1] as number) - lowest;
  const places = Uint8Array.from({ length: span + 1 }, (_, i) => {
    return ascending.findLastIndex((level) => level <= lowest + i);
  });
  const nextComesFirst = Uint8Array.from(ascending, (level, place) => {
    const next = levels.indexOf(ascending[place + 1] ?? level);
    return next < levels.indexOf(level) ? 1 : 0;
  });
  return { elements, step, shift, levels, ascending, places, nextComesFirst };
}

/** Levels `from` to `to`, both included. */
function range(from: number, to: number): Float32Array {
  return Float32Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A half-precision number at a fixed place of the block. */
function halfIn(place: number): OfGroup {
  return (bytes, at) => halfAt(bytes, at + place);
}

/** The minimum of a group, which is taken away: a small number of bits times the block's own. */
function minus(place: number, small: OfGroup): OfGroup {
  return (bytes, at, group) => -Math.fround(halfAt(bytes, at + place) * small(bytes, at, group));
}

/** The step of a group: a small number of bits times the block's own. */
function times(place: number, small: OfGroup): OfGroup {
  return (bytes, at, group) => Math.fround(halfAt(bytes, at + place) * small(bytes, at, group));
}

const signedByte: OfGroup = (bytes, at, group) => ((bytes[at + group] as number) << 24) >> 24;

/** Per type; a type that is missing has codes for several elements at once. */
export const codeLattices: { readonly [name in BlockType]?: CodeLattice } = {
  Q1_0: lattice(128, Float32Array.of(-1, 1), halfIn(0)),
  Q2_0: lattice(64, range(-1, 2), halfIn(0)),
  Q4_0: lattice(32, range(-8, 7), halfIn(0)),
  Q4_1: lattice(32, range(0, 15), halfIn(0), halfIn(2)),
  Q5_0: lattice(32, range(-16, 15), halfIn(0)),
  Q5_1: lattice(32, range(0, 31), halfIn(0), halfIn(2)),
  Q8_0: lattice(32, range(-128, 127), halfIn(0)),
  Q8_1: lattice(32, range(-128, 127), halfIn(0)),
  Q2_K: lattice(
    16,
    range(0, 3),
    times(80, (bytes, at, group) => (bytes[at + group] as number) & 15),
    minus(82, (bytes, at, group) => (bytes[at + group] as number) >> 4),
  ),
  Q3_K: lattice(
    16,
    range(-4, 3),
    times(108, (bytes, at, group) => sixBits(bytes, at + 96, group) - 32),
  ),
  Q4_K: lattice(
    32,
    range(0, 15),
    times(0, (bytes, at, group) => smallScale(bytes, at + 4, group)),
    minus(2, (bytes, at, group) => smallMinimum(bytes, at + 4, group)),
  ),
  Q5_K: lattice(
    32,
    range(0, 31),
    times(0, (bytes, at, group) => smallScale(bytes, at + 4, group)),
    minus(2, (bytes, at, group) => smallMinimum(bytes, at + 4, group)),
  ),
  Q6_K: lattice(
    16,
    range(-32, 31),
    times(208, (bytes, at, group) => signedByte(bytes, at + 192, group)),
  ),
  Q8_K: lattice(256, range(-128, 127), (bytes, at) =>
    new DataView(bytes.buffer, bytes.byteOffset).getFloat32(at, true),
  ),
  IQ4_NL: lattice(32, Float32Array.from(fourBitLevels), halfIn(0)),
  IQ4_XS: lattice(
    32,
    Float32Array.from(fourBitLevels),
    times(0, (bytes, at, group) => groupScale(bytes, at, group) - 32),
  ),
  TQ1_0: lattice(256, range(-1, 1), halfIn(52)),
  TQ2_0: lattice(256, range(-1, 2), halfIn(64)),
  MXFP4: lattice(32, doubledF4, (bytes, at) => halvedE8M0[bytes[at] as number] as number),
  NVFP4: lattice(16, doubledF4, (bytes, at, group) => halvedUE4M3[bytes[at + group] as number] as number),
};
