// `forebear licence`.
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Request } from '../arguments.ts';
import type { Streams } from './compare.ts';

export function licence(
  request: Extract<Request, { command: 'licence' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  beforePrinting();
  throw new ForebearError(
    'unsupported',
    `forebear ${request.command}`,
    'a command of this version',
    String(streams.colour && run.seed),
  );
}
