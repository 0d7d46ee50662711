// Our own forward pass as a way of asking: released weights, released preprocessing, every step's chances at hand.
import { ForebearError } from '../errors.ts';
import { kernelLinear } from '../forward/kernel-linear.ts';
import type { Linear } from '../forward/linear.ts';
import { planMemory } from '../forward/memory-plan.ts';
import { type ForwardModel, reply } from '../forward/reply.ts';
import { largest } from '../forward/sampling.ts';
import { shapeOf } from '../forward/shape.ts';
import { parseTokenizer, type TextTokenizer } from '../forward/tokenizer.ts';
import type { OnActivation } from '../forward/vision.ts';
import { openWeights } from '../forward/weights.ts';
import { decodeImage } from '../image/decode.ts';
import { preprocessed } from '../minicpm/patches.ts';
import type { Model } from '../model/model.ts';
import { settled } from './reply-text.ts';
import type { Decoding, Reply, Runtime, RuntimeIdentity, Step } from './runtime.ts';

/** How images reach the tower: the rule of slices and the resizing that it was released with. */
export const releasedPreprocessing = 'minicpm-llama3-v-2.5 with Pillow 10.1';

/** Changes whenever a reply might. */
const version = 1;

export interface OwnOptions {
  /** The bytes of tokenizer.json. */
  readonly tokenizer: Uint8Array;
  /** As the user named the model. */
  readonly name: string;
  /** Bytes that may be held in all: weights are kept between questions where they fit, else read a layer at a time. */
  readonly budget: number;
  readonly linear?: Linear | undefined;
  /** Told of what passes through the layers. */
  readonly onActivation?: OnActivation | undefined;
}

/** Contents of tokens that end a turn, in the families whose prompts we write. */
const endings = ['<|eot_id|>', '<|end_of_text|>'];

/** As released: 2048 tokens of prompt and 1024 of reply. */
const plannedTokens = 3_072;

/** What the pass itself needs of a model: its shape, weights, tokenizer and ends. Throws as `ownRuntime` does. */
export function ownForward(model: Model, options: OwnOptions): ForwardModel {
  const tokenizer = parseTokenizer(options.tokenizer);
  const shape = shapeOf(model);
  const { mode } = planMemory(model, shape, options.budget, Math.min(shape.text.context, plannedTokens));
  return {
    shape,
    weights: openWeights(model, mode === 'resident' ? Infinity : 0),
    linear: options.linear ?? kernelLinear(),
    tokenizer,
    ends: endsOf(model, tokenizer),
  };
}

/**
 * The model stays the caller's to close. Throws `unsupported` for models and tokenizers that the forward pass does not run, `limit` where
 * not even one layer after another fits the budget.
 */
export function ownRuntime(model: Model, options: OwnOptions): Runtime {
  const forward = ownForward(model, options);
  const { shape, tokenizer, ends, linear } = forward;
  const identity: RuntimeIdentity = {
    kind: 'own',
    version: `${version} ${linear.name}`,
    preprocessing: shape.vision === undefined ? 'none' : releasedPreprocessing,
    model: options.name,
    files: model.files.flatMap(({ path, bytes, sha256 }) => (sha256 === null ? [] : [{ path, bytes, sha256 }])),
  };
  return {
    identity,
    concurrency: 1,
    async ask(question, decoding, asked = {}) {
      const seen = question.images.map(({ bytes }) => preprocessed(decodeImage(bytes)));
      const text = settled(decoding.stop, asked.onText);
      const steps: Step[] = [];
      let prompt = 0;
      let finish: Reply['finish'] = 'length';
      const pass = { ...asked, onActivation: options.onActivation };
      const rule = { ...decoding, mostTokens: decoding.mostTokens };
      for await (const { token, ln, promptTokens } of reply(forward, question.prompt, seen, rule, pass)) {
        prompt = promptTokens;
        steps.push(stepOf(token, ln, tokenizer, decoding));
        if (ends.has(token)) {
          finish = 'stop';
          break;
        }
        if (text.take(tokenizer.bytesOf(token))) {
          finish = 'stop';
          break;
        }
      }
      return { text: text.end(), finish, steps, promptTokens: prompt, exchanges: [] };
    },
    close: async () => {},
  };
}

function stepOf(token: number, ln: Float64Array, tokenizer: TextTokenizer, { alternatives }: Decoding): Step {
  const chance = (id: number) => ({ id, text: tokenizer.nameOf(id), lnProbability: ln[id] as number });
  return { ...chance(token), alternatives: alternatives === 0 ? [] : largest(ln, alternatives).map(chance) };
}

function endsOf({ config, id }: Model, tokenizer: TextTokenizer): ReadonlySet<number> {
  const ends = new Set<number>(endings.flatMap((content) => tokenizer.idOf(content) ?? []));
  const declared = config?.get('eos_token_id');
  for (const one of Array.isArray(declared) ? declared : [declared]) if (typeof one === 'number') ends.add(one);
  if (ends.size === 0) throw new ForebearError('unsupported', id, 'a token that ends a turn', 'none that is known');
  return ends;
}
