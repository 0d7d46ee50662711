// Counts what public code has in common and writes it as the program's own background: hashes and counts, no line of anybody's code.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openInstalledGrammars } from '../src/cli/open-grammars.ts';
import { backgroundGram, wordGram } from '../src/code/background.ts';
import { keptFrom, packed } from '../src/code/built-in-background.ts';
import { languageOf } from '../src/code/language.ts';
import { readSource } from '../src/code/source-file.ts';
import { decodeDocument, looksLikeText } from '../src/documents/document.ts';
import { gramHashes } from '../src/math/hash.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('background: expected a folder with one folder for each project, found none');
  process.exit(1);
}

/** What the founding case is about must not be its own background: files that name either side are left out. */
const leftOut = /minicpm|llava-uhd|llama3-?v\b/i;

const grammars = openInstalledGrammars();
const counts = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()] as const;
let [projects, files, tokens] = [0, 0, 0];
for (const project of (await readdir(folder)).toSorted()) {
  const found = [new Set<number>(), new Set<number>(), new Set<number>()] as const;
  const listed = await readdir(path.join(folder, project), { recursive: true });
  for (const name of listed.toSorted()) {
    if (languageOf(name) !== 'python') continue;
    const bytes = await readFile(path.join(folder, project, name)).catch(() => undefined);
    if (bytes === undefined || !looksLikeText(bytes.subarray(0, 4_096))) continue;
    const document = decodeDocument(name, bytes);
    if (leftOut.test(name) || leftOut.test(document.text)) continue;
    const source = await readSource(document, grammars);
    files += 1;
    tokens += source.tokens.length;
    for (const gram of gramHashes(source.normalised, backgroundGram)) found[0].add(gram);
    for (const gram of gramHashes(source.words, wordGram)) found[1].add(gram);
    for (const hash of source.names.keys()) found[2].add(hash);
  }
  projects += 1;
  for (const [at, set] of found.entries())
    for (const hash of set) counts[at]?.set(hash, (counts[at]?.get(hash) ?? 0) + 1);
  console.log(`${project}: ${listed.length} entries, ${found[0].size} runs`);
}
grammars.close();
const kept = (at: 0 | 1 | 2, from: number): number[] =>
  [...counts[at]].flatMap(([hash, count]) => (count >= from ? hash : []));
const [grams, words, names] = [kept(0, keptFrom), kept(1, keptFrom), kept(2, 1)];
const table = `// What the projects of docs/surroundings/code.md have in common, written by \`npm run background\`: sets of hashes, no code.

/** What was counted, and how many runs and names are kept. */
export const backgroundCounts = {
  projects: ${projects},
  files: ${files},
  tokens: ${tokens},
  grams: ${grams.length},
  words: ${words.length},
  names: ${names.length},
};

export const backgroundGrams: string =
  '${packed(grams)}';

export const backgroundWords: string =
  '${packed(words)}';

export const backgroundNames: string =
  '${packed(names)}';
`;
await writeFile(path.resolve(import.meta.dirname, '..', 'src', 'code', 'background-table.ts'), table);
console.log(
  `${projects} projects, ${files} files, ${tokens} tokens: ${grams.length} runs, ${words.length} word runs, ${names.length} names; ${table.length} bytes`,
);
