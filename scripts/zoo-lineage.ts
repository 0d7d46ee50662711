// Who descends from whom in a zoo: reads zoo.json and follows parents up to the models that have none.
import { ForebearError } from '../src/errors.ts';
import { fieldOf } from './field.ts';

/** A model of the zoo; a parent `name~init` gave only its initial weights, `name~distilled` only its answers. */
export interface ZooModel {
  readonly name: string;
  readonly parents: readonly string[];
  /** What was done, in words; empty where zoo.json does not say. */
  readonly how: string;
}

/** How a model is akin to a base. */
export type Kinship = 'kin' | 'init' | 'distilled' | 'none';

/** Checks the text of zoo.json. Throws `format` where it is something else. */
export function parseLineage(text: string): readonly ZooModel[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new ForebearError('format', 'zoo.json', 'a list of models', typeof parsed);
  return parsed.map((entry: unknown) => {
    const [name, parents] = ['name', 'parents'].map((key) => fieldOf(entry, key));
    if (typeof name !== 'string' || !isWords(parents)) {
      throw new ForebearError('format', 'zoo.json', 'a name and parents', JSON.stringify(entry));
    }
    const how = fieldOf(entry, 'how');
    return { name, parents, how: typeof how === 'string' ? how : '' };
  });
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}

/** The bases a model goes back to and how; a base goes back to itself. Several roots where it was merged. */
export function rootsOf(model: ZooModel, models: readonly ZooModel[]): ReadonlyMap<string, Kinship> {
  const roots = new Map<string, Kinship>();
  if (model.parents.length === 0) roots.set(model.name, 'kin');
  for (const parent of model.parents) {
    const [name = '', bond] = parent.split('~');
    const found = models.find((other) => other.name === name);
    if (found === undefined) throw new ForebearError('format', 'zoo.json', `a model called ${name}`, 'none');
    for (const [root, kinship] of rootsOf(found, models)) {
      const through = bond === undefined ? kinship : bond === 'init' ? 'init' : 'distilled';
      if (roots.get(root) !== 'kin') roots.set(root, through);
    }
  }
  return roots;
}

/** The kinship with one base, given the roots. */
export function kinshipWith(base: string, roots: ReadonlyMap<string, Kinship>): Kinship {
  return roots.get(base) ?? 'none';
}
