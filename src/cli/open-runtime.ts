// From what the user names to something that can be asked: a server, a pair of GGUF files, released weights.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import { ForebearError } from '../errors.ts';
import { fastLinear } from '../forward/kernel-linear.ts';
import type { Model } from '../model/model.ts';
import type { RunOptions } from '../run.ts';
import type { Clock } from '../runtimes/clock.ts';
import { llamaRuntime } from '../runtimes/llama-cpp.ts';
import { ownRuntime } from '../runtimes/own.ts';
import type { Runtime, RuntimeKind } from '../runtimes/runtime.ts';
import { serverRuntime } from '../runtimes/server.ts';
import { openPath } from './examine-paths.ts';
import { startLlama } from './llama-process.ts';
import { openReader, readerName } from './open-reader.ts';

export interface RuntimeChoice {
  /** Where the model could be asked in more ways than one. */
  readonly runtime?: RuntimeKind | undefined;
  /** The projector file of a GGUF pair, where it does not lie beside the model. */
  readonly mmproj?: string | undefined;
  /** A build of llama.cpp for graphics cards. */
  readonly variant?: string | undefined;
  /** Name of the environment's variable that holds a server's key. */
  readonly apiKeyEnv?: string | undefined;
  /** Products and sums of our own forward pass in one step: faster, other last bits on other machines. */
  readonly fast?: boolean | undefined;
  /** Gigabytes that our own forward pass may hold. */
  readonly memory?: number | undefined;
}

/** Tokens of context that llama.cpp makes room for: ten images of 96 and a long reply. */
const llamaContext = 4_096;

/** Half of what a machine of 16 GB has. */
const ownMemory = 8;

const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The model under its name. Whoever opens it closes it. */
export async function openRuntime(spec: string, choice: RuntimeChoice, run: RunOptions): Promise<Runtime> {
  if (/^https?:\/\//i.test(spec)) {
    const key = process.env[choice.apiKeyEnv ?? 'FOREBEAR_API_KEY'];
    return serverRuntime({ address: spec, clock: systemClock, key: key === '' ? undefined : key }, run);
  }
  if (choice.runtime === 'server') throw new ForebearError('usage', spec, 'the address of a server', 'a path');
  if (spec === readerName || choice.runtime === 'reader') return openReader();
  const gguf = await ggufPair(spec, choice.mmproj);
  if (gguf !== undefined && choice.runtime !== 'own') return openLlama(spec, gguf, choice, run);
  if (choice.runtime === 'llama.cpp') throw new ForebearError('usage', spec, 'a GGUF file for llama.cpp', 'none');
  return openOwn(spec, choice, run);
}

interface Pair {
  readonly model: string;
  readonly projector: string | undefined;
}

/** The GGUF files a path means: the model, and beside it the file that is called a projector by everybody. */
async function ggufPair(path: string, mmproj: string | undefined): Promise<Pair | undefined> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return undefined;
  const folder = found.isDirectory() ? absolute : dirname(absolute);
  const names = (await readdir(folder)).filter((name) => /\.gguf$/i.test(name)).toSorted();
  const projectors = names.filter((name) => /mmproj/i.test(name));
  const models = names.filter((name) => !/mmproj/i.test(name));
  const model = found.isDirectory() ? models[0] : basename(absolute);
  if (model === undefined || !/\.gguf$/i.test(model)) return undefined;
  // Shards of one model are named by their first; several models are a choice that only the user can make.
  if (found.isDirectory() && models.length > 1 && !/-00001-of-\d{5}\.gguf$/i.test(model))
    throw new ForebearError('usage', path, 'one model, or its file named', models.slice(0, 8).join(', '));
  if (mmproj === undefined && projectors.length > 1)
    throw new ForebearError('usage', path, 'one projector beside it, or --mmproj', projectors.slice(0, 8).join(', '));
  const beside = projectors[0] === undefined ? undefined : join(folder, projectors[0]);
  return { model: join(folder, model), projector: mmproj === undefined ? beside : resolve(mmproj) };
}

/** Our readers look at every file first: what they refuse never reaches the native library. */
async function openLlama(spec: string, pair: Pair, { variant }: RuntimeChoice, run: RunOptions): Promise<Runtime> {
  const files: { path: string; bytes: number; sha256: string }[] = [];
  let chatTemplate: string | undefined;
  let minicpm: string | undefined;
  for (const path of [pair.model, ...(pair.projector === undefined ? [] : [pair.projector])]) {
    await using opened = await openPath(path, 'full', run);
    const [problem] = opened.problems;
    if (problem !== undefined) throw new ForebearError(problem.code, problem.subject, problem.expected, problem.found);
    for (const { path: name, bytes, sha256 } of opened.files)
      if (sha256 !== null) files.push({ path: name, bytes, sha256 });
    minicpm ??= opened.metadata.get('clip.minicpmv_version');
    if (path === pair.model) chatTemplate = opened.metadata.get('tokenizer.chat_template');
  }
  const name = basename(resolve(spec));
  const load = { ...pair, variant, context: llamaContext };
  return llamaRuntime(startLlama(name), { name, files, load, chatTemplate, minicpm }, run);
}

async function openOwn(spec: string, { memory, fast }: RuntimeChoice, run: RunOptions): Promise<Runtime> {
  const model = await openPath(spec, 'full', run);
  try {
    const [problem] = model.problems.filter(({ lost }) => lost.length > 0);
    if (problem !== undefined) throw new ForebearError(problem.code, problem.subject, problem.expected, problem.found);
    const tokenizer = await tokenizerBeside(spec, run);
    const runtime = ownRuntime(model, {
      tokenizer,
      name: basename(resolve(spec)),
      budget: 1e9 * (memory ?? ownMemory),
      linear: fast === true ? fastLinear() : undefined,
    });
    return { ...runtime, close: () => closed(model, runtime) };
  } catch (error) {
    await model[Symbol.asyncDispose]();
    throw error;
  }
}

async function closed(model: Model, runtime: Runtime): Promise<void> {
  await runtime.close();
  await model[Symbol.asyncDispose]();
}

async function tokenizerBeside(spec: string, run: RunOptions): Promise<Uint8Array> {
  const absolute = resolve(spec);
  const found = await stat(absolute);
  const folder = await openFolder(found.isDirectory() ? absolute : dirname(absolute), {
    ...run,
    label: basename(spec),
  });
  const listed = await folder.list({ signal: run.signal });
  if (!listed.some(({ path }) => path === 'tokenizer.json'))
    throw new ForebearError('unsupported', spec, 'tokenizer.json beside the weights', 'none');
  const source = await folder.open('tokenizer.json', { signal: run.signal });
  try {
    return await source.read(0, source.size, { signal: run.signal });
  } finally {
    await source.close();
  }
}
