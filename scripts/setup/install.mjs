// Installs packages exactly as a lockfile says, once: a stamp inside node_modules remembers which lockfile it was.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { message } from './messages.mjs';
import { quiet, SetupError } from './processes.mjs';

const stampName = '.forebear-setup.json';

/**
 * What a finished installation is known by. The platform belongs to it because some packages hold binaries, and a
 * node_modules copied from another machine would otherwise look finished.
 * @param {string | Uint8Array} lockfile the lockfile's content
 * @param {string} platform
 * @param {string} architecture
 */
export function stampOf(lockfile, platform, architecture) {
  return { lockfile: createHash('sha256').update(lockfile).digest('hex'), machine: `${platform} ${architecture}` };
}

/**
 * Whether a stamp read from disk, or undefined where none could be read, is the wanted one.
 * @param {unknown} found
 * @param {ReturnType<typeof stampOf>} wanted
 */
export function stampHolds(found, wanted) {
  if (typeof found !== 'object' || found === null) return false;
  const stamp = /** @type {Partial<typeof wanted>} */ (found);
  return stamp.lockfile === wanted.lockfile && stamp.machine === wanted.machine;
}

/**
 * Whether the folder's node_modules are those of its lockfile.
 * @param {string} folder
 */
export function installed(folder) {
  return stampHolds(readStamp(folder), wantedStamp(folder));
}

/**
 * Puts the lockfile's packages into the folder's node_modules, without running a script of theirs.
 * @param {string} folder
 * @param {string} node the Node that npm shall run under
 */
export async function installFromLock(folder, node) {
  const npm = npmOnPath();
  if (npm === undefined) throw new SetupError(message('noNpm'), message('noNpmAdvice'));
  // Folder and options are named outright: npm running us has put its own settings into the environment.
  const options = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefix',
    folder,
  ];
  await quiet(npm, ['ci', ...options], {
    cwd: folder,
    env: withNodeFirst(node),
    shell: process.platform === 'win32',
  });
  writeFileSync(join(folder, 'node_modules', stampName), `${JSON.stringify(wantedStamp(folder))}\n`);
}

/**
 * Makes `npx forebear` reach the clone's own launcher; npm links the programs of dependencies only.
 * @param {string} root
 */
export function linkOwnProgram(root) {
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  const program = join(root, 'bin', 'forebear.mjs');
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'forebear.cmd'), `@node "%~dp0\\..\\..\\bin\\forebear.mjs" %*\r\n`);
    return;
  }
  const link = join(folder, 'forebear');
  const target = join('..', '..', 'bin', 'forebear.mjs');
  if (linkTarget(link) === target) return;
  rmSync(link, { force: true });
  symlinkSync(target, link);
  if (existsSync(program)) chmodSync(program, 0o755);
}

/**
 * Our environment with the folder of `node` first on PATH.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function withNodeFirst(node) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: `${dirname(node)}${delimiter}${process.env[name] ?? ''}` };
}

/**
 * The first of the programs that PATH holds, as a whole path.
 * @param {...string} names
 */
export function onPath(...names) {
  const folders = (process.env.PATH ?? process.env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const folder = folders.find((candidate) => existsSync(join(candidate, name)));
    if (folder !== undefined) return join(folder, name);
  }
  return undefined;
}

function npmOnPath() {
  // On Windows the path may hold spaces and the shell splits there; the bare name is found by the shell itself.
  if (process.platform === 'win32') return onPath('npm.cmd') === undefined ? undefined : 'npm';
  return onPath('npm');
}

/** @param {string} folder */
function wantedStamp(folder) {
  return stampOf(readFileSync(join(folder, 'package-lock.json')), process.platform, process.arch);
}

/** @param {string} folder */
function readStamp(folder) {
  try {
    return /** @type {unknown} */ (JSON.parse(readFileSync(join(folder, 'node_modules', stampName), 'utf8')));
  } catch {
    return undefined;
  }
}

/** @param {string} link */
function linkTarget(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
