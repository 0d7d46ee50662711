// Small unsigned codes packed into bytes, and the numbers they stand for: what quantised weights are made of.

/**
 * Codes of 1 to 8 bits, one after another from bit `firstBit` of `bytes` on, into `out[at]` and following. Bit 0 is the
 * lowest bit of the first byte, so that little-endian words of any width read alike; a code may lie across two bytes.
 * `high`: of two codes in a byte the first is the upper one (bitsandbytes); 4 bits only.
 */
export function unpackCodes(
  bytes: Uint8Array,
  firstBit: number,
  bits: number,
  order: 'low' | 'high',
  out: Uint8Array,
  at: number,
  count: number,
): void {
  if (bits === 8 && firstBit % 8 === 0) {
    out.set(bytes.subarray(firstBit / 8, firstBit / 8 + count), at);
    return;
  }
  if (bits === 4) {
    const flip = order === 'high' ? 1 : 0;
    let nibble = firstBit / 4;
    for (let i = 0; i < count; i++, nibble++) {
      out[at + i] = ((bytes[nibble >>> 1] as number) >>> (((nibble ^ flip) & 1) << 2)) & 15;
    }
    return;
  }
  const mask = 2 ** bits - 1;
  let byte = Math.floor(firstBit / 8);
  // Bits that are read and not yet given out: the next code's are the lowest.
  let waiting = (bytes[byte] as number) >>> (firstBit % 8);
  let held = 8 - (firstBit % 8);
  for (let i = at; i < at + count; i++) {
    if (held < bits) {
      byte += 1;
      waiting |= (bytes[byte] as number) << held;
      held += 8;
    }
    out[i] = waiting & mask;
    waiting >>>= bits;
    held -= bits;
  }
}

/** The numbers that codes stand for before any scale, and the way from a number to the nearest code's. */
export interface Codebook {
  /** By code. */
  readonly values: Float32Array;
  /** The different finite values, ascending, and by place whether a tie goes to it: its code is even. */
  readonly sorted: Float32Array;
  readonly even: Uint8Array;
  /** Values are whole numbers without gaps: the nearest is found by rounding. */
  readonly consecutive: boolean;
}

/** A codebook of at most 256 values. Codes without a number (NaN) are read as such and never chosen. */
export function codebook(values: Float32Array): Codebook {
  const byValue = new Map<number, number>();
  for (const [code, value] of values.entries()) {
    // Of the two zeros the positive one stands for both.
    if (Number.isFinite(value) && !byValue.has(value + 0)) byValue.set(value + 0, code);
  }
  const entries = [...byValue].sort(([a], [b]) => a - b);
  const sorted = Float32Array.from(entries, ([value]) => value);
  const first = sorted[0] ?? 0;
  return {
    values,
    sorted,
    even: Uint8Array.from(entries, ([, code]) => (code % 2 === 0 ? 1 : 0)),
    consecutive: Number.isInteger(first) && sorted.every((value, i) => value === first + i),
  };
}

/** The codebook of `bits`-bit whole numbers from `least` on: code 0 stands for `least`. */
export function integerBook(bits: number, least = 0): Codebook {
  return codebook(Float32Array.from({ length: 2 ** bits }, (_, code) => least + code));
}

/** Signed bytes by their bit patterns. */
export const signedByteBook: Codebook = codebook(
  Float32Array.from(new Int8Array(Uint8Array.from({ length: 256 }, (_, i) => i))),
);

/**
 * How a code's number becomes a weight, in 32-bit floats: (number - zero) * scale, or where `bias` is not undefined
 * number * scale + bias.
 */
export interface Scaling {
  readonly scale: number;
  readonly zero: number;
  readonly bias: number | undefined;
}

/** Weights of the codes [at, at + count), into the same places of `out`. */
export function scaleCodes(
  book: Codebook,
  codes: Uint8Array,
  { scale, zero, bias }: Scaling,
  out: Float32Array,
  at: number,
  count: number,
): void {
  const { values } = book;
  const end = at + count;
  if (bias !== undefined) {
    for (let i = at; i < end; i++) out[i] = Math.fround((values[codes[i] as number] as number) * scale) + bias;
  } else if (zero === 0) {
    for (let i = at; i < end; i++) out[i] = (values[codes[i] as number] as number) * scale;
  } else {
    for (let i = at; i < end; i++) out[i] = Math.fround((values[codes[i] as number] as number) - zero) * scale;
  }
}

/** Each of the weights [at, at + count) replaced, in place, by the nearest that a code can give; ties go to even codes. */
export function roundToBook(
  book: Codebook,
  { scale, zero, bias }: Scaling,
  weights: Float32Array,
  at: number,
  count: number,
): void {
  const end = at + count;
  for (let i = at; i < end; i++) {
    const weight = weights[i] as number;
    const wanted = bias === undefined ? weight / scale + zero : (weight - bias) / scale;
    const value = nearest(book, wanted);
    weights[i] = bias === undefined ? Math.fround(value - zero) * scale : Math.fround(value * scale) + bias;
  }
}

/** The book's value nearest to `wanted`; the least one for what is no number (a scale of zero makes all weights equal). */
function nearest({ sorted, even, consecutive }: Codebook, wanted: number): number {
  const last = sorted.length - 1;
  const least = sorted[0] as number;
  const most = sorted[last] as number;
  if (!(wanted > least)) return least;
  if (wanted >= most) return most;
  if (consecutive) {
    const rounded = Math.round(wanted);
    // Math.round takes ties upwards.
    return rounded - wanted === 0.5 && even[rounded - least] === 0 ? rounded - 1 : rounded;
  }
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= wanted) low = middle;
    else high = middle;
  }
  const below = wanted - (sorted[low] as number);
  const above = (sorted[high] as number) - wanted;
  return sorted[below < above || (below === above && even[low] === 1) ? low : high] as number;
}
