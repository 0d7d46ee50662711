// Pairs two models' weights: by equal names, by systematic renamings, by role, and what is left by content.

import { headsOf } from '../model/config.ts';
import { canBeWeight, type Model, type Tensor } from '../model/model.ts';
import type { Component } from '../model/roles/component.ts';
import { componentOf, componentOfRole } from '../model/roles/component.ts';
import { lentRole, type Role, type RoleKind, roleKey } from '../model/roles/role.ts';
import { isConstant } from '../model/values/information.ts';
import { type Plane, wholePlane } from '../model/values/plane.ts';
import { planesOf } from '../model/values/plane-parts.ts';
import type { RunOptions } from '../run.ts';
import type { Alignment, Basis, Pair } from './alignment.ts';
import { elementLimit, lastFirst, pairByContent } from './by-content.ts';
import { findMoved } from './network-pairs.ts';
import { wholeValues } from './pair-values.ts';
import { findRenamings, rulesOf } from './renaming.ts';
import { expertPairs } from './upcycled.ts';

/** Roles whose rows may be more in one model than in the other and still begin alike: tokens are appended at the end. */
const growing: ReadonlySet<string> = new Set(['token_embd', 'output', 'position_embd']);

/** Pairs every tensor it can. Nothing here decides kinship: a wrong pair only fails to agree. */
export async function align(suspect: Model, candidate: Model, options?: RunOptions): Promise<Alignment> {
  const left = new Map(suspect.tensors.map((tensor) => [tensor.name, tensor]));
  const right = new Map(candidate.tensors.map((tensor) => [tensor.name, tensor]));
  const pairs: Pair[] = [];
  const fallback: Component = candidate.tensors.some((tensor) => tensor.role !== undefined) ? 'text' : 'whole';
  const pairUp = (a: Tensor, b: Tensor, basis: Basis): void => {
    left.delete(a.name);
    right.delete(b.name);
    pairs.push(...planePairs(suspect, a, candidate, b, basis, fallback));
  };

  const networks = await findMoved(suspect, candidate, elementLimit, options);
  const isNamed = (tensor: Tensor, side: 'suspect' | 'candidate'): boolean => !networks.isMoved(tensor, side);
  for (const a of suspect.tensors) {
    // A network that was moved is paired by its values, and by names what is too large for that.
    const isMoved = networks.isMoved(a, 'suspect');
    const b = right.get(isMoved ? networks.nameThere(a) : a.name);
    const isBelieved = b !== undefined && (isMoved ? a.elements > elementLimit : isNamed(b, 'candidate'));
    if (isBelieved && mayPair(a, b)) pairUp(a, b, 'name');
  }
  const renamed = findRenamings(
    [...left.values()].filter((tensor) => isNamed(tensor, 'suspect')),
    [...right.values()].filter((tensor) => isNamed(tensor, 'candidate')),
  );
  for (const { suspect: a, candidate: b } of renamed.pairs) pairUp(a, b, 'rename');

  const byRole: { suspect: Tensor; candidate: Tensor }[] = [];
  const targets = uniqueRoles(right);
  for (const [key, a] of uniqueRoles(left)) {
    const b = targets.get(key);
    if (b === undefined || !isNamed(a, 'suspect') || !isNamed(b, 'candidate')) continue;
    byRole.push({ suspect: a, candidate: b });
    pairUp(a, b, 'role');
  }
  pairs.push(...pairParts(suspect, left, candidate, right, fallback));
  for (const { suspect: a, candidate: b } of expertPairs(suspect, left.values(), candidate, right.values())) {
    left.delete(a.tensor.name);
    right.delete(b.tensor.name);
    pairs.push(pairOf(a, b, 'role', partOf(a, fallback)));
  }

  const isMixed = (suspect.adapter === undefined) !== (candidate.adapter === undefined);
  // An adapter without a head changes none, and says nothing of the base's.
  if (!isMixed) pairs.push(...tiedHeads(suspect, left, candidate, right));

  // A product that its name does not place is no weight to look for, unless both are adapters.
  const weights = (tensors: ReadonlyMap<string, Tensor>): Tensor[] =>
    [...tensors.values()].filter((tensor) => !isMixed || !isProduct(tensor));
  const content = await pairByContent(suspect, weights(left), candidate, weights(right), options);
  for (const { suspect: a, candidate: b, axes } of content.pairs) {
    left.delete(a.name);
    right.delete(b.name);
    pairs.push(contentPair(a, b, axes, fallback));
  }
  const found = [...byRole, ...content.pairs];
  const blank = [
    ...(await blankTensors(suspect, left.values(), options)),
    ...(await blankTensors(candidate, right.values(), options)),
  ];
  return {
    suspect,
    candidate,
    pairs,
    unpairedSuspect: stored(left),
    unpairedCandidate: stored(right),
    renamings: mergeRules(renamed.renamings, rulesOf(found)),
    blank: new Set(blank),
    searched: content.searched,
    fallback,
    tried: content.tried,
  };
}

/** Without tables that a converter computed: the other model has none because it needs none. */
const stored = (tensors: ReadonlyMap<string, Tensor>): Tensor[] =>
  [...tensors.values()].filter(({ computed }) => computed !== true);

const sides = (tensor: Tensor): readonly number[] => tensor.shape.filter((n) => n !== 1);

/**
 * An equal name joins equal shapes, and other shapes only where a role says that both are the same part of a network.
 * Exporters number alike what is nothing alike (`conv2d_52.w_0`), and a name must not keep a tensor from its true partner.
 */
function mayPair(a: Tensor, b: Tensor): boolean {
  const [x, y] = [sides(a), sides(b)];
  if (x.length !== y.length) return false;
  return x.every((n, k) => n === y[k]) || a.role !== undefined || b.role !== undefined;
}

/** The candidate says what a part is called, unless the suspect is several networks, of which each is judged apart. */
function componentBetween(a: Tensor, b: Tensor, fallback: Component): Component {
  const own = componentOf(a);
  return (a.network === undefined ? componentOf(b) : own) ?? own ?? fallback;
}

function uniqueRoles(tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const found = new Map<string, Tensor | undefined>();
  for (const tensor of tensors.values()) {
    if (tensor.role === undefined) continue;
    const key = roleKey(tensor.role);
    found.set(key, found.has(key) ? undefined : tensor);
  }
  const unique = new Map<string, Tensor>();
  for (const [key, tensor] of found) if (tensor !== undefined) unique.set(key, tensor);
  return unique;
}

function planePairs(suspect: Model, a: Tensor, candidate: Model, b: Tensor, basis: Basis, fallback: Component): Pair[] {
  const role = b.role ?? a.role;
  const component = componentBetween(a, b, fallback);
  // Where one name says nothing, both sides are read by the other's role, so that they are cut and turned alike.
  const [mine, other] = [a.role ?? lentRole(role), b.role ?? lentRole(role)];
  const left = planesOf(a, headsOf(suspect.config, role?.tower ?? 'text'), mine);
  const right = planesOf(b, headsOf(candidate.config, role?.tower ?? 'text'), other);
  if (left.length === right.length)
    return left.map((plane, i) => pairOf(plane, right[i] as Plane, basis, partOf(right[i] as Plane, component)));
  return [pairOf(wholePlane(a, mine), wholePlane(b, other), basis, component)];
}

/** An expert of a stack is a component of its own. */
const partOf = ({ role }: Plane, component: Component): Component =>
  role?.expert === undefined ? component : componentOfRole(role);

/** Fused on one side, split on the other: parts are paired by role, and a tensor counts as paired when any part of it is. */
function pairParts(
  suspect: Model,
  left: Map<string, Tensor>,
  candidate: Model,
  right: Map<string, Tensor>,
  fallback: Component,
): Pair[] {
  const partsOf = (model: Model, tensors: ReadonlyMap<string, Tensor>): Map<string, Plane> => {
    const parts = new Map<string, Plane>();
    for (const tensor of tensors.values()) {
      if (tensor.role === undefined) continue;
      for (const plane of planesOf(tensor, headsOf(model.config, tensor.role.tower)))
        if (plane.role !== undefined) parts.set(roleKey(plane.role), plane);
    }
    return parts;
  };
  const targets = partsOf(candidate, right);
  const pairs: Pair[] = [];
  for (const [key, plane] of partsOf(suspect, left)) {
    const other = targets.get(key);
    if (other === undefined) continue;
    left.delete(plane.tensor.name);
    right.delete(other.tensor.name);
    pairs.push(pairOf(plane, other, 'role', partOf(other, componentOf(other.tensor) ?? fallback)));
  }
  return pairs;
}

/** Where one model stores an output head and the other none, the other's token table is its head: it stands beside it. */
function tiedHeads(suspect: Model, left: Map<string, Tensor>, candidate: Model, right: Map<string, Tensor>): Pair[] {
  const find = (model: Model, kind: RoleKind): Tensor | undefined =>
    model.tensors.find(({ role }) => role?.kind === kind && role.tower === 'text' && role.part === 'weight');
  const [headS, headC] = [find(suspect, 'output'), find(candidate, 'output')];
  const [tableS, tableC] = [find(suspect, 'token_embd'), find(candidate, 'token_embd')];
  if (headS !== undefined && headC === undefined && tableC !== undefined && left.delete(headS.name)) {
    return [pairOf(wholePlane(headS), wholePlane(tableC), 'role', 'embeddings')];
  }
  if (headC !== undefined && headS === undefined && tableS !== undefined && right.delete(headC.name)) {
    return [pairOf(wholePlane(tableS), wholePlane(headC), 'role', 'embeddings')];
  }
  return [];
}

function pairOf(left: Plane, right: Plane, basis: Basis, component: Component): Pair {
  const [suspect, candidate] = [level(left, right), level(right, left)];
  const role: Role | undefined = candidate.role ?? suspect.role;
  const rows = Math.min(suspect.rows, candidate.rows);
  const columns = Math.min(suspect.columns, candidate.columns);
  const sameColumns = suspect.columns === candidate.columns;
  const sameRows = suspect.rows === candidate.rows || (role !== undefined && growing.has(role.kind));
  const comparable = sameColumns && sameRows && isProduct(suspect.tensor) === isProduct(candidate.tensor);
  return { suspect, candidate, basis, component, role, rows, columns, comparable };
}

/** What an adapter adds to a weight stands beside that weight, and none of its values beside any of the weight's. */
function isProduct(tensor: Tensor): boolean {
  return tensor.assembly?.delta === true;
}

/** The plane raised to where a converter raised the other: the sum is what was stored, and taking it back would not give all bits. */
function level(plane: Plane, other: Plane): Plane {
  const raise = (other.role?.raised ?? 0) - (plane.role?.raised ?? 0);
  return raise > 0 ? { ...plane, raise } : plane;
}

function contentPair(a: Tensor, b: Tensor, axes: readonly number[], fallback: Component): Pair {
  const candidate = wholePlane(b, b.role);
  const component = componentBetween(a, b, fallback);
  // The suspect's axes in the order of the candidate's rows and columns, which may themselves be stored the other way round.
  const order = candidate.transposed ? lastFirst(axes) : axes;
  const plain = order.every((axis, k) => axis === k);
  const alike = axes.every((axis, k) => axis === k);
  // Two axes exchanged are a matrix stored the other way round, which is read by rows without holding it whole.
  const matrix = a.shape.length === 2 && order.length === 2;
  const suspect = alike ? wholePlane(a, b.role) : wholePlane(a, b.role, matrix && !plain);
  const direct = (plain || matrix || alike) && suspect.rows === candidate.rows && suspect.columns === candidate.columns;
  const pair: Pair = {
    suspect,
    candidate,
    basis: 'content',
    component,
    role: b.role,
    rows: candidate.rows,
    columns: candidate.columns,
    comparable: true,
  };
  return direct ? pair : { ...pair, axes: order };
}

/** Longer tensors of one value throughout are not what exporters drop or add. */
const blankElements = 4_096;

/** More leftovers than this are no exporter's doing, and reading them all would take time. */
const blankTries = 4_096;

/** Those of one value throughout: biases of zeros that one exporter writes and another leaves out. */
async function blankTensors(model: Model, tensors: Iterable<Tensor>, options?: RunOptions): Promise<Tensor[]> {
  const blank: Tensor[] = [];
  const short = [...tensors].filter((tensor) => canBeWeight(tensor) && tensor.elements <= blankElements);
  if (short.length > blankTries) return [];
  for (const tensor of short) {
    const values = await wholeValues(model, tensor, options);
    if (values !== undefined && isConstant(values)) blank.push(tensor);
  }
  return blank;
}

function mergeRules(first: Alignment['renamings'], second: Alignment['renamings']): Alignment['renamings'] {
  return [...first, ...second].toSorted((a, b) => b.tensors - a.tensors || (a.from < b.from ? -1 : 1));
}
