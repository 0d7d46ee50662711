// Numbers as people read them: the same digits on every machine, because no locale data is consulted.

/** Narrow no-break space: groups digits without ever breaking a line inside a number. */
const GROUP = '\u202f';

/** No-break space: keeps a relation and its number on one line. */
const HOLD = '\u00a0';

/** Below this a p-value is not told apart any more: verdicts keep the p-value itself at or above it. */
const SMALLEST_LN_P = -300 * Math.LN10;

/** An integer with its digits in groups of three, from five digits on. Not finite: `–`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = String(Math.abs(Math.round(value)));
  if (digits.includes('e')) return formatNumber(value);
  const sign = value < 0 ? '−' : '';
  if (digits.length < 5) return sign + digits;
  return sign + digits.replace(/\B(?=(?:\d{3})+$)/g, GROUP);
}

/** A measured number with `digits` significant digits; very small and very large ones in powers of ten. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 1e-4 || size >= 1e7) return sign + exponential(size, digits);
  if (Number.isInteger(size) && size < 10 ** Math.max(digits, 4)) return sign + String(size);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return sign + size.toFixed(Math.min(decimals, 12));
}

/**
 * A correlation with three decimals, and with more where three would round it to 1: a copy with a trace of noise
 * must not read like an exact copy.
 */
export function formatCorrelation(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size === 1) return `${sign}1`;
  for (const decimals of [3, 4, 5, 6]) {
    const text = size.toFixed(decimals);
    if (!text.startsWith('1')) return Number(text) === 0 ? text : sign + text;
  }
  return size > 1 ? sign + size.toFixed(6) : `${sign}0.999999…`;
}

/** A share of 0…1 in per cent. What is not all does not read `100%`, what is not nothing does not read `0%`. */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return '–';
  if (fraction <= 0) return '0%';
  if (fraction >= 1) return fraction === 1 ? '100%' : `${formatNumber(fraction * 100)}%`;
  if (fraction < 0.001) return '<\u202f0.1%';
  if (fraction > 0.999) return '>\u202f99.9%';
  return `${(fraction * 100).toFixed(1)}%`;
}

/** `p ≤ 1.2e-89` from a natural logarithm. Rounded upwards, so that the statement stays true. */
export function formatLnP(lnP: number): string {
  return `p${HOLD}≤${HOLD}${formatLnPValue(lnP)}`;
}

/** The number alone, as `1.2e-89`, rounded upwards; never below 1e-300. */
export function formatLnPValue(lnP: number): string {
  if (Number.isNaN(lnP) || lnP === Number.POSITIVE_INFINITY) return '–';
  if (lnP >= 0) return '1';
  if (lnP <= SMALLEST_LN_P) return '1e-300';
  const log10 = lnP / Math.LN10;
  let exponent = Math.floor(log10 + 1e-12);
  // The tiny allowance keeps 1e-6, whose logarithm is not exact, from being printed as 1.1e-6.
  let tenths = Math.ceil(10 ** (log10 - exponent + 1) - 1e-6);
  if (tenths >= 100) {
    tenths = 10;
    exponent += 1;
  }
  if (exponent >= 0) return '1';
  if (exponent >= -3) return ((tenths / 10) * 10 ** exponent).toFixed(1 - exponent);
  return `${tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1)}e${exponent}`;
}

/** Bytes with a decimal unit, as `34.1 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : value.toFixed(value < 100 ? 1 : 0)}${HOLD}${units[unit] ?? 'B'}`;
}

function exponential(size: number, digits: number): string {
  const [mantissa = '0', exponent = '0'] = size.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${short}e${exponent.replace('+', '')}`;
}
