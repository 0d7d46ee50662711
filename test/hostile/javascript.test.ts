// Attacks by scripts: bombs of quotes, brackets and base64; each ends in a typed refusal or in honest members, soon.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { javascriptContainer } from '../../src/containers/javascript.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { archiveOutcome, checkArchive, memberOutcome } from './archive-outcome.ts';
import { mutate, mutations } from './mutations.ts';
import { javascriptSeeds } from './seeds/javascript.ts';

const utf8 = new TextEncoder();
const million = 1_000_000;

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => string])[] = [
  ['nothing', 'unsupported', () => ''],
  ['a million assignments of nothing', 'unsupported', () => '={'.repeat(million)],
  ['a million exports of nothing', 'unsupported', () => 'exports={a:'.repeat(million / 4)],
  ['a million open lists', 'unsupported', () => `export default {a:${'['.repeat(4 * million)}`],
  ['a million open comments', 'unsupported', () => 'export default {/*'.repeat(million / 4)],
  ['a million open texts', 'unsupported', () => 'JSON.parse("'.repeat(million / 4)],
  ['a million quotes', 'unsupported', () => `exports={a:"\\"`.repeat(million / 4)],
  ['a million backslashes', 'unsupported', () => `export default {a:"${'\\'.repeat(4 * million)}`],
  ['a name of a million letters', 'unsupported', () => `${'a'.repeat(4 * million)}={a:b}`],
  ['a million brackets before a value', 'unsupported', () => `x=${'('.repeat(4 * million)}{a:b}`],
  ['a million spaces before a value', 'unsupported', () => `x=${' '.repeat(4 * million)}{a:b}`],
  ['a number of a million digits', 'unsupported', () => `export default {a:${'9'.repeat(4 * million)}}`],
  ['a million points', 'unsupported', () => `export default {a:${'.'.repeat(4 * million)}}`],
  ['base64 without quotes', 'unsupported', () => 'A'.repeat(4 * million)],
  ['base64 without an end', 'unsupported', () => `a="${'A'.repeat(4 * million)}`],
  ['base64 of both alphabets', 'unsupported', () => `a="${'+-'.repeat(million)}"`],
  ['a million "="', 'unsupported', () => `a="${'A'.repeat(400)}${'='.repeat(million)}"`],
  ['ten thousand strings and one', 'limit', () => `"${'A'.repeat(256)}",`.repeat(10_001)],
  ['a thousand descriptions and one', 'limit', () => `exports.a={a:"${'b'.repeat(300)}"};`.repeat(1001)],
];

describe('javascriptContainer, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 4000 }, async ([, code, make]) => {
    expect(await archiveOutcome(javascriptContainer, utf8.encode(make()))).toBe(code);
  });

  it('reads nothing of a script that is too long', async () => {
    const read = (): Promise<never> => Promise.reject(new Error('read'));
    const endless = { ...memorySource(new Uint8Array(0)), size: 2 ** 29 + 1, read };
    await expect(javascriptContainer.open(endless)).rejects.toThrow(expect.objectContaining({ code: 'limit' }));
  });

  it('refuses bits that no encoder writes, when the string is read', async () => {
    const archive = await archiveOutcome(
      javascriptContainer,
      utf8.encode(`a="${'A'.repeat(256)}B"; b="${'A'.repeat(257)}B"`),
    );
    expect(archive).toMatchObject({ members: [{ path: 'b' }] });
    expect(await memberOutcome(archive, 'b')).toBe('format');
  });

  it('gives no member a name that leads out', async () => {
    const string = 'A'.repeat(256);
    const script = `{"../x":"${string}","/etc/passwd":"${string}","a\\0b":"${string}","__proto__":"${string}","c:\\\\d":"${string}"}`;
    const archive = await archiveOutcome(javascriptContainer, utf8.encode(script));
    expect(archive).toMatchObject({
      members: ['string-1', 'string-2', 'string-3', '__proto__', 'string-4'].map((path) => ({ path })),
    });
  });

  it('keeps its promises or refuses, whatever is damaged', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...javascriptSeeds), mutations, async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const archive = await archiveOutcome(javascriptContainer, bytes, { name: 'model.min.js' });
        if (typeof archive === 'string') return;
        accepted += 1;
        await checkArchive(archive, bytes);
      }),
      { seed: 20_240_601, numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
