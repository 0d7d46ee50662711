// `forebear inspect`: what a model holds, before anybody compares it.
import { isForebearError } from '../../errors.ts';
import { escapeJson } from '../../report/json.ts';
import type { RunOptions } from '../../run.ts';
import type { CommonArguments } from '../arguments.ts';
import { documentOf } from '../inspection/document.ts';
import { type Inspection, inspectPath } from '../inspection/inspection.ts';
import { exhibitDocument, pickleExhibit, printExhibit } from '../inspection/pickle-exhibit.ts';
import { printInspection } from '../inspection/print.ts';
import { writeWhole } from '../output.ts';
import { exitCodes, type Streams } from './compare.ts';

export async function inspect(
  path: string,
  options: CommonArguments,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  let inspection: Inspection;
  try {
    inspection = await inspectPath(path, run);
  } catch (error) {
    if (isForebearError(error, 'unsafe')) await showExhibit(path, options, streams, run, beforePrinting);
    throw error;
  }
  beforePrinting();
  if (options.json !== undefined) {
    const json = escapeJson(documentOf(inspection));
    if (options.json === '-') streams.out(json);
    else await writeWhole(options.json, json);
  }
  if (options.json !== '-' && !options.quiet) {
    streams.out(printInspection(inspection, options.lang, streams.colour));
  }
  return inspection.problems.some(({ lost }) => lost.length > 0) ? exitCodes.partly : exitCodes.examined;
}

/** Shows what a refused pickle holds; the refusal itself is told as any other. */
async function showExhibit(
  path: string,
  options: CommonArguments,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<void> {
  const exhibit = await pickleExhibit(path, run);
  beforePrinting();
  if (exhibit === undefined) return;
  if (options.json !== undefined) {
    const json = escapeJson(exhibitDocument(exhibit));
    if (options.json === '-') streams.out(json);
    else await writeWhole(options.json, json);
  }
  if (options.json !== '-' && !options.quiet) streams.out(printExhibit(exhibit, options.lang, streams.colour));
}
