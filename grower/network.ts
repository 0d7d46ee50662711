// A small Llama-style network in the trainer's memory: forward and backward by hand for one size of batch.
import { Arena, type AttentionSizes } from './arena.ts';
import { checkShape, epsilon, type GrownShape, headSize, parameterCount, ropeTables, slotsOf } from './shape.ts';

/** What the forward pass of one layer leaves for the backward pass; addresses of rows × width and the like. */
interface LayerTrace {
  readonly input: number;
  readonly normed: number;
  readonly scales: number;
  readonly q: number;
  readonly k: number;
  readonly v: number;
  readonly weights: number;
  readonly mixed: number;
  readonly middle: number;
  readonly normed2: number;
  readonly scales2: number;
  readonly gate: number;
  readonly up: number;
  readonly hidden: number;
}

/** Addresses of a layer's parameters. */
interface LayerPlaces {
  readonly norm: number;
  readonly q: number;
  readonly k: number;
  readonly v: number;
  readonly o: number;
  readonly norm2: number;
  readonly gate: number;
  readonly up: number;
  readonly down: number;
}

/**
 * Holds parameters, gradients and activations for batches of `batch` sequences of `length` tokens. A weight is stored
 * outputs × inputs, so a forward product is X·Wᵀ, the gradient of X is dY·W and that of W is dYᵀ·X.
 */
export class Network {
  readonly shape: GrownShape;
  readonly batch: number;
  readonly length: number;
  /** Number of parameters. */
  readonly size: number;
  readonly arena = new Arena();
  private readonly at: { readonly parameters: number; readonly gradients: number };
  private readonly layers: readonly LayerPlaces[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly traces: readonly LayerTrace[];
  private readonly shared: ReturnType<Network['takeShared']>;

  constructor(shape: GrownShape, batch: number, length: number) {
    checkShape(shape);
    this.shape = shape;
    this.batch = batch;
    this.length = length;
    this.size = parameterCount(shape);
    this.at = { parameters: this.arena.take(4 * this.size), gradients: this.arena.take(4 * this.size) };
    this.places = new Map(slotsOf(shape).map(({ name, at }) => [name, this.at.parameters + 4 * at]));
    this.layers = Array.from({ length: shape.layers }, (_, layer) => this.placesOf(layer));
    this.traces = Array.from({ length: shape.layers }, () => this.takeTrace());
    this.shared = this.takeShared();
    const { cosines, sines } = ropeTables(shape, length);
    this.arena.floats(this.shared.cosines, cosines.length).set(cosines);
    this.arena.floats(this.shared.sines, sines.length).set(sines);
  }

  /** The parameters in the order of `slotsOf`: a view, to be written into as well. */
  parameters(): Float32Array {
    return this.arena.floats(this.at.parameters, this.size);
  }

  /** Their gradients after `backward`: a view. */
  gradients(): Float32Array {
    return this.arena.floats(this.at.gradients, this.size);
  }

  /** Addresses of both, for the kernels. */
  get addresses(): { readonly parameters: number; readonly gradients: number } {
    return this.at;
  }

  /** Fills in the logits of every row for batch × length tokens, row-major by sequence. */
  forward(tokens: Uint8Array): void {
    const { kernels } = this.arena;
    const { width, vocabulary } = this.shape;
    const rows = this.batch * this.length;
    this.arena.bytes(this.shared.tokens, rows).set(tokens);
    let stream = this.traces[0]?.input ?? this.shared.last;
    kernels.gather(this.shared.tokens, this.place('model.embed_tokens.weight'), stream, rows, width);
    for (const [i, trace] of this.traces.entries()) {
      const next = this.traces[i + 1]?.input ?? this.shared.last;
      this.layerForward(this.layers[i] as LayerPlaces, trace, next);
      stream = next;
    }
    kernels.normalise(
      stream,
      this.place('model.norm.weight'),
      this.shared.final,
      this.shared.scales,
      rows,
      width,
      epsilon,
    );
    this.project(this.shared.final, this.head(), this.shared.logits, rows, width, vocabulary);
  }

  /** The logits of the last `forward`, rows × vocabulary: a view. */
  logits(): Float32Array {
    return this.arena.floats(this.shared.logits, this.batch * this.length * this.shape.vocabulary);
  }

  /** The logits turned into distributions in place. */
  distributions(): Float32Array {
    this.arena.kernels.softmaxRows(this.shared.logits, this.batch * this.length, this.shape.vocabulary);
    return this.logits();
  }

  /**
   * The mean cross-entropy of the last `forward` against tokens, or against distributions (rows × vocabulary), in nats,
   * with its gradient left in place of the logits for `backward`.
   */
  loss(targets: Uint8Array | Float32Array): number {
    const rows = this.batch * this.length;
    const { kernels } = this.arena;
    if (targets instanceof Uint8Array) {
      this.arena.bytes(this.shared.targets, rows).set(targets);
      return kernels.entropy(this.shared.logits, this.shared.targets, rows, this.shape.vocabulary);
    }
    this.arena.floats(this.shared.wanted, targets.length).set(targets);
    return kernels.softEntropy(this.shared.logits, this.shared.wanted, rows, this.shape.vocabulary);
  }

  /** The gradients of every parameter, after `forward` and `loss`. What stood there before is cleared. */
  backward(): void {
    const { kernels } = this.arena;
    const { width, vocabulary } = this.shape;
    const rows = this.batch * this.length;
    const { logits, final, dfinal, dstream, scales, last } = this.shared;
    this.gradients().fill(0);
    this.clear(dfinal, rows * width);
    this.clear(dstream, rows * width);
    this.projectBack(final, this.head(), logits, dfinal, rows, width, vocabulary);
    const norm = this.place('model.norm.weight');
    kernels.normaliseBack(last, norm, scales, dfinal, dstream, this.gradientOf(norm), rows, width);
    for (let i = this.traces.length - 1; i >= 0; i--)
      this.layerBackward(this.layers[i] as LayerPlaces, this.traces[i] as LayerTrace);
    const table = this.place('model.embed_tokens.weight');
    kernels.scatter(this.shared.tokens, dstream, this.gradientOf(table), rows, width);
  }

  private layerForward(places: LayerPlaces, trace: LayerTrace, next: number): void {
    const { kernels } = this.arena;
    const { width, heads, keyValueHeads, feedForward } = this.shape;
    const rows = this.batch * this.length;
    const size = headSize(this.shape);
    const keyValue = size * keyValueHeads;
    const { cosines, sines } = this.shared;
    kernels.normalise(trace.input, places.norm, trace.normed, trace.scales, rows, width, epsilon);
    this.project(trace.normed, places.q, trace.q, rows, width, width);
    this.project(trace.normed, places.k, trace.k, rows, width, keyValue);
    this.project(trace.normed, places.v, trace.v, rows, width, keyValue);
    kernels.rotate(trace.q, cosines, sines, rows, this.length, heads, size, 1);
    kernels.rotate(trace.k, cosines, sines, rows, this.length, keyValueHeads, size, 1);
    kernels.attend(trace.q, trace.k, trace.v, trace.weights, trace.mixed, ...this.attention());
    this.copy(trace.input, trace.middle, rows * width);
    this.project(trace.mixed, places.o, trace.middle, rows, width, width, 1);
    kernels.normalise(trace.middle, places.norm2, trace.normed2, trace.scales2, rows, width, epsilon);
    this.project(trace.normed2, places.gate, trace.gate, rows, width, feedForward);
    this.project(trace.normed2, places.up, trace.up, rows, width, feedForward);
    kernels.gate(trace.gate, trace.up, trace.hidden, rows * feedForward);
    this.copy(trace.middle, next, rows * width);
    this.project(trace.hidden, places.down, next, rows, feedForward, width, 1);
  }

  /** `dstream` holds the gradient of the layer's output before, of its input after. */
  private layerBackward(places: LayerPlaces, trace: LayerTrace): void {
    const { kernels } = this.arena;
    const { width, heads, keyValueHeads, feedForward } = this.shape;
    const rows = this.batch * this.length;
    const size = headSize(this.shape);
    const keyValue = size * keyValueHeads;
    const { dstream, dnormed, dhidden, dgate, dup, dmixed, dq, dk, dv, scratch, cosines, sines } = this.shared;
    this.clear(dhidden, rows * feedForward);
    this.projectBack(trace.hidden, places.down, dstream, dhidden, rows, feedForward, width);
    kernels.gateBack(trace.gate, trace.up, dhidden, dgate, dup, rows * feedForward);
    this.clear(dnormed, rows * width);
    this.projectBack(trace.normed2, places.gate, dgate, dnormed, rows, width, feedForward);
    this.projectBack(trace.normed2, places.up, dup, dnormed, rows, width, feedForward);
    const { norm, norm2 } = places;
    kernels.normaliseBack(trace.middle, norm2, trace.scales2, dnormed, dstream, this.gradientOf(norm2), rows, width);
    this.clear(dmixed, rows * width);
    this.projectBack(trace.mixed, places.o, dstream, dmixed, rows, width, width);
    this.clear(dk, rows * keyValue);
    this.clear(dv, rows * keyValue);
    const sizes = this.attention();
    kernels.attendBack(trace.q, trace.k, trace.v, trace.weights, dmixed, dq, dk, dv, scratch, ...sizes);
    kernels.rotate(dq, cosines, sines, rows, this.length, heads, size, -1);
    kernels.rotate(dk, cosines, sines, rows, this.length, keyValueHeads, size, -1);
    this.clear(dnormed, rows * width);
    this.projectBack(trace.normed, places.q, dq, dnormed, rows, width, width);
    this.projectBack(trace.normed, places.k, dk, dnormed, rows, width, keyValue);
    this.projectBack(trace.normed, places.v, dv, dnormed, rows, width, keyValue);
    kernels.normaliseBack(trace.input, norm, trace.scales, dnormed, dstream, this.gradientOf(norm), rows, width);
  }

  /** y (rows × outputs) = x (rows × inputs) · wᵀ, or += where `add`. */
  private project(x: number, w: number, y: number, rows: number, inputs: number, outputs: number, add = 0): void {
    this.arena.kernels.transpose(w, this.shared.turned, outputs, inputs);
    this.arena.kernels.gemm(x, inputs, 1, this.shared.turned, y, rows, inputs, outputs, add);
  }

  /** Adds dy · w to dx and dyᵀ · x to the gradient of w. */
  private projectBack(
    x: number,
    w: number,
    dy: number,
    dx: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void {
    this.arena.kernels.gemm(dy, outputs, 1, w, dx, rows, outputs, inputs, 1);
    this.arena.kernels.gemm(dy, 1, outputs, x, this.gradientOf(w), outputs, rows, inputs, 1);
  }

  private attention(): AttentionSizes {
    const { heads, keyValueHeads } = this.shape;
    const size = headSize(this.shape);
    return [this.batch, this.length, this.padded(), heads, keyValueHeads, size, 1 / Math.sqrt(size)];
  }

  private padded(): number {
    return Math.ceil(this.length / 4) * 4;
  }

  private head(): number {
    return this.place(this.shape.tied === true ? 'model.embed_tokens.weight' : 'lm_head.weight');
  }

  private gradientOf(parameter: number): number {
    return parameter - this.at.parameters + this.at.gradients;
  }

  private place(name: string): number {
    const at = this.places.get(name);
    if (at === undefined) throw new RangeError(`no tensor called ${name}`);
    return at;
  }

  private placesOf(layer: number): LayerPlaces {
    const of = (name: string): number => this.place(`model.layers.${layer}.${name}.weight`);
    return {
      norm: of('input_layernorm'),
      q: of('self_attn.q_proj'),
      k: of('self_attn.k_proj'),
      v: of('self_attn.v_proj'),
      o: of('self_attn.o_proj'),
      norm2: of('post_attention_layernorm'),
      gate: of('mlp.gate_proj'),
      up: of('mlp.up_proj'),
      down: of('mlp.down_proj'),
    };
  }

  private takeTrace(): LayerTrace {
    const { width, heads, keyValueHeads, feedForward } = this.shape;
    const rows = this.batch * this.length;
    const keyValue = headSize(this.shape) * keyValueHeads;
    const take = (columns: number): number => this.arena.take(4 * rows * columns);
    return {
      input: take(width),
      normed: take(width),
      scales: take(1),
      q: take(width),
      k: take(keyValue),
      v: take(keyValue),
      weights: take(heads * this.padded()),
      mixed: take(width),
      middle: take(width),
      normed2: take(width),
      scales2: take(1),
      gate: take(feedForward),
      up: take(feedForward),
      hidden: take(feedForward),
    };
  }

  private takeShared() {
    const { width, keyValueHeads, feedForward, vocabulary } = this.shape;
    const rows = this.batch * this.length;
    const size = headSize(this.shape);
    const take = (columns: number): number => this.arena.take(4 * rows * columns);
    return {
      tokens: this.arena.take(rows),
      targets: this.arena.take(rows),
      wanted: take(vocabulary),
      cosines: this.arena.take(2 * this.length * size),
      sines: this.arena.take(2 * this.length * size),
      turned: this.arena.take(4 * width * Math.max(width, feedForward, vocabulary)),
      last: take(width),
      final: take(width),
      scales: take(1),
      logits: take(vocabulary),
      dfinal: take(width),
      dstream: take(width),
      dnormed: take(width),
      dhidden: take(feedForward),
      dgate: take(feedForward),
      dup: take(feedForward),
      dmixed: take(width),
      dq: take(width),
      dk: take(size * keyValueHeads),
      dv: take(size * keyValueHeads),
      scratch: this.arena.take(4 * this.padded()),
    };
  }

  private copy(from: number, to: number, count: number): void {
    this.arena.floats(to, count).set(this.arena.floats(from, count));
  }

  private clear(at: number, count: number): void {
    this.arena.floats(at, count).fill(0);
  }
}
