// `forebear text`.
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Request } from '../arguments.ts';
import type { Streams } from './compare.ts';

export function text(
  request: Extract<Request, { command: 'text' }>,
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
