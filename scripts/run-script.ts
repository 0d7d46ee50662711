// What every script of the clone does around its work: Ctrl-C stops it, a fault is one line, the exit code says how it went.
import { isForebearError } from '../src/errors.ts';
import { clean } from '../src/report/clean.ts';

/** The exit codes that the program itself uses for the same things. */
const codes = { failed: 1, couldNotExamine: 3, cancelled: 130 } as const;

/** Runs `main` until it ends or the user presses Ctrl-C; `main` gives whether all is as it should be. */
export async function runScript(main: (signal: AbortSignal) => Promise<boolean>): Promise<void> {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  try {
    process.exitCode = (await main(controller.signal)) ? 0 : codes.failed;
  } catch (error) {
    if (controller.signal.aborted) {
      process.exitCode = codes.cancelled;
      return;
    }
    const line =
      isForebearError(error) || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
    console.error(
      line
        .split('\n')
        .map((part) => clean(part))
        .join('\n'),
    );
    process.exitCode = codes.couldNotExamine;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
