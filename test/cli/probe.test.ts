// `forebear probe` as a program: two models of one server, recorded, cut, resumed and replayed; pages and refusals.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretFile } from '../../src/cli/record-file.ts';
import { fault } from '../report/page-faults.ts';
import { type FakeServer, fakeServer, stream } from '../runtimes/fake-server.ts';
import { forebear } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'forebear-probe-'));
const at = (name: string): string => join(folder, name);
const seed = '00112233445566778899aabbccddeeff';
let server: FakeServer;
let other: FakeServer;

/** The same mistake of the same picture, whichever of its models is asked: a copy under another name. */
const copying: Parameters<typeof fakeServer>[0] = (response, { body }) => {
  const digest = createHash('sha256').update(JSON.stringify(body['messages'])).digest('hex');
  stream(response, ['wrong ', digest.slice(0, 6)], { model: String(body['model']) });
};

beforeAll(async () => {
  server = await fakeServer(copying, ['a', 'b']);
  other = await fakeServer(copying, ['a']);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const probe = (...more: string[]) =>
  forebear('probe', `${server.address}#a`, `${server.address}#b`, '--items', '6', '--canary-seed', seed, ...more);

interface Report {
  readonly schema: string;
  readonly head: { readonly commitment: string };
  readonly errors: { readonly bothWrong: { readonly same: number; readonly of: number } };
  readonly finding: { readonly word: string; readonly shortfalls: readonly string[] };
  readonly recipe: { readonly seed: string };
}

describe('forebear probe', () => {
  it('asks both the same, says what it committed to first, and finds no more than it can', async () => {
    const { code, out, error } = await probe('--json', '-', '--record', at('whole.jsonl'));
    const report = JSON.parse(out) as Report;
    expect([code, report.schema]).toEqual([0, 'forebear.probe-report/1']);
    expect(error).toContain(report.head.commitment);
    expect(report.errors.bothWrong).toEqual({ same: 6, of: 6 });
    expect(report.finding.word).toBe('undecided');
    expect(report.finding.shortfalls).toContain('thin-panel');
    expect(report.recipe.seed).toBe(seed);
    expect(existsSync(at('whole.jsonl.secret'))).toBe(false);
  }, 60_000);

  it('says the same again from its recording, without any model', async () => {
    const asked = server.asked.length;
    const replay = await forebear('probe', '--replay', at('whole.jsonl'), '--json', '-');
    const again = await probe('--json', '-', '--quiet');
    expect([replay.code, replay.out]).toEqual([0, again.out]);
    expect(server.asked.length).toBe(asked + 12);
  }, 60_000);

  it('keeps its secret beside a recording that was cut, for its owner alone, and goes on with it', async () => {
    const lines = readFileSync(at('whole.jsonl'), 'utf8').split('\n');
    writeFileSync(at('cut.jsonl'), `${lines.slice(0, 5).join('\n')}\n${(lines[5] as string).slice(0, 30)}`);
    writeFileSync(at('cut.jsonl.secret'), `${seed}\n`, { mode: 0o600 });
    const asked = server.asked.length;
    const { code } = await forebear(
      'probe',
      `${server.address}#a`,
      `${server.address}#b`,
      '--items',
      '6',
      '--record',
      at('cut.jsonl'),
      '--resume',
      '--quiet',
    );
    expect([code, server.asked.length - asked]).toEqual([0, 8]);
    const replay = await forebear('probe', '--replay', at('cut.jsonl'), '--json', '-');
    expect((JSON.parse(replay.out) as Report).errors.bothWrong).toEqual({ same: 6, of: 6 });
    // A run that could not begin leaves nothing behind.
    const unbegun = await forebear('probe', 'nowhere', 'nowhere', '--items', '3', '--record', at('new.jsonl'));
    expect([unbegun.code, existsSync(at('new.jsonl')), existsSync(at('new.jsonl.secret'))]).toEqual([3, false, false]);
    await secretFile.write(at('own.jsonl'), seed);
    expect([statSync(at('own.jsonl.secret')).mode & 0o077, await secretFile.read(at('own.jsonl'))]).toEqual([0, seed]);
    // One that came to its end is asked nothing more.
    const before = server.asked.length;
    const done = await forebear(
      'probe',
      `${server.address}#a`,
      `${server.address}#b`,
      '--items',
      '6',
      '--record',
      at('cut.jsonl'),
      '--resume',
      '--quiet',
    );
    expect([done.code, server.asked.length]).toEqual([0, before]);
  }, 60_000);

  it('draws its pages in both languages with pictures, and nothing that runs', async () => {
    for (const lang of ['en', 'zh']) {
      await forebear('probe', '--replay', at('whole.jsonl'), '--html', at(`${lang}.html`), '--lang', lang, '--quiet');
      const page = readFileSync(at(`${lang}.html`), 'utf8');
      expect(fault(page)).toBeNull();
      expect(page.match(/src="data:image\/png;base64,/g)).toHaveLength(6);
      expect(page).toContain(lang === 'en' ? 'Item by item' : '逐题');
    }
    const { out } = await forebear('probe', '--replay', at('whole.jsonl'));
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  }, 60_000);

  it('weighs nothing across two servers that do not say what they run', async () => {
    const { code, out } = await forebear(
      'probe',
      `${server.address}#a`,
      `${other.address}#a`,
      '--items',
      '2',
      '--canary-seed',
      seed,
    );
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'These two may not be compared; nothing was weighed - a server does not say which program it runs',
    );
  }, 60_000);

  it('asks instead whether an endpoint is the model it names', async () => {
    const args = ['--identity', '--samples', '2', '--max-tokens', '8', '--json', '-'];
    const { code, out } = await forebear('probe', `${server.address}#a`, `${other.address}#a`, ...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'forebear.identity/1',
      unanswered: 0,
      lengths: { same: 8, of: 8 },
    });
  }, 60_000);

  it.each<readonly [readonly string[], number, string]>([
    [['probe'], 1, 'a suspect and a candidate, or --replay'],
    [['probe', 'x', 'y', '--resume'], 1, '--record FILE to go on with'],
    [['probe', 'x', 'y', '--canary-seed', 'short'], 1, '32 to 128 hexadecimal digits'],
    [['probe', 'x', 'y', '--kinds', 'song'], 1, 'glyph, column, composed'],
    [['probe', '--replay', 'nowhere'], 3, 'nowhere: expected a recording'],
    [['probe', '--replay', 'package.json'], 3, 'package.json, line 1'],
    [['probe', 'x', 'y', '--font', 'package.json'], 3, 'TrueType outlines'],
    [['probe', 'x', 'y', '--set', 'docs/adr'], 3, 'PNG or JPEG pictures'],
  ])(
    'refuses %j',
    async (args, code, message) => {
      const found = await forebear(...args);
      expect([found.code, found.error]).toEqual([code, expect.stringContaining(message)]);
    },
    60_000,
  );

  it('never writes over a recording', async () => {
    const { code, error } = await probe('--record', at('whole.jsonl'));
    expect([code, error]).toEqual([1, expect.stringContaining('a new file, or --resume')]);
  }, 60_000);
});
