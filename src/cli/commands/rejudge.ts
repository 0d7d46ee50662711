// `forebear rejudge`: the same evidence under the present calibration, without any weights.
import { readFile, stat } from 'node:fs/promises';
import { parseCaseFile } from '../../case/parse-case-file.ts';
import { rejudge as judgeAgain } from '../../case/rejudge.ts';
import { ForebearError } from '../../errors.ts';
import type { CommonArguments } from '../arguments.ts';
import { exitOf, type Streams, show } from './compare.ts';

/** A case of a thousand tensors and ten candidates is about 10 MB. */
const caseLimit = 268_435_456;

export async function rejudge(path: string, options: CommonArguments, streams: Streams): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile())
    throw new ForebearError('source', path, 'a case file', found === undefined ? 'nothing' : 'no file');
  if (found.size > caseLimit) throw new ForebearError('limit', path, `at most ${caseLimit} bytes`, `${found.size}`);
  const caseFile = judgeAgain(parseCaseFile(await readFile(path, 'utf8'), path));
  await show(caseFile, options, streams);
  return exitOf(caseFile, options, streams);
}
