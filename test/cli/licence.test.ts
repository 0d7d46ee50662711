// `forebear licence` as a user runs it: folders without weights, a single card, three forms, exit codes.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forebear } from './program.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebear-licence-'));
  for (const [name, text] of [
    ['llama3v', '# llama3v\n\nPowered by [Llama3 8B](https://llama.meta.com/llama3/). <b>\u001b[31mred</b>\n'],
    ['MiniCPM-Llama3-V-2_5', '---\nlicense: other\nlicense_name: "<script>x</script>\\e[31m"\n---\n# MiniCPM-V\n'],
  ] as const) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'README.md'), text);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Printed {
  readonly schema: string;
  readonly survey: { readonly findings: readonly { readonly statement: { readonly id: string } }[] };
}

describe('forebear licence', () => {
  it('prints, writes a page and a document, and names no absolute path', async () => {
    const [page, json] = [join(folder, 'page.html'), join(folder, 'l.json')];
    const parent = join(folder, 'MiniCPM-Llama3-V-2_5');
    const words = ['licence', join(folder, 'llama3v'), '--parent', parent, '--at', '2024-05-29'];
    const { code, out } = await forebear(...words, '--html', page, '--json', json);
    expect(code).toBe(0);
    expect(out).toContain('2024-05-29');
    expect(out.split('\n').every((line) => line.length <= 120)).toBe(true);
    expect(out).not.toContain('\u001b');
    const html = await readFile(page, 'utf8');
    expect(html).not.toContain('<script');
    const text = await readFile(json, 'utf8');
    const document = JSON.parse(text) as Printed;
    expect(document.schema).toBe('forebear.licence/1');
    expect(document.survey.findings.map(({ statement }) => statement.id)).toContain('licence.condition-missed');
    expect(text + html + out).not.toContain(folder);
  }, 20_000);

  it('takes a single card, and speaks Chinese', async () => {
    const { code, out } = await forebear('licence', join(folder, 'llama3v', 'README.md'), '--lang', 'zh');
    expect(code).toBe(0);
    expect(out).toContain('许可证');
  }, 20_000);

  it('says what is not there', async () => {
    const { code, error } = await forebear('licence', join(folder, 'nothing'));
    expect(code).toBe(3);
    expect(error).toContain('nothing');
  }, 20_000);
});
