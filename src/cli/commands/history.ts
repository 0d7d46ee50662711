// `forebear history`: what earlier revisions of a repository show that the last one does not.
import { lstat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { openFile, openFolder } from '../../bytes/file.ts';
import { ForebearError } from '../../errors.ts';
import { openBundle, openRepository, type Repository } from '../../history/repository.ts';
import { readHistory } from '../../history/survey.ts';
import { printSurveys } from '../../report/findings/print-surveys.ts';
import type { RunOptions } from '../../run.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import type { Request } from '../arguments.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function history(
  { repository: path, options }: Extract<Request, { command: 'history' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { lang, candidate, released } = options;
  const repository = await openPath(path, run);
  const found = await readHistory(repository, { ...run, candidates: candidate, released });
  beforePrinting();
  const { survey, problems } = found;
  await showAs(
    {
      document: () => ({
        schema: 'forebear.history/1',
        repository: repository.name,
        candidates: [...candidate],
        released: released ?? null,
        survey,
        problems,
      }),
      page: async () => {
        const { renderHistory } = await import('../../report/findings/render-history.ts');
        return renderHistory(repository.name, survey, released, lang);
      },
      terminal: () => printSurveys([], [survey], lang, streams),
    },
    options,
    streams,
  );
  if (survey.status === 'measured') return problems.length > 0 ? exitCodes.partly : exitCodes.examined;
  throw new ForebearError('format', repository.name, 'a repository with commits', surveyWords.en[survey.status]);
}

/** The folder that holds the objects, or the bundle. A `.git` that leads elsewhere is not followed. */
async function openPath(path: string, run: RunOptions): Promise<Repository> {
  const name = basename(resolve(path));
  const facts = await lstat(path).catch(() => undefined);
  if (facts?.isFile() === true) {
    const source = await openFile(path, { ...run, label: name });
    try {
      return await openBundle(source, name, run);
    } finally {
      await source.close();
    }
  }
  const inner = join(path, '.git');
  const git = await lstat(inner).catch(() => undefined);
  if (git === undefined) return openRepository(await openFolder(path, { ...run, label: name }), name, run);
  if (!git.isDirectory()) {
    const found = git.isFile() ? 'a file that names another one' : 'a link';
    throw new ForebearError('containment', `${name}/.git`, 'a folder within the repository', found);
  }
  return openRepository(await openFolder(inner, { ...run, label: `${name}/.git` }), name, run);
}
