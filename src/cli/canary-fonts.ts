// Fonts that canaries are drawn from: the user's own, or two free ones out of their packages.
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile } from '../bytes/file.ts';
import type { CanaryFont } from '../canary/make-set.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';

/** Noto Serif Tangut and ZCOOL XiaoWei, both under the SIL Open Font License: a script that hardly any model reads, and one that many do. */
const free = [
  '@fontsource/noto-serif-tangut/files/noto-serif-tangut-tangut-400-normal.woff',
  '@fontsource/zcool-xiaowei/files/zcool-xiaowei-chinese-simplified-400-normal.woff',
];

const mostFontBytes = 67_108_864;

/** Throws `unsupported` where no font is named and the packages are not installed. */
export async function openFonts(paths: readonly string[], run: RunOptions): Promise<readonly CanaryFont[]> {
  const fonts: CanaryFont[] = [];
  for (const path of paths.length > 0 ? paths : free.map(packaged)) {
    const source = await openFile(resolve(path), { ...run, label: basename(path) });
    try {
      if (source.size > mostFontBytes)
        throw new ForebearError('limit', path, `a font of at most ${mostFontBytes} bytes`, `${source.size}`);
      fonts.push({ name: basename(path), bytes: await source.read(0, source.size, { signal: run.signal }) });
    } finally {
      await source.close();
    }
  }
  return fonts;
}

function packaged(path: string): string {
  try {
    return fileURLToPath(import.meta.resolve(path));
  } catch {
    const name = path.split('/').slice(0, 2).join('/');
    throw new ForebearError('unsupported', name, `a font (--font FILE), or the package ${name}`, 'neither');
  }
}
