// `forebear inspect`: what a model holds, before anybody compares it.
import { escapeJson } from '../../report/json.ts';
import type { RunOptions } from '../../run.ts';
import type { CommonArguments } from '../arguments.ts';
import { documentOf } from '../inspection/document.ts';
import { inspectPath } from '../inspection/inspection.ts';
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
  const inspection = await inspectPath(path, run);
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
