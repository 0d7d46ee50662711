// Progress of a long job on standard error: how much is done, and how long the rest will take at the pace so far.

/** Seconds between two lines. */
const pause = 5;

/** Counts `total` equal pieces of work; `done` says that some more are finished. */
export class Eta {
  private readonly name: string;
  private readonly total: number;
  private readonly begun = performance.now();
  private last = 0;
  private finished = 0;

  constructor(name: string, total: number) {
    this.name = name;
    this.total = total;
  }

  done(pieces = 1): void {
    this.finished += pieces;
    const now = performance.now();
    if (now - this.last < pause * 1000 && this.finished < this.total) return;
    this.last = now;
    const spent = (now - this.begun) / 1000;
    const remaining = (spent / this.finished) * (this.total - this.finished);
    const share = ((100 * this.finished) / Math.max(1, this.total)).toFixed(1).padStart(5);
    const rest = this.finished < this.total ? `${clock(remaining)} left` : `took ${clock(spent)}`;
    process.stderr.write(`${this.name.padEnd(10)} ${share} %  ${this.finished}/${this.total}  ${rest}\n`);
  }
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
