// Finds systematic renamings: two sets of names that become one when some of their segments are exchanged.
import type { Tensor } from '../model/model.ts';
import type { Renaming } from './alignment.ts';

interface Template {
  readonly text: string;
  readonly segments: readonly string[];
  /** The numbers in the name, joined, to the tensor. */
  readonly members: Map<string, Tensor>;
}

/** Real models have tens of templates. Names without any order (or made to cost time) are left to the other ways of pairing. */
const templateLimit = 2_048;

export interface RenamedPairs {
  readonly pairs: readonly { readonly suspect: Tensor; readonly candidate: Tensor }[];
  readonly renamings: readonly Renaming[];
}

/**
 * Pairs the tensors of two lists whose names differ by a systematic exchange. A template is a name with its numbers taken
 * out; two templates are one where they hold the same numbers with the same shapes, and where their roles or their last
 * telling segments agree. Among several the more similar spelling wins.
 */
export function findRenamings(suspects: readonly Tensor[], candidates: readonly Tensor[]): RenamedPairs {
  const left = templatesOf(suspects);
  const right = templatesOf(candidates);
  if (Math.max(left.length, right.length) > templateLimit) return { pairs: [], renamings: [] };
  const options: { suspect: Template; candidate: Template; likeness: number }[] = [];
  for (const suspect of left) {
    for (const candidate of right) {
      if (sameMembers(suspect, candidate) && speakingAlike(suspect, candidate)) {
        options.push({ suspect, candidate, likeness: likeness(suspect.segments, candidate.segments) });
      }
    }
  }
  options.sort(
    (a, b) =>
      b.likeness - a.likeness || compare(a.suspect.text, b.suspect.text) || compare(a.candidate.text, b.candidate.text),
  );
  const used = new Set<Template>();
  const pairs: { suspect: Tensor; candidate: Tensor }[] = [];
  const rules = new Map<string, { from: string; to: string; tensors: number }>();
  for (const { suspect, candidate } of options) {
    if (used.has(suspect) || used.has(candidate)) continue;
    used.add(suspect).add(candidate);
    for (const [numbers, tensor] of suspect.members)
      pairs.push({ suspect: tensor, candidate: candidate.members.get(numbers) as Tensor });
    const rule = ruleBetween(candidate.segments, suspect.segments);
    const key = `${rule.from}\0${rule.to}`;
    const known = rules.get(key);
    if (known === undefined) rules.set(key, { ...rule, tensors: suspect.members.size });
    else known.tensors += suspect.members.size;
  }
  const renamings = [...rules.values()].sort((a, b) => b.tensors - a.tensors || compare(a.from, b.from));
  return { pairs, renamings };
}

/** The renaming rules of pairs that were found in another way. */
export function rulesOf(
  pairs: readonly { readonly suspect: Tensor; readonly candidate: Tensor }[],
): readonly Renaming[] {
  const rules = new Map<string, { from: string; to: string; tensors: number }>();
  for (const { suspect, candidate } of pairs) {
    // Which pack a network came in is not part of its tensors' names.
    const [from, to] = [ownName(candidate), ownName(suspect)];
    if (from === to) continue;
    const rule = ruleBetween(split(from), split(to));
    const key = `${rule.from}\0${rule.to}`;
    const known = rules.get(key);
    if (known === undefined) rules.set(key, { ...rule, tensors: 1 });
    else known.tensors += 1;
  }
  return [...rules.values()].sort((a, b) => b.tensors - a.tensors || compare(a.from, b.from));
}

const ownName = ({ name, network }: Tensor): string => (network === undefined ? name : name.slice(network.length + 1));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const split = (name: string): string[] => name.split('.').map((segment) => (/^\d+$/.test(segment) ? '{n}' : segment));

function templatesOf(tensors: readonly Tensor[]): Template[] {
  const templates = new Map<string, Template>();
  for (const tensor of tensors) {
    const segments = split(tensor.name);
    const text = segments.join('.');
    const numbers = tensor.name
      .split('.')
      .filter((segment) => /^\d+$/.test(segment))
      .join('.');
    let template = templates.get(text);
    if (template === undefined) {
      template = { text, segments, members: new Map() };
      templates.set(text, template);
    }
    template.members.set(numbers, tensor);
  }
  return [...templates.values()];
}

function sameMembers(a: Template, b: Template): boolean {
  if (a.members.size !== b.members.size) return false;
  for (const [numbers, tensor] of a.members) {
    const other = b.members.get(numbers);
    if (other === undefined || other.shape.join('x') !== tensor.shape.join('x')) return false;
  }
  return true;
}

const generic = new Set(['weight', 'bias', '{n}', 'gamma', 'beta', 'kernel']);

/** The same role (whatever the tower), or the same last telling segment: without either, the names say nothing. */
function speakingAlike(a: Template, b: Template): boolean {
  const [first] = a.members.values();
  const [second] = b.members.values();
  const [x, y] = [first?.role, second?.role];
  if (x !== undefined && y !== undefined) return x.kind === y.kind && x.part === y.part;
  const telling = (segments: readonly string[]): string | undefined =>
    segments.filter((segment) => !generic.has(segment)).at(-1);
  return (
    a.segments.at(-1) === b.segments.at(-1) &&
    telling(a.segments) !== undefined &&
    telling(a.segments) === telling(b.segments)
  );
}

/** Equal segments from the end count most, then equal letter pairs of the whole. */
function likeness(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a.at(-1 - common) === b.at(-1 - common)) common += 1;
  return common + letterPairs(a.join('.'), b.join('.'));
}

/** Dice's coefficient over letter pairs, 0…1. */
function letterPairs(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < a.length; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let shared = 0;
  for (let i = 0; i + 1 < b.length; i++) {
    const count = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (count > 0) {
      shared += 1;
      pairs.set(b.slice(i, i + 2), count - 1);
    }
  }
  return a.length + b.length > 2 ? (2 * shared) / (a.length + b.length - 2) : 0;
}

/** What differs, once the common end is cut off. */
function ruleBetween(from: readonly string[], to: readonly string[]): { from: string; to: string } {
  let common = 0;
  while (common < from.length - 1 && common < to.length - 1 && from.at(-1 - common) === to.at(-1 - common)) common += 1;
  return { from: from.slice(0, from.length - common).join('.'), to: to.slice(0, to.length - common).join('.') };
}
