// Starts the process that holds llama.cpp and talks to it; a native library that ends over a file ends there.
import { type ChildProcess, fork } from 'node:child_process';
import { ForebearError } from '../errors.ts';
import type { LlamaAnswer, LlamaFiles, LlamaHost } from '../runtimes/llama-cpp.ts';
import type { AskOptions } from '../runtimes/runtime.ts';
import type { Order, Word } from './llama-child.ts';

/** What the library prints is kept this far, for the message where it ends over a file. */
const keptLog = 4_096;

interface Waiting {
  resolve(word: Word): void;
  reject(error: unknown): void;
  onText(text: string): void;
}

/**
 * A process for each question. One that has answered looks at what that question left behind, clearing its cache does not change it,
 * and giving its context back ends it (build 10257): replies would depend on the order of questions.
 *
 * @param subject the model, for messages
 */
export function startLlama(subject: string): LlamaHost {
  let files: LlamaFiles | undefined;
  let ready: NativeProcess | undefined;
  async function loaded(options?: AskOptions): Promise<{ readonly process: NativeProcess; readonly build: string }> {
    const started = startProcess(subject);
    if (files === undefined) throw new ForebearError('usage', subject, 'files to load', 'none');
    const load = files;
    const word = await started.order((id) => ({ id, do: 'load', files: load }), options);
    return { process: started, build: word.say === 'loaded' ? word.build : 'unknown' };
  }
  return {
    async load(wanted, options) {
      files = wanted;
      const { process: started, build } = await loaded(options);
      ready = started;
      return build;
    },
    async ask(request, options): Promise<LlamaAnswer> {
      const answering = ready ?? (await loaded(options)).process;
      ready = undefined;
      try {
        const word = await answering.order((id) => ({ id, do: 'ask', request }), options);
        if (word.say === 'answer') return word.answer;
        throw new ForebearError('format', subject, 'an answer', word.say);
      } finally {
        answering.end();
      }
    },
    async close() {
      ready?.end();
      ready = undefined;
      files = undefined;
    },
  };
}

interface NativeProcess {
  order(make: (id: number) => Order, options?: AskOptions): Promise<Word>;
  end(): void;
}

function startProcess(subject: string): NativeProcess {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child: ChildProcess = fork(new URL(`llama-child.${ending}`, import.meta.url), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The library reads its own variables from the environment; no key of the user's goes along.
    env: { PATH: process.env['PATH'] ?? '', SystemRoot: process.env['SystemRoot'] ?? '' },
  });
  const waiting = new Map<number, Waiting>();
  let log = '';
  let next = 0;
  let ended: ForebearError | undefined;
  child.stderr?.on('data', (piece: Buffer) => {
    log = (log + piece.toString('utf8')).slice(-keptLog);
  });
  child.on('message', (word: Word) => {
    const one = waiting.get(word.id);
    if (word.say === 'text') {
      one?.onText(word.text);
      return;
    }
    waiting.delete(word.id);
    one?.resolve(word);
  });
  const end = (how: string): void => {
    const last = log.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    ended ??= new ForebearError(
      'format',
      subject,
      'files that llama.cpp can run',
      `${how}${last === '' ? '' : `: ${last}`}`,
    );
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(`its process ended (${signal ?? code})`));

  async function order(make: (id: number) => Order, { signal, onText }: AskOptions = {}): Promise<Word> {
    if (ended !== undefined) throw ended;
    signal?.throwIfAborted();
    const id = next++;
    const stop = (): void => {
      // Asked to stop it may be deep in an image: then the process goes, and the promise with it.
      waiting.get(id)?.reject(signal?.reason);
      waiting.delete(id);
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const word = await new Promise<Word>((resolve, reject) => {
        waiting.set(id, { resolve, reject, onText: (text) => onText?.(text) });
        child.send(make(id));
      });
      if (word.say !== 'refused') return word;
      throw word.installed
        ? new ForebearError('format', subject, 'files that llama.cpp can run', word.reason)
        : new ForebearError(
            'unsupported',
            'llama.cpp',
            'the package @fugood/llama.node (npm install @fugood/llama.node)',
            word.reason,
          );
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  return {
    order,
    end() {
      ended ??= new ForebearError('usage', subject, 'a model that is open', 'one that was closed');
      child.kill('SIGKILL');
    },
  };
}
