// Which tensors carry no trace of a training: constants, masks, counters and tables that anyone computes alike.

export type Information = 'learned' | 'constant' | 'deterministic';

// A learned tensor of this size has more values than that; a mask or a small integer table has fewer.
const fewValues = 16;
// A windowed sinusoid keeps its energy in its peak and the two bins beside it (Hann: 3, Hamming: 3, Blackman: 5).
const peakBins = 5;
const narrowEnergy = 0.99;
const narrowRows = 0.95;

/**
 * What the values themselves say. `rows` × `columns` is the matrix view, row-major (a vector has one column).
 * `constant`: one value throughout, as norm gains of ones. `deterministic`: few distinct values,
 * arithmetic or geometric progressions, sampled sinusoids (position tables), windowed sinusoids (STFT bases), one-hot or
 * triangular filters (mel banks). Everything else is `learned`, which is the cautious side for a table we do not know: it
 * is then shown by name in the evidence.
 */
export function informationOf(values: Float32Array, rows: number, columns: number): Information {
  const distinct = new Set<number>();
  for (let i = 0; i < values.length && distinct.size <= fewValues; i++) distinct.add(values[i] as number);
  if (distinct.size <= 1) return 'constant';
  if (distinct.size <= fewValues && values.length > 2 * fewValues) return 'deterministic';
  if (isProgression(values)) return 'deterministic';
  const matrix = rows >= 8 && columns >= 8;
  if (
    matrix &&
    (sinusoidal(values, rows, columns) || narrowBand(values, rows, columns) || banded(values, rows, columns))
  )
    return 'deterministic';
  return 'learned';
}

/** Whether a tensor holds one value throughout, which may be none: gains of ones, biases of zeros, NaNs. */
export function isConstant(values: Float32Array): boolean {
  const [first] = values;
  return values.every((value) => value === first || (Number.isNaN(value) && Number.isNaN(first)));
}

/** Equal steps or equal ratios from value to value, to the precision of the storage. */
function isProgression(values: Float32Array): boolean {
  return values.length >= 4 && (isArithmetic(values) || isGeometric(values));
}

// Both ask for what holds, not for what fails: a NaN fails every comparison and must not pass for a progression.

function isArithmetic(values: Float32Array): boolean {
  const step = (values[1] as number) - (values[0] as number);
  for (let i = 2; i < values.length; i++) {
    const [before, now] = [values[i - 1] as number, values[i] as number];
    if (!(Math.abs(now - before - step) <= 1e-4 * Math.abs(step) + 1e-6 * Math.abs(now))) return false;
  }
  return Number.isFinite(step);
}

/** bfloat16 rounds by up to 2^-8: once the value itself, and once each end that the ratio is taken from. */
const ratioTolerance = 3 / 256;

/** From end to end by a factor of two at least, so that gains that all lie near 1 are not taken for a progression. */
function isGeometric(values: Float32Array): boolean {
  const first = values[0] as number;
  const whole = Math.log((values.at(-1) as number) / first);
  if (!(Math.abs(whole) >= Math.LN2 && Number.isFinite(whole))) return false;
  const step = whole / (values.length - 1);
  return values.every((value, i) => Math.abs(value / (first * Math.exp(step * i)) - 1) <= ratioTolerance);
}

/**
 * Any sampled sinusoid of whatever frequency obeys x[t+1] + x[t-1] = 2 cos(w) x[t]; position tables do in every column
 * along the rows (or in every row along the columns).
 */
function sinusoidal(values: Float32Array, rows: number, columns: number): boolean {
  const along = (count: number, length: number, at: (line: number, t: number) => number): boolean => {
    if (length < 8) return false;
    let good = 0;
    let told = 0;
    for (let line = 0; line < count; line++) {
      let cross = 0;
      let square = 0;
      for (let t = 1; t + 1 < length; t++) {
        const x = at(line, t);
        cross += x * (at(line, t + 1) + at(line, t - 1));
        square += x * x;
      }
      // A line of zeros obeys every recurrence and says nothing: a table with few used lines is no position table.
      if (square === 0) continue;
      told += 1;
      const c = cross / square;
      let rest = 0;
      for (let t = 1; t + 1 < length; t++) rest += (at(line, t + 1) + at(line, t - 1) - c * at(line, t)) ** 2;
      if (Math.abs(c) <= 2.001 && rest <= 1e-4 * square) good += 1;
    }
    return told >= 4 && good >= narrowRows * told;
  };
  return (
    along(columns, rows, (c, t) => values[t * columns + c] as number) ||
    along(rows, columns, (r, t) => values[r * columns + t] as number)
  );
}

/** Nearly every row keeps its energy in a few neighbouring frequencies, and the rows' peaks differ: a (windowed) Fourier basis. */
function narrowBand(values: Float32Array, rows: number, columns: number): boolean {
  if (columns < 32 || columns > 4096) return false;
  const sampled = Math.min(rows, 64);
  const bins = Math.floor(columns / 2) + 1;
  const cosines = Float64Array.from({ length: columns }, (_, i) => Math.cos((2 * Math.PI * i) / columns));
  const sines = Float64Array.from({ length: columns }, (_, i) => Math.sin((2 * Math.PI * i) / columns));
  const peaks = new Set<number>();
  let good = 0;
  for (let s = 0; s < sampled; s++) {
    const row = Math.floor((s * rows) / sampled);
    const energy = new Float64Array(bins);
    let total = 0;
    for (let f = 0; f < bins; f++) {
      let re = 0;
      let im = 0;
      for (let t = 0; t < columns; t++) {
        const x = values[row * columns + t] as number;
        re += x * (cosines[(f * t) % columns] as number);
        im += x * (sines[(f * t) % columns] as number);
      }
      energy[f] = (f === 0 || 2 * f === columns ? 1 : 2) * (re * re + im * im);
      total += energy[f] as number;
    }
    // A row of zeros (the sine of frequency 0) belongs to every Fourier basis.
    if (total < 1e-12) {
      good += 1;
      continue;
    }
    let peak = 0;
    for (let f = 1; f < bins; f++) if ((energy[f] as number) > (energy[peak] as number)) peak = f;
    peaks.add(peak);
    let near = 0;
    for (let f = Math.max(0, peak - (peakBins >> 1)); f <= Math.min(bins - 1, peak + (peakBins >> 1)); f++)
      near += energy[f] as number;
    if (near >= narrowEnergy * total) good += 1;
  }
  return good >= narrowRows * sampled && peaks.size >= sampled / 3;
}

/** Filter banks: rows (or columns) with one short run of non-zero, non-negative values each, the runs moving on from line to line. */
function banded(values: Float32Array, rows: number, columns: number): boolean {
  const check = (count: number, length: number, at: (line: number, t: number) => number): boolean => {
    let last = -1;
    for (let line = 0; line < count; line++) {
      let first = -1;
      let end = -1;
      for (let t = 0; t < length; t++) {
        const x = at(line, t);
        if (x < 0) return false;
        if (x > 0) {
          if (first < 0) first = t;
          else if (t !== end + 1) return false;
          end = t;
        }
      }
      if (first < 0) continue;
      if (end - first > length / 3 || first < last) return false;
      last = first;
    }
    return last >= 0;
  };
  return (
    check(rows, columns, (r, t) => values[r * columns + t] as number) ||
    check(columns, rows, (c, t) => values[t * columns + c] as number)
  );
}
