// ONNX external data on a real disk: whatever the file asks for, only a plain file of the model's own folder is opened.
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../forgeries/writers/onnx.ts';
import { openFolder } from '../../src/bytes/file.ts';
import { isForebearError } from '../../src/errors.ts';
import { onnxFormat } from '../../src/formats/onnx/onnx.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'forebear-external-'));
  mkdirSync(join(root, 'model', 'real'), { recursive: true });
  writeFileSync(join(root, 'secret'), 'SECRETSECRET');
  writeFileSync(join(root, 'model', 'own.bin'), 'ownownownown');
  writeFileSync(join(root, 'model', 'real', 'own.bin'), 'ownownownown');
  symlinkSync(join(root, 'secret'), join(root, 'model', 'symlink.bin'));
  symlinkSync(root, join(root, 'model', 'parent'));
  symlinkSync('own.bin', join(root, 'model', 'inner-link.bin'));
  symlinkSync('real', join(root, 'model', 'inner-parent'));
  linkSync(join(root, 'secret'), join(root, 'model', 'hardlink.bin'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Reads the tensor as a model would: header first, then its file through the folder, strictly. */
async function readExternal(external: { readonly [key: string]: string }): Promise<string> {
  const bytes = modelOf({ name: 'w', dims: [1], external });
  writeFileSync(join(root, 'model', 'model.onnx'), bytes);
  const folder = await openFolder(join(root, 'model'));
  const source = await folder.open('model.onnx');
  try {
    const { tensors, problems } = await onnxFormat.readHeader(source);
    const [info] = tensors;
    if (info === undefined) return `${problems[0]?.code}`;
    const data = await folder.open(info.file, { strict: true });
    try {
      return new TextDecoder().decode(await data.read(info.start, info.end));
    } finally {
      await data.close();
    }
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  } finally {
    await source.close();
  }
}

describe('external data', () => {
  it.for([
    ['own.bin', 'owno'],
    ['./own.bin', 'owno'],
    ['real/own.bin', 'owno'],
    ['../secret', 'containment'],
    ['real/../../secret', 'containment'],
    ['parent/secret', 'containment'],
    ['symlink.bin', 'containment'],
    ['hardlink.bin', 'containment'],
    ['inner-link.bin', 'containment'],
    ['inner-parent/own.bin', 'containment'],
    ['/etc/hostname', 'containment'],
    ['file:///etc/hostname', 'containment'],
    ['missing.bin', 'source'],
    ['real', 'source'],
  ] as const)('at %j ends as %j', async ([location, end]) => {
    expect(await readExternal({ location })).toBe(end);
  });

  it('ends within its file', async () => {
    expect(await readExternal({ location: 'own.bin', offset: '8' })).toBe('nown');
    expect(await readExternal({ location: 'own.bin', offset: '9' })).toBe('source');
    expect(await readExternal({ location: 'own.bin', offset: '4503599627370496' })).toBe('source');
  });
});
