// Tensors gathered by the part of the model they belong to, and by how they are stored.
import type { FoldedNames } from '../../model/architecture/name-fold.ts';
import type { PrefixExchange } from '../../model/architecture/solution.ts';
import { storageOf, storedBytes, type Tensor } from '../../model/model.ts';
import { componentOf, componentOfRole } from '../../model/roles/component.ts';
import { roleOf, towerOf } from '../../model/roles/role.ts';

export interface Component {
  readonly component: string;
  readonly tensors: number;
  /** Null where no shape is known. */
  readonly parameters: number | null;
  readonly dtypes: readonly string[];
}

export interface Storage {
  /** A scheme or a number type. */
  readonly storage: string;
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
  /** Of all parameters. */
  readonly share: number;
}

/** Components with their sizes, largest first; tensors whose part is unknown are `unknown`. */
export function componentsOf(tensors: readonly Tensor[]): readonly Component[] {
  const found = new Map<string, { tensors: number; parameters: number; dtypes: Set<string> }>();
  for (const tensor of tensors) {
    const component = componentOf(tensor) ?? 'unknown';
    const entry = found.get(component) ?? { tensors: 0, parameters: 0, dtypes: new Set<string>() };
    found.set(component, entry);
    entry.tensors += 1;
    entry.parameters += tensor.elements;
    entry.dtypes.add(tensor.dtype);
  }
  return [...found]
    .map(([component, entry]) => ({ component, ...entry, dtypes: [...entry.dtypes].toSorted() }))
    .toSorted((a, b) => b.parameters - a.parameters);
}

/**
 * The same by names alone, those with most tensors first. Names are read as they would be without the exchange of prefixes
 * by which a template was recognised.
 */
export function componentsOfNames(
  { patterns, unfolded }: FoldedNames,
  exchanged: readonly PrefixExchange[],
): readonly Component[] {
  const found = new Map<string, number>(unfolded > 0 ? [['unknown', unfolded]] : []);
  for (const { example: here, count } of patterns) {
    const rule = exchanged.find(({ from }) => from !== '' && here.startsWith(`${from}.`));
    const behind = rule === undefined ? here : here.slice(rule.from.length + 1);
    const example = rule === undefined || rule.to === '' ? behind : `${rule.to}.${behind}`;
    const role = roleOf(example);
    const named = role === undefined ? towerOf(example) : componentOfRole(role);
    // A kind of name stands for the experts of all numbers.
    const component = role?.expert === undefined ? (named ?? 'unknown') : 'experts';
    found.set(component, (found.get(component) ?? 0) + count);
  }
  return [...found]
    .map(([component, tensors]) => ({ component, tensors, parameters: null, dtypes: [] }))
    .toSorted((a, b) => b.tensors - a.tensors);
}

/** Storage by scheme, else by number type, that of most parameters first. */
export function storagesOf(tensors: readonly Tensor[]): readonly Storage[] {
  const found = new Map<string, { tensors: number; parameters: number; bytes: number }>();
  let all = 0;
  for (const tensor of tensors) {
    const storage = storageOf(tensor);
    const entry = found.get(storage) ?? { tensors: 0, parameters: 0, bytes: 0 };
    found.set(storage, entry);
    entry.tensors += 1;
    entry.parameters += tensor.elements;
    entry.bytes += storedBytes(tensor);
    all += tensor.elements;
  }
  return [...found]
    .map(([storage, entry]) => ({ storage, ...entry, share: all === 0 ? 0 : entry.parameters / all }))
    .toSorted((a, b) => b.parameters - a.parameters || (a.storage < b.storage ? -1 : 1));
}
