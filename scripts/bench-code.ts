// What it costs to take sources apart and to count their runs: 10,000 made files of 500 tokens, as a library of controls would have.
import { openInstalledGrammars } from '../src/cli/open-grammars.ts';
import { backgroundOf } from '../src/code/background.ts';
import { compareSources } from '../src/code/compare.ts';
import { readSource, type SourceFile } from '../src/code/source-file.ts';
import { decodeDocument } from '../src/documents/document.ts';
import { createRandom } from '../src/math/random.ts';
import type { BenchSection } from './bench-section.ts';

const files = 10_000;
const tokensEach = 500;
const goal = { seconds: 60, megabytes: 1_024 };

const operators = ['+', '-', '*', '//', '%', '<', '==', 'and', 'or'];

/** A file of assignments, calls and branches over names of its own: about `tokensEach` tokens, no two alike. */
function made(seed: number): string {
  const random = createRandom(seed);
  const name = (): string => `n${random.integer(400)}_${seed % 97}`;
  const lines: string[] = [];
  for (let tokens = 0; tokens < tokensEach; ) {
    const kind = random.integer(4);
    const [a, b, c] = [name(), name(), name()];
    const sign = operators[random.integer(operators.length)] as string;
    if (kind === 0) lines.push(`${a} = ${b} ${sign} ${random.integer(1_000)}`);
    else if (kind === 1) lines.push(`${a} = ${b}(${c}, ${random.integer(9)})`);
    else if (kind === 2) lines.push(`if ${a} ${sign} ${b}:`, `    ${c} = [${a}, ${b}]`);
    else lines.push(`for ${a} in ${b}:`, `    ${c}.append(${a} ${sign} ${random.integer(50)})`);
    tokens += [5, 8, 12, 12][kind] as number;
  }
  return `${lines.join('\n')}\n`;
}

export const codeSection: BenchSection = {
  name: 'code',
  async run() {
    const grammars = openInstalledGrammars();
    const encoder = new TextEncoder();
    const texts = Array.from({ length: files }, (_, seed) => encoder.encode(made(seed)));
    let peak = 0;
    const look = (): void => {
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const begun = performance.now();
    const sources: SourceFile[] = [];
    for (const [at, bytes] of texts.entries()) {
      sources.push(await readSource(decodeDocument(`f${at}.py`, bytes), grammars));
      if (at % 500 === 0) look();
    }
    const read = (performance.now() - begun) / 1000;
    const background = backgroundOf(sources);
    look();
    const counted = (performance.now() - begun) / 1000;
    const [suspect] = sources;
    const found = compareSources([suspect as SourceFile], sources, background);
    look();
    const all = (performance.now() - begun) / 1000;
    grammars.close();
    const tokens = sources.reduce((sum, source) => sum + source.tokens.length, 0);
    const megabytes = Math.round(peak / 2 ** 20);
    console.log(`code: ${files} files, ${Math.round(tokens / files)} tokens each`);
    console.log(
      `  taken apart after ${read.toFixed(1)} s, counted after ${counted.toFixed(1)} s, one held against all after ${all.toFixed(1)} s`,
    );
    console.log(`  peak ${megabytes} MB; the file itself was found: ${found.equal}`);
    const met = all <= goal.seconds && megabytes <= goal.megabytes && found.equal;
    console.log(`  goal ${goal.seconds} s and ${goal.megabytes} MB: ${met ? 'met' : 'missed'}`);
    return met;
  },
};
