// A process of its own that may read files and nothing else: no writing, no child, no connection. Started by guard.test.ts under
// Node's permission model, it puts every reader under fire and reports what was tried that is forbidden.
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { runCampaign } from './fuzz/campaign.ts';
import { fuzzTargets } from './fuzz/targets.ts';

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

const [seed = '1', count = '1000'] = process.argv.slice(2);
const results: { id: string; outcomes: { [outcome: string]: number } }[] = [];
for (const target of fuzzTargets) {
  const outcomes = await runCampaign(target, Number(seed), 0, Number(count), () => performance.now());
  results.push({ id: target.id, outcomes: Object.fromEntries(outcomes) });
}
// Node's permission model gives its own account of what this process may do.
const allowed = ['fs.write', 'child', 'worker'].filter((scope) => process.permission.has(scope));
process.stdout.write(JSON.stringify({ results, tried, allowed }));
