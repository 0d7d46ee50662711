// The file that a probe is recorded in: lines added one by one, so that a fall loses none but the last; and read back.
import { open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { ForebearError } from '../errors.ts';
import { parseRecording } from '../probe/parse-recording.ts';
import type { Recording, Sink } from '../probe/recording.ts';

/** Ten thousand replies with all that servers sent are below this. */
const mostBytes = 1_073_741_824;

export interface RecordFile extends AsyncDisposable {
  readonly sink: Sink;
}

/** Begins a recording. Throws `usage` where there is a file of that name: what was recorded is never written over. */
export async function beginRecord(path: string): Promise<RecordFile> {
  return opened(path, 'ax');
}

/** Goes on with one; a last line that was cut is taken away. */
export async function continueRecord(path: string): Promise<RecordFile> {
  const text = await readWhole(path);
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)));
  return opened(path, 'a');
}

async function opened(path: string, flags: 'ax' | 'a'): Promise<RecordFile> {
  const file = await open(path, flags).catch((error: unknown) => {
    const exists = (error as { code?: unknown }).code === 'EEXIST';
    throw new ForebearError(
      exists ? 'usage' : 'source',
      path,
      exists ? 'a new file, or --resume' : 'a file that can be written',
      exists ? 'one that is there' : String((error as { code?: unknown }).code),
      { cause: error },
    );
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    // One after the other: two lines at once would stand in one another.
    sink: (line) => {
      const written = last.then(() => file.appendFile(`${line}\n`));
      last = written.catch(() => undefined);
      return written;
    },
    async [Symbol.asyncDispose]() {
      await last;
      await file.close();
    },
  };
}

/** Throws `source` where there is none, else as `parseRecording`. */
export async function readRecord(path: string): Promise<Recording> {
  return parseRecording(await readWhole(path), path);
}

async function readWhole(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new ForebearError('source', path, 'a recording', 'nothing');
  if (found.size > mostBytes) throw new ForebearError('limit', path, `at most ${mostBytes} bytes`, `${found.size}`);
  return readFile(path, 'utf8');
}

/** Until it is told, the secret lies beside its recording, for its owner alone: a run that was cut goes on with the same questions. */
export const secretFile = {
  path: (record: string): string => `${record}.secret`,
  write: (record: string, seed: string): Promise<void> =>
    writeFile(secretFile.path(record), `${seed}\n`, { mode: 0o600 }),
  read: async (record: string): Promise<string | undefined> =>
    (await readFile(secretFile.path(record), 'utf8').catch(() => undefined))?.trim(),
  remove: (record: string): Promise<void> => rm(secretFile.path(record), { force: true }),
};
