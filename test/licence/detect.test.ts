// Licence texts are told apart, whole and changed, within other texts, and hostile texts end in bounded time.
import { describe, expect, it } from 'vitest';
import { detectLicences } from '../../src/licence/detect.ts';
import { fingerprintFrom, fingerprintOf, fingerprints, rowOf } from '../../src/licence/fingerprint.ts';
import { licences } from '../../src/licence/registry-table.ts';
import { spdxText } from './made.ts';

const detect = (text: string, path = 'LICENSE') =>
  detectLicences({ path, text }).map(({ licence, extent }) => `${licence} ${extent}`);

describe('detectLicences', () => {
  it('tells neighbours apart', () => {
    for (const id of ['MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', 'GPL-2.0-only', 'GPL-3.0-only', 'CC-BY-4.0']) {
      expect(detect(spdxText(id))).toEqual([`${id} whole`]);
    }
    expect(detect(spdxText('CC-BY-NC-4.0'))).toEqual(['CC-BY-NC-4.0 whole']);
  });

  it('finds a text on one line, wrapped, behind comment marks and in a card', () => {
    const mit = spdxText('MIT');
    expect(detect(mit.replace(/\s+/g, ' '))).toEqual(['MIT whole']);
    expect(detect(mit.replace(/^/gm, '# '))).toEqual(['MIT whole']);
    expect(detect(`# A model\n\nSome words.\n\n## License\n\n${mit}\n\nMore words here.`, 'README.md')).toEqual([
      'MIT whole',
    ]);
    expect(detect(mit.replace('<year> <copyright holders>', '2024 Somebody Else & Sons'))).toEqual(['MIT whole']);
  });

  it('says where it stands', () => {
    const [found] = detectLicences({ path: 'x.md', text: `one\ntwo\nthree\n${spdxText('ISC')}` });
    expect(found?.firstLine).toBeGreaterThan(3);
  });

  it('says that a text is changed where parts are missing or added', () => {
    const apache = spdxText('Apache-2.0');
    expect(detect(apache.slice(0, apache.length * 0.75))).toEqual(['Apache-2.0 changed']);
    expect(detect(apache.replace(/\S+/g, (word, at: number) => (at % 23 === 0 ? 'other' : word)))).toEqual([
      'Apache-2.0 changed',
    ]);
  });

  it('finds several texts in one file, each once', () => {
    expect(detect(`${spdxText('MIT')}\n\n${'-'.repeat(80)}\n\n${spdxText('BSD-3-Clause')}`)).toEqual([
      'MIT whole',
      'BSD-3-Clause whole',
    ]);
  });

  it('finds nothing in words about licences', () => {
    expect(detect('This model is released under the Apache License, Version 2.0. See LICENSE.', 'README.md')).toEqual(
      [],
    );
    expect(detect('')).toEqual([]);
  });

  it('knows a licence of which only the title is kept by that title, in a licence file alone', () => {
    const text = 'Gemma Terms of Use\n\nLast modified: March 24, 2025\n\nBy using it you agree.';
    expect(detect(text)).toEqual(['LicenseRef-Gemma title']);
    expect(detect(text, 'notes.md')).toEqual([]);
  });

  it('ends on long lines, many repetitions and broken text', () => {
    expect(detect('a '.repeat(1_000_000))).toEqual([]);
    detect('x'.repeat(4_000_000));
    detect('<'.repeat(400_000));
    detect('\ufffd\u0000'.repeat(100_000));
    detect(`${spdxText('MIT')}\n`.repeat(400));
  }, 10_000);
});

describe('fingerprints', () => {
  it('are what their texts give now, and come back from their rows', () => {
    for (const id of ['MIT', 'Apache-2.0']) {
      const now = fingerprintOf(id, spdxText(id));
      expect(fingerprints().find(({ licence }) => licence === id)).toEqual(now);
      expect(fingerprintFrom(rowOf(now))).toEqual(now);
    }
  });

  it('are of licences of the registry', () => {
    const known = new Set(licences.map(({ id }) => id));
    expect(fingerprints().filter(({ licence }) => !known.has(licence))).toEqual([]);
  });
});

describe('the registry', () => {
  it('has every id once, versions in the order of their days, and a source for each', () => {
    expect(new Set(licences.map(({ id }) => id)).size).toBe(licences.length);
    for (const { id, versions } of licences) {
      expect(versions.length, id).toBeGreaterThan(0);
      expect(versions.map(({ from }) => from)).toEqual(versions.map(({ from }) => from).toSorted());
      for (const { from, source } of versions) {
        expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(source.document).not.toBe('');
        expect(source.copy).not.toBe('');
      }
    }
  });
});
