// Which stored tensors are parts of one weight, and how its values come out of them: the list of quantisation schemes.
import type { Problem } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import type { PartReader } from '../values/assembly.ts';
import { awq } from './awq.ts';
import { bitsandbytes4, bitsandbytes8 } from './bitsandbytes.ts';
import { compressedBytes, compressedPacked } from './compressed-tensors.ts';
import { declaredQuantisation, methodProblem } from './declared.ts';
import { fp4 } from './fp4.ts';
import { fp8 } from './fp8.ts';
import { gptq } from './gptq.ts';
import { mlx } from './mlx.ts';
import { mxfp4 } from './mxfp4.ts';
import { type AssembledInfo, problemsOf, type Refusal, type Scheme } from './scheme.ts';
import { unread } from './unread.ts';

/** In order: GPTQ before AWQ, which shares its names; those that go by types alone behind those with names of their own. */
const schemes: readonly Scheme[] = [
  gptq,
  awq,
  bitsandbytes4,
  bitsandbytes8,
  compressedPacked,
  mxfp4,
  mlx,
  fp4,
  fp8,
  compressedBytes,
  unread,
];

/** Whatever the scheme, some part of it is of one of these: a model of a million plain weights need not be gone through. */
const codeTypes: ReadonlySet<TensorInfo['dtype']> = new Set([
  ...(['I8', 'U8', 'I16', 'U16', 'I32', 'U32', 'I64'] as const),
  ...(['F8_E4M3', 'F8_E5M2', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'] as const),
]);

/**
 * The model's tensors: what the schemes make of packed ones, and the rest as stored, in the order of their first parts.
 * What contradicts itself stays as stored and becomes a problem. Throws `integrity` alone.
 */
export async function assembled(
  infos: readonly TensorInfo[],
  config: ReadonlyMap<string, JsonValue> | undefined,
  reader: PartReader,
  problems: Problem[],
  options?: RunOptions,
): Promise<readonly AssembledInfo[]> {
  const declared = declaredQuantisation(config);
  const mayHoldCodes = infos.some(({ dtype }) => codeTypes.has(dtype));
  if (!mayHoldCodes && declared.size === 0) return infos;
  const left = new Map(infos.map((info) => [info.name, info]));
  const made: AssembledInfo[] = [];
  const refused: Refusal[] = [];
  const found = new Set<string>();
  const contradictions = new Map<string, Problem>();
  const contradict = (expected: string, said: string): void => {
    const problem: Problem = { code: 'format', subject: 'config.json', expected, found: said, lost: [] };
    // Said once, however many tensors imply it.
    if (!contradictions.has(said)) contradictions.set(said, problem);
  };
  const context = { declared, reader, knownSides: sidesOf(infos), contradict };
  for (const scheme of schemes) {
    const { made: here, refused: not } = await scheme.assemble(left, context, options);
    for (const one of here) made.push(one);
    for (const one of not) refused.push(one);
    if (here.length > 0 || not.length > 0) found.add(scheme.id);
  }
  const mismatch = methodProblem(declared, schemes, found);
  problems.push(...problemsOf(refused), ...contradictions.values(), ...(mismatch === undefined ? [] : [mismatch]));
  if (made.length === 0) return infos;
  const byFirstPart = new Map(made.map((one) => [one.assembly?.parts[0]?.name ?? one.name, one]));
  return infos.flatMap((info) => {
    const one = byFirstPart.get(info.name);
    if (one !== undefined) return [one];
    return left.has(info.name) ? [info] : [];
  });
}

function sidesOf(infos: readonly TensorInfo[]): ReadonlySet<number> {
  const sides = new Set<number>();
  for (const { shape } of infos) if (shape[0] !== undefined) sides.add(shape[0]);
  return sides;
}
