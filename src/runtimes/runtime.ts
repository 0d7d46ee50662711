// What every way of asking a model has in common: a question goes in, and a reply comes out with all that a record must keep.
import type { RunOptions } from '../run.ts';

/**
 * `own`: our forward pass over released weights. `llama.cpp`: in process, through its binding. `server`: anything that speaks
 * OpenAI's protocol. `reader`: a small network that reads text in images.
 */
export type RuntimeKind = 'own' | 'llama.cpp' | 'server' | 'reader';

/** Who answers. Two models are compared only where `kind`, `version` and `preprocessing` are the same on both sides. */
export interface RuntimeIdentity {
  readonly kind: RuntimeKind;
  /** Of the runtime, not of the model; `unknown` where a server does not say. */
  readonly version: string;
  /** How an image reaches the network: a name that changes whenever pixels or slices would. `unknown` for servers. */
  readonly preprocessing: string;
  /** As the user named it. Untrusted where a server said it. */
  readonly model: string;
  /** Of every file that took part: path inside the model, size, SHA-256. Empty for servers. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** An image as its file has it. */
export interface EncodedImage {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
  /** Lower-case hexadecimal, of `bytes`. */
  readonly sha256: string;
}

export interface Question {
  /** The user's turn; images come before it, in order. */
  readonly prompt: string;
  readonly images: readonly EncodedImage[];
}

export interface Decoding {
  /** Most tokens of the reply. */
  readonly mostTokens: number;
  /** 0 is greedy: the most likely token, the lowest number where several are. */
  readonly temperature: number;
  /** The smallest set of tokens whose probabilities reach it; 1 for all. */
  readonly topP: number;
  /** The most likely ones; 0 for all. */
  readonly topK: number;
  readonly seed: number;
  /** Texts that end the reply and are not part of it, beside the model's own stop tokens. */
  readonly stop: readonly string[];
  /** How many of the most likely tokens are recorded with each step; 0 for none. */
  readonly alternatives: number;
}

/** Greedy, and nothing recorded but the tokens. */
export const greedy: Decoding = {
  mostTokens: 256,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 0,
  stop: [],
  alternatives: 0,
};

export interface TokenChance {
  /** -1 where the runtime gives texts alone. */
  readonly id: number;
  readonly text: string;
  readonly lnProbability: number;
}

/** One step of decoding: what was taken, and what might have been, most likely first. */
export interface Step extends TokenChance {
  readonly alternatives: readonly TokenChance[];
}

/** One exchange over the network as it went, for the record. `body` is what came, cut at the reader's limit. */
export interface Exchange {
  readonly attempt: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly milliseconds: number;
  /** Why it was not good enough, where it was not. */
  readonly fault?: string;
}

export interface Reply {
  readonly text: string;
  /** `stop`: the model ended it; `length`: it was cut at `mostTokens`. */
  readonly finish: 'stop' | 'length';
  /** Empty where the runtime does not say. */
  readonly steps: readonly Step[];
  /** Tokens of the prompt, places of images included; -1 where unknown. */
  readonly promptTokens: number;
  /** What a server sent, every attempt; empty in process. */
  readonly exchanges: readonly Exchange[];
  /** What the server calls itself in this reply; absent in process. */
  readonly saysModel?: string;
}

export interface AskOptions extends RunOptions {
  /** Told of every piece of the reply as it comes. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** A model that can be asked. One question at a time unless `concurrency` says otherwise. */
export interface Runtime {
  readonly identity: RuntimeIdentity;
  /** How many questions may be under way at once. */
  readonly concurrency: number;
  /**
   * Throws `unsupported` for what the model cannot take (images without a vision tower), `source` where it cannot be reached,
   * `format` where it answers nonsense, `limit` where the prompt does not fit. An abort passes through untouched.
   */
  ask(question: Question, decoding: Decoding, options?: AskOptions): Promise<Reply>;
  close(): Promise<void>;
}
