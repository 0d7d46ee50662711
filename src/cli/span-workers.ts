// Threads that scan spans side by side: the same figures as one thread gives, whatever their number.
import { Worker } from 'node:worker_threads';
import type { SpanFigures, SpanJob, SpanScanner } from '../evidence/weights/span-scan.ts';

interface Answer {
  readonly id: number;
  readonly figures: SpanFigures;
  readonly bytes: readonly Uint8Array[];
}

interface Waiting {
  resolve(figures: SpanFigures): void;
  reject(error: unknown): void;
}

/** Memory that is kept to be filled again: a span of each side for every job that may be under way, and one to spare. */
const keptFor = (threads: number): number => 2 * (2 * threads + 1);

export interface SpanWorkers extends SpanScanner, AsyncDisposable {}

/** Starts `count` threads, one or more. Whoever starts them ends them, by disposing of what is given. */
export function startSpanWorkers(count: number): SpanWorkers {
  const idle: Worker[] = [];
  const queue: { readonly id: number; readonly job: SpanJob }[] = [];
  const waiting = new Map<number, Waiting>();
  const kept: ArrayBuffer[] = [];
  let next = 0;
  let broken: Error | undefined;
  const all = Array.from({ length: count }, () => start());

  function start(): Worker {
    // In a clone the sources run as they are; a package holds what they were compiled to.
    const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`span-worker.${ending}`, import.meta.url));
    worker.on('message', ({ id, figures, bytes }: Answer) => {
      for (const { buffer } of bytes) if (kept.length < keptFor(count)) kept.push(buffer as ArrayBuffer);
      waiting.get(id)?.resolve(figures);
      waiting.delete(id);
      idle.push(worker);
      feed();
    });
    worker.on('error', (error) => {
      broken = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of waiting.values()) reject(broken);
      waiting.clear();
    });
    // A thread that has nothing to do keeps no program from ending.
    worker.unref();
    idle.push(worker);
    return worker;
  }

  function feed(): void {
    while (queue.length > 0 && idle.length > 0) {
      const [one, worker] = [queue.shift(), idle.shift()];
      if (one === undefined || worker === undefined) return;
      const bytes = [one.job.suspect.bytes, one.job.candidate.bytes];
      worker.ref();
      worker.postMessage(one, [...new Set(bytes.map(({ buffer }) => buffer as ArrayBuffer))]);
    }
  }

  return {
    ahead: 2 * count,

    allocate(bytes) {
      const at = kept.findIndex((buffer) => buffer.byteLength === bytes);
      const [found] = at < 0 ? [] : kept.splice(at, 1);
      return new Uint8Array(found ?? new ArrayBuffer(bytes));
    },

    scan(job) {
      if (broken !== undefined) return Promise.reject(broken);
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        queue.push({ id, job: { ...job, suspect: owned(job.suspect), candidate: owned(job.candidate) } });
        feed();
      });
    },

    async [Symbol.asyncDispose]() {
      await Promise.allSettled(all.map((worker) => worker.terminate()));
    },
  };
}

/** The rows in memory of their own, which can be handed to another thread. */
function owned<R extends { readonly bytes: Uint8Array }>(rows: R): R {
  const { buffer, byteLength } = rows.bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isOwn ? rows : { ...rows, bytes: rows.bytes.slice() };
}
