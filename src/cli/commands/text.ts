// `forebear text`: which passages of a text stand in others. The sources stream past; none is kept.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openFile, openFolder } from '../../bytes/file.ts';
import type { Folder } from '../../bytes/source.ts';
import { readDocument, type TextDocument } from '../../documents/document.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import { printSurveys } from '../../report/findings/print-surveys.ts';
import { textSections } from '../../report/findings/text-page.ts';
import type { RunOptions } from '../../run.ts';
import { examineTexts } from '../../text/examine.ts';
import { isText, withoutTags } from '../../text/plain-text.ts';
import { surveyText } from '../../text/survey.ts';
import { textWords } from '../../wording/findings/text-words.ts';
import type { Request } from '../arguments.ts';
import { openDocuments } from '../open-documents.ts';
import { cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

/** Bytes of one source that are held at a time; a library may have any number of files. */
const mostSourceBytes = 67_108_864;

export async function text(
  request: Extract<Request, { command: 'text' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { options } = request;
  const suspect = await openDocuments(request.suspect, { ...run, wanted: isText });
  const problems: Problem[] = [...suspect.problems];
  const examined = await examineTexts(suspect.documents.map(withoutTags), library(request.sources, problems, run), run);
  const survey = surveyText(examined);
  beforePrinting();
  await showAs(
    {
      document: () => ({ schema: 'forebear.text/1', suspect: suspect.name, ...examined, survey, problems }),
      page: async () => {
        const [{ renderSurveys }, { textElements }] = await Promise.all([
          import('../../report/findings/render-surveys.ts'),
          import('../../report/findings/text-page.ts'),
        ]);
        return renderSurveys(
          {
            subject: suspect.name,
            title: textWords[options.lang].title,
            before: textSections(examined, options.lang),
            surveys: [survey],
            after: (document, make) => textElements(document, make, examined, options.lang),
          },
          options.lang,
        );
      },
      terminal: () => printSurveys(textSections(examined, options.lang), [survey], options.lang, streams),
    },
    options,
    streams,
  );
  if (problems.length === 0) return exitCodes.examined;
  streams.error(cliWords[options.lang].leftOut(problems.length));
  return exitCodes.partly;
}

/** The sources one after the other. A file that cannot be read is a problem; a path that is not there ends the run. */
async function* library(paths: readonly string[], problems: Problem[], run: RunOptions): AsyncGenerator<TextDocument> {
  for (const path of paths) {
    const absolute = resolve(path);
    const name = basename(absolute);
    const facts = await stat(absolute).catch(() => undefined);
    if (facts === undefined) throw new ForebearError('source', path, 'a file or folder', 'nothing');
    if (!facts.isDirectory()) {
      const source = await openFile(absolute, { ...run, label: name });
      try {
        yield withoutTags(await readDocument(name, source, { ...run, most: mostSourceBytes }));
      } finally {
        await source.close();
      }
      continue;
    }
    const folder = await openFolder(absolute, { ...run, label: name });
    const listed = [...(await folder.list(run))].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    for (const entry of listed) {
      run.signal?.throwIfAborted();
      const read = isText(entry.path) ? await attempt(folder, entry.path, problems, run) : undefined;
      if (read !== undefined) yield withoutTags(read);
    }
  }
}

async function attempt(
  folder: Folder,
  path: string,
  problems: Problem[],
  run: RunOptions,
): Promise<TextDocument | undefined> {
  try {
    const source = await folder.open(path, run);
    try {
      return await readDocument(path, source, { ...run, most: mostSourceBytes });
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!isForebearError(error)) throw error;
    // A library may hold what is no text; that is nothing that was lost.
    if (error.code !== 'format') problems.push(problemOf(error));
    return undefined;
  }
}
