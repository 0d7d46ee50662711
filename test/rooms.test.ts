// The house rules hold for src/, and the checker that says so would notice if they did not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaches, rooms, type SourceFile } from './rooms.ts';

const src = join(import.meta.dirname, '..', 'src');

function sources(): readonly SourceFile[] {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const paths = names.map((name) => name.replaceAll('\\', '/')).toSorted();
  return paths.map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));
}

function sketch(path: string, ...lines: readonly string[]): SourceFile {
  return { path, text: ['// A sketch.', ...lines, ''].join('\n') };
}

describe('the house', () => {
  it('lets every room import only what the table allows', () => {
    expect(breaches(sources())).toEqual([]);
  });

  it('has rooms that name only rooms above them', () => {
    const order = Object.keys(rooms);
    for (const [name, room] of Object.entries(rooms)) {
      for (const other of [...room.imports, ...(room.types ?? [])]) {
        expect(order.indexOf(other), `${name} <- ${other}`).toBeGreaterThanOrEqual(0);
        expect(order.indexOf(other), `${name} <- ${other}`).toBeLessThan(order.indexOf(name));
      }
    }
  });
});

// What a model could make the program do by name: open a connection, start a program, run text as code.
const doors: readonly (readonly [string, RegExp])[] = [
  ['a connection', /\b(?:fetch|WebSocket|XMLHttpRequest|EventSource)\s*\(/],
  ['a module of the network', /['"]node:(?:net|http|https|http2|tls|dgram|dns)(?:\/[a-z]+)?['"]/],
  ['a program or a thread', /['"]node:(?:child_process|worker_threads|cluster|vm|repl|inspector|module)['"]/],
  ['text run as code', /\beval\s*\(|\bnew\s+Function\b|\bimport\s*\(\s*[^'"\s)]/],
];

/** The threads that share out the work of a comparison: they start one file of ours each, and are given bytes. */
const threads = /^cli\/(?:hash|span)-workers?\.ts$/;

/** What the user may ask a model through: the address that was given, a native library in a process of its own, and the runtime of the small reader. */
const meant = [
  'cli/llama-child.ts: text run as code',
  'cli/llama-process.ts: a program or a thread',
  'cli/open-reader.ts: text run as code',
  'runtimes/exchange.ts: a connection',
];

/** The files of the command line that may lead there; whatever examines a model is none of them. */
const asking =
  /^cli\/(?:commands\/(?:identity|run|probe)|llama-child|llama-process|open-image|open-reader|open-runtime)\.ts$/;

describe('what a model could reach through', () => {
  const found = (files: readonly SourceFile[]) =>
    files.flatMap((file) => doors.filter(([, door]) => door.test(file.text)).map(([name]) => `${file.path}: ${name}`));

  it('is nowhere in the house but where models are asked: no connection, no program, no text run as code', () => {
    expect(found(sources().filter(({ path }) => !threads.test(path)))).toEqual(meant);
  });

  it('is one named package, one file of ours and one address without redirections where models are asked', () => {
    const text = (path: string): string => readFileSync(join(src, path), 'utf8');
    const all = (path: string, what: RegExp) => [...text(path).matchAll(what)].map(([, inner]) => inner);
    expect(all('cli/llama-child.ts', /import\(([^)]*)\)/g)).toEqual(['packageName']);
    expect(all('cli/llama-child.ts', /packageName = ([^;]*);/g)).toEqual(["'@fugood/llama.node'"]);
    expect(all('cli/open-reader.ts', /import\(([^)]*)\)/g)).toEqual(['runtimePackage']);
    expect(all('cli/open-reader.ts', /runtimePackage = ([^;]*);/g)).toEqual(["'onnxruntime-node'"]);
    expect(all('cli/llama-process.ts', /\b(?:fork|exec\w*|spawn\w*)\(([^,]*),/g)).toEqual([
      'new URL(`llama-child.${ending}`',
    ]);
    expect(all('runtimes/exchange.ts', /\bfetch\(([^,]*),/g)).toEqual(['url']);
    expect(all('runtimes/exchange.ts', /redirect: ([^,]*),/g)).toEqual(["'manual'"]);
  });

  it('is not reached by anything that examines a model', () => {
    const leads = /^(?!import type\b).*from '(?:\.\.?\/)+(?:runtimes\/|open-runtime|llama-)/m;
    const files = sources().filter(({ path, text }) => path.startsWith('cli/') && leads.test(text));
    expect(files.map(({ path }) => path).filter((path) => !asking.test(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(1);
  });

  it('is a file of ours where threads are', () => {
    const files = sources().filter(({ path }) => threads.test(path));
    expect(found(files)).toEqual(files.map(({ path }) => `${path}: a program or a thread`));
    const started = files.flatMap(({ text }) => [...text.matchAll(/new Worker\((.*)\)/g)].map(([, what]) => what));
    expect(started.toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(
      ['hash', 'span'].map((name) => `new URL(\`${name}-worker.\${ending}\`, import.meta.url)`),
    );
  });

  it('would be noticed', () => {
    const lines = ['await fetch(url);', "import { get } from 'node:https';", "await import('node:vm');", 'eval(text);'];
    for (const [index, line] of lines.entries()) {
      expect(found([sketch('model/door.ts', line)])).toEqual([`model/door.ts: ${doors[index]?.[0] ?? ''}`]);
    }
    expect(found([sketch('model/door.ts', 'await import(name);')])).toEqual(['model/door.ts: text run as code']);
  });
});

describe('breaches', () => {
  it('catches a verdict that looks into the case', () => {
    const file = sketch('verdict/judge.ts', "import type { CaseFile } from '../case/case-file.ts';");
    expect(breaches([file])).toEqual(['verdict/judge.ts: verdict must not import case/case-file.ts']);
  });

  it('catches a report that opens models, over several lines and by a dynamic import', () => {
    const lines = ['import {', '  openModel,', "} from '../model/open.ts';", "await import('../model/role.ts');"];
    expect(breaches([sketch('report/html.ts', ...lines)])).toEqual([
      'report/html.ts: report must not import model/open.ts',
      'report/html.ts: report must not import model/role.ts',
    ]);
  });

  it('catches evidence that goes outdoors', () => {
    const file = sketch('evidence/weights/hash.ts', "import { createHash } from 'node:crypto';");
    expect(breaches([file])).toEqual(['evidence/weights/hash.ts: evidence must not import node:crypto']);
  });

  it('lets a room have the types of another where the table says so, and not its values', () => {
    const type = sketch('case/record.ts', "import type { DType } from '../formats/dtype.ts';");
    const value = sketch('case/record.ts', "import { bytesOf } from '../formats/dtype.ts';");
    expect(breaches([type])).toEqual([]);
    expect(breaches([value])).toEqual(['case/record.ts: case must not import formats/dtype.ts']);
  });

  it('catches two files that need each other, and lets types go round', () => {
    const first = sketch('math/svd.ts', "import { dot } from './dot.ts';");
    const second = sketch('math/dot.ts', "export { rank } from './svd.ts';");
    const typed = sketch('math/dot.ts', "import type { Rank } from './svd.ts';");
    expect(breaches([first, second])).toEqual(['cycle: math/svd.ts -> math/dot.ts -> math/svd.ts']);
    expect(breaches([first, typed])).toEqual([]);
  });

  it('catches default exports, whole re-exports, nameless files, missing first sentences and long files', () => {
    const lines = Array.from({ length: 400 }, () => 'x;');
    const files = [
      sketch('math/a.ts', 'export default 1;'),
      sketch('math/b.ts', "export * from './a.ts';"),
      sketch('math/utils.ts'),
      { path: 'math/c.ts', text: 'export const c = 1;\n' },
      sketch('math/d.ts', ...lines),
      sketch('model/role-table.ts', ...lines),
      sketch('attic/e.ts'),
    ];
    expect(breaches(files)).toEqual([
      'math/a.ts: default export',
      'math/b.ts: re-exports a whole file',
      'math/utils.ts: named after nothing',
      'math/c.ts: does not begin with a sentence saying what it holds',
      'math/d.ts: 401 lines',
      'attic/e.ts: attic is no room',
    ]);
  });
});
