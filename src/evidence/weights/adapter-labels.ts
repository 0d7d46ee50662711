// Labels that an adapter's products share with its base alone: residual channels, hidden units, head dimensions, and where each is read.
import type { Pair } from '../../align/alignment.ts';
import { addMatrices, cosineMatrix } from '../../math/mantel.ts';
import type { Random } from '../../math/random.ts';
import { headsOf } from '../../model/config.ts';
import { chunkValues, type Model, type Tensor } from '../../model/model.ts';
import { type Role, type RoleKind, roleKey } from '../../model/roles/role.ts';
import { informationOf } from '../../model/values/information.ts';
import { type Plane, readRows, wholePlane } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';
import type { Subject } from '../subject.ts';

/** How the labels of one set vary together in the products, and in the base. */
export interface LabelSet {
  readonly set: 'channels' | 'units' | 'heads';
  readonly block: number | null;
  readonly labels: number;
  /** Labels may be exchanged within stretches of this many. */
  readonly stretch: number;
  readonly products: Float64Array;
  readonly weights: Float64Array;
  /** Elements of the adapter that were read. */
  readonly elements: number;
}

/** A pair of a product and the weight that it is added to, whichever of the two models is the adapter. */
export interface Fit {
  readonly role: Role;
  readonly product: Plane;
  readonly weight: Plane;
}

export interface Fits {
  readonly adapter: Model;
  readonly base: Model;
  readonly fits: readonly Fit[];
}

/** Labels of a set that are looked at: the cost of a relabelling grows with their square. */
const mostLabels = 512;
/** Rows or columns of a product that speak for its labels: as many as the largest usual rank. */
const productLines = 64;
const weightRows = 128;
/** Products that speak for the channels; more of them say the same again. */
const channelProducts = 32;
/** A set of fewer labels has too few orders. */
const leastLabels = 16;
/** Lengths of stretches that may be exchanged within a head: they divide whatever a head may have. */
const longestStretch = 16;

const readers: ReadonlySet<RoleKind> = new Set(['attn_q', 'attn_k', 'attn_v', 'ffn_gate', 'ffn_up', 'ffn_router']);

/** The pairs of a component in which one side is a product and the other a weight of the same shape. */
export function fitsOf(subject: Subject): Fits & { readonly pairs: number } {
  const { suspect, candidate } = subject.alignment;
  const isDelta = ({ tensor }: Plane): boolean => tensor.assembly?.delta === true;
  const mixed = subject.pairs.filter((pair) => isDelta(pair.suspect) !== isDelta(pair.candidate));
  const suspectIsAdapter = mixed.some((pair) => isDelta(pair.suspect));
  const fits = mixed.flatMap((pair: Pair): Fit[] => {
    const [product, weight] = suspectIsAdapter ? [pair.suspect, pair.candidate] : [pair.candidate, pair.suspect];
    const fitting = product.rows === weight.rows && product.columns === weight.columns;
    return fitting && pair.role?.part === 'weight' ? [{ role: pair.role, product, weight }] : [];
  });
  const [adapter, base] = suspectIsAdapter ? [suspect, candidate] : [candidate, suspect];
  return { adapter, base, fits, pairs: mixed.length };
}

/** The channels that the products read; undefined where they read none, or where a computed table fixes what each channel means. */
export async function channelSet(found: Fits, random: Random, options: RunOptions): Promise<LabelSet | undefined> {
  const reading = found.fits.filter(({ role }) => readers.has(role.kind));
  const columns = reading[0]?.product.columns ?? 0;
  const alike = reading.filter(({ product }) => product.columns === columns);
  const [first] = alike;
  if (first === undefined || columns < leastLabels) return undefined;
  if (await hasFixedChannels(found.base, first.role, options)) return undefined;
  const labels = random.sample(columns, mostLabels);
  const chosen = [...random.sample(alike.length, channelProducts)].map((i) => alike[i] as Fit);
  const products: (Float64Array | undefined)[] = [];
  const weights: (Float64Array | undefined)[] = [];
  let elements = 0;
  for (const { product, weight } of chosen) {
    const ours = await columnVectors(found.adapter, product, labels, productLines, random, options);
    const theirs = await columnVectors(found.base, weight, labels, weightRows, random, options);
    elements += ours.length;
    products.push(cosineMatrix(ours, labels.length, ours.length / labels.length));
    weights.push(cosineMatrix(theirs, labels.length, theirs.length / labels.length));
  }
  return setOf('channels', null, labels.length, labels.length, products, weights, elements);
}

/** Blocks that have units or head dimensions to look at, ascending. */
export function blocksOf({ fits }: Fits): readonly number[] {
  const kinds: ReadonlySet<RoleKind> = new Set(['ffn_down', 'ffn_gate', 'ffn_up', 'attn_v', 'attn_output']);
  const blocks = new Set(fits.flatMap(({ role }) => (kinds.has(role.kind) ? [role.block ?? -1] : [])));
  return [...blocks].filter((block) => block >= 0).toSorted((a, b) => a - b);
}

/** Hidden units of a block, against the columns of the base's down projection. */
export async function unitSet(
  found: Fits,
  block: number,
  random: Random,
  options: RunOptions,
): Promise<LabelSet | undefined> {
  const mine = found.fits.filter(({ role }) => role.block === block);
  const written = mine.filter(({ role }) => role.kind === 'ffn_gate' || role.kind === 'ffn_up');
  const down = mine.find(({ role }) => role.kind === 'ffn_down');
  const weight = down?.weight ?? partner(found.base, written[0]?.role, 'ffn_down');
  if (weight === undefined || weight.columns < leastLabels) return undefined;
  const labels = random.sample(weight.columns, mostLabels);
  const products: (Float64Array | undefined)[] = [];
  let elements = 0;
  const add = (vectors: Float32Array): void => {
    elements += vectors.length;
    products.push(cosineMatrix(vectors, labels.length, vectors.length / labels.length));
  };
  if (down !== undefined) add(await columnVectors(found.adapter, down.product, labels, productLines, random, options));
  for (const { product } of written) {
    if (product.rows === weight.columns) add(await rowVectors(found.adapter, product, labels, random, options));
  }
  const theirs = await columnVectors(found.base, weight, labels, weightRows, random, options);
  const weights = [cosineMatrix(theirs, labels.length, theirs.length / labels.length)];
  return setOf('units', block, labels.length, labels.length, products, weights, elements);
}

/** Head dimensions of a block: rows of v's product and columns of o's, against the columns of the base's o. */
export async function headSet(
  found: Fits,
  block: number,
  random: Random,
  options: RunOptions,
): Promise<LabelSet | undefined> {
  const mine = found.fits.filter(({ role }) => role.block === block);
  const value = mine.find(({ role }) => role.kind === 'attn_v');
  const output = mine.find(({ role }) => role.kind === 'attn_output');
  const role = value?.role ?? output?.role;
  const weight = output?.weight ?? partner(found.base, role, 'attn_output');
  const dimensions = value?.product.rows ?? partner(found.base, role, 'attn_v')?.rows;
  const heads = role === undefined ? undefined : headsOf(found.base.config, role.tower)?.heads;
  if (weight === undefined || dimensions === undefined || heads === undefined) return undefined;
  const width = weight.columns / heads;
  const repeats = weight.columns / dimensions;
  if (![width, repeats, dimensions / width].every((n) => Number.isInteger(n) && n > 0)) return undefined;
  const stretch = stretchOf(width);
  if (stretch < 2 || dimensions < leastLabels) return undefined;
  const chosen = random.sample(dimensions / stretch, Math.floor(mostLabels / stretch));
  const labels = Uint32Array.from(
    [...chosen].flatMap((s) => Array.from({ length: stretch }, (_, i) => s * stretch + i)),
  );
  // The columns of o that a head dimension has, one in each of the heads that share its value head.
  const columns = Array.from({ length: repeats }, (_, repeat) =>
    labels.map((label) => (Math.floor(label / width) * repeats + repeat) * width + (label % width)),
  );
  const vectors = async (model: Model, plane: Plane, lines: number): Promise<Float64Array | undefined> => {
    const rows = await someRows(model, plane, lines, random, options);
    const parts = columns.map((list) => picked(rows, plane.columns, list));
    return cosineMatrix(sideBySide(parts, labels.length), labels.length, (rows.length / plane.columns) * repeats);
  };
  const products: (Float64Array | undefined)[] = [];
  let elements = 0;
  if (value !== undefined) {
    const own = await rowVectors(found.adapter, value.product, labels, random, options);
    elements += own.length;
    products.push(cosineMatrix(own, labels.length, own.length / labels.length));
  }
  if (output !== undefined) {
    elements += labels.length * repeats * Math.min(productLines, output.product.rows);
    products.push(await vectors(found.adapter, output.product, productLines));
  }
  const weights = [await vectors(found.base, weight, weightRows)];
  return setOf('heads', block, labels.length, stretch, products, weights, elements);
}

/** The largest power of two of at most 16 that divides a head. */
function stretchOf(width: number): number {
  let stretch = longestStretch;
  while (width % stretch !== 0) stretch /= 2;
  return stretch;
}

function setOf(
  set: LabelSet['set'],
  block: number | null,
  labels: number,
  stretch: number,
  products: readonly (Float64Array | undefined)[],
  weights: readonly (Float64Array | undefined)[],
  elements: number,
): LabelSet | undefined {
  const ours = addMatrices(products.filter((one) => one !== undefined));
  const theirs = addMatrices(weights.filter((one) => one !== undefined));
  if (ours === undefined || theirs === undefined) return undefined;
  return { set, block, labels, stretch, products: ours, weights: theirs, elements };
}

/** The base's weight of another kind in the same block (and expert); undefined where there is none of its own. */
function partner(base: Model, role: Role | undefined, kind: RoleKind): Plane | undefined {
  if (role === undefined) return undefined;
  const { transposed: _t, interleaved: _i, stacked: _s, ropePairs: _r, raised: _a, ...rest } = role;
  const key = roleKey({ ...rest, kind, part: 'weight' });
  const tensor = base.tensors.find((one: Tensor) => one.role !== undefined && roleKey(one.role) === key);
  return tensor === undefined || tensor.shape.length !== 2 ? undefined : wholePlane(tensor);
}

async function someRows(
  model: Model,
  plane: Plane,
  most: number,
  random: Random,
  options: RunOptions,
): Promise<Float32Array> {
  return readRows(model, plane, random.sample(plane.rows, most), options);
}

/** For each label (a column of the plane) its values in some rows. */
async function columnVectors(
  model: Model,
  plane: Plane,
  labels: Uint32Array,
  most: number,
  random: Random,
  options: RunOptions,
): Promise<Float32Array> {
  return picked(await someRows(model, plane, most, random, options), plane.columns, labels);
}

/** For each label (a row of the plane) its values in some columns. */
async function rowVectors(
  model: Model,
  plane: Plane,
  labels: Uint32Array,
  random: Random,
  options: RunOptions,
): Promise<Float32Array> {
  const columns = random.sample(plane.columns, productLines);
  const out = new Float32Array(labels.length * columns.length);
  const step = Math.max(1, Math.floor(chunkValues / plane.columns));
  for (let first = 0; first < labels.length; first += step) {
    const here = labels.subarray(first, first + step);
    const rows = await readRows(model, plane, here, options);
    for (let i = 0; i < here.length; i++) {
      for (let k = 0; k < columns.length; k++) {
        out[(first + i) * columns.length + k] = rows[i * plane.columns + (columns[k] as number)] as number;
      }
    }
  }
  return out;
}

/** Columns of row-major rows, turned: labels × rows. */
function picked(rows: Float32Array, columns: number, labels: Uint32Array): Float32Array {
  const count = rows.length / columns;
  const out = new Float32Array(labels.length * count);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < labels.length; i++) out[i * count + r] = rows[r * columns + (labels[i] as number)] as number;
  }
  return out;
}

/** Several vectors a label as one. */
function sideBySide(parts: readonly Float32Array[], labels: number): Float32Array {
  const length = (parts[0]?.length ?? 0) / labels;
  const out = new Float32Array(labels * length * parts.length);
  for (const [p, part] of parts.entries()) {
    for (let i = 0; i < labels; i++)
      out.set(part.subarray(i * length, (i + 1) * length), (i * parts.length + p) * length);
  }
  return out;
}

async function hasFixedChannels(base: Model, { tower }: Role, options: RunOptions): Promise<boolean> {
  const table = base.tensors.find(({ role }) => role?.kind === 'position_embd' && role.tower === tower);
  const columns = table?.shape.at(-1) ?? 0;
  if (table === undefined || columns === 0) return false;
  const rows = Math.min(table.elements / columns, Math.max(1, Math.floor(chunkValues / columns)));
  const values = await base.read(table, 0, rows * columns, options);
  return informationOf(values, rows, columns) === 'deterministic';
}
