// From a path and its inspection to the survey of its claims: the texts beside the weights are read here.
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import type { Inspection } from '../case/inspection/inspection.ts';
import { gatherDocuments } from '../documents/gather.ts';
import type { Survey } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { surveyClaims } from '../surroundings/claims/survey.ts';

/** Cards, configurations, indexes and source files; nothing else has claims or is held against them. */
const worded =
  /(?:^|\/)(?:readme|model[-_ ]?card)[^/]*\.(?:md|markdown|txt)$|(?:^|\/)config\.json$|\.index\.json$|\.py$/i;

/** Indexes of the largest models have some 20 MB. */
const mostFileBytes = 33_554_432;

export async function claimsAt(path: string, inspection: Inspection, run: RunOptions): Promise<Survey> {
  const absolute = resolve(path);
  const at = (await stat(absolute)).isDirectory() ? absolute : dirname(absolute);
  const name = basename(at);
  const folder = await openFolder(at, { ...run, label: name });
  const { documents } = await gatherDocuments(folder, { ...run, wanted: (file) => worded.test(file), mostFileBytes });
  const index = inspection.index?.summary.path ?? documents.find((each) => /\.index\.json$/i.test(each.path))?.path;
  return surveyClaims(
    {
      name,
      documents,
      solution: inspection.architecture,
      tensors: inspection.tensors,
      names: inspection.index?.patterns ?? [],
      metadata: inspection.metadata,
      facts: inspection.facts,
      index,
    },
    run,
  );
}
