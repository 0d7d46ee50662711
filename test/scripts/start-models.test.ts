// The stamp of the models of `npm start` is over all that makes them.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generators } from '../../scripts/start-models.ts';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

describe('generators', () => {
  it('are there, with every forgery that one of them uses', async () => {
    for (const generator of generators) {
      const text = await readFile(path.join(root, generator), 'utf8');
      const used = [...text.matchAll(/^import (?!type)[^;]*? from '(\.[^']+)'/gm)]
        .map(([, from = '']) => path.posix.join(path.posix.dirname(generator), from))
        .filter((file) => file.startsWith('forgeries/'));
      expect([generator, used.filter((file) => !generators.includes(file))]).toEqual([generator, []]);
    }
  });
});
