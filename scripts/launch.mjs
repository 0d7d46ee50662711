// Runs every command of the clone (`npm start`, `npm test`, …): sets up what is missing, then hands over to Node 24.
// Plain JavaScript without dependencies, because it must run on the Node that the machine happens to have.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium } from './setup/chromium.mjs';
import { installed, installFromLock, linkOwnProgram, onPath, withNodeFirst } from './setup/install.mjs';
import { buildKernels } from './setup/kernels.mjs';
import { alone } from './setup/lock.mjs';
import { message, say, seconds, step } from './setup/messages.mjs';
import { findNode, isNewEnough } from './setup/node.mjs';
import { attached, exitCodeOf, SetupError } from './setup/processes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A set-up that could not be finished; the same number as "could not examine" of the program. */
const setupFailed = 3;

/** Enough for the reason of any failure met so far. */
const outputLines = 40;

/**
 * What each task runs under Node 24: a script of ours, or a package's program with its fixed parameters.
 * @type {Readonly<Record<string, { script: string } | { program: readonly [string, string], parameters: readonly string[] }>>}
 */
const tasks = {
  start: { script: 'scripts/start.ts' },
  test: { program: ['vitest', 'vitest'], parameters: ['run'] },
  real: { script: 'scripts/real.ts' },
  'real:history': { script: 'scripts/real-history.ts' },
  zoo: { script: 'scripts/zoo.ts' },
  background: { script: 'scripts/background.ts' },
  agreement: { script: 'scripts/agreement.ts' },
  divergences: { script: 'scripts/divergences.ts' },
  'real:case': { script: 'scripts/real-case.ts' },
  'real:code': { script: 'scripts/real-code.ts' },
  'real:text': { script: 'scripts/real-text.ts' },
  vocabularies: { script: 'scripts/vocabularies.ts' },
  pairs: { script: 'scripts/pairs.ts' },
  power: { script: 'scripts/power.ts' },
  'zoo:grow': { script: 'scripts/zoo-grow.ts' },
  calibrate: { script: 'scripts/calibrate.ts' },
  memory: { script: 'scripts/memory.ts' },
  fuzz: { script: 'scripts/fuzz.ts' },
  disguises: { script: 'scripts/disguises.ts' },
  formats: { script: 'scripts/formats.ts' },
  bench: { script: 'scripts/bench.ts' },
  fixtures: { script: 'scripts/fixtures.ts' },
  index: { script: 'scripts/index-bench.ts' },
  claims: { script: 'scripts/claims.ts' },
  licences: { script: 'scripts/licences.ts' },
  build: { program: ['typescript', 'tsc'], parameters: ['-p', 'tsconfig.build.json'] },
  format: { program: ['@biomejs/biome', 'biome'], parameters: ['check', '--write'] },
  'format:check': { program: ['@biomejs/biome', 'biome'], parameters: ['check'] },
  lint: { program: ['oxlint', 'oxlint'], parameters: ['--type-aware', '--deny-warnings'] },
  types: { program: ['typescript', 'tsc'], parameters: ['--noEmit'] },
  dead: { program: ['knip', 'knip'], parameters: ['--no-progress'] },
};

/** Tasks that hold our readers against independent ones, which users never need. */
const wantOracles = new Set(['test', 'fuzz', 'formats', 'bench', 'fixtures']);

/** The parts of `check`, cheapest first. */
const checks = ['format:check', 'types', 'lint', 'dead'];

/**
 * What to run for a task, as parameters of Node.
 * @param {string} name
 * @param {readonly string[]} rest
 * @returns {string[]}
 */
export function parametersOf(name, rest) {
  const task = tasks[name];
  if (task === undefined) throw new SetupError(message('unknownTask', taskNames().join(', '), name));
  if ('script' in task) return [join(root, task.script), ...rest];
  const [packageName, program] = task.program;
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [join(folder, typeof bin === 'string' ? bin : bin[program]), ...task.parameters, ...rest];
}

/** Every word that may stand after `launch.mjs`. */
export function taskNames() {
  return [...Object.keys(tasks), 'check', 'pack', 'setup'];
}

/**
 * Sets up whatever is missing and returns the Node to go on with; silent where nothing is.
 * @returns {Promise<string>}
 */
async function setUp() {
  const nodeIsThere = isNewEnough(process.versions.node) || installed(join(root, 'tools', 'node'));
  if (!nodeIsThere || !installed(root)) {
    await alone(root, async () => {
      const node = await findNode(root);
      if (!installed(root)) await step(message('dependencies'), () => installFromLock(root, node));
    });
  }
  linkOwnProgram(root);
  const node = await findNode(root);
  await buildKernels(root, node);
  return node;
}

/**
 * Installs the independent readers that the tests compare with, where they are missing.
 * @param {string} node
 */
async function installOracles(node) {
  const folder = join(root, 'tools', 'oracles');
  if (installed(folder)) return;
  await alone(root, () => step(message('oracles'), () => installFromLock(folder, node)));
}

/**
 * @param {string} name
 * @param {readonly string[]} rest
 * @returns {Promise<number>} the exit code
 */
async function run(name, rest) {
  if (!taskNames().includes(name)) throw new SetupError(message('unknownTask', taskNames().join(', '), name));
  const node = await setUp();
  const env = withNodeFirst(node);
  if (name === 'setup') return 0;
  if (name === 'check') return runChecks(node, env);
  if (wantOracles.has(name)) await installOracles(node);
  if (name === 'test') env.FOREBEAR_CHROMIUM = (await findChromium()) ?? '';
  if (name === 'build' || name === 'pack') rmSync(join(root, 'dist'), { recursive: true, force: true });
  if (name === 'pack') {
    const built = await attached(node, parametersOf('build', []), { cwd: root, env });
    const npm = onPath('npm');
    if (built !== 0 || npm === undefined) return built || setupFailed;
    return attached(npm, ['pack', ...rest], { cwd: root, env, shell: process.platform === 'win32' });
  }
  return attached(node, parametersOf(name, rest), { cwd: root, env });
}

/**
 * All checks, the later ones too where an earlier one fails.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
async function runChecks(node, env) {
  let failures = 0;
  for (const name of checks) {
    const begun = performance.now();
    const code = await attached(node, parametersOf(name, []), { cwd: root, env });
    if (code === exitCodeOf(null, 'SIGINT')) return code;
    say(message('check', name, code === 0 ? '✓' : '✗', seconds(begun)));
    if (code !== 0) failures += 1;
  }
  return failures === 0 ? 0 : 1;
}

/**
 * What a failed child said, without the page of usage that npm adds after the reason.
 * @param {string} output
 */
function shortened(output) {
  return output.trim().split('\n').slice(0, outputLines).join('\n');
}

async function main() {
  const [name = 'start', ...rest] = process.argv.slice(2);
  try {
    process.exitCode = await run(name, rest);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    if (error.output.trim() !== '') say(shortened(error.output));
    say(error.message);
    if (error.advice !== '') say(error.advice);
    process.exitCode = setupFailed;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
