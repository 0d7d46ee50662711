// The reporter whose last line is `N passed, N failed`, and which turns a skipped test into a failure in CI.
import { styleText } from 'node:util';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

/** What a run came to. A file that could not be loaded and an error outside any test count as one failure each. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line: `3 passed, 0 failed`, and `, 1 skipped` where any was. */
export function tallyLine(tally: Tally): string {
  const line = `${tally.passed} passed, ${tally.failed} failed`;
  return tally.skipped === 0 ? line : `${line}, ${tally.skipped} skipped`;
}

/** Whether a run that skipped tests must fail: in CI a test that never runs would otherwise pass unseen for ever. */
export function skipsAreFailures(tally: Tally, environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['CI'] === 'true' && tally.skipped > 0;
}

function tallyOf(modules: readonly TestModule[], errors: number, failedRun: boolean): Tally {
  let passed = 0;
  let skipped = 0;
  let failed = errors;
  for (const module of modules) {
    let inModule = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'failed') inModule += 1;
      else skipped += 1;
    }
    if (inModule === 0 && !module.ok()) inModule = 1;
    failed += inModule;
  }
  return { passed, failed: failedRun ? Math.max(failed, 1) : failed, skipped };
}

/** Given to vitest by its path, hence the default export. */
export default class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const tally = tallyOf(modules, errors.length, reason !== 'passed');
    const lines: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (test.result().state === 'failed') lines.push(`failed: ${module.relativeModuleId} › ${test.fullName}`);
        if (test.result().state === 'skipped') lines.push(`skipped: ${module.relativeModuleId} › ${test.fullName}`);
      }
      if (!module.ok() && module.errors().length > 0)
        lines.push(`failed: ${module.relativeModuleId} could not be loaded`);
    }
    if (skipsAreFailures(tally, process.env)) {
      lines.push('a skipped test is a failure here, because CI is set');
      process.exitCode = 1;
    }
    process.stdout.write([...lines.map((line) => styleText('red', line)), tallyLine(tally), ''].join('\n'));
  }
}
