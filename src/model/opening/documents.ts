// JSON documents beside the weights: a broken one costs what it would have said, and never the weights.
import type { Source } from '../../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import { type JsonValue, parseJsonBounded } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import { configLimit } from '../config.ts';

/** A JSON object beside the weights; undefined where there is none, or where it cannot be read, which is then a problem. */
export async function readDocument(
  name: string,
  open: () => Promise<Source | undefined>,
  problems: Problem[],
  options?: RunOptions,
): Promise<ReadonlyMap<string, JsonValue> | undefined> {
  try {
    const source = await open();
    if (source === undefined) return undefined;
    try {
      if (source.size > configLimit) {
        throw new ForebearError('limit', name, `at most ${configLimit} bytes`, `${source.size}`);
      }
      const bytes = await source.read(0, source.size, options);
      const value = parseJsonBounded(bytes, name, { maxDepth: 32, maxBytes: configLimit });
      if (!(value instanceof Map)) throw new ForebearError('format', name, 'an object', 'something else');
      return value;
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!isForebearError(error)) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}
