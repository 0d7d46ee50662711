// The pairs of models that published benchmarks use, with their labels and ours: names and labels only, no weights.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ForebearError } from '../src/errors.ts';
import type { Answer } from '../src/verdict/verdict.ts';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'benchmarks', 'pairs');

/** What is true of a pair, and the answers that may be given of it; an honest `inconclusive` always may. */
export const labels = {
  kin: ['identical', 'derived', 'partly-derived', 'inconclusive'],
  part: ['partly-derived', 'inconclusive'],
  siblings: ['derived', 'partly-derived', 'inconclusive'],
  'copied-init': ['common-origin', 'derived', 'partly-derived', 'independent', 'inconclusive'],
  'shared-init': ['common-origin', 'independent', 'inconclusive'],
  distilled: ['independent', 'inconclusive'],
  none: ['independent', 'inconclusive'],
  contested: ['identical', 'derived', 'partly-derived', 'common-origin', 'independent', 'inconclusive'],
} as const satisfies { readonly [label: string]: readonly Answer[] };

export type Label = keyof typeof labels;

export const listNames = ['cisco', 'awm', 'zhu', 'leafbench', 'huref', 'hard'] as const;

export type ListName = (typeof listNames)[number];

export interface Pair {
  /** The list and the row: `cisco S26`; of a tree both rows: `zhu Z8+Z9`. */
  readonly id: string;
  readonly models: readonly [string, string];
  /** What the list says. */
  readonly published: string;
  /** What the list's saying comes to. */
  readonly publishedLabel: Label;
  readonly label: Label;
  /** Why ours is another; empty where it is not. */
  readonly why: string;
}

/** All pairs of a list, in its order. Throws `format` where a row is not what its list holds. */
export async function pairsOf(name: ListName): Promise<readonly Pair[]> {
  const rows = await rowsOf(name);
  const relabelled = new Map((await rowsOf('relabelled')).map(([id = '', label, why = '']) => [id, { label, why }]));
  const isTree = name === 'zhu' || name === 'leafbench' || name === 'huref';
  const pairs = name === 'hard' ? hardPairs(rows) : isTree ? treePairs(name, rows) : listedPairs(name, rows);
  return pairs.map((pair) => {
    const ours = relabelled.get(pair.id);
    return ours === undefined ? pair : { ...pair, label: labelOf(ours.label, pair.id), why: ours.why };
  });
}

async function rowsOf(name: string): Promise<string[][]> {
  const text = await readFile(path.join(folder, `${name}.tsv`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

function labelOf(word: string | undefined, id: string): Label {
  if (word !== undefined && Object.hasOwn(labels, word)) return word as Label;
  throw new ForebearError('format', id, `one of ${Object.keys(labels).join(', ')}`, String(word));
}

function listedPairs(list: string, rows: readonly string[][]): Pair[] {
  return rows.map(([id = '', first = '', second = '', published = '']) => {
    if (published === '') throw new ForebearError('format', `${list} ${id}`, 'two models and a relation', first);
    const label = published === 'none' ? 'none' : 'kin';
    return { id: `${list} ${id}`, models: [first, second], published, publishedLabel: label, label, why: '' };
  });
}

function hardPairs(rows: readonly string[][]): Pair[] {
  return rows.map(([id = '', first = '', second = '', word, why = '']) => {
    const label = labelOf(word, `hard ${id}`);
    return { id: `hard ${id}`, models: [first, second], published: label, publishedLabel: label, label, why };
  });
}

/** Every two models of a tree: one above the other are kin, two under one root siblings, all others nothing. */
function treePairs(list: string, rows: readonly string[][]): Pair[] {
  const parents = new Map(rows.map(([, model = '', parent = '-']) => [model, parent]));
  const lineOf = (model: string): string[] => {
    const line = [model];
    for (let parent = parents.get(model); parent !== undefined && parent !== '-'; parent = parents.get(parent)) {
      if (line.includes(parent)) throw new ForebearError('format', list, 'a tree', `a circle at ${parent}`);
      line.push(parent);
    }
    return line;
  };
  const pairs: Pair[] = [];
  for (const [i, [first = '', a = '']] of rows.entries()) {
    for (const [second = '', b = ''] of rows.slice(i + 1)) {
      const [left, right] = [lineOf(a), lineOf(b)];
      const isKin = left.includes(b) || right.includes(a);
      const label = isKin ? 'kin' : left.at(-1) === right.at(-1) ? 'siblings' : 'none';
      const id = `${list} ${first}+${second}`;
      pairs.push({ id, models: [a, b], published: label, publishedLabel: label, label, why: '' });
    }
  }
  return pairs;
}
