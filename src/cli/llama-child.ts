// The process that holds llama.cpp: takes orders over the channel to its parent, and prints nothing that the parent would take for its own.
import type { LlamaAnswer, LlamaFiles, LlamaRequest } from '../runtimes/llama-cpp.ts';

/** The few calls of the binding that are used. */
interface Context {
  initMultimodal(options: { path: string; use_gpu: boolean }): Promise<boolean>;
  completion(
    options: object,
    onToken: (token: { token?: string; completion_probabilities?: Probabilities }) => void,
  ): Promise<Completion>;
  stopCompletion(): Promise<void>;
}

type Probabilities = readonly { content: string; probs: readonly { tok_str: string; prob: number }[] }[];

interface Completion {
  readonly text: string;
  readonly tokens_evaluated: number;
  readonly tokens_predicted: number;
  readonly stopped_eos?: boolean;
  readonly stopped_words?: boolean;
  readonly completion_probabilities?: Probabilities;
}

interface Binding {
  loadModel(options: object): Promise<Context>;
  readonly BuildInfo: { readonly number: string; readonly commit: string };
}

export type Order =
  | { readonly id: number; readonly do: 'load'; readonly files: LlamaFiles }
  | { readonly id: number; readonly do: 'ask'; readonly request: LlamaRequest }
  | { readonly id: number; readonly do: 'stop' };

export type Word =
  | { readonly id: number; readonly say: 'loaded'; readonly build: string }
  | { readonly id: number; readonly say: 'text'; readonly text: string }
  | { readonly id: number; readonly say: 'answer'; readonly answer: LlamaAnswer }
  | { readonly id: number; readonly say: 'refused'; readonly installed: boolean; readonly reason: string };

const cacheType = 'f32';

/** The package is optional: named apart, so that the compiler does not look for it. */
const packageName = '@fugood/llama.node';

let context: Context | undefined;

const say = (word: Word): void => {
  process.send?.(word);
};

process.on('message', (order: Order) => {
  void perform(order).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    say({ id: order.id, say: 'refused', installed: true, reason: reason.slice(0, 500) });
  });
});

async function perform(order: Order): Promise<void> {
  if (order.do === 'stop') await context?.stopCompletion();
  else if (order.do === 'load') await load(order.id, order.files);
  else say({ id: order.id, say: 'answer', answer: await ask(order.id, order.request) });
}

async function load(id: number, { model, projector, variant, context: length }: LlamaFiles): Promise<void> {
  let binding: Binding;
  try {
    binding = (await import(packageName)) as Binding;
  } catch {
    say({ id, say: 'refused', installed: false, reason: 'none installed' });
    return;
  }
  context = await binding.loadModel({
    model,
    n_ctx: length,
    n_parallel: 1,
    n_gpu_layers: variant === undefined ? 0 : 999,
    lib_variant: variant ?? 'default',
    // Halves in the cache or in attention would be felt in the fourth digit of a chance.
    flash_attn_type: 'off',
    cache_type_k: cacheType,
    cache_type_v: cacheType,
  });
  if (projector !== undefined) {
    const read = await context.initMultimodal({ path: projector, use_gpu: variant !== undefined });
    if (!read) throw new Error('the projector file was refused');
  }
  say({ id, say: 'loaded', build: `build ${binding.BuildInfo.number} (${binding.BuildInfo.commit})` });
}

async function ask(id: number, { prompt, template, images, decoding }: LlamaRequest): Promise<LlamaAnswer> {
  if (context === undefined) throw new Error('no model is loaded');
  const asked =
    template === 'ours'
      ? { prompt, media_paths: [...images] }
      : {
          messages: [
            {
              role: 'user',
              content: [
                ...images.map((url) => ({ type: 'image_url', image_url: { url } })),
                { type: 'text', text: prompt },
              ],
            },
          ],
          jinja: true,
          force_pure_content: true,
        };
  const found = await context.completion(
    {
      ...asked,
      n_predict: decoding.mostTokens,
      // Temperature 0 is not greedy in this binding: two runs differ. The likeliest one of one is.
      temperature: decoding.temperature === 0 ? 1 : decoding.temperature,
      top_k: decoding.temperature === 0 ? 1 : decoding.topK,
      top_p: decoding.topP,
      min_p: 0,
      typ_p: 1,
      penalty_repeat: 1,
      seed: decoding.seed,
      stop: [...decoding.stop],
      // One at least: only then is every token told, also those that are no whole letter.
      n_probs: Math.max(1, decoding.alternatives),
    },
    ({ token }) => say({ id, say: 'text', text: token ?? '' }),
  );
  const told = (found.completion_probabilities ?? []).map(({ content, probs }) => ({
    text: content,
    chances: probs.map(({ tok_str, prob }) => [tok_str, prob] as const),
  }));
  return {
    text: found.text,
    // The library counts what it wrote among what it read.
    promptTokens: found.tokens_evaluated - found.tokens_predicted,
    stopped: found.stopped_eos === true || found.stopped_words === true || told.length < decoding.mostTokens,
    tokens: told,
  };
}
