// Which stored tensors are parts of one weight, and how its values come out of them: the list of quantisation schemes.

import type { TensorInfo } from '../../formats/format.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { Assembly } from '../assembly.ts';

/** A stored tensor, or one made from several; the stored parts of the latter are no tensors of the model. */
export type AssembledInfo = TensorInfo & { readonly assembly?: Assembly };

type Config = ReadonlyMap<string, JsonValue> | undefined;

/** A scheme takes the tensors it understands out of `left` (by name) and gives what they make together. */
export interface Scheme {
  readonly id: string;
  assemble(left: Map<string, TensorInfo>, config: Config): readonly AssembledInfo[];
}

const schemes: readonly Scheme[] = [];

/** The model's tensors: what the schemes make of packed ones, and the rest as stored, in the order of their first parts. */
export function assembled(infos: readonly TensorInfo[], config: Config): readonly AssembledInfo[] {
  if (schemes.length === 0) return infos;
  const left = new Map(infos.map((info) => [info.name, info]));
  const made: AssembledInfo[] = [];
  for (const scheme of schemes) made.push(...scheme.assemble(left, config));
  const byFirstPart = new Map(made.map((one) => [one.assembly?.parts[0]?.name ?? one.name, one]));
  return infos.flatMap((info) => {
    const one = byFirstPart.get(info.name);
    if (one !== undefined) return [one];
    return left.has(info.name) ? [info] : [];
  });
}
