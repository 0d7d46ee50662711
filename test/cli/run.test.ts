// `forebear run` as a program: a folder of weights, a GGUF pair and a server, asked about an image; and what it refuses.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyFolder, tinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../../forgeries/tiny-minicpm-gguf.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import { fault } from '../report/page-faults.ts';
import { fakeServer, stream } from '../runtimes/fake-server.ts';
import { forebear as program } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'forebear-run-'));
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(() => {
  const tiny = tinyMiniCpm(7);
  mkdirSync(at('released'));
  for (const [name, bytes] of tinyFolder(tiny)) writeFileSync(at('released', name), bytes);
  mkdirSync(at('pair'));
  const pair = tinyGguf(tiny);
  writeFileSync(at('pair', 'tiny-f32.gguf'), pair.model);
  writeFileSync(at('pair', 'mmproj-tiny-f32.gguf'), pair.projector);
  writeFileSync(
    at('slip.png'),
    encodePng({ width: 536, height: 255, channels: 3, data: new Uint8Array(536 * 255 * 3) }),
  );
  writeFileSync(
    at('square.png'),
    encodePng({ width: 448, height: 448, channels: 3, data: new Uint8Array(448 * 448 * 3) }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly runtime: { readonly kind: string; readonly preprocessing: string; readonly files: readonly object[] };
  readonly question: { readonly images: readonly { readonly differs: string }[] };
  readonly reply: {
    readonly text: string;
    readonly promptTokens: number;
    readonly steps: readonly { readonly text: string }[];
  };
}

const ask = ['--prompt', 'Read the slip.', '--max-tokens', '4', '--json', '-'];

describe('forebear run', () => {
  it('asks a folder of weights and a GGUF pair the same, and records who answered', async () => {
    const runs: Run[] = [];
    for (const model of ['released', 'pair']) {
      const { code, out } = await program('run', at(model), '--image', at('square.png'), ...ask);
      expect(code).toBe(0);
      runs.push(JSON.parse(out) as Run);
    }
    const [own, native] = runs as [Run, Run];
    expect([own.runtime.kind, native.runtime.kind]).toEqual(['own', 'llama.cpp']);
    expect(own.runtime.files).toHaveLength(4);
    expect(native.runtime.files).toHaveLength(2);
    expect(own.reply.promptTokens).toBe(131);
    expect(native.reply.promptTokens).toBe(131);
    expect(native.reply.text).toBe(own.reply.text);
    expect(own.reply.steps).toHaveLength(4);
  }, 60_000);

  it('gives the same document twice, but for nothing', async () => {
    const first = await program('run', at('released'), ...ask, '--probabilities', '3');
    const second = await program('run', at('released'), ...ask, '--probabilities', '3');
    expect(second.out).toBe(first.out);
  }, 60_000);

  it('says where llama.cpp cuts an image otherwise than the released model', async () => {
    const { code, out } = await program(
      'run',
      at('pair'),
      '--image',
      at('slip.png'),
      '--prompt',
      'Read.',
      '--max-tokens',
      '1',
    );
    expect(code).toBe(0);
    expect(out).toContain('cut into 2 × 1 = 2 parts');
    expect(out).toContain('Image 1 is cut into other parts here');
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  }, 60_000);

  it('draws a page in either language that runs nothing', async () => {
    for (const lang of ['en', 'zh']) {
      const page = at(`${lang}.html`);
      const args = ['--image', at('slip.png'), '--html', page, '--lang', lang, '--probabilities', '3'];
      await program('run', at('released'), ...args, '--prompt', '<script>alert(1)</script>', '--max-tokens', '3');
      const text = readFileSync(page, 'utf8');
      expect(fault(text)).toBeNull();
      expect(text).toContain(lang === 'en' ? 'Step by step' : '逐步');
      expect(text).toContain('&lt;script&gt;');
    }
  }, 60_000);

  it('asks a server, and says when it names another model', async () => {
    await using server = await fakeServer((response) => stream(response, ['bam', 'boo'], { model: 'other' }));
    const { code, out } = await program('run', `${server.address}#small`, '--prompt', 'Read.');
    expect(code).toBe(0);
    expect(out.startsWith('bamboo\n')).toBe(true);
    expect(out.replace(/\s+/g, ' ')).toContain('was asked for small and says that it answered as other');
  }, 60_000);

  it.each([
    [['run', 'nowhere', '--prompt', 'x'], 3, 'nowhere: expected a file or folder, found nothing'],
    [['run', 'nowhere'], 1, 'required option'],
    [['run', 'nowhere', '--prompt', ' '], 1, '--prompt: expected a question'],
    [['run', 'nowhere', '--prompt', 'x', '--image', 'package.json'], 3, 'expected a PNG or a JPEG'],
    [['run', 'http://127.0.0.1:9/#x', '--prompt', 'x'], 3, 'expected a connection'],
  ] as const)(
    'refuses %j',
    async (args, code, message) => {
      const found = await program(...args);
      expect([found.code, found.error]).toEqual([code, expect.stringContaining(message)]);
    },
    60_000,
  );
});
