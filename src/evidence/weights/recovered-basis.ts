// The rotation between two residual streams, from units that were found in both, or from tokens that both have.
import type { Side } from '../../align/text-blocks.ts';
import { textTable } from '../../align/text-table.ts';
import { assign } from '../../math/assignment.ts';
import { rowProducts } from '../../math/kernels.ts';
import { cosine } from '../../math/moments.ts';
import { orthogonalFactor, timesSquare } from '../../math/procrustes.ts';
import type { RunOptions } from '../../run.ts';
import type { Subject } from '../subject.ts';
import { type Form, turned, type UnitViews } from './unit-signatures.ts';

/** Which unit of the candidate each asked unit of the suspect was found to be; -1 where none. */
export interface Matched {
  readonly suspect: UnitViews;
  readonly candidate: UnitViews;
  readonly asked: Uint32Array;
  readonly units: Int32Array;
}

/** How many of the asked units each view sends to the same unit of the candidate. */
export interface Agreement {
  /** The unit that gate, up and down all choose; -1 where they do not. */
  readonly units: Int32Array;
  /** Units on which gate and up agree, and on which all three do. */
  readonly two: number;
  readonly three: number;
  /** Mean cosine of the gate rows of units that up and down agree on: the gate had no part in choosing them. 0 where none. */
  readonly likeness: number;
}

/** Rounds of fitting and matching anew within the blocks that the rotation is fitted on. */
const refinements = 3;

/** A few units agree by chance, and a rotation fitted to those is worth nothing. */
const leastMatched = 8;

/**
 * The rotation R with candidate rows · R nearest the suspect's, from the matched units of several blocks, refined by
 * matching those blocks anew. Undefined where hardly any unit was matched.
 */
export function basisFromUnits(matched: readonly Matched[]): Float32Array | undefined {
  const units = matched.reduce((sum, one) => sum + one.units.filter((unit) => unit >= 0).length, 0);
  if (units < leastMatched) return undefined;
  let rotation = fit(matched, undefined);
  let last = matched;
  for (let round = 0; round < refinements && rotation !== undefined; round++) {
    const turnedBy = rotation;
    const again = matched.map((one) => ({ ...one, units: agreementIn(one, turnedBy).units }));
    const isSettled = round > 0 && again.every(({ units }, i) => units.every((unit, k) => unit === last[i]?.units[k]));
    if (isSettled) break;
    rotation = fit(again, rotation) ?? rotation;
    last = again;
  }
  return rotation;
}

/** Gate rows have a sign; up and down of a unit share one that is free, known once a rotation is. */
function fit(matched: readonly Matched[], known: Float32Array | undefined): Float32Array | undefined {
  const width = matched[0]?.suspect.width ?? 0;
  const sum = new Float64Array(width * width);
  for (const { suspect, candidate, asked, units } of matched) {
    const [mine, theirs]: [number[], number[]] = [[], []];
    for (let i = 0; i < asked.length; i++) {
      if ((units[i] as number) < 0) continue;
      mine.push(asked[i] as number);
      theirs.push(units[i] as number);
    }
    if (mine.length === 0) continue;
    const x = rowsOf(suspect, 'gate', mine);
    const y = rowsOf(candidate, 'gate', theirs);
    addCross(sum, y, x, mine.length, width);
    if (known === undefined) continue;
    const signs = new Float64Array(mine.length);
    for (const view of ['up', 'down'] as const) {
      const [a, b] = [
        rowsOf(suspect, view, mine),
        timesSquare(rowsOf(candidate, view, theirs), mine.length, known, width),
      ];
      for (let i = 0; i < a.length; i++) {
        const at = Math.floor(i / width);
        signs[at] = (signs[at] as number) + (a[i] as number) * (b[i] as number);
      }
    }
    for (const view of ['up', 'down'] as const) {
      const own = rowsOf(suspect, view, mine);
      for (let i = 0; i < own.length; i++)
        if ((signs[Math.floor(i / width)] as number) < 0) own[i] = -(own[i] as number);
      addCross(sum, rowsOf(candidate, view, theirs), own, mine.length, width);
    }
  }
  return orthogonalFactor(sum, width);
}

function rowsOf({ width, ...views }: UnitViews, view: 'gate' | 'up' | 'down', units: readonly number[]): Float32Array {
  const out = new Float32Array(units.length * width);
  for (const [i, unit] of units.entries()) out.set(views[view].subarray(unit * width, (unit + 1) * width), i * width);
  return out;
}

/** Adds Yᵀ X. */
function addCross(sum: Float64Array, y: Float32Array, x: Float32Array, rows: number, width: number): void {
  const products = rowProducts(turned(y, rows, width), width, turned(x, rows, width), width, rows);
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (products[i] as number);
}

/** The choices of the three views in the recovered basis, each by the largest cosine: of up and down whatever its sign. */
export function agreementIn({ suspect, candidate, asked }: Omit<Matched, 'units'>, rotation: Float32Array): Agreement {
  const { width } = suspect;
  const cosines = (['gate', 'up', 'down'] as const).map((view) =>
    rowProducts(
      rowsOf(suspect, view, [...asked]),
      asked.length,
      timesSquare(candidate[view], candidate.units, rotation, width),
      candidate.units,
      width,
    ),
  ) as [Float64Array, Float64Array, Float64Array];
  const [gate, up, down] = [
    largest(cosines[0], asked.length, candidate.units, (x) => x),
    largest(cosines[1], asked.length, candidate.units, Math.abs),
    largest(cosines[2], asked.length, candidate.units, Math.abs),
  ];
  const agreed = agreementOf(gate, up, down);
  let [sum, count] = [0, 0];
  for (let i = 0; i < asked.length; i++) {
    if ((up[i] as number) < 0 || up[i] !== down[i]) continue;
    sum += cosines[0][i * candidate.units + (up[i] as number)] as number;
    count += 1;
  }
  return { ...agreed, likeness: count === 0 ? 0 : sum / count };
}

/**
 * Where two and three choices agree, each unit counted for one alone: a unit that several are sent to is near to
 * everything (in a basis fitted to a few units, some are), and says nothing of any.
 */
export function agreementOf(gate: Int32Array, up: Int32Array, down: Int32Array): Omit<Agreement, 'likeness'> {
  const chosen = new Map<number, number>();
  for (const unit of gate) chosen.set(unit, (chosen.get(unit) ?? 0) + 1);
  const single = gate.map((unit) => (unit >= 0 && chosen.get(unit) === 1 ? unit : -1));
  const units = single.map((unit, i) => (unit === up[i] && unit === down[i] ? unit : -1));
  const two = single.filter((unit, i) => unit >= 0 && unit === up[i]).length;
  return { units, two, three: units.filter((unit) => unit >= 0).length };
}

/** The place of the largest value of each row, -1 where it is not above zero or stands twice. */
function largest(values: Float64Array, rows: number, columns: number, size: (x: number) => number): Int32Array {
  const found = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    let [best, ties] = [0, 0];
    for (let j = 0; j < columns; j++) {
      const value = size(values[i * columns + j] as number);
      if (value > best) {
        [best, ties] = [value, 0];
        found[i] = j;
      } else if (value === best && value > 0) ties += 1;
    }
    if (ties > 0) found[i] = -1;
  }
  return found;
}

/** Token rows that fit a rotation of this width well: more than it has directions. */
const tokensPerChannel = 4;

/** The rotation between the token tables, each row taken for the same token; undefined where there are too few rows, or none. */
export async function basisFromTokens(
  subject: Subject,
  width: number,
  options: RunOptions,
): Promise<Float32Array | undefined> {
  const [mine, theirs] = [textTable(subject.alignment, 'suspect'), textTable(subject.alignment, 'candidate')];
  if (mine?.columns !== width || theirs?.columns !== width) return undefined;
  const rows = Math.min(mine.rows, theirs.rows);
  if (rows < 2 * width) return undefined;
  const tokens = subject.plan.random('basis tokens').sample(rows, tokensPerChannel * width);
  const [x, y] = [await mine.read(tokens, options), await theirs.read(tokens, options)];
  const finite = [x, y].every((values) => values.every(Number.isFinite));
  if (!finite) return undefined;
  const sum = new Float64Array(width * width);
  addCross(sum, centred(y, tokens.length), centred(x, tokens.length), tokens.length, width);
  return orthogonalFactor(sum, width);
}

/** Rows less their mean: what all tokens have in common says nothing of which is which. */
function centred(values: Float32Array, rows: number): Float32Array {
  const width = values.length / rows;
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] = (mean[i % width] as number) + (values[i] as number) / rows;
  return values.map((value, i) => value - (mean[i % width] as number));
}

/** Means over the channels of a rotation's diagonal, of its size, and of the sizes on the best one-to-one assignment of channels: 1, 1, 1 for the same basis. */
export function shapeOf(rotation: Float32Array, width: number): { diagonal: number; inPlace: number; peak: number } {
  const sums = { diagonal: 0, inPlace: 0 };
  for (let i = 0; i < width; i++) {
    const own = rotation[i * width + i] as number;
    sums.diagonal += own / width;
    sums.inPlace += Math.abs(own) / width;
  }
  // One channel for each: the cheapest assignment, sizes being gains.
  const { cost } = assign(
    rotation.map((value) => -Math.abs(value)),
    width,
    width,
  );
  return { ...sums, peak: -cost / width };
}

/**
 * Cosine of the candidate's maps, turned into the suspect's basis, with the suspect's: what attention has in common beside
 * units that were found. Null where a side has none.
 */
export function fitForms(
  mine: readonly Form[],
  theirs: readonly Form[],
  rotation: Float32Array,
  width: number,
): number | null {
  if (mine.length === 0 || mine.length !== theirs.length) return null;
  let sum = 0;
  for (const [i, { map }] of mine.entries()) {
    const right = timesSquare((theirs[i] as Form).map, width, rotation, width);
    const both = timesSquare(turned(right, width, width), width, rotation, width);
    sum += cosine(map, turned(both, width, width)) ?? 0;
  }
  return sum / mine.length;
}

/** Rows of a table that are looked for, and those that they are looked for among. */
const askedTokens = 64;
const crowdTokens = 4_096;

export interface TableFit {
  /** Mean over the asked rows of the cosine with the nearest row of the other table, both centred. */
  readonly likeness: number;
  /** Share of them whose nearest row has their own number. */
  readonly inPlace: number;
}

/**
 * How well the suspect's token table fits the candidate's in a basis that units gave: a check of the tables by what they had
 * no part in. Undefined where widths differ or a table is missing.
 */
export async function fitTables(
  subject: Subject,
  rotation: Float32Array,
  width: number,
  options: RunOptions,
): Promise<TableFit | undefined> {
  const tables = (['suspect', 'candidate'] as const).map((side: Side) => textTable(subject.alignment, side));
  const [mine, theirs] = tables;
  if (mine?.columns !== width || theirs?.columns !== width) return undefined;
  const random = subject.plan.random('table fit');
  const crowd = random.sample(theirs.rows, crowdTokens);
  const shared = crowd.filter((row) => row < mine.rows);
  const asked = Uint32Array.from(random.sample(shared.length, askedTokens), (i) => shared[i] as number);
  if (asked.length < 8) return undefined;
  const [x, y] = [await mine.read(asked, options), await theirs.read(crowd, options)];
  const products = rowProducts(
    unit(centred(x, asked.length), width),
    asked.length,
    unit(timesSquare(centred(y, crowd.length), crowd.length, rotation, width), width),
    crowd.length,
    width,
  );
  let [sum, inPlace] = [0, 0];
  const nearest = largest(products, asked.length, crowd.length, (value) => value);
  for (let i = 0; i < asked.length; i++) {
    const at = nearest[i] as number;
    if (at < 0) continue;
    sum += products[i * crowd.length + at] as number;
    if (crowd[at] === asked[i]) inPlace += 1;
  }
  return { likeness: sum / asked.length, inPlace: inPlace / asked.length };
}

function unit(values: Float32Array, width: number): Float32Array {
  for (let at = 0; at < values.length; at += width) {
    const row = values.subarray(at, at + width);
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    for (let k = 0; k < width; k++) row[k] = norm > 0 && Number.isFinite(norm) ? (row[k] as number) / norm : 0;
  }
  return values;
}
