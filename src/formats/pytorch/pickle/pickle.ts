// Reading one pickle by range: a window moves over the source, large arguments are stepped over, nothing is executed.
import type { Source } from '../../../bytes/source.ts';
import type { RunOptions } from '../../../run.ts';
import { readInstruction } from './instruction.ts';
import type { Persistence, UnknownCall } from './pickle-calls.ts';
import { PickleMachine } from './pickle-machine.ts';
import type { PickleValue, StorageId } from './pickle-values.ts';

/** Arguments longer than this are rare, so that few bytes are read twice; arrays are stepped over. */
const windowBytes = 65_536;

export interface Unpickled {
  readonly value: PickleValue;
  /** Offset behind STOP. */
  readonly end: number;
  readonly protocol: number;
  readonly unknownCalls: ReadonlyMap<string, UnknownCall>;
  readonly storages: ReadonlyMap<string, StorageId>;
}

/**
 * What the pickle at byte `start` of `source` describes. Throws `unsafe` for a name that no weights need, `format`,
 * `limit`, `unsupported` and `source` as the machine and its instructions do.
 */
export async function readPickle(
  source: Source,
  start: number,
  persistence: Persistence,
  options?: RunOptions,
): Promise<Unpickled> {
  const machine = new PickleMachine(source.uri, source.size, persistence);
  let window: Uint8Array = new Uint8Array(0);
  let base = start;
  for (let at = start; ; ) {
    const read = readInstruction(window, at - base, base, source.size, source.uri);
    if (typeof read === 'number') {
      window = await source.read(at, Math.min(source.size, at + Math.max(windowBytes, read)), options);
      base = at;
      options?.onProgress?.({ stage: 'open', subject: source.uri, done: at, total: source.size, unit: 'bytes' });
      continue;
    }
    at = read.end;
    if (!machine.run(read)) continue;
    const { value, protocol, unknownCalls, storages } = machine;
    return { value, end: at, protocol, unknownCalls, storages };
  }
}
