// The checker of the house rules: who may import whom, what may not be called what, and how long a file may be.
// It works on sources given as text, so that it can be shown ones that break the rules.
import { dirname, join } from 'node:path/posix';

/** A source file by its path inside src/, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One room's rights. `types`: rooms of which it may have the types only; `outdoors`: may import `node:*`. */
export interface Room {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly outdoors?: true;
}

/** The house: each room names only rooms above it in this list, except `cli`, which may have everything. */
export const rooms: Readonly<Record<string, Room>> = {
  wording: { imports: [] },
  findings: { imports: ['wording'] },
  bytes: { imports: [], outdoors: true },
  documents: { imports: ['bytes'] },
  math: { imports: [] },
  json: { imports: ['bytes'] },
  containers: { imports: ['bytes', 'json'] },
  formats: { imports: ['bytes', 'json', 'containers'] },
  code: { imports: ['wording', 'findings', 'bytes', 'documents', 'math'] },
  text: { imports: ['wording', 'findings', 'bytes', 'documents', 'math'] },
  licence: { imports: ['wording', 'findings', 'bytes', 'documents', 'json'] },
  history: { imports: ['wording', 'findings', 'bytes', 'documents', 'json', 'licence'] },
  model: { imports: ['bytes', 'json', 'containers', 'formats'] },
  // Pixels, outlines, and the files they come in.
  image: { imports: ['bytes', 'math'] },
  // Preprocessing of one model: numbers in, numbers out.
  minicpm: { imports: ['math', 'image'] },
  // What a canary is and how sets of them are sealed: images and answers, no model.
  canary: { imports: ['bytes', 'math', 'json', 'image'] },
  // A forward pass over released weights.
  forward: { imports: ['bytes', 'math', 'json', 'formats', 'image', 'minicpm', 'model'] },
  // Ways of asking a model, all behind one interface.
  runtimes: {
    imports: ['bytes', 'math', 'json', 'formats', 'image', 'minicpm', 'model', 'forward'],
  },
  // Rules of benchmarks: replies in, figures out.
  scoring: { imports: [] },
  // Shared answers weighed: replies in, figures out.
  behaviour: { imports: ['math'] },
  // Asks two models and a panel the same things, and keeps what they said.
  probe: {
    imports: ['wording', 'bytes', 'math', 'json', 'image', 'minicpm', 'canary', 'runtimes', 'scoring', 'behaviour'],
  },
  surroundings: {
    imports: [
      'wording',
      'findings',
      'bytes',
      'documents',
      'math',
      'json',
      'containers',
      'formats',
      'code',
      'text',
      'licence',
      'history',
      'model',
    ],
  },
  align: { imports: ['math', 'model'] },
  // `formats` for its dtypes: a test must know how the copy's number format rounds.
  evidence: { imports: ['formats', 'math', 'model', 'align', 'wording'] },
  verdict: { imports: ['math', 'evidence', 'wording'] },
  case: { imports: ['findings', 'model', 'align', 'evidence', 'verdict', 'wording'], types: ['bytes', 'formats'] },
  // The types of code and text, whose results are drawn: they hold no file any more.
  report: {
    imports: ['findings', 'evidence', 'verdict', 'case', 'wording'],
    types: ['code', 'text', 'behaviour', 'probe', 'runtimes'],
  },
  cli: {
    imports: [
      'wording',
      'findings',
      'bytes',
      'documents',
      'math',
      'json',
      'containers',
      'formats',
      'code',
      'text',
      'licence',
      'history',
      'model',
      'image',
      'minicpm',
      'canary',
      'forward',
      'runtimes',
      'scoring',
      'behaviour',
      'probe',
      'surroundings',
      'align',
      'evidence',
      'verdict',
      'case',
      'report',
    ],
    outdoors: true,
  },
};

/** Open to every room: the one error class and the options that every long call takes. */
export const threshold: readonly string[] = ['errors.ts', 'run.ts'];

/** May import from every room; nothing may import it. */
const facade = 'index.ts';

/** At this length a file hides a second noun. */
const mostLines = 350;
/** Tables are read like tables, so they may be as long as what they list. */
const tables: readonly RegExp[] = [/-table\.ts$/, /^wording\//, /\.generated\.ts$/];

/** Rooms without a name become the largest ones. */
const namelessFiles = /^(utils?|helpers?|commons?|misc|shared)\.ts$/;

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

const statement =
  /^\s*(?:import|export)\s+(?<type>type\s)?(?:[\w*\s{},$]*?\sfrom\s+|\{[^}]*\}\s*from\s+)?['"](?<target>[^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"](?<target>[^'"]+)['"]/g;

function importsOf(text: string): readonly Import[] {
  const found: Import[] = [];
  for (const { groups } of text.matchAll(statement)) {
    found.push({ target: groups?.['target'] ?? '', typeOnly: groups?.['type'] !== undefined });
  }
  for (const { groups } of text.matchAll(dynamic)) found.push({ target: groups?.['target'] ?? '', typeOnly: false });
  return found;
}

function resolved(from: string, target: string): string {
  return join(dirname(from), target);
}

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path;
}

/** Every breach of the rules, one sentence each, in the order of the files. */
export function breaches(files: readonly SourceFile[]): readonly string[] {
  return [...files.flatMap(breachesOf), ...cycles(files)];
}

function breachesOf({ path, text }: SourceFile): readonly string[] {
  const found: string[] = [];
  const home = roomOf(path);
  const room = rooms[home];
  if (room === undefined && path !== facade && !threshold.includes(path)) found.push(`${path}: ${home} is no room`);
  for (const { target, typeOnly } of importsOf(text)) {
    if (target.startsWith('node:')) {
      if (room?.outdoors !== true) found.push(`${path}: ${home} must not import ${target}`);
      continue;
    }
    if (!target.startsWith('.')) continue;
    const other = resolved(path, target);
    const allowed =
      path === facade ||
      threshold.includes(other) ||
      roomOf(other) === home ||
      mayImport(room, roomOf(other), typeOnly);
    if (!allowed) found.push(`${path}: ${home} must not import ${other}`);
  }
  if (/^\s*export\s+default\b/m.test(text)) found.push(`${path}: default export`);
  if (/^\s*export\s+\*/m.test(text)) found.push(`${path}: re-exports a whole file`);
  if (namelessFiles.test(path.slice(path.lastIndexOf('/') + 1))) found.push(`${path}: named after nothing`);
  if (!/^(#!.*\n)?\/\/ \S/.test(text)) found.push(`${path}: does not begin with a sentence saying what it holds`);
  const lines = text.split('\n').length - 1;
  if (lines > mostLines && !tables.some((table) => table.test(path))) found.push(`${path}: ${lines} lines`);
  return found;
}

function mayImport(room: Room | undefined, other: string, typeOnly: boolean): boolean {
  if (room === undefined) return false;
  return room.imports.includes(other) || (typeOnly && (room.types ?? []).includes(other));
}

function cycles(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map<string, readonly string[]>();
  for (const { path, text } of files) {
    const values = importsOf(text).filter(({ target, typeOnly }) => !typeOnly && target.startsWith('.'));
    edges.set(
      path,
      values.map(({ target }) => resolved(path, target)),
    );
  }
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`cycle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
