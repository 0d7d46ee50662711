// One suspect's code beside the original's, beside what it says it comes from, and beside strangers: always the same measures.
import type { TextDocument } from '../documents/document.ts';
import type { RunOptions } from '../run.ts';
import { assess, type CodeWord } from './assess.ts';
import { type Background, backgroundOf, joined, noBackground } from './background.ts';
import { builtInBackground } from './built-in-background.ts';
import { type CodeComparison, compareSources } from './compare.ts';
import type { Grammars } from './grammars.ts';
import { languageOf } from './language.ts';
import { readSource, type SourceFile } from './source-file.ts';

/** Sources of one party, under the name they were given by. */
export interface CodeParty {
  readonly name: string;
  readonly documents: readonly TextDocument[];
}

export interface CodeInput {
  readonly suspect: CodeParty;
  readonly original: CodeParty;
  /** What the suspect says its code comes from. */
  readonly claimed?: CodeParty | undefined;
  /** Sources of strangers. */
  readonly controls: readonly CodeParty[];
}

/** One party beside the suspect. */
export interface Beside {
  readonly name: string;
  readonly files: number;
  readonly tokens: number;
  readonly comparison: CodeComparison;
}

export interface CodeExamination {
  readonly suspect: { readonly name: string; readonly files: number; readonly tokens: number };
  readonly original: Beside;
  readonly claimed: Beside | undefined;
  readonly controls: readonly Beside[];
  readonly word: CodeWord;
  /** Projects of the built-in background, 0 where it does not fit the language; and files of controls. */
  readonly background: { readonly projects: number; readonly controlFiles: number };
}

/** Whether a document is source that is compared. */
export function isSource({ path }: Pick<TextDocument, 'path'>): boolean {
  return languageOf(path) !== undefined;
}

export async function examineCode(
  { suspect, original, claimed, controls }: CodeInput,
  grammars: Grammars,
  options: RunOptions = {},
): Promise<CodeExamination> {
  const mine = await sourcesOf(suspect, grammars, options);
  const theirs = await sourcesOf(original, grammars, options);
  const others: { name: string; sources: readonly SourceFile[] }[] = [];
  for (const control of controls)
    others.push({ name: control.name, sources: await sourcesOf(control, grammars, options) });
  const builtIn = isMostlyPython(mine) ? builtInBackground() : noBackground;
  const background = (but?: readonly SourceFile[]): Background => {
    const files = others.flatMap(({ sources }) => (sources === but ? [] : sources));
    return files.length === 0 ? builtIn : joined(builtIn, backgroundOf(files));
  };
  const beside = (name: string, sources: readonly SourceFile[], against: Background): Beside => ({
    name,
    files: sources.length,
    tokens: tokensIn(sources),
    comparison: compareSources(mine, sources, against, options),
  });
  const found = beside(original.name, theirs, background());
  // A control is weighed without its own counts: else all it shares with the suspect would be common by itself.
  const strangers = others.map(({ name, sources }) => beside(name, sources, background(sources)));
  return {
    suspect: { name: suspect.name, files: mine.length, tokens: tokensIn(mine) },
    original: found,
    claimed:
      claimed === undefined
        ? undefined
        : beside(claimed.name, await sourcesOf(claimed, grammars, options), background()),
    controls: strangers,
    word: assess(
      found.comparison,
      found.tokens,
      strangers.map(({ comparison }) => comparison.total),
      background().sources,
    ),
    background: {
      projects: builtIn.sources,
      controlFiles: others.reduce((sum, { sources }) => sum + sources.length, 0),
    },
  };
}

async function sourcesOf(
  { documents }: CodeParty,
  grammars: Grammars,
  options: RunOptions,
): Promise<readonly SourceFile[]> {
  const wanted = documents.filter(isSource);
  const sources: SourceFile[] = [];
  for (const [index, document] of wanted.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'read', subject: document.path, done: index, total: wanted.length, unit: 'files' });
    sources.push(await readSource(document, grammars));
  }
  return sources;
}

const tokensIn = (sources: readonly SourceFile[]): number =>
  sources.reduce((sum, { tokens }) => sum + tokens.length, 0);

function isMostlyPython(sources: readonly SourceFile[]): boolean {
  return 2 * tokensIn(sources.filter(({ language }) => language === 'python')) > tokensIn(sources);
}
