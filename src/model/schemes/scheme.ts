// What a quantisation scheme promises: which stored tensors it takes together, and that nothing they claim makes it throw.
import { ForebearError, isForebearError, type Problem } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import type { Assembly, PartReader } from '../values/assembly.ts';

/** A stored tensor, or one made from several; the stored parts of the latter are no tensors of the model. */
export type AssembledInfo = TensorInfo & { readonly assembly?: Assembly };

/** What a scheme may ask while it puts weights together. */
export interface SchemeContext {
  /** `quantization_config` of config.json (or MLX's `quantization`): a hint that may lie. */
  readonly declared: ReadonlyMap<string, JsonValue>;
  readonly reader: PartReader;
  /** Lengths of the model's vectors, and numbers of rows of its matrices: sides that no packing hides. */
  readonly knownSides: ReadonlySet<number>;
  /** Records that the configuration (or a table beside the codes) says one thing and the tensors another. */
  contradict(expected: string, found: string): void;
}

/** Stored tensors that belong together and could not be put together: they stay as they are. */
export interface Refusal {
  /** The weight they would have made. */
  readonly weight: string;
  readonly error: ForebearError;
}

/** What one scheme found. */
export interface Found {
  readonly made: readonly AssembledInfo[];
  readonly refused: readonly Refusal[];
}

/**
 * A scheme takes the tensors that it understands out of `left` (by name) and gives what they make together. It goes by
 * names, types and shapes; what contradicts itself is left where it is and refused. Only `integrity` and aborts throw.
 */
export interface Scheme {
  readonly id: string;
  /** Quantisation methods as config.json names them whose weights this scheme reads. */
  readonly methods: readonly string[];
  assemble(left: Map<string, TensorInfo>, context: SchemeContext, options?: RunOptions): Promise<Found>;
}

/** One weight while it is put together: finds its parts and notes which were used. */
export interface Kit {
  /** The tensor by which the weight was found. */
  readonly known: TensorInfo;
  /** The stored tensor of this name, noted as used; undefined where there is none. */
  optional(name: string): TensorInfo | undefined;
  /** As `optional`; throws `format` where there is none. */
  needed(name: string): TensorInfo;
  /** The weight of this name and shape, made of the codes and the parts used so far. Throws where it cannot be. */
  weight(name: string, shape: readonly number[], codes: TensorInfo, assembly: Omit<Assembly, 'parts'>): AssembledInfo;
}

/**
 * Puts together the weights that `nameOf` finds: it gives a weight's name for the tensor by which the weight is known, and
 * undefined for every other. `build` gives undefined where that is another scheme's, and throws ForebearError where
 * the parts do not fit together.
 */
export async function assembleEach(
  left: Map<string, TensorInfo>,
  nameOf: (info: TensorInfo) => string | undefined,
  build: (weight: string, kit: Kit) => Promise<AssembledInfo | undefined> | AssembledInfo | undefined,
): Promise<Found> {
  const made: AssembledInfo[] = [];
  const refused: Refusal[] = [];
  // Parts that are taken on the way are not visited again.
  for (const info of left.values()) {
    const weight = nameOf(info);
    if (weight === undefined) continue;
    try {
      const one = await build(weight, kitOf(info, left));
      if (one === undefined) continue;
      made.push(one);
      for (const part of one.assembly?.parts ?? []) left.delete(part.name);
    } catch (error) {
      if (!isForebearError(error) || error.code === 'integrity') throw error;
      refused.push({ weight, error });
    }
  }
  return { made, refused };
}

/** Finds names that end in `ending` (and are more than it), and calls the weight what stands before it + `instead`. */
export function ending(ending: string, instead: string): (info: TensorInfo) => string | undefined {
  return ({ name }) =>
    name.endsWith(ending) && name.length > ending.length ? `${name.slice(0, -ending.length)}${instead}` : undefined;
}

function kitOf(known: TensorInfo, left: ReadonlyMap<string, TensorInfo>): Kit {
  const used = new Map<string, TensorInfo>();
  const optional = (name: string): TensorInfo | undefined => {
    const part = left.get(name);
    if (part !== undefined) used.set(part.name, checked(part));
    return part;
  };
  return {
    known,
    optional,
    needed(name) {
      const part = optional(name);
      if (part === undefined) throw new ForebearError('format', known.name, `a tensor ${name} beside it`, 'none');
      return part;
    },
    weight(name, shape, codes, assembly) {
      if (left.has(name) && name !== codes.name) {
        throw new ForebearError('format', codes.name, `no other tensor called ${name}`, 'one');
      }
      product(shape, name);
      used.delete(codes.name);
      const { byteOrder: _b, strides: _s, affine: _a, ...place } = checked(codes);
      return { ...place, name, dtype: 'F32', shape, assembly: { ...assembly, parts: [codes, ...used.values()] } };
    },
  };
}

/** Parts are read as bytes: they must lie plainly. */
function checked(part: TensorInfo): TensorInfo {
  if (
    part.encoding !== 'raw' ||
    part.byteOrder !== undefined ||
    part.strides !== undefined ||
    part.affine !== undefined
  ) {
    throw new ForebearError('unsupported', part.name, 'a part that lies plainly', 'another arrangement');
  }
  return part;
}

/** The product of sides. Throws `limit` beyond 2^53. */
export function product(sides: readonly number[], subject: string): number {
  let elements = 1;
  for (const side of sides) {
    elements *= side;
    if (!Number.isSafeInteger(elements)) {
      throw new ForebearError('limit', subject, 'fewer than 2^53 elements', `the shape [${sides.join(', ')}]`);
    }
  }
  return elements;
}

/** Throws `format` unless `part` has one of the shapes; `null` stands for any side. */
export function checkShape(part: TensorInfo, ...shapes: readonly (readonly (number | null)[])[]): void {
  const fits = shapes.some(
    (shape) => shape.length === part.shape.length && shape.every((side, k) => side === null || side === part.shape[k]),
  );
  if (fits) return;
  const expected = shapes.map((shape) => `[${shape.map((side) => side ?? '…').join(', ')}]`).join(' or ');
  throw new ForebearError('format', part.name, `the shape ${expected}`, `[${part.shape.join(', ')}]`);
}

/** Throws `format` unless `part` is of one of the types. */
export function checkType(part: TensorInfo, ...types: readonly TensorInfo['dtype'][]): void {
  if (types.includes(part.dtype)) return;
  throw new ForebearError('format', part.name, types.join(' or '), part.dtype);
}

/** Refusals as problems: one for each reason, however many weights it keeps from being read. */
export function problemsOf(refused: readonly Refusal[]): Problem[] {
  const byReason = new Map<string, { readonly first: Refusal; readonly lost: string[] }>();
  for (const refusal of refused) {
    const { code, expected } = refusal.error;
    const key = `${code} ${expected.replace(/\d+/g, '0')}`.replaceAll(refusal.weight.replace(/\.weight$/, ''), '');
    const known = byReason.get(key);
    if (known === undefined) byReason.set(key, { first: refusal, lost: [refusal.weight] });
    else known.lost.push(refusal.weight);
  }
  return [...byReason.values()].map(({ first: { error }, lost }) => ({
    code: error.code,
    subject: error.subject,
    expected: error.expected,
    found: lost.length === 1 ? error.found : `${error.found}; ${lost.length - 1} more weights like it`,
    lost,
  }));
}
