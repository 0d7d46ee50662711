// Floats of 16 bits and fewer: every code's value as a table, and rounding of a 32-bit float to the nearest code.

/** A binary float format by its fields. `special` says what the codes at the top of the range mean. */
interface FloatLayout {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /**
   * `ieee`: the top exponent holds infinities and NaN. `fn`: only the all-ones code is NaN, no infinity.
   * `fnuz`: the code of minus zero is the only NaN. `finite`: every code is a number.
   */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'finite';
}

const floatLayouts = {
  F16: { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' },
  F8_E4M3: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'fn' },
  F8_E5M2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  F8_E4M3FNUZ: { exponentBits: 4, mantissaBits: 3, bias: 8, special: 'fnuz' },
  F8_E5M2FNUZ: { exponentBits: 5, mantissaBits: 2, bias: 16, special: 'fnuz' },
  F6_E2M3: { exponentBits: 2, mantissaBits: 3, bias: 1, special: 'finite' },
  F6_E3M2: { exponentBits: 3, mantissaBits: 2, bias: 3, special: 'finite' },
  F4: { exponentBits: 2, mantissaBits: 1, bias: 1, special: 'finite' },
} as const satisfies { readonly [name: string]: FloatLayout };

/** The formats this file knows field by field. */
export type SmallFloat = keyof typeof floatLayouts;

function valueOfCode(code: number, layout: FloatLayout): number {
  const { exponentBits, mantissaBits, bias, special } = layout;
  const magnitudeBits = exponentBits + mantissaBits;
  const magnitude = code & (2 ** magnitudeBits - 1);
  const sign = code >> magnitudeBits === 0 ? 1 : -1;
  if (special === 'fnuz' && sign < 0 && magnitude === 0) return Number.NaN;
  if (special === 'fn' && magnitude === 2 ** magnitudeBits - 1) return Number.NaN;
  const exponent = magnitude >> mantissaBits;
  const mantissa = magnitude & (2 ** mantissaBits - 1);
  if (special === 'ieee' && exponent === 2 ** exponentBits - 1) return mantissa === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits);
  return sign * (2 ** mantissaBits + mantissa) * 2 ** (exponent - bias - mantissaBits);
}

const tables = new Map<SmallFloat, Float32Array>();

/** The value of every code of `dtype`, by code: 16 to 65,536 entries, made once. All are exact in 32 bits. */
export function valueTable(dtype: SmallFloat): Float32Array {
  let table = tables.get(dtype);
  if (table === undefined) {
    const layout = floatLayouts[dtype];
    const codes = 2 ** (1 + layout.exponentBits + layout.mantissaBits);
    table = Float32Array.from({ length: codes }, (_, code) => valueOfCode(code, layout));
    tables.set(dtype, table);
  }
  return table;
}

/**
 * Gives the function that finds the code of `dtype` nearest to the 32-bit float with the given bits, ties to even.
 * Beyond the range: infinity where the format has one, else NaN (`fn`, `fnuz`), else the largest number (`finite`).
 */
export function codeFinder(dtype: SmallFloat): (bits: number) => number {
  const layout: FloatLayout = floatLayouts[dtype];
  const { exponentBits, mantissaBits, bias, special } = layout;
  const signBit = 2 ** (exponentBits + mantissaBits);
  const largest = largestFinite(layout);
  const beyond = overflowCode(layout);
  const nan = notANumberCode(layout);
  const drop = 23 - mantissaBits;
  const halfLess = 2 ** (drop - 1) - 1;
  const rebias = (127 - bias) << mantissaBits;
  // The bits of the smallest normal number of the format.
  const normalFrom = (128 - bias) << 23;

  function roundMagnitude(magnitude: number): number {
    // The carry of rounding runs from the mantissa into the exponent, which is exactly the next code.
    if (magnitude >= normalFrom) return ((magnitude + halfLess + ((magnitude >>> drop) & 1)) >>> drop) - rebias;
    const shift = drop + 128 - bias - (magnitude >>> 23);
    // Below half of the smallest number; a subnormal 32-bit float always is.
    if (shift > 24) return 0;
    const significand = (magnitude & 0x7f_ffff) | 0x80_0000;
    const quotient = significand >>> shift;
    const rest = significand & ((1 << shift) - 1);
    const half = 1 << (shift - 1);
    return rest > half || (rest === half && (quotient & 1) === 1) ? quotient + 1 : quotient;
  }

  return (bits) => {
    const magnitude = bits & 0x7fff_ffff;
    const sign = magnitude === (bits | 0) ? 0 : signBit;
    if (magnitude > 0x7f80_0000) return special === 'fnuz' ? nan : sign | nan;
    const code = magnitude === 0x7f80_0000 ? largest + 1 : roundMagnitude(magnitude);
    if (code > largest) return special === 'fnuz' ? beyond : sign | beyond;
    return special === 'fnuz' && code === 0 ? 0 : sign | code;
  };
}

function overflowCode(layout: FloatLayout): number {
  if (layout.special === 'ieee') return (2 ** layout.exponentBits - 1) << layout.mantissaBits;
  return layout.special === 'finite' ? largestFinite(layout) : notANumberCode(layout);
}

function notANumberCode({ exponentBits, mantissaBits, special }: FloatLayout): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  if (special === 'fnuz') return all + 1;
  // A format without NaN gets its largest number: nothing better can be said there.
  return special === 'ieee' ? all - 2 ** mantissaBits + 1 + 2 ** (mantissaBits - 1) : all;
}

function largestFinite({ exponentBits, mantissaBits, special }: FloatLayout): number {
  const all = 2 ** (exponentBits + mantissaBits) - 1;
  if (special === 'ieee') return all - 2 ** mantissaBits;
  return special === 'fn' ? all - 1 : all;
}
