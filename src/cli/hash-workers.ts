// Threads that hash large files side by side, each one file at a time; small ones are hashed where they are read.
import { Worker } from 'node:worker_threads';
import { sha256 } from '../bytes/sha256.ts';
import type { Source } from '../bytes/source.ts';
import type { RunOptions } from '../run.ts';

/** Below this many bytes a thread costs more than it saves. */
const worthThread = 67_108_864;

/** Large enough that a message costs nothing beside the hashing of what it carries. */
const pieceBytes = 2_097_152;

/** Pieces of a file that may be on their way. */
const ahead = 2;

export interface HashWorkers extends AsyncDisposable {
  /** Files that are hashed at once. */
  readonly atOnce: number;
  /** As `sha256`, and may be called for several files at once. */
  hash(source: Source, options?: RunOptions): Promise<string>;
}

/** Up to `count` threads, one or more, each started when it is first needed. Whoever asks for them ends them, by disposing of what is given. */
export function startHashWorkers(count: number): HashWorkers {
  const all: Worker[] = [];
  const failed = new Map<Worker, unknown>();
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];

  function take(): Promise<Worker> {
    const known = idle.pop();
    if (known !== undefined) return Promise.resolve(known);
    if (all.length >= count) return new Promise((resolve) => void waiting.push(resolve));
    // In a clone the sources run as they are; a package holds what they were compiled to.
    const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`hash-worker.${ending}`, import.meta.url));
    // One that fails between two files would end the program if nobody listened.
    worker.on('error', (error) => void failed.set(worker, error));
    all.push(worker);
    return Promise.resolve(worker);
  }

  function give(worker: Worker): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  return {
    atOnce: count,

    async hash(source, options) {
      if (source.size < worthThread) return sha256(source, options);
      const worker = await take();
      try {
        if (failed.has(worker)) throw failed.get(worker);
        return await hashIn(worker, source, options);
      } finally {
        give(worker);
      }
    },

    async [Symbol.asyncDispose]() {
      await Promise.allSettled(all.map((worker) => worker.terminate()));
    },
  };
}

/** Hands the source over in pieces whose memory comes back; a fault in reading still empties the thread, for the next file. */
async function hashIn(worker: Worker, source: Source, options?: RunOptions): Promise<string> {
  const answers = answersOf(worker);
  const memory = Array.from({ length: ahead }, () => new Uint8Array(Math.min(pieceBytes, source.size)));
  let out = 0;
  try {
    for (let at = 0; at < source.size; ) {
      options?.signal?.throwIfAborted();
      if (memory.length === 0) memory.push((await takePiece()) as Uint8Array<ArrayBuffer>);
      const room = memory.pop() as Uint8Array;
      const end = Math.min(source.size, at + pieceBytes);
      const piece = await source.read(at, end, { ...options, allocate: (bytes) => room.subarray(0, bytes) });
      worker.postMessage(piece, [piece.buffer as ArrayBuffer]);
      out += 1;
      at = end;
      options?.onProgress?.({ stage: 'read', subject: source.uri, done: at, total: source.size, unit: 'bytes' });
    }
    return await digest();
  } catch (error) {
    await digest().catch(() => undefined);
    throw error;
  } finally {
    answers.close();
  }

  async function takePiece(): Promise<Uint8Array> {
    const answer = await answers.next();
    out -= 1;
    const { buffer } = answer as Uint8Array;
    return new Uint8Array(buffer as ArrayBuffer);
  }

  async function digest(): Promise<string> {
    worker.postMessage(undefined, []);
    while (out > 0) await takePiece();
    return (await answers.next()) as string;
  }
}

interface Answers {
  /** The thread's next answer: a piece, or in the end the hash. */
  next(): Promise<Uint8Array | string>;
  close(): void;
}

function answersOf(worker: Worker): Answers {
  const known: (Uint8Array | string)[] = [];
  let waiter: PromiseWithResolvers<Uint8Array | string> | undefined;
  let broken: unknown;
  const onAnswer = (answer: Uint8Array | string): void => {
    if (waiter === undefined) known.push(answer);
    else waiter.resolve(answer);
    waiter = undefined;
  };
  const onError = (error: unknown): void => {
    broken = error;
    waiter?.reject(error);
    waiter = undefined;
  };
  worker.on('message', onAnswer);
  worker.on('error', onError);
  return {
    next: () => {
      const answer = known.shift();
      if (answer !== undefined) return Promise.resolve(answer);
      if (broken !== undefined) return Promise.reject(broken);
      waiter = Promise.withResolvers();
      return waiter.promise;
    },
    close: () => {
      worker.off('message', onAnswer);
      worker.off('error', onError);
    },
  };
}
