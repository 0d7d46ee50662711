// Shares tasks out to worker threads, one at a time each, and gives the results in the order of the tasks.
import { Worker } from 'node:worker_threads';

/** What a worker answers: the number of its task, and the result or what went wrong. */
type Answer = { readonly number: number } & ({ readonly result: unknown } | { readonly failure: string });

/** What is told of each result as it comes. */
type OnResult = (number: number, result: unknown) => void;

/**
 * Runs `tasks` on `count` workers of the script at `script`, which gets { number, task } and posts an `Answer`.
 * `onResult` is told of each result as it comes; the first failure ends everything and is thrown.
 */
export async function runTasks(
  script: URL,
  tasks: readonly object[] | readonly number[],
  count: number,
  signal: AbortSignal,
  onResult: OnResult,
): Promise<void> {
  const waiting: [number, unknown][] = [...tasks.entries()].toReversed();
  const workers = Array.from({ length: Math.min(count, tasks.length) }, () => new Worker(script));
  try {
    await Promise.all(workers.map(async (worker) => work(worker, waiting, signal, onResult)));
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

function work(worker: Worker, waiting: [number, unknown][], signal: AbortSignal, onResult: OnResult): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const entry = waiting.pop();
      if (signal.aborted) reject(signal.reason as Error);
      else if (entry === undefined) resolve();
      else worker.postMessage({ number: entry[0], task: entry[1] }, []);
    };
    worker.on('message', (answer: Answer) => {
      if ('failure' in answer) {
        reject(new Error(answer.failure));
        return;
      }
      onResult(answer.number, answer.result);
      next();
    });
    worker.on('error', reject);
    next();
  });
}
