// `npm run fuzz`: a million mutants for every reader, two readers at a time, each in a process whose memory and pace are watched.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ForebearError } from '../src/errors.ts';
import { runCampaign } from '../test/hostile/fuzz/campaign.ts';
import { fuzzTargets } from '../test/hostile/fuzz/targets.ts';
import { runScript } from './run-script.ts';
import { tableRow } from './table-row.ts';

const mebibyte = 1_048_576;

/** What a reader may hold beyond the program itself, over all its mutants. */
const memoryCap = 256 * mebibyte;

/** A child that reports nothing for this long hangs. */
const patienceMilliseconds = 60_000;

/** Mutants between two reports of a child. */
const slice = 5_000;

/** A report of a child: one line of JSON. */
interface News {
  readonly done: number;
  readonly outcomes: { readonly [outcome: string]: number };
  /** Resident bytes above those at the first report. */
  readonly grown: number;
  readonly fault?: string;
}

interface Result {
  readonly id: string;
  readonly news: News;
  readonly seconds: number;
  readonly fault: string | undefined;
}

const widths = [18, 10, 10, 10, 8, 8];

/** Runs one reader's campaign in this process and reports by lines. */
async function runChild(id: string, seed: number, count: number): Promise<boolean> {
  const target = fuzzTargets.find((one) => one.id === id);
  if (target === undefined) throw new ForebearError('usage', 'fuzz', fuzzTargets.map((one) => one.id).join(', '), id);
  const total = new Map<string, number>();
  let base = 0;
  let grown = 0;
  for (let from = 0; from < count; from += slice) {
    const to = Math.min(count, from + slice);
    try {
      for (const [outcome, times] of await runCampaign(target, seed, from, to, () => performance.now())) {
        total.set(outcome, (total.get(outcome) ?? 0) + times);
      }
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      console.log(JSON.stringify({ done: from, outcomes: Object.fromEntries(total), grown, fault }));
      return false;
    }
    const resident = process.memoryUsage.rss();
    if (from === 0) base = resident;
    grown = Math.max(grown, resident - base);
    console.log(JSON.stringify({ done: to, outcomes: Object.fromEntries(total), grown }));
  }
  return true;
}

async function watch(id: string, seed: number, count: number, signal: AbortSignal): Promise<Result> {
  const begun = performance.now();
  const words = [fileURLToPath(import.meta.url), '--child', id, '--seed', `${seed}`, '--count', `${count}`];
  const child = spawn(process.execPath, ['--max-old-space-size=512', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): boolean => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  let news: News = { done: 0, outcomes: {}, grown: 0 };
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = `${said}${bytes.toString('utf8')}`.slice(-2_000);
  });
  let timer = setTimeout(stop, patienceMilliseconds);
  for await (const line of createInterface({ input: child.stdout })) {
    news = JSON.parse(line) as News;
    clearTimeout(timer);
    timer = setTimeout(stop, patienceMilliseconds);
  }
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const seconds = (performance.now() - begun) / 1000;
  const over = news.grown > memoryCap ? `${Math.round(news.grown / mebibyte)} MiB above the start` : undefined;
  const cut = news.done < count ? `ended after ${news.done} mutants: ${said}` : undefined;
  return { id, news, seconds, fault: news.fault ?? over ?? cut };
}

function row({ id, news, seconds, fault }: Result): string {
  const accepted = news.outcomes['accepted'] ?? 0;
  const refused = Object.values(news.outcomes).reduce((sum, times) => sum + times, 0) - accepted;
  const cells = [id, `${news.done}`, `${accepted}`, `${refused}`, `${Math.round(news.grown / mebibyte)}`];
  return tableRow([...cells, seconds.toFixed(0), fault ?? ''], widths);
}

await runScript(async (signal) => {
  const { values } = parseArgs({
    options: {
      child: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string', default: '20240603' },
      count: { type: 'string', default: '1000000' },
      out: { type: 'string' },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count)];
  if (values.child !== undefined) return runChild(values.child, seed, count);
  const waiting = fuzzTargets.map(({ id }) => id).filter((id) => values.only === undefined || id === values.only);
  const head = tableRow(['reader', 'mutants', 'accepted', 'refused', 'MiB more', 'seconds'], widths);
  console.log(head);
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const result = await watch(id, seed, count, signal);
      results.push(result);
      console.log(row(result));
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
  const faults = results.filter(({ fault }) => fault !== undefined).length;
  const sum = results.reduce((total, { news }) => total + news.done, 0);
  const ordered = results.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const verdict = `${sum} mutants, ${faults} faults, seed ${seed}`;
  console.log(`\n${verdict}\n${results.length - faults} passed, ${faults} failed`);
  if (values.out !== undefined) {
    const table = [head, ...ordered.map(row), '', verdict, '']
      .map((line) => line.replace(/\s{2,}(?:\d+|seconds)$/, ''))
      .join('\n');
    await writeFile(values.out, table);
  }
  return faults === 0;
});
