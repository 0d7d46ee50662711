// One line on standard error that says how far a run is and how long it will take.

import { clean } from '../src/report/clean.ts';
import type { Progress } from '../src/run.ts';

/** What a run reports to, and how its line ends. */
export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  readonly end: () => void;
}

/** Redrawing more often only flickers. */
const pauseMilliseconds = 100;

/** Before this much is known, an estimate would be a guess. */
const leastElapsedMilliseconds = 500;

/** A line that redraws itself on a terminal; elsewhere the subject is printed once. */
export function progressLine(subject: string): ProgressLine {
  const { stderr } = process;
  if (!stderr.isTTY) {
    stderr.write(`  ${subject} …\n`);
    return { report: () => {}, end: () => {} };
  }
  let drawn = 0;
  let stageNow = '';
  let begun = 0;
  const draw = (rest: string): void => {
    stderr.write(`\r\u001b[K  ${subject} …${rest}`);
  };
  draw('');
  const report = ({ stage, done, total }: Progress): void => {
    const now = performance.now();
    if (stage !== stageNow) [stageNow, begun] = [stage, now];
    if (now - drawn < pauseMilliseconds) return;
    drawn = now;
    const share = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : '';
    draw(` ${clean(stage, 20)}${share}${remaining(now - begun, done, total)}`);
  };
  const end = (): void => {
    stderr.write('\r\u001b[K');
  };
  return { report, end };
}

/** Within a stage, the rest takes as long as its share of what is done already took. */
function remaining(elapsed: number, done: number, total: number): string {
  if (total <= 0 || done <= 0 || elapsed < leastElapsedMilliseconds) return '';
  return `, ~${Math.ceil((elapsed * (total - done)) / done / 1000)} s`;
}
