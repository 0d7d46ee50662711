// Tasks on worker threads: every task is done once, results find their numbers, a failure ends the rest.
import { describe, expect, it } from 'vitest';
import { runTasks } from '../../scripts/worker-pool.ts';

const squares = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ number, task }) => {
      if (task < 0) parentPort.postMessage({ number, failure: 'no root of ' + task });
      else parentPort.postMessage({ number, result: task * task });
    });
  `)}`,
);

const never = new AbortController().signal;

describe('runTasks', () => {
  it('does every task once, on as many threads as asked', async () => {
    const results = new Map<number, unknown>();
    const tasks = [3, 1, 4, 1, 5, 9, 2, 6];
    await runTasks(squares, tasks, 2, never, (number, result) => {
      expect(results.has(number)).toBe(false);
      results.set(number, result);
    });
    expect(tasks.map((_, number) => results.get(number))).toEqual(tasks.map((task) => task * task));
  });

  it('throws what a task failed with', async () => {
    await expect(runTasks(squares, [2, -2], 1, never, () => undefined)).rejects.toThrow('no root of -2');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const done = runTasks(squares, [1, 2, 3, 4], 1, controller.signal, () => controller.abort(new Error('stopped')));
    await expect(done).rejects.toThrow('stopped');
  });
});
