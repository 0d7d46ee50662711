// The program: the only place that reads the environment, catches signals, prints and exits.

import { madeBy } from '../case/judge-case.ts';
import { isForebearError } from '../errors.ts';
import { clean } from '../report/clean.ts';
import type { RunOptions } from '../run.ts';
import type { Language } from '../wording/catalogue.ts';
import { parseArguments, type Request } from './arguments.ts';
import { compare, exitCodes, type Streams } from './commands/compare.ts';
import { inspect } from './commands/inspect.ts';
import { rejudge } from './commands/rejudge.ts';
import { createReporter } from './progress.ts';
import { cliWords } from './words.ts';

const environment = process.env;
const suggested: Language = /^zh/i.test(environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '')
  ? 'zh'
  : 'en';
const streams: Streams = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(`${text}\n`),
  colour: process.stdout.isTTY && environment.NO_COLOR === undefined && environment.TERM !== 'dumb',
};

// Whoever reads our output may stop before its end (`| head`); that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.examined);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  let language = suggested;
  const abort = new AbortController();
  const onSignal = (): void => {
    // Asked twice, we do not wait for anything to be tidy.
    if (abort.signal.aborted) process.exit(exitCodes.cancelled);
    abort.abort(new DOMException('cancelled', 'AbortError'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let endProgress = (): void => {};
  try {
    const request = parseArguments(words, suggested, madeBy);
    if (request.command === 'help') {
      streams.out(request.text);
      return exitCodes.examined;
    }
    language = request.options.lang;
    const reporter = createReporter(
      request.options.quiet ? 'none' : request.options.progress,
      process.stderr,
      language,
      () => performance.now(),
    );
    endProgress = reporter.end;
    const run = { signal: abort.signal, onProgress: reporter.report, seed: request.options.seed };
    return await perform(request, run, reporter.end);
  } catch (error) {
    endProgress();
    return explain(error, language, abort.signal.aborted);
  }
}

function perform(request: Exclude<Request, { command: 'help' }>, run: RunOptions, end: () => void): Promise<number> {
  switch (request.command) {
    case 'compare':
      return compare(request.suspect, request.candidates, request.options, streams, run, end);
    case 'inspect':
      return inspect(request.model, request.options, streams, run, end);
    case 'rejudge':
      return rejudge(request.caseFile, request.options, streams);
    // Loaded when they are asked for: parsers and tables cost start-up time that a comparison need not pay.
    case 'code':
      return import('./commands/code.ts').then(({ code }) => code(request, streams, run, end));
    case 'text':
      return import('./commands/text.ts').then(({ text }) => text(request, streams, run, end));
    case 'licence':
      return import('./commands/licence.ts').then(({ licence }) => licence(request, streams, run, end));
    case 'history':
      return import('./commands/history.ts').then(({ history }) => history(request, streams, run, end));
    case 'probe':
      if (request.options.identity)
        return import('./commands/identity.ts').then(({ identity }) => identity(request, streams, run, end));
      return import('./commands/probe.ts').then(({ probe }) => probe(request, streams, run, end));
    case 'run':
      return import('./commands/run.ts').then((command) => command.run(request, streams, run, end));
  }
}

/** One line that names subject, expectation and finding, one line of advice, and the exit code that belongs to it. */
function explain(error: unknown, language: Language, aborted: boolean): number {
  const words = cliWords[language];
  if (aborted) {
    streams.error(words.cancelled);
    return exitCodes.cancelled;
  }
  if (isForebearError(error)) {
    streams.error(clean(words.expected(error.subject, error.expected, error.found), 2_000));
    streams.error(words.advice[error.code]);
    return error.code === 'usage' ? exitCodes.usage : exitCodes.impossible;
  }
  streams.error(
    clean(
      `forebear: expected to finish, found ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' | ') : String(error)}`,
      2_000,
    ),
  );
  streams.error(words.internal);
  return exitCodes.impossible;
}
