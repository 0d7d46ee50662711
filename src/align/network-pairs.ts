// Which network of one pack is which network of another: by the tensors they have in common, before any tensor is paired by its values.
import type { Model, Tensor } from '../model/model.ts';
import type { RunOptions } from '../run.ts';
import { multisetOf, wholeValues } from './pair-values.ts';

/** Smaller tensors may be equal in networks that have nothing else in common: anchors, constants, scales of a preprocessing. */
const tellingElements = 256;

/** The group within which a tensor may be paired by its values; undefined where it may not. */
export type NetworkGroups = (tensor: Tensor, side: 'suspect' | 'candidate') => string | undefined;

/**
 * Where either model is several networks, each network is matched with the one that holds most of its values, one to
 * one. A matched network is paired with its match alone; what is left is only looked for by tensors large enough to tell.
 */
export async function matchNetworks(
  suspect: Model,
  suspects: readonly Tensor[],
  candidate: Model,
  candidates: readonly Tensor[],
  limit: number,
  options?: RunOptions,
): Promise<NetworkGroups> {
  if (![...suspects, ...candidates].some(({ network }) => network !== undefined)) return () => '';
  const votes = new Map<string, { left: string; right: string; elements: number }>();
  const digests = await digestsOf(candidate, candidates, limit, options);
  for (const [digest, { network: left, elements }] of await digestsOf(suspect, suspects, limit, options)) {
    const right = digests.get(digest)?.network;
    if (right === undefined) continue;
    const key = `${left}\0${right}`;
    const vote = votes.get(key) ?? { left, right, elements: 0 };
    votes.set(key, { ...vote, elements: vote.elements + elements });
  }
  const matches = { suspect: new Map<string, string>(), candidate: new Map<string, string>() };
  const ordered = [...votes].toSorted((a, b) => b[1].elements - a[1].elements || (a[0] < b[0] ? -1 : 1));
  for (const [key, { left, right }] of ordered) {
    if (matches.suspect.has(left) || matches.candidate.has(right)) continue;
    matches.suspect.set(left, key);
    matches.candidate.set(right, key);
  }
  return (tensor, side) =>
    matches[side].get(tensor.network ?? '') ?? (tensor.elements >= tellingElements ? 'unmatched' : undefined);
}

/** Digests of the telling tensors; where two share one, the first stands. */
async function digestsOf(
  model: Model,
  tensors: readonly Tensor[],
  limit: number,
  options?: RunOptions,
): Promise<Map<string, { readonly network: string; readonly elements: number }>> {
  const digests = new Map<string, { network: string; elements: number }>();
  for (const tensor of tensors) {
    if (tensor.elements < tellingElements || tensor.elements > limit) continue;
    const values = await wholeValues(model, tensor, options);
    const digest = values === undefined ? undefined : multisetOf(values);
    if (digest !== undefined && !digests.has(digest)) {
      digests.set(digest, { network: tensor.network ?? '', elements: tensor.elements });
    }
  }
  return digests;
}
