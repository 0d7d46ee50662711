// One set-up of a clone at a time: a second one waits, since npm empties node_modules before it fills it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { message, say } from './messages.mjs';

const pollMilliseconds = 300;

/**
 * Does the work while holding the clone's lock. A lock whose owner has died is taken over.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
  const lock = join(root, '.tools', 'setup.lock');
  mkdirSync(join(root, '.tools'), { recursive: true });
  let told = false;
  while (!take(lock)) {
    if (!ownerLives(lock)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say(message('waiting'));
    told = true;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lock */
function ownerLives(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // Empty between creation and writing: taken for living, it will be read again.
    if (owner === 0) return true;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
