// How families are written down: layers that come again and again, as rows of names and sides.

/** A weight of `out` rows and `into` columns, and its bias where it has one. */
export function linear(name: string, out: string, into: string, bias = false): string[] {
  return bias ? [`${name}.weight ${out} ${into}`, `${name}.bias ${out}`] : [`${name}.weight ${out} ${into}`];
}

/** A gain, and the shift beside it where the norm has one. */
export function norm(name: string, width: string, bias = false): string[] {
  return bias ? [`${name}.weight ${width}`, `${name}.bias ${width}`] : [`${name}.weight ${width}`];
}

/** The rows below a prefix. */
export function under(prefix: string, ...rows: readonly (readonly string[])[]): string[] {
  return rows.flat().map((row) => (row.startsWith('?') ? `?${prefix}${row.slice(1)}` : `${prefix}${row}`));
}

/** The rows with every size named after a tower: `width` becomes `vision.width`. */
export function inTower(tower: string, rows: readonly string[]): string[] {
  const named = (text: string): string => text.replace(/[a-z]\w*(?:\.\w+)?/gi, (size) => `${tower}.${size}`);
  return rows.map((row) => {
    const [name = '', ...sides] = row.split(' ');
    const ranged = name.replace(/\{([^}]*)\}/g, (_, inside: string) => `{${named(inside)}}`);
    return [ranged, ...sides.map(named)].join(' ');
  });
}

/** How a decoder of the Llama kind differs from Llama. */
export interface DecoderKind {
  /** The head is the token table; some files store it again all the same. */
  readonly tied?: boolean;
  readonly biases?: 'qkv' | 'qkvo';
  /** Gains on queries and keys: for each head alike, or over their whole width. */
  readonly queryKeyNorm?: 'head' | 'whole';
  /** Query, key and value in one weight, gate and up in another. */
  readonly fused?: boolean;
  readonly normBias?: boolean;
  readonly norms?: 'before' | 'around' | 'after' | 'one';
  readonly mixture?: readonly string[];
  readonly attention?: readonly string[];
}

/** Rows of a decoder-only model as Hugging Face names them: `model.layers.{n}.self_attn.q_proj.weight` and so on. */
export function decoder(kind: DecoderKind = {}): string[] {
  const bias = kind.normBias === true;
  const layer = '{blocks}';
  return [
    ...under(
      'model.',
      ['embed_tokens.weight vocabulary width'],
      under(`layers.${layer}.`, kind.attention ?? attention(kind), blockNorms(kind.norms ?? 'before', bias)),
      kind.mixture ?? under(`layers.${layer}.`, kind.fused === true ? fusedMlp() : gatedMlp('units')),
      norm('norm', 'width', bias),
    ),
    ...(kind.tied === true ? ['?lm_head.weight vocabulary width'] : ['lm_head.weight vocabulary width']),
  ];
}

function attention({ biases, queryKeyNorm, fused }: DecoderKind): string[] {
  const bias = biases !== undefined;
  const gains = {
    head: [...norm('q_norm', 'headWidth'), ...norm('k_norm', 'headWidth')],
    whole: [...norm('q_norm', 'queryWidth'), ...norm('k_norm', 'keyWidth')],
    none: [],
  }[queryKeyNorm ?? 'none'];
  const projections =
    fused === true
      ? linear('qkv_proj', 'queryWidth+2*keyWidth', 'width', bias)
      : [
          ...linear('q_proj', 'queryWidth', 'width', bias),
          ...linear('k_proj', 'keyWidth', 'width', bias),
          ...linear('v_proj', 'keyWidth', 'width', bias),
        ];
  return under('self_attn.', projections, linear('o_proj', 'width', 'queryWidth', biases === 'qkvo'), gains);
}

/** The norms of a block: before both halves, around both, after both, or one for both. */
function blockNorms(where: 'before' | 'around' | 'after' | 'one', bias: boolean): string[] {
  const before = norm('input_layernorm', 'width', bias);
  const second = norm('post_attention_layernorm', 'width', bias);
  const around = [...norm('pre_feedforward_layernorm', 'width'), ...norm('post_feedforward_layernorm', 'width')];
  switch (where) {
    case 'before':
      return [...before, ...second];
    case 'around':
      return [...before, ...second, ...around];
    case 'after':
      return [...second, ...norm('post_feedforward_layernorm', 'width')];
    case 'one':
      return before;
  }
}

/** The three weights of a gated feed-forward layer behind `prefix`. */
export function gatedMlp(units: string, prefix = 'mlp.'): string[] {
  return under(
    prefix,
    linear('gate_proj', units, 'width'),
    linear('up_proj', units, 'width'),
    linear('down_proj', 'width', units),
  );
}

function fusedMlp(): string[] {
  return under('mlp.', linear('gate_up_proj', '2*units', 'width'), linear('down_proj', 'width', 'units'));
}

/** Attention as in the encoders of CLIP, SigLIP and Whisper: biases on all four, but for the keys where so said. */
export function biasedAttention(name: string, keyBias = true): string[] {
  return under(
    `${name}.`,
    linear('q_proj', 'width', 'width', true),
    linear('k_proj', 'width', 'width', keyBias),
    linear('v_proj', 'width', 'width', true),
    linear('out_proj', 'width', 'width', true),
  );
}

/** Two biased layers, up and down. */
export function plainMlp(first: string, second: string): string[] {
  return [...linear(first, 'units', 'width', true), ...linear(second, 'width', 'units', true)];
}
