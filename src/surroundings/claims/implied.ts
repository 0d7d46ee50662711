// What the files imply where the words make claims: only what names, shapes and bytes settle, nothing that is guessed.
import type { Solution } from '../../model/architecture/solution.ts';
import type { Tensor } from '../../model/model.ts';
import { isQuantised } from '../../model/model.ts';

export interface Implied {
  /** Of the whole model. */
  readonly parameters: number | undefined;
  /** Bits in which a parameter is stored, where all are stored alike. */
  readonly bits: number | undefined;
  readonly sizes: ReadonlyMap<string, number>;
  /** First parts of the names of tensors. Untrusted text. */
  readonly firstParts: ReadonlyMap<string, number>;
}

/** Share of the bytes that must be stored alike before their width is said of the model. */
const nearlyAll = 0.9;

export function impliedBy(
  solution: Solution,
  tensors: readonly Tensor[],
  names: readonly { readonly pattern: string; readonly count: number }[],
): Implied {
  const [best] = solution.hypotheses;
  const exact = best?.fit === 'exact' ? best : undefined;
  const near = best !== undefined && best.fit === 'near' && best.missing.length === 0 ? best : undefined;
  const packed = tensors.some(isQuantised);
  const counted = packed || tensors.length === 0 ? undefined : (solution.parameters ?? undefined);
  const firstParts = new Map<string, number>();
  const note = (name: string, count: number): void => {
    const first = name.split('.', 1)[0] ?? '';
    firstParts.set(first, (firstParts.get(first) ?? 0) + count);
  };
  for (const { name } of tensors) note(name, 1);
  if (tensors.length === 0) for (const { pattern, count } of names) note(pattern, count);
  return {
    parameters: exact?.parameters ?? counted,
    bits: bitsOf(solution, tensors, exact?.bytesPerParameter ?? undefined),
    sizes: new Map(Object.entries((exact ?? near)?.sizes ?? {})),
    firstParts,
  };
}

function bitsOf({ bytes }: Solution, tensors: readonly Tensor[], solved: number | undefined): number | undefined {
  if (tensors.length === 0) return solved === undefined ? undefined : solved * 8;
  if (bytes === null || bytes === 0) return undefined;
  const widths: ReadonlyMap<string, number> = new Map([
    ['F16', 16],
    ['BF16', 16],
    ['F32', 32],
    ['F64', 64],
  ]);
  const sums = new Map<number, number>();
  let all = 0;
  for (const tensor of tensors) {
    const size = tensor.end - tensor.start;
    all += size;
    const width = isQuantised(tensor) ? undefined : widths.get(tensor.dtype.toUpperCase());
    if (width !== undefined) sums.set(width, (sums.get(width) ?? 0) + size);
  }
  for (const [width, sum] of sums) if (sum >= nearlyAll * all) return width;
  return undefined;
}
