// Child processes of the launcher: quiet ones whose output matters only when they fail, and the one that takes the stage.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Thrown where set-up cannot go on. `advice` is the second line that people see; `output` what the failed child said. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [advice]
   * @param {string} [output]
   */
  constructor(message, advice = '', output = '') {
    super(message);
    this.name = 'SetupError';
    this.advice = advice;
    this.output = output;
  }
}

/** Set once a person or a supervisor asked us to stop. @type {NodeJS.Signals | undefined} */
let stopped;
/** @type {import('node:child_process').ChildProcess | undefined} */
let current;
/** Whether the child shares a terminal with us, and so hears Ctrl-C from it without our help. */
const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    stopped = signal;
    // A second SIGINT would mean "at once, without tidying" to the child, so it is not doubled.
    if (current === undefined) process.exit(exitCodeOf(null, signal));
    else if (signal !== 'SIGINT' || !onTerminal) current.kill(signal);
  });
}

/**
 * What a shell would report: the code, or 128 plus the signal's number.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0));
}

/**
 * Runs a child on our own standard streams and returns its exit code; 130 once Ctrl-C was pressed, whatever the child made of it.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export async function attached(command, parameters, options) {
  const { code, signal } = await finished(spawn(command, parameters, { ...options, stdio: 'inherit' }));
  if (stopped === 'SIGINT') return exitCodeOf(null, 'SIGINT');
  return exitCodeOf(code, signal);
}

/**
 * Runs a child without a word; throws a SetupError that carries all it said when it fails.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} options
 */
export async function quiet(command, parameters, options) {
  const child = spawn(command, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const said = [];
  child.stdout?.on('data', (piece) => said.push(piece));
  child.stderr?.on('data', (piece) => said.push(piece));
  const { code, signal } = await finished(child);
  if (stopped !== undefined) {
    // The line of the step is still open.
    process.stderr.write('\n');
    process.exit(exitCodeOf(null, stopped));
  }
  if (code !== 0) {
    const told = signal === null ? `exit code ${code}` : signal;
    throw new SetupError(`${[command, ...parameters].join(' ')}: ${told}`, '', Buffer.concat(said).toString());
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function finished(child) {
  current = child;
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetupError(error.message)));
    child.once('close', (code, signal) => {
      current = undefined;
      resolve({ code, signal });
    });
  });
}
