// What npm would publish: only what users need, built from the sources as they are, and well formed.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const mostBytes = 4_200_000;
const buildTimeout = 120_000;

interface Manifest {
  readonly files: readonly string[];
  readonly bin: { readonly forebear: string };
}

interface Packed {
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package', () => {
  // A copy, so that the test neither needs nor leaves a dist/ in the clone.
  const folder = mkdtempSync(join(tmpdir(), 'forebear-package-'));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  let packed: Packed;

  beforeAll(async () => {
    const parts = ['package.json', 'README.md', 'LICENSE', 'bin', 'docs', 'src', 'test', 'scripts'];
    for (const part of parts.filter((name) => name !== 'src' && existsSync(join(root, name)))) {
      mkdirSync(dirname(join(folder, part)), { recursive: true });
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const parameters = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
    await said(process.execPath, parameters, root);
    const options = ['pack', '--dry-run', '--json', '--ignore-scripts', '--prefix', folder];
    packed = first(
      JSON.parse(await said('npm', options, folder)) as readonly Packed[] | Readonly<Record<string, Packed>>,
    );
  }, buildTimeout);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the program, the library, their types and nothing else', () => {
    const named = ['package.json', 'README.md', 'LICENSE', manifest.bin.forebear, ...manifest.files];
    const paths = packed.files.map(({ path }) => path);
    const foreign = paths.filter((path) => !named.includes(path) && !/^dist\/[\w/.-]+\.(js|d\.ts)$/.test(path));
    expect(foreign).toEqual([]);
    expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'dist/index.js', 'dist/index.d.ts', 'bin/forebear.mjs']));
  });

  it('holds every file that it promises', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const file of ['README.md', 'dist/cli/main.js', ...manifest.files.filter((name) => name !== 'dist')]) {
      expect(paths).toContain(file);
    }
  });

  it('is smaller than 4.2 MB when unpacked', () => {
    expect(packed.unpackedSize).toBeLessThan(mostBytes);
  });

  it('has entry points that resolve', async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
  });
});

describe('the lockfiles', () => {
  it.each(['package-lock.json', 'tools/node/package-lock.json'])('%s names no host', (name) => {
    expect(readFileSync(join(root, name), 'utf8')).not.toMatch(
      /"resolved": "(?!node_modules\/@fugood\/)|https?:\/\/[^"]*\.tgz/,
    );
  });

  it('hold every package that a lock entry may want, for every platform', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const names = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const wanted = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });
});

/** What a program says on standard output; where it fails, that is the reason. */
async function said(program: string, parameters: readonly string[], cwd: string): Promise<string> {
  try {
    return (await run(program, parameters, { cwd, shell: program === 'npm' && process.platform === 'win32' })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${parameters.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** npm 11 answers with a list, npm 12 with a record by name. */
function first(answer: readonly Packed[] | Readonly<Record<string, Packed>>): Packed {
  const [only] = Object.values(answer);
  if (only === undefined) throw new Error('npm pack said nothing');
  return only;
}
