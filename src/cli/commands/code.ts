// `forebear code`: two sources beside each other, beside what the suspect names as its source, and beside strangers.
import { examineCode, isSource } from '../../code/examine.ts';
import { surveyCode } from '../../code/survey.ts';
import { ForebearError } from '../../errors.ts';
import { codeSections } from '../../report/findings/code-sections.ts';
import { printSurveys } from '../../report/findings/print-surveys.ts';
import type { RunOptions } from '../../run.ts';
import { codeWords } from '../../wording/findings/code-words.ts';
import type { Request } from '../arguments.ts';
import { type OpenedDocuments, openDocuments } from '../open-documents.ts';
import { openInstalledGrammars } from '../open-grammars.ts';
import { cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function code(
  request: Extract<Request, { command: 'code' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { options } = request;
  const open = (path: string): Promise<OpenedDocuments> =>
    openDocuments(path, { ...run, wanted: (name) => isSource({ path: name }) });
  const suspect = await openSources(request.suspect, open);
  const original = await openSources(request.original, open);
  const claimed = options.claimed === undefined ? undefined : await openSources(options.claimed, open);
  const controls: OpenedDocuments[] = [];
  for (const path of options.control) controls.push(await openSources(path, open));
  const grammars = openInstalledGrammars();
  try {
    const examined = await examineCode({ suspect, original, claimed, controls }, grammars, run);
    const survey = surveyCode(examined);
    const problems = [suspect, original, claimed, ...controls].flatMap((party) => party?.problems ?? []);
    beforePrinting();
    await showAs(
      {
        document: () => ({
          schema: 'forebear.code/1',
          suspect: suspect.name,
          original: original.name,
          word: examined.word,
          survey,
          problems,
        }),
        page: async () => {
          const [{ renderSurveys }, { sideBySide }] = await Promise.all([
            import('../../report/findings/render-surveys.ts'),
            import('../../report/findings/side-by-side.ts'),
          ]);
          const title = codeWords[options.lang].title;
          const before = codeSections(examined, options.lang);
          const after = (_: Document, make: Parameters<typeof sideBySide>[0]) =>
            sideBySide(make, examined, options.lang);
          return renderSurveys({ subject: suspect.name, title, before, surveys: [survey], after }, options.lang);
        },
        terminal: () => printSurveys(codeSections(examined, options.lang), [survey], options.lang, streams),
      },
      options,
      streams,
    );
    if (problems.length === 0) return exitCodes.examined;
    streams.error(cliWords[options.lang].leftOut(problems.length));
    return exitCodes.partly;
  } finally {
    grammars.close();
  }
}

async function openSources(path: string, open: (path: string) => Promise<OpenedDocuments>): Promise<OpenedDocuments> {
  const found = await open(path);
  if (found.documents.some(isSource)) return found;
  throw new ForebearError(
    'unsupported',
    path,
    'sources in Python, TypeScript, JavaScript, Java, C, C++ or Rust',
    'none',
  );
}
