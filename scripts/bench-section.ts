// What a part of `npm run bench` is, and how all of them measure and print.

/**
 * One subject of measurement. `run` prints its own table, at most 80 columns wide, and gives whether its goal is met.
 */
export interface BenchSection {
  readonly name: string;
  readonly run: (signal: AbortSignal) => Promise<boolean>;
}

/** Rounds of which the middle one counts: an odd number, enough to sit out what else the machine does. */
const rounds = 9;

/** A round lasts about this long, so that the clock and single pauses weigh little. */
const roundSeconds = 0.02;

/**
 * Seconds of one core that a call of each contender takes, the collection of its garbage included: processor time, since
 * others may be using the machine; the median over rounds in which all take turns, so that what else slows it meets all.
 */
export function secondsPerCall(contenders: readonly (() => void)[]): readonly number[] {
  const calls = contenders.map((contender) => {
    // The first calls are compiled and are not what is measured.
    for (let i = 0; i < 3; i++) contender();
    return Math.max(1, Math.round(roundSeconds / timed(contender, 1)));
  });
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach((contender, i) => times[i]?.push(timed(contender, calls[i] ?? 1)));
  }
  return times.map((list) => list.toSorted((a, b) => a - b)[(rounds - 1) / 2] ?? Number.NaN);
}

function timed(contender: () => void, calls: number): number {
  const begun = process.cpuUsage();
  for (let i = 0; i < calls; i++) contender();
  const { user, system } = process.cpuUsage(begun);
  return Math.max(user + system, 1) / 1e6 / calls;
}

/** A row with the first cell to the left and the others to the right of their columns. */
export function benchRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
    .join('  ')
    .trimEnd();
}
