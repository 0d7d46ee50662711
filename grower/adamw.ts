// AdamW with a limit on the gradient's length: Loshchilov and Hutter, Decoupled Weight Decay Regularization (ICLR 2019).
import type { Arena } from './arena.ts';
import type { Slot } from './shape.ts';

const beta1 = 0.9;
const beta2 = 0.98;
const smallest = 1e-8;
/** Weight decay of matrices; gains have none. */
const decay = 0.1;
/** Gradients longer than this are shortened to it. */
const longestGradient = 1;

/** The state of one training: two running means for every parameter of a run. */
export class AdamW {
  private readonly arena: Arena;
  private readonly slots: readonly Slot[];
  private readonly size: number;
  private readonly first: number;
  private readonly second: number;
  private steps = 0;

  /** For the parameters of these slots, zero to begin with. Takes memory of the arena once, and again for a longer run. */
  constructor(arena: Arena, slots: readonly Slot[]) {
    this.arena = arena;
    this.slots = slots;
    this.size = slots.reduce((sum, { size }) => sum + size, 0);
    [this.first, this.second] = meansOf(arena, this.size);
  }

  /** One step on the parameters and gradients at these addresses. */
  step(parameters: number, gradients: number, rate: number): void {
    const { kernels } = this.arena;
    this.steps += 1;
    const length = Math.sqrt(kernels.sumOfSquares(gradients, this.size));
    const clip = length > longestGradient ? longestGradient / length : 1;
    const corrections = [1 / (1 - beta1 ** this.steps), 1 / (1 - beta2 ** this.steps)] as const;
    for (const { at, size, shape } of this.slots) {
      const [w, g, m, v] = [parameters, gradients, this.first, this.second].map((start) => start + 4 * at) as [
        number,
        number,
        number,
        number,
      ];
      const shrink = shape.length > 1 ? decay * rate : 0;
      kernels.adamStep(w, g, m, v, size, rate, beta1, beta2, ...corrections, smallest, shrink, clip);
    }
  }
}

const kept = new WeakMap<Arena, { readonly size: number; readonly addresses: readonly [number, number] }>();

/** Both means of a run in the arena, cleared; trainings that follow one another use the same. */
function meansOf(arena: Arena, size: number): readonly [number, number] {
  const known = kept.get(arena);
  const addresses = known !== undefined && known.size >= size ? known.addresses : take(arena, size);
  for (const at of addresses) arena.floats(at, size).fill(0);
  return addresses;
}

function take(arena: Arena, size: number): readonly [number, number] {
  const addresses = [arena.take(4 * size), arena.take(4 * size)] as const;
  kept.set(arena, { size, addresses });
  return addresses;
}
