// One request to a server, again where that may help: bounded in bytes and time, everything that came kept for the record.
import { ForebearError, isForebearError } from '../errors.ts';
import type { Clock } from './clock.ts';
import type { AskOptions, Exchange } from './runtime.ts';

/** A reply of ten thousand tokens with twenty alternatives each is some 20 MB. */
const mostBody = 33_554_432;

/** Of each answer kept for the record. */
const mostKept = 4_194_304;

export interface Patience {
  /** Milliseconds until the first byte: a large model may look at a picture for minutes. */
  readonly first: number;
  /** Between two pieces. */
  readonly between: number;
  /** For one attempt. */
  readonly whole: number;
  /** Attempts in all. */
  readonly attempts: number;
  /** Longest pause that a server may ask for. */
  readonly pause: number;
}

export const patience: Patience = { first: 600_000, between: 120_000, whole: 3_600_000, attempts: 4, pause: 60_000 };

export interface Sending {
  readonly url: URL;
  readonly key: string | undefined;
  readonly body: object | undefined;
  readonly clock: Clock;
  readonly patience: Patience;
}

/** Headers that say who answered; nothing else is kept, least of all cookies. */
const keptHeaders = ['content-type', 'server', 'x-request-id', 'retry-after', 'openai-model', 'x-ratelimit-remaining'];

/** Statuses after which the same request may be answered: too soon, overloaded, a gateway's trouble. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 529]);

/** What an answer's bytes are made into. Throws a ForebearError where they are not good; `retry` is then tried as after a passing fault. */
export type Reading<T> = (pieces: AsyncIterable<Uint8Array>, type: string) => Promise<T>;

/** The reading of the first good answer, and all that came. Throws as the last fault was: `source` for the network's and the server's. */
export async function exchanged<T>(
  sending: Sending,
  reading: Reading<T>,
  options?: AskOptions,
): Promise<{ readonly value: T; readonly exchanges: readonly Exchange[] }> {
  const exchanges: Exchange[] = [];
  const { patience: limits } = sending;
  for (let attempt = 1; ; attempt++) {
    options?.signal?.throwIfAborted();
    const { exchange, value, error, wait } = await attempted(sending, reading, attempt, options);
    exchanges.push(exchange);
    if (error === undefined) return { value: value as T, exchanges };
    if (wait === undefined || attempt >= limits.attempts) throw error;
    await paused(Math.min(limits.pause, wait), sending.clock, options?.signal);
  }
}

interface Attempt<T> {
  readonly exchange: Exchange;
  readonly value?: T;
  readonly error?: ForebearError;
  /** Milliseconds until another attempt; undefined where none would help. */
  readonly wait?: number;
}

async function attempted<T>(
  { url, key, body, clock, patience: limits }: Sending,
  reading: Reading<T>,
  attempt: number,
  options?: AskOptions,
): Promise<Attempt<T>> {
  const begun = clock.now();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(options?.signal?.reason);
  options?.signal?.addEventListener('abort', onAbort, { once: true });
  const late = (what: string) => () =>
    stop.abort(new ForebearError('source', url.origin, 'an answer in time', `none ${what}`));
  const cancelWhole = clock.after(limits.whole, late(`within ${limits.whole / 1000} s`));
  let cancelPiece = clock.after(limits.first, late(`for ${limits.first / 1000} s`));
  let status = 0;
  let headers: Record<string, string> = {};
  const kept: Uint8Array[] = [];
  const record = (fault?: string): Exchange => ({
    attempt,
    status,
    headers,
    body: new TextDecoder().decode(joined(kept)),
    milliseconds: Math.round(clock.now() - begun),
    ...(fault === undefined ? {} : { fault }),
  });
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Nobody is followed elsewhere: the key and the questions are for this server.
      redirect: 'manual',
      signal: stop.signal,
    });
    status = response.status;
    headers = Object.fromEntries(
      keptHeaders.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value.slice(0, 200)]];
      }),
    );
    const pieces = bounded(response.body, url, kept, () => {
      cancelPiece();
      cancelPiece = clock.after(limits.between, late(`for ${limits.between / 1000} s between two pieces`));
    });
    if (status >= 300 && status < 400)
      throw new ForebearError('source', url.origin, 'an answer of its own', `status ${status}, a redirection`);
    if (status !== 200) {
      for await (const piece of pieces) if (piece.length === 0) break;
      throw new ForebearError('source', url.origin, 'status 200', `status ${status}${excerpt(kept)}`);
    }
    const value = await reading(pieces, headers['content-type'] ?? '');
    return { exchange: record(), value };
  } catch (caught) {
    options?.signal?.throwIfAborted();
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : caught;
    const error = isForebearError(reason)
      ? reason
      : new ForebearError('source', url.origin, 'a connection', nameOf(reason), { cause: reason });
    // What came with status 200 and was cut is asked for again; what was whole and no answer is not.
    const again = status === 0 || passing.has(status) || (status === 200 && error.code === 'source');
    return { exchange: record(error.found), error, ...(again ? { wait: pauseOf(headers, attempt) } : {}) };
  } finally {
    cancelPiece();
    cancelWhole();
    options?.signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

/** What the network's errors are called: their codes say more than their messages. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'none';
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : error.message.slice(0, 120);
}

function excerpt(kept: readonly Uint8Array[]): string {
  const text = new TextDecoder().decode(joined(kept).subarray(0, 300)).replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `: ${text.slice(0, 160)}`;
}

/** Seconds that the server asks for, else half a second doubled with every attempt. */
function pauseOf(headers: Readonly<Record<string, string>>, attempt: number): number {
  const asked = Number(headers['retry-after']);
  return Number.isFinite(asked) && asked >= 0 && headers['retry-after'] !== undefined
    ? asked * 1_000
    : 250 * 2 ** attempt;
}

async function* bounded(
  body: ReadableStream<Uint8Array> | null,
  url: URL,
  kept: Uint8Array[],
  onPiece: () => void,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  let held = 0;
  if (body === null) return;
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    onPiece();
    length += piece.length;
    if (held < mostKept) {
      kept.push(piece.subarray(0, mostKept - held));
      held += piece.length;
    }
    if (length > mostBody)
      throw new ForebearError('limit', url.origin, `an answer of at most ${mostBody} bytes`, 'a longer one');
    yield piece;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

function paused(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
