// News of a run on standard error: a line that redraws itself for people, JSON lines for programs, or nothing.
import { clean } from '../report/clean.ts';
import { widthOf } from '../report/columns.ts';
import type { Progress } from '../run.ts';
import type { Language } from '../wording/catalogue.ts';
import { cliWords } from './words.ts';

export type ProgressMode = 'auto' | 'json' | 'none';

export interface Reporter {
  readonly report: (progress: Progress) => void;
  /** Clears the line; call before anything else is printed. */
  readonly end: () => void;
}

export interface ErrorStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Ten lines a second are news, more is flicker. */
const pauseMilliseconds = 100;
/** Nothing is said of a run that is over before anyone wonders. */
const silentMilliseconds = 500;
/** An estimate from less than this share would be a guess. */
const leastShare = 0.02;

/** `now` in milliseconds comes in so that tests have a clock of their own. */
export function createReporter(
  mode: ProgressMode,
  stream: ErrorStream,
  language: Language,
  now: () => number,
): Reporter {
  if (mode === 'json') return { report: (progress) => stream.write(`${JSON.stringify(progress)}\n`), end: () => {} };
  if (mode === 'none' || stream.isTTY !== true) return { report: () => {}, end: () => {} };
  const words = cliWords[language];
  const started = now();
  let drawn = -Infinity;
  let stage = '';
  let begun = started;
  let shown = false;
  const report = (progress: Progress): void => {
    const time = now();
    const step = `${progress.stage} ${progress.stage === 'open' ? progress.subject : ''}`;
    if (step !== stage) [stage, begun] = [step, time];
    if (time - started < silentMilliseconds || time - drawn < pauseMilliseconds) return;
    drawn = time;
    shown = true;
    const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
    const percent = progress.total > 0 ? ` ${Math.floor(100 * share)} %` : '';
    const left =
      share >= leastShare && share < 1 ? words.remaining(Math.ceil(((time - begun) * (1 - share)) / share / 1000)) : '';
    stream.write(
      `\r\u001b[K${fit(`${words.stages[progress.stage]} ${clean(progress.subject, 48)}${percent}${left}`, (stream.columns ?? 80) - 1)}`,
    );
  };
  return { report, end: () => (shown ? stream.write('\r\u001b[K') : undefined) };
}

/** Cuts a line to a width in terminal cells: a wrapped progress line would never be erased. */
function fit(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let cut = line;
  while (cut.length > 0 && widthOf(cut) > width - 1) cut = cut.slice(0, -1);
  return `${cut}…`;
}
