// `npm run memory`: writes two models of 2 GB each, compares them in a process of its own, and prints the peak memory.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { examineModels } from '../src/cli/examine-paths.ts';
import { billion, writeLargeModel } from './large-models.ts';
import { runScript } from './run-script.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'out', 'memory');
const goalBytes = 512 * 1_048_576;

/** Compares in a child and gives its peak resident memory, as the operating system counted it. */
function measure(read: 'sample' | 'full'): { bytes: number; seconds: number; answer: string } {
  const started = performance.now();
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'child', read], {
    encoding: 'utf8',
    maxBuffer: 1_048_576,
  });
  const [answer = 'failed', peak = '0'] = child.stdout.trim().split(' ');
  if (child.status !== 0) throw new Error(child.stderr);
  return { bytes: Number(peak) * 1024, seconds: (performance.now() - started) / 1000, answer };
}

await runScript(async (signal) => {
  const [mode, read] = process.argv.slice(2);
  if (mode === 'child') {
    const caseFile = await examineModels(
      {
        suspectPath: path.join(folder, 'noised'),
        candidatePaths: [path.join(folder, 'original')],
        read: read === 'full' ? 'full' : 'sample',
      },
      { signal },
    );
    const verdict = caseFile.comparisons[0]?.verdict;
    console.log(
      `${verdict?.answer}:${verdict?.operations.map(({ operation }) => operation).join('+')} ${process.resourceUsage().maxRSS}`,
    );
    return true;
  }
  await writeLargeModel(path.join(folder, 'original'), billion, 0);
  await writeLargeModel(path.join(folder, 'noised'), billion, 1 / 708);
  let good = true;
  for (const way of ['sample', 'full'] as const) {
    const { bytes, seconds, answer } = measure(way);
    good &&= bytes <= goalBytes;
    console.log(
      `${way.padEnd(7)} ${answer.padEnd(16)} peak RSS ${Math.round(bytes / 1_048_576)} MiB (goal 512)  ${seconds.toFixed(1)} s`,
    );
  }
  return good;
});
