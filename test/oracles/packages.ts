// The independent readers of tools/oracles/, loaded by path: they are no dependencies of the program.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'tools', 'oracles');

/** Resolves and loads from the packages that set-up put into tools/oracles/. */
export const requireOracle = createRequire(join(folder, 'package.json'));

/** The folder of an installed package of tools/oracles/. */
export function oracleFolder(name: string): string {
  return join(folder, 'node_modules', ...name.split('/'));
}
