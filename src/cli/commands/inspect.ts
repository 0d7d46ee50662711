// `forebear inspect`: what a model holds, before anybody compares it.
import { inspectionDocument } from '../../case/inspection/document.ts';
import type { Inspection } from '../../case/inspection/inspection.ts';
import { exhibitDocument } from '../../case/inspection/pickle-exhibit.ts';
import { isForebearError } from '../../errors.ts';
import { printExhibit, printInspection } from '../../report/inspection/print-inspection.ts';
import type { RunOptions } from '../../run.ts';
import type { CommonArguments } from '../arguments.ts';
import { pickleExhibit } from '../find-exhibit.ts';
import { inspectPath } from '../inspect-path.ts';
import { exitCodes, type Streams } from './compare.ts';
import { type Shown, showAs } from './show.ts';

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
      await showAs(shown, options, streams);
    }
    throw error;
  }
  beforePrinting();
  const shown: Shown = {
    document: () => inspectionDocument(inspection),
    page: async () => (await pages()).renderInspection(inspection, lang),
    terminal: () => printInspection(inspection, lang, streams),
  };
  await showAs(shown, options, streams);
  return inspection.problems.some(({ lost }) => lost.length > 0) ? exitCodes.partly : exitCodes.examined;
}

/** Loaded when it is wanted: what draws the page is half of the program's memory. */
const pages = () => import('../../report/inspection/render-inspection.ts');
