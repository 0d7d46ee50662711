// A process of its own that may read files and nothing else: no writing, no child, no connection. Started by guard.test.ts under
// Node's permission model, it opens every attack and puts every reader under fire, and reports what became of them and
// what was tried that is forbidden.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { openPath } from '../../src/cli/examine-paths.ts';
import { inspectPath } from '../../src/cli/inspect-path.ts';
import { isForebearError } from '../../src/errors.ts';
import { runCampaign } from './fuzz/campaign.ts';
import { fuzzTargets } from './fuzz/targets.ts';

/** What became of one path. */
export interface Opened {
  readonly ending: string;
  readonly milliseconds: number;
  readonly grownBytes: number;
}

export interface GuardReport {
  readonly opened: readonly Opened[];
  readonly results: readonly { readonly id: string; readonly outcomes: { readonly [outcome: string]: number } }[];
  /** Forbidden things that were tried. */
  readonly tried: readonly string[];
  /** Scopes that this process may use after all; none, or the guard is none. */
  readonly allowed: readonly string[];
}

const tried: string[] = [];

function forbid(holder: object, name: string, what: string): void {
  Object.defineProperty(holder, name, {
    value: () => {
      tried.push(what);
      throw new Error(`${what} is forbidden here`);
    },
  });
}

// The permission model of this Node knows files, processes, workers and add-ons; connections are shut here.
forbid(net.Socket.prototype, 'connect', 'a connection');
forbid(dns, 'lookup', 'a look-up of a name');
forbid(dns.promises, 'lookup', 'a look-up of a name');
forbid(dgram, 'createSocket', 'a datagram socket');
forbid(globalThis, 'fetch', 'a request');

/** Opens a path as `inspect` and `compare` do, and reads the ends of every tensor. */
async function endingOf(path: string): Promise<string> {
  try {
    const { problems } = await inspectPath(path, {});
    await using model = await openPath(path, 'sample', {});
    let lost = false;
    for (const tensor of model.tensors) {
      try {
        await model.read(tensor, 0, Math.min(tensor.elements, 1_024));
      } catch (error) {
        if (!isForebearError(error)) throw error;
        lost = true;
      }
    }
    return problems.length > 0 || lost ? 'problem' : 'accepted';
  } catch (error) {
    if (isForebearError(error)) return error.code;
    return error instanceof Error ? `fault: ${error.stack ?? error.message}` : 'fault';
  }
}

const [listed = '', seed = '1', count = '1000'] = process.argv.slice(2);
const base = process.memoryUsage.rss();
const opened: Opened[] = [];
for (const path of JSON.parse(readFileSync(listed, 'utf8')) as string[]) {
  const begun = performance.now();
  const ending = await endingOf(path);
  opened.push({ ending, milliseconds: performance.now() - begun, grownBytes: process.memoryUsage.rss() - base });
}
const results: { id: string; outcomes: { [outcome: string]: number } }[] = [];
for (const target of fuzzTargets) {
  const outcomes = await runCampaign(target, Number(seed), 0, Number(count), () => performance.now());
  results.push({ id: target.id, outcomes: Object.fromEntries(outcomes) });
}
// Node's permission model gives its own account of what this process may do.
const allowed = ['fs.write', 'child', 'worker'].filter((scope) => process.permission.has(scope));
const report: GuardReport = { opened, results, tried, allowed };
process.stdout.write(JSON.stringify(report));
