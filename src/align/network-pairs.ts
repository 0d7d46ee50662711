// Which network of one pack is which network of another: by the tensors they have in common, before any tensor is paired by its values.
import type { Model, Tensor } from '../model/model.ts';
import type { RunOptions } from '../run.ts';
import { multisetOf, wholeValues } from './pair-values.ts';

/** Smaller tensors may be equal in networks that have nothing else in common: anchors, constants, scales of a preprocessing. */
const tellingElements = 256;

/** As many of a network's largest tensors are asked whose it is, before its name is believed. */
const askedTensors = 8;

/** The share of them that must be another network's for its name not to be believed: a tensor planted in it is not enough. */
const tellingShare = 0.5;

/** The group within which a tensor may be paired by its values; undefined where it may not. */
export type NetworkGroups = (tensor: Tensor, side: 'suspect' | 'candidate') => string | undefined;

/** What names are worth where a model is several networks. */
export interface NetworkNames {
  /** Whether a tensor lies in a network that was found, by its values, in one of another name. */
  isMoved(tensor: Tensor, side: 'suspect' | 'candidate'): boolean;
  /** The name of a suspect's tensor in the network that its own was found in. */
  nameThere(tensor: Tensor): string;
}

/**
 * Networks of a pack are called as whoever packed them liked. One that holds most of another's largest tensors is that
 * one, whatever both are called; its names say nothing beside its values.
 */
export async function findMoved(
  suspect: Model,
  candidate: Model,
  limit: number,
  options?: RunOptions,
): Promise<NetworkNames> {
  const all = [...suspect.tensors, ...candidate.tensors];
  if (!all.some(({ network }) => network !== undefined)) return { isMoved: () => false, nameThere: ({ name }) => name };
  const [mine, other] = [askedOf(suspect, limit), askedOf(candidate, limit)];
  const held = (tensors: readonly Tensor[], network: string): number =>
    tensors.filter((tensor) => networkOf(tensor) === network).reduce((sum, { elements }) => sum + elements, 0);
  const isTelling = ({ left, right, elements }: Vote): boolean =>
    elements >= tellingShare * Math.min(held(mine, left), held(other, right));
  const votes = await votesBetween(suspect, mine, candidate, other, limit, options);
  const matches = oneToOne(votes.filter(isTelling));
  return {
    isMoved: (tensor, side) => {
      const match = matches[side].get(networkOf(tensor));
      return match !== undefined && match.left !== match.right;
    },
    nameThere: (tensor) => nameIn(matches.suspect.get(networkOf(tensor))?.right ?? networkOf(tensor), tensor),
  };
}

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
  const matches = oneToOne(await votesBetween(suspect, suspects, candidate, candidates, limit, options));
  return (tensor, side) =>
    keyOf(matches[side].get(networkOf(tensor))) ?? (tensor.elements >= tellingElements ? 'unmatched' : undefined);
}

/** How many elements stand in tensors that two networks have in common. */
interface Vote {
  readonly left: string;
  readonly right: string;
  readonly elements: number;
}

const keyOf = (vote: Vote | undefined): string | undefined =>
  vote === undefined ? undefined : `${vote.left}\0${vote.right}`;

const networkOf = ({ network }: Tensor): string => network ?? '';

/** A tensor's name as it would be in another network. */
function nameIn(network: string, tensor: Tensor): string {
  const own = tensor.network === undefined ? tensor.name : tensor.name.slice(tensor.network.length + 1);
  return network === '' ? own : `${network}/${own}`;
}

/** The largest tensors of each network that may be held whole. */
function askedOf({ tensors }: Model, limit: number): Tensor[] {
  const networks = new Map<string, Tensor[]>();
  for (const tensor of tensors) {
    if (tensor.elements < tellingElements || tensor.elements > limit) continue;
    const own = networks.get(networkOf(tensor)) ?? [];
    own.push(tensor);
    networks.set(networkOf(tensor), own);
  }
  return [...networks.values()].flatMap((own) =>
    own.toSorted((a, b) => b.elements - a.elements || (a.name < b.name ? -1 : 1)).slice(0, askedTensors),
  );
}

async function votesBetween(
  suspect: Model,
  suspects: readonly Tensor[],
  candidate: Model,
  candidates: readonly Tensor[],
  limit: number,
  options?: RunOptions,
): Promise<readonly Vote[]> {
  const votes = new Map<string, Vote>();
  const digests = await digestsOf(candidate, candidates, limit, options);
  for (const [digest, { networks: lefts, elements }] of await digestsOf(suspect, suspects, limit, options)) {
    for (const left of lefts) {
      for (const right of digests.get(digest)?.networks ?? []) {
        const key = `${left}\0${right}`;
        votes.set(key, { left, right, elements: (votes.get(key)?.elements ?? 0) + elements });
      }
    }
  }
  return [...votes].toSorted(([x, a], [y, b]) => b.elements - a.elements || (x < y ? -1 : 1)).map(([, vote]) => vote);
}

/** Each network with one other at most, the strongest votes first. */
function oneToOne(votes: readonly Vote[]): {
  suspect: ReadonlyMap<string, Vote>;
  candidate: ReadonlyMap<string, Vote>;
} {
  const matches = { suspect: new Map<string, Vote>(), candidate: new Map<string, Vote>() };
  for (const vote of votes) {
    if (matches.suspect.has(vote.left) || matches.candidate.has(vote.right)) continue;
    matches.suspect.set(vote.left, vote);
    matches.candidate.set(vote.right, vote);
  }
  return matches;
}

/** What is in more networks than this tells none of them from another. */
const sharingNetworks = 16;

interface Holders {
  readonly networks: Set<string>;
  readonly elements: number;
}

/** Digests of the telling tensors, and the networks that hold each. */
async function digestsOf(
  model: Model,
  tensors: readonly Tensor[],
  limit: number,
  options?: RunOptions,
): Promise<ReadonlyMap<string, Holders>> {
  const digests = new Map<string, Holders>();
  for (const tensor of tensors) {
    if (tensor.elements < tellingElements || tensor.elements > limit) continue;
    const values = await wholeValues(model, tensor, options);
    if (values === undefined) continue;
    const digest = multisetOf(values);
    const holders = digests.get(digest) ?? { networks: new Set<string>(), elements: tensor.elements };
    if (holders.networks.size < sharingNetworks) holders.networks.add(networkOf(tensor));
    digests.set(digest, holders);
  }
  return digests;
}
