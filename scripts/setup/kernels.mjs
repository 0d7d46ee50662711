// Compiles the WASM kernels of assembly/ into generated TypeScript files, when their sources or the compiler changed.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message, step } from './messages.mjs';
import { quiet } from './processes.mjs';

// Plain SIMD only: the relaxed instructions may round differently from one machine to the next.
const compilerOptions = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

/**
 * What is compiled by itself: the entry of each module in assembly/, and the generated file beside its only user.
 * Files of assembly/ that are no entries are parts of some.
 */
const modules = [
  { entry: 'kernels.ts', generated: ['src', 'math', 'kernels.generated.ts'] },
  { entry: 'dequantise.ts', generated: ['src', 'formats', 'ggml', 'dequantise.generated.ts'] },
  { entry: 'forward.ts', generated: ['src', 'forward', 'forward.generated.ts'] },
  // The same once more with products and sums in one step: faster, and asked for by name, since machines may round differently.
  {
    entry: 'forward.ts',
    generated: ['src', 'forward', 'forward-fast.generated.ts'],
    options: ['--enable', 'relaxed-simd'],
  },
  { entry: 'trainer.ts', generated: ['grower', 'trainer.generated.ts'] },
];

/**
 * What a generated file is known by: every source by name and content, the compiler's version and its options.
 * @param {readonly { readonly name: string, readonly content: string }[]} sources
 * @param {string} compiler
 */
export function kernelsHash(sources, compiler) {
  const hash = createHash('sha256');
  const ordered = [...sources].sort((a, b) => (a.name < b.name ? -1 : 1));
  hash.update(JSON.stringify([compiler, compilerOptions, ordered.map(({ name, content }) => [name, content])]));
  return hash.digest('hex');
}

/**
 * The generated module: the hash of what it came from, and the kernels in base64.
 * @param {string} hash
 * @param {Uint8Array} wasm
 */
export function kernelsModule(hash, wasm) {
  return [
    '// The WASM kernels compiled from assembly/, in base64; generated at set-up, never edited.',
    `// from ${hash}`,
    '',
    '/** The bytes of the WebAssembly module, in base64. */',
    `export const kernelsBase64 = '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

/**
 * Brings every generated file up to date.
 * @param {string} root
 * @param {string} node
 */
export async function buildKernels(root, node) {
  const folder = join(root, 'assembly');
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'));
  const sources = names.map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') }));
  const compiler = join(root, 'node_modules', 'assemblyscript');
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'));
  // One hash for all, since they may share parts; a compilation takes a second.
  const hash = kernelsHash(sources, version);
  const stale = modules.filter(({ generated }) => {
    return !readOr(join(root, ...generated), '').includes(`// from ${hash}\n`);
  });
  if (stale.length === 0) return;
  await step(message('kernels'), async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'forebear-kernels-'));
    try {
      for (const { entry, generated, options = [] } of stale) {
        const wasm = join(scratch, 'kernels.wasm');
        const asc = join(compiler, 'bin', 'asc.js');
        await quiet(node, [asc, join('assembly', entry), '-o', wasm, ...compilerOptions, ...options], { cwd: root });
        // Written beside and renamed, so that nobody ever reads half a file.
        const target = join(root, ...generated);
        const beside = `${target}.${process.pid}`;
        writeFileSync(beside, kernelsModule(hash, readFileSync(wasm)));
        renameSync(beside, target);
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}

/**
 * @param {string} path
 * @param {string} otherwise
 */
function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
