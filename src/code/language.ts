// Which language a source is in, by its name; what the grammars of each are called.

export const languages = ['python', 'typescript', 'tsx', 'javascript', 'java', 'cpp', 'rust'] as const;

export type LanguageId = (typeof languages)[number];

const byEnding: ReadonlyMap<string, LanguageId> = new Map([
  ['py', 'python'],
  ['pyi', 'python'],
  ['ts', 'typescript'],
  ['mts', 'typescript'],
  ['cts', 'typescript'],
  ['tsx', 'tsx'],
  ['js', 'javascript'],
  ['mjs', 'javascript'],
  ['cjs', 'javascript'],
  ['jsx', 'javascript'],
  ['java', 'java'],
  ['c', 'cpp'],
  ['h', 'cpp'],
  ['cc', 'cpp'],
  ['cpp', 'cpp'],
  ['cxx', 'cpp'],
  ['hpp', 'cpp'],
  ['cu', 'cpp'],
  ['cuh', 'cpp'],
  ['rs', 'rust'],
]);

/** Undefined for what is no source in a language that we read. */
export function languageOf(path: string): LanguageId | undefined {
  return byEnding.get(/\.([a-z]{1,4})$/i.exec(path)?.[1]?.toLowerCase() ?? '');
}
