// `forebear compare`: examine, show, write, and say by the exit code how it went.
import type { CaseFile } from '../../case/case-file.ts';
import { printTerminal } from '../../report/terminal.ts';
import type { RunOptions } from '../../run.ts';
import type { CommonArguments, CompareArguments } from '../arguments.ts';
import { examineModels } from '../examine-paths.ts';
import { cliWords } from '../words.ts';
import { type Shown, showAs } from './show.ts';

export interface Streams {
  out(text: string): void;
  error(text: string): void;
  readonly colour: boolean;
}

/** Exit codes of the contract. */
export const exitCodes = { examined: 0, usage: 1, partly: 2, impossible: 3, failOn: 10, cancelled: 130 } as const;

export async function compare(
  suspect: string,
  candidates: readonly string[],
  options: CompareArguments,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const caseFile = await examineModels(
    {
      suspectPath: suspect,
      candidatePaths: candidates,
      seed: options.seed,
      read: options.read,
      alpha: options.alpha,
      component: options.component,
    },
    run,
  );
  beforePrinting();
  await show(caseFile, options, streams);
  if (
    options.failOn !== undefined &&
    caseFile.comparisons.some(
      ({ verdict, components }) => meets(verdict.answer) || components.some((one) => meets(one.verdict.answer)),
    )
  ) {
    return exitCodes.failOn;
  }
  return exitOf(caseFile, options, streams);
}

const meets = (answer: string): boolean =>
  answer === 'derived' || answer === 'identical' || answer === 'partly-derived';

/** 2 where any tensor of any model could not be read or a test failed, else 0; says which on standard error. */
export function exitOf(caseFile: CaseFile, options: CommonArguments, streams: Streams): number {
  const problems = [caseFile.suspect, ...caseFile.comparisons.map(({ candidate }) => candidate)].flatMap(
    (model) => model.problems,
  );
  const failed = caseFile.comparisons.some(({ evidence }) => evidence.some(({ status }) => status === 'failed'));
  const lost = new Set(problems.flatMap((problem) => problem.lost)).size;
  if (lost === 0 && !failed) return exitCodes.examined;
  streams.error(cliWords[options.lang].unreadable(lost));
  return exitCodes.partly;
}

/** The case in the forms that were asked for. */
export async function show(caseFile: CaseFile, options: CommonArguments, streams: Streams): Promise<void> {
  const shown: Shown = {
    document: () => caseFile,
    // Loaded when it is wanted: what draws the page is half of the program's memory.
    page: async () => (await import('../../report/html.ts')).renderHtml(caseFile, options.lang),
    terminal: () => printTerminal(caseFile, options.lang, { colour: streams.colour }),
  };
  await showAs(shown, options, streams);
}
