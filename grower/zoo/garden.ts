// Grows the models of a zoo on demand: each name is made once, its parents first.
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { type AdapterPlan, growAdapter } from '../adapter.ts';
import { forgedFrom, parametersFrom } from '../grown-model.ts';
import type { Network } from '../network.ts';
import type { GrownShape } from '../shape.ts';
import { grow, initialParameters, networkFor, type Recipe } from '../train.ts';

/** A model of the zoo: whose it is, what was done, and how to do it. `shape` is that of its configuration. */
export interface Planted {
  readonly name: string;
  /** In the words of zoo.json: `base-0~init` gave only its initial weights, `base-0~distilled` only its answers. */
  readonly parents: readonly string[];
  readonly how: string;
  readonly shape: GrownShape;
  readonly make: (garden: Garden) => ForgedModel;
}

/** Makes models by name and keeps them; trainings of one shape share a network. */
export class Garden {
  private readonly plan: ReadonlyMap<string, Planted>;
  private readonly made = new Map<string, ForgedModel>();
  private readonly networks = new Map<string, Network>();
  private readonly onMade: (name: string) => void;

  /** `onMade` is told of every model as it is made, those that others need among them. */
  constructor(plan: readonly Planted[], onMade: (name: string) => void = () => undefined) {
    this.plan = new Map(plan.map((planted) => [planted.name, planted]));
    this.onMade = onMade;
  }

  /** The model of this name. Throws `RangeError` where the plan has none. */
  get(name: string): ForgedModel {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const planted = this.plan.get(name);
    if (planted === undefined) throw new RangeError(`no model called ${name} in the plan`);
    const model = planted.make(this);
    this.made.set(name, model);
    this.onMade(name);
    return model;
  }

  /** Trained by the recipe from its own initial weights, or on from the named model (as it is stored, rounded). */
  trained(recipe: Recipe, from?: string): ForgedModel {
    const start = from === undefined ? undefined : parametersFrom(recipe.shape, this.get(from));
    const network = this.networkOf(recipe);
    return forgedFrom(recipe.shape, grow(recipe, start === undefined ? { network } : { network, start }).parameters);
  }

  /** Trained by the recipe on what the named model, of the same shape, would say of every batch. */
  taught(recipe: Recipe, teacher: string): ForgedModel {
    const master = networkFor(recipe);
    master.parameters().set(parametersFrom(recipe.shape, this.get(teacher)));
    const teach = (tokens: Uint8Array): Float32Array => {
      master.forward(tokens);
      return master.distributions();
    };
    return forgedFrom(recipe.shape, grow(recipe, { network: this.networkOf(recipe), teach }).parameters);
  }

  /** The named model with an adapter trained by the recipe and merged. */
  adapted(recipe: Recipe, plan: AdapterPlan, from: string): ForgedModel {
    const start = parametersFrom(recipe.shape, this.get(from));
    return forgedFrom(recipe.shape, growAdapter(recipe, plan, start, this.networkOf(recipe)));
  }

  /** Initial weights alone. */
  untrained({ shape, initSeed }: Recipe): ForgedModel {
    return forgedFrom(shape, initialParameters(shape, initSeed));
  }

  private networkOf(recipe: Recipe): Network {
    const key = JSON.stringify([recipe.shape, recipe.batch, recipe.length]);
    const network = this.networks.get(key) ?? networkFor(recipe);
    this.networks.set(key, network);
    return network;
  }
}
