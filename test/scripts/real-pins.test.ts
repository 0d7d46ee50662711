// The pins name exact versions and whole hashes, and every compared file is pinned.
import { describe, expect, it } from 'vitest';
import { packageOf, pinnedPackages, realRows } from '../../scripts/real-pins.ts';

describe('pinnedPackages', () => {
  it('pins exact versions, whole tarballs and whole files', () => {
    for (const { version, integrity, files } of Object.values(pinnedPackages)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
      for (const sha256 of Object.values(files)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('realRows', () => {
  it('has kin P1 to P3 and strangers N1 to N8', () => {
    const rows = [...new Set(realRows.map(({ row }) => row))];
    expect(rows).toEqual(['P1', 'P2', 'P3', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8']);
  });

  it('compares pinned files only, and calls equal hashes identical', () => {
    for (const { suspect, candidate, expected } of realRows) {
      const asPublished = suspect.kind === 'file';
      const hashes = [suspect, candidate].map((model) => {
        const { files } = packageOf(model);
        return model.kind === 'tfjs' ? files[`${model.path}/model.json`] : files[model.path];
      });
      expect(hashes).not.toContain(undefined);
      expect(asPublished && hashes[0] === hashes[1]).toBe(expected === 'identical');
    }
  });
});
