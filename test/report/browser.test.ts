// The page in a real browser, opened from disk: nothing runs, nothing is fetched, nothing is complained of.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { derivedNoised, hostileWith, partly } from '../golden/cases.ts';
import { hostileStrings } from './hostile-strings.ts';

const executable = process.env['FOREBEAR_CHROMIUM'];
const present = executable !== undefined && executable !== '' && executable !== 'none';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!present)('renderHtml in a browser (skipped where FOREBEAR_CHROMIUM names none)', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forebear-page-'));
    browser = await chromium.launch({ executablePath: executable ?? '', args: FLAGS });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    // Kept where somebody wants to look at the screenshots.
    if (process.env['FOREBEAR_KEEP_SCREENSHOTS'] === undefined) await rm(folder, { recursive: true, force: true });
    else process.stderr.write(`screenshots are in ${folder}\n`);
  });

  async function visit(
    html: string,
    name: string,
    width: number,
    scheme: 'light' | 'dark',
  ): Promise<{ readonly news: string[]; readonly overflow: unknown }> {
    const file = path.join(folder, `${name}.html`);
    await writeFile(file, html);
    const address = pathToFileURL(file).href;
    const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme: scheme });
    const news: string[] = [];
    page.on('console', (message) => news.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => news.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      news.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== address) news.push(`request: ${request.url()}`);
    });
    await page.goto(address, { waitUntil: 'load' });
    if (name !== 'hostile') await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    if ((await page.evaluate('document.scripts.length')) !== 0) news.push('a script is on the page');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    await page.close();
    return { news, overflow };
  }

  for (const language of ['en', 'zh'] as const) {
    for (const [width, scheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      it(`shows a case in ${language} at ${width} pixels, ${scheme}, without script, request, complaint or overflow`, async () => {
        const html = renderHtml(language === 'en' ? derivedNoised() : partly(), language);
        expect(await visit(html, `${language}-${width}`, width, scheme)).toEqual({ news: [], overflow: 0 });
      }, 60_000);
    }
  }

  it('runs nothing, fetches nothing and stays in its frame for hostile names', async () => {
    // Many candidates on one page, one for each string: opening a page a string would take minutes.
    const whole = hostileWith('x');
    for (let start = 0; start < hostileStrings.length; start += 60) {
      const comparisons = hostileStrings
        .slice(start, start + 60)
        .flatMap((hostile) => hostileWith(hostile).comparisons);
      const html = renderHtml({ ...whole, comparisons }, 'en');
      expect(await visit(html, 'hostile', 800, 'light')).toEqual({ news: [], overflow: 0 });
    }
  }, 120_000);
});
