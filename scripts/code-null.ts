// `node scripts/code-null.ts FOLDER`: how often files of projects that have nothing to do with each other reach each word, over random pairs.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openInstalledGrammars } from '../src/cli/open-grammars.ts';
import { assess, leastTokens, rareShareOf } from '../src/code/assess.ts';
import { builtInBackground } from '../src/code/built-in-background.ts';
import { compareSources } from '../src/code/compare.ts';
import { languageOf } from '../src/code/language.ts';
import { readSource, type SourceFile } from '../src/code/source-file.ts';
import { decodeDocument, looksLikeText } from '../src/documents/document.ts';
import { createRandom } from '../src/math/random.ts';

const [folder, wanted = '20000'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('code-null: expected a folder with one folder for each project, found none');
  process.exit(1);
}
const grammars = openInstalledGrammars();
const files: { project: string; source: SourceFile }[] = [];
for (const project of (await readdir(folder)).toSorted()) {
  for (const name of (await readdir(path.join(folder, project), { recursive: true })).toSorted()) {
    if (languageOf(name) !== 'python') continue;
    const bytes = await readFile(path.join(folder, project, name)).catch(() => undefined);
    if (bytes === undefined || !looksLikeText(bytes.subarray(0, 4_096))) continue;
    const source = await readSource(decodeDocument(name, bytes), grammars);
    if (source.normalised.length >= leastTokens && source.normalised.length < 8_000) files.push({ project, source });
  }
}
grammars.close();
const background = builtInBackground();
const random = createRandom(1);
const words = new Map<string, number>();
const highest: { share: number; line: string }[] = [];
let pairs = 0;
while (pairs < Number(wanted)) {
  const [a, b] = [files[random.integer(files.length)], files[random.integer(files.length)]];
  if (a === undefined || b === undefined || a.project === b.project) continue;
  pairs += 1;
  const comparison = compareSources([a.source], [b.source], background);
  const word = assess(comparison, b.source.normalised.length, [], background.sources);
  words.set(word, (words.get(word) ?? 0) + 1);
  if (word !== 'weak')
    highest.push({
      share: rareShareOf(comparison.total),
      line: `${word} ${a.project}/${a.source.path} ${b.project}/${b.source.path}`,
    });
}
console.log(`${files.length} files of ${leastTokens} to 8,000 tokens, ${pairs} random pairs of different projects`);
for (const [word, count] of words) console.log(`  ${word}: ${count}`);
for (const { share, line } of highest.toSorted((x, y) => y.share - x.share).slice(0, 20))
  console.log(`  ${share.toFixed(3)} ${line}`);
