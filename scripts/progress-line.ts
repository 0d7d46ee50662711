// The program's own progress line, for scripts: elsewhere than on a terminal the subject is printed once.

import { createReporter, type Reporter } from '../src/cli/progress.ts';
import type { Language } from '../src/wording/catalogue.ts';

/** News of one comparison on standard error. */
export function progressLine(subject: string, language: Language): Reporter {
  const { stderr } = process;
  if (!stderr.isTTY) stderr.write(`  ${subject} …\n`);
  return createReporter('auto', stderr, language, () => performance.now());
}
