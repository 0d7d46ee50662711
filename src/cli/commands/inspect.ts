// `forebear inspect`: what a model holds, before anybody compares it.
import { inspectionDocument } from '../../case/inspection/document.ts';
import type { Inspection } from '../../case/inspection/inspection.ts';
import { exhibitDocument } from '../../case/inspection/pickle-exhibit.ts';
import { isForebearError } from '../../errors.ts';
import { printExhibit, printInspection } from '../../report/inspection/print-inspection.ts';
import { escapeJson } from '../../report/json.ts';
import type { RunOptions } from '../../run.ts';
import type { CommonArguments } from '../arguments.ts';
import { pickleExhibit } from '../find-exhibit.ts';
import { inspectPath } from '../inspect-path.ts';
import { writeWhole } from '../output.ts';
import { cliWords } from '../words.ts';
import { exitCodes, type Streams } from './compare.ts';

/** The forms that one thing can be shown in; each is made when it is asked for. */
interface Shown {
  readonly document: () => object;
  readonly page: () => Promise<string>;
  readonly terminal: () => string;
}

export async function inspect(
  path: string,
  options: CommonArguments,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { lang } = options;
  let inspection: Inspection;
  try {
    inspection = await inspectPath(path, run);
  } catch (error) {
    // The refusal is told as any other; what was refused can be looked at.
    const exhibit = isForebearError(error, 'unsafe') ? await pickleExhibit(path, run) : undefined;
    beforePrinting();
    if (exhibit !== undefined) {
      const shown: Shown = {
        document: () => exhibitDocument(exhibit),
        page: async () => (await pages()).renderExhibit(exhibit, lang),
        terminal: () => printExhibit(exhibit, lang, streams),
      };
      await show(shown, options, streams);
    }
    throw error;
  }
  beforePrinting();
  const shown: Shown = {
    document: () => inspectionDocument(inspection),
    page: async () => (await pages()).renderInspection(inspection, lang),
    terminal: () => printInspection(inspection, lang, streams),
  };
  await show(shown, options, streams);
  return inspection.problems.some(({ lost }) => lost.length > 0) ? exitCodes.partly : exitCodes.examined;
}

/** Loaded when it is wanted: what draws the page is half of the program's memory. */
const pages = () => import('../../report/inspection/render-inspection.ts');

async function show(shown: Shown, options: CommonArguments, streams: Streams): Promise<void> {
  const write = async (path: string, text: string): Promise<void> => {
    await writeWhole(path, text);
    if (!options.quiet) streams.error(cliWords[options.lang].written(path));
  };
  if (options.html !== undefined) await write(options.html, await shown.page());
  if (options.json === '-') {
    streams.out(escapeJson(shown.document()));
    return;
  }
  if (options.json !== undefined) await write(options.json, escapeJson(shown.document()));
  if (!options.quiet) streams.out(shown.terminal());
}
