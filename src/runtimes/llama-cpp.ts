// llama.cpp as a way of asking: a pair of GGUF files, run in a process of its own that may fall without taking ours along.
import { ForebearError } from '../errors.ts';
import type { AskOptions, Decoding, Question, Reply, Runtime, RuntimeIdentity, Step } from './runtime.ts';

/** What the other process is told to load. Paths are the user's own, opened by our readers before. */
export interface LlamaFiles {
  readonly model: string;
  readonly projector: string | undefined;
  /** A build for graphics cards, where one is installed. */
  readonly variant: string | undefined;
  readonly context: number;
}

export interface LlamaRequest {
  /** Either a prompt with a mark for each image, or messages that the model's own template puts into form. */
  readonly prompt: string;
  readonly template: 'ours' | 'its own';
  /** Data URLs. */
  readonly images: readonly string[];
  readonly decoding: Decoding;
}

export interface LlamaAnswer {
  readonly text: string;
  readonly promptTokens: number;
  readonly stopped: boolean;
  /** Texts of the tokens as they came, and of each the chances of others where they were asked for. */
  readonly tokens: readonly { readonly text: string; readonly chances: readonly (readonly [string, number])[] }[];
}

/** The process with the native library in it. */
export interface LlamaHost {
  /** The build's number. Throws `format` where the library refuses the files or ends over them, `unsupported` where it is not installed. */
  load(files: LlamaFiles, options?: AskOptions): Promise<string>;
  ask(request: LlamaRequest, options?: AskOptions): Promise<LlamaAnswer>;
  close(): Promise<void>;
}

export interface LlamaModel {
  readonly name: string;
  readonly files: RuntimeIdentity['files'];
  readonly load: LlamaFiles;
  /** `tokenizer.chat_template` of the model, where it has one. */
  readonly chatTemplate: string | undefined;
  /** `clip.minicpmv_version` of the projector, where it has one. */
  readonly minicpm?: string | undefined;
}

/** Where the library puts an image. */
const mark = '<__media__>';

/** How images are prepared, but for the build: for MiniCPM-V by the rule in `divergences.ts`. */
export function llamaPreprocessing(minicpm: string | undefined): string {
  return minicpm === undefined ? 'llama.cpp' : `llama.cpp for MiniCPM-V, format ${minicpm}`;
}

export async function llamaRuntime(host: LlamaHost, model: LlamaModel, options?: AskOptions): Promise<Runtime> {
  const build = await host.load(model.load, options);
  const ours = model.chatTemplate === undefined || model.chatTemplate.includes('<|start_header_id|>');
  const identity: RuntimeIdentity = {
    kind: 'llama.cpp',
    version: build,
    preprocessing: model.load.projector === undefined ? 'none' : `${llamaPreprocessing(model.minicpm)}, ${build}`,
    model: model.name,
    files: model.files,
  };
  return {
    identity,
    concurrency: 1,
    async ask(question, decoding, asked) {
      checkQuestion(question, model);
      const request: LlamaRequest = {
        prompt: ours ? llama3Prompt(question) : question.prompt.trim(),
        template: ours ? 'ours' : 'its own',
        images: question.images.map(({ type, bytes }) => `data:${type};base64,${base64(bytes)}`),
        decoding,
      };
      return replyOf(await host.ask(request, asked), decoding);
    },
    close: () => host.close(),
  };
}

function checkQuestion({ prompt, images }: Question, { load, name }: LlamaModel): void {
  if (prompt.includes(mark)) throw new ForebearError('usage', 'prompt', `a text without ${mark}`, 'one with it');
  if (images.length > 0 && load.projector === undefined)
    throw new ForebearError('unsupported', name, 'a projector file beside it for images', 'none');
}

/** The turn in Llama 3's form, as `minicpm/image-prompt.ts` has it. */
function llama3Prompt({ prompt, images }: Question): string {
  const turn = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`;
  const before = images.map(() => `${mark}\n`).join('');
  return `<|begin_of_text|>${turn('user')}${before}${prompt.trim()}<|eot_id|>${turn('assistant')}`;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

/** The library gives chances after sampling has changed them; they are the model's own only where it changes nothing. */
function replyOf({ text, promptTokens, stopped, tokens }: LlamaAnswer, decoding: Decoding): Reply {
  const plain = decoding.temperature === 1 && decoding.topP === 1 && decoding.topK === 0;
  const steps = tokens.map(({ text: token, chances }): Step => {
    const all = plain ? chances.map(([name, chance]) => ({ id: -1, text: name, lnProbability: Math.log(chance) })) : [];
    const own = all.find((one) => one.text === token)?.lnProbability ?? Number.NaN;
    return { id: -1, text: token, lnProbability: own, alternatives: all.slice(0, decoding.alternatives) };
  });
  return { text, finish: stopped ? 'stop' : 'length', steps, promptTokens, exchanges: [] };
}
