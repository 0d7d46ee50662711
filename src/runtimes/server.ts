// Any server that speaks OpenAI's chat protocol as a way of asking: llama-server, vLLM, SGLang, Ollama, and endpoints for hire.
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import type { Clock } from './clock.ts';
import { eventsOf } from './event-stream.ts';
import { exchanged, type Patience, patience } from './exchange.ts';
import type { AskOptions, Decoding, Question, Reply, Runtime, RuntimeIdentity, Step, TokenChance } from './runtime.ts';
import { serverProgram } from './server-program.ts';

export interface ServerDoor {
  /** `http(s)://host[:port][/path]`, with or without `/v1`; a fragment names the model. */
  readonly address: string;
  /** Sent to this server and to no other. */
  readonly key?: string | undefined;
  readonly clock: Clock;
  readonly patience?: Patience | undefined;
  /** Questions that may be under way at once. */
  readonly concurrency?: number | undefined;
}

const limits = { maxDepth: 32, maxBytes: 33_554_432, maxValues: 4_000_000 };
const mostEvent = 4_194_304;

/** A server that writes on past what it was asked for: characters a token, at most. */
const charactersPerToken = 256;

/** Throws `usage` for addresses that are none, and where several models are served and none is named. */
export async function serverRuntime(door: ServerDoor, options?: AskOptions): Promise<Runtime> {
  const { base, model: named } = addressOf(door.address);
  const send = { key: door.key, clock: door.clock, patience: door.patience ?? patience };
  const listed = await modelsOf(base, send, named !== undefined, options);
  const ids = listed.map(({ id }) => id);
  const model = named ?? onlyModel(ids, base);
  const owner = listed.find(({ id }) => id === model)?.owner;
  const identity: RuntimeIdentity = {
    kind: 'server',
    version: await serverProgram(base, owner, (url) => perhapsAt(url, send, options)),
    preprocessing: 'unknown',
    model,
    files: [],
  };
  return {
    identity,
    concurrency: door.concurrency ?? 4,
    async ask(question, decoding, asked) {
      const url = new URL('chat/completions', base);
      const body = requestOf(model, question, decoding);
      const sending = { url, body, ...send };
      const tell = once(asked?.onText);
      const { value, exchanges } = await exchanged(
        sending,
        (pieces, type) =>
          type.startsWith('text/event-stream')
            ? streamed(pieces, url.origin, decoding, tell())
            : whole(pieces, type, url.origin, decoding),
        asked,
      );
      return { ...value, exchanges };
    },
    close: async () => {},
  };
}

function addressOf(address: string): { readonly base: URL; readonly model: string | undefined } {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new ForebearError('usage', address, 'an address such as http://localhost:8080/v1#model', 'none');
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    throw new ForebearError('usage', url.host, 'http or https, and no password in the address', url.protocol);
  const model = url.hash === '' ? undefined : decodeURIComponent(url.hash.slice(1));
  url.hash = '';
  url.search = '';
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  url.pathname = `${path.endsWith('/v1') ? path : `${path}/v1`}/`;
  return { base: url, model };
}

/** A model as the server lists it; `owner` is often the program's name. */
interface Listed {
  readonly id: string;
  readonly owner: string;
}

interface Sender {
  readonly key: string | undefined;
  readonly clock: Clock;
  readonly patience: Patience;
}

async function modelsOf(base: URL, send: Sender, optional: boolean, options?: AskOptions): Promise<readonly Listed[]> {
  try {
    const data = (await objectAt(new URL('models', base), send, options)).get('data');
    return (Array.isArray(data) ? (data as readonly JsonValue[]) : []).flatMap((one) => {
      const [id, owner] = isMap(one) ? [one.get('id'), one.get('owned_by')] : [];
      return typeof id === 'string' ? [{ id: id.slice(0, 200), owner: typeof owner === 'string' ? owner : '' }] : [];
    });
  } catch (error) {
    options?.signal?.throwIfAborted();
    if (!optional) throw error;
    // A list is a convenience; whoever named the model needs none.
    return [];
  }
}

async function objectAt(url: URL, send: Sender, options?: AskOptions): Promise<JsonMap> {
  const sending = { url, body: undefined, ...send, patience: { ...send.patience, first: 30_000, attempts: 2 } };
  return (await exchanged(sending, (pieces) => objectOf(pieces, url.origin), options)).value;
}

/** As `objectAt`, for what a server need not have. */
async function perhapsAt(url: URL, send: Sender, options?: AskOptions): Promise<JsonMap | undefined> {
  try {
    return await objectAt(url, { ...send, patience: { ...send.patience, whole: 10_000 } }, options);
  } catch {
    options?.signal?.throwIfAborted();
    return undefined;
  }
}

function onlyModel(models: readonly string[], base: URL): string {
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  const found = models.length === 0 ? 'none listed' : models.slice(0, 8).join(', ');
  throw new ForebearError('usage', base.origin, 'the name of a model behind # in the address', found);
}

function requestOf(model: string, { prompt, images }: Question, decoding: Decoding): object {
  const text = { type: 'text', text: prompt };
  const parts = images.map(({ type, bytes }) => ({
    type: 'image_url',
    image_url: { url: `data:${type};base64,${base64(bytes)}` },
  }));
  return {
    model,
    messages: [{ role: 'user', content: images.length === 0 ? prompt : [...parts, text] }],
    stream: true,
    max_tokens: decoding.mostTokens,
    temperature: decoding.temperature,
    top_p: decoding.topP,
    seed: decoding.seed,
    // Not in OpenAI's protocol, but in those of the servers named above; others pass over it.
    ...(decoding.topK > 0 ? { top_k: decoding.topK } : {}),
    ...(decoding.stop.length > 0 ? { stop: decoding.stop } : {}),
    ...(decoding.alternatives > 0 ? { logprobs: true, top_logprobs: Math.min(20, decoding.alternatives) } : {}),
    stream_options: { include_usage: true },
  };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

type Answer = Omit<Reply, 'exchanges'>;

/** A listener for each attempt, so that a second one tells only what goes beyond the first. */
function once(onText: AskOptions['onText']): () => (text: string) => void {
  let told = 0;
  return () => {
    let come = 0;
    return (text) => {
      const known = Math.max(0, told - come);
      come += text.length;
      if (text.length > known) onText?.(text.slice(known));
      told = Math.max(told, come);
    };
  };
}

const parse = (text: string, subject: string): JsonMap => {
  const value = parseJsonBounded(new TextEncoder().encode(text), subject, limits);
  if (!isMap(value)) throw new ForebearError('format', subject, 'a JSON object', 'something else');
  return value;
};

async function objectOf(pieces: AsyncIterable<Uint8Array>, subject: string): Promise<JsonMap> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return parse(text, subject);
}

async function whole(
  pieces: AsyncIterable<Uint8Array>,
  type: string,
  subject: string,
  decoding: Decoding,
): Promise<Answer> {
  if (!type.startsWith('application/json'))
    throw new ForebearError('format', subject, 'JSON or a stream of events', type.slice(0, 80) || 'nothing named');
  const gathering = newGathering(subject, decoding);
  gathering.take(await objectOf(pieces, subject), 'message');
  return gathering.end();
}

async function streamed(
  pieces: AsyncIterable<Uint8Array>,
  subject: string,
  decoding: Decoding,
  onText: (text: string) => void,
): Promise<Answer> {
  const gathering = newGathering(subject, decoding, onText);
  for await (const data of eventsOf(pieces, subject, { event: mostEvent })) {
    if (data === '[DONE]') return gathering.end();
    gathering.take(parse(data, subject), 'delta');
  }
  // Some servers leave out the last word; a reason why it ended is as good.
  if (gathering.finished()) return gathering.end();
  throw new ForebearError('source', subject, 'an answer to its end', 'one that was cut');
}

/** Puts together what comes, be it one message or many pieces. */
function newGathering(subject: string, decoding: Decoding, onText?: (text: string) => void) {
  let text = '';
  let finish: string | undefined;
  let promptTokens = -1;
  let saysModel: string | undefined;
  const steps: Step[] = [];
  const most = charactersPerToken * decoding.mostTokens;
  return {
    finished: () => finish !== undefined,
    take(object: JsonMap, part: 'delta' | 'message'): void {
      const error = object.get('error');
      if (error !== undefined && error !== null) {
        const message = isMap(error) ? error.get('message') : error;
        throw new ForebearError(
          'source',
          subject,
          'an answer',
          typeof message === 'string' ? message.slice(0, 160) : 'an error',
        );
      }
      const model = object.get('model');
      if (typeof model === 'string') saysModel ??= model.slice(0, 200);
      const usage = object.get('usage');
      const prompt = isMap(usage) ? usage.get('prompt_tokens') : undefined;
      if (typeof prompt === 'number' && Number.isInteger(prompt)) promptTokens = prompt;
      const choices = object.get('choices');
      const choice = Array.isArray(choices) ? (choices as readonly JsonValue[])[0] : undefined;
      if (!isMap(choice)) {
        if (part === 'message') throw new ForebearError('format', subject, 'an answer with a choice', 'none');
        return;
      }
      const body = choice.get(part);
      const content = isMap(body) ? body.get('content') : undefined;
      if (typeof content === 'string' && content !== '') {
        text += content;
        if (text.length > most)
          throw new ForebearError(
            'limit',
            subject,
            `at most ${decoding.mostTokens} tokens`,
            `${text.length} characters`,
          );
        onText?.(content);
      }
      steps.push(...stepsOf(choice.get('logprobs')));
      const reason = choice.get('finish_reason');
      if (typeof reason === 'string') finish = reason;
    },
    end(): Answer {
      return {
        text,
        finish: finish === 'length' ? 'length' : 'stop',
        steps,
        promptTokens,
        ...(saysModel === undefined ? {} : { saysModel }),
      };
    },
  };
}

function stepsOf(logprobs: JsonValue | undefined): Step[] {
  const content = isMap(logprobs) ? logprobs.get('content') : undefined;
  if (!Array.isArray(content)) return [];
  return (content as readonly JsonValue[]).flatMap((entry): Step[] => {
    const own = chanceOf(entry);
    if (own === undefined || !isMap(entry)) return [];
    const top = entry.get('top_logprobs');
    const alternatives = Array.isArray(top) ? (top as readonly JsonValue[]).flatMap((one) => chanceOf(one) ?? []) : [];
    return [{ ...own, alternatives }];
  });
}

function chanceOf(entry: JsonValue): TokenChance | undefined {
  if (!isMap(entry)) return undefined;
  const [token, ln] = [entry.get('token'), entry.get('logprob')];
  if (typeof token !== 'string' || typeof ln !== 'number') return undefined;
  return { id: -1, text: token, lnProbability: ln };
}
