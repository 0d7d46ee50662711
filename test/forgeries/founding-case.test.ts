// The founding case holds what it says it holds: kin where kin was built in, nothing where nothing was, and always the same.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ForgedModel, ForgedTensor } from '../../forgeries/forged-model.ts';
import { foundingCase, foundingRoles, foundingSigma, writeFoundingCase } from '../../forgeries/founding-case.ts';
import { miniCpmShape, smallWidths } from '../../forgeries/minicpm-shape.ts';
import { fieldOf } from '../../scripts/field.ts';
import { correlation, difference, moments } from './statistics.ts';

/** Narrower still, for the tests that need a second case. */
const tinyWidths = {
  ...smallWidths,
  hidden: 32,
  feedForward: 48,
  vocabulary: 64,
  visionHidden: 16,
  visionFeedForward: 24,
  positions: 100,
};

const shape = miniCpmShape(smallWidths);
const models = foundingCase(7);

function tensor(model: ForgedModel, name: string): ForgedTensor {
  const found = model.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function copyName(name: string): string {
  return name.replace(/^vpm\./, 'vison.').replace(/^resampler\./, 'projection.');
}

function digest(model: ForgedModel): string {
  const hash = createHash('sha256');
  for (const [name, { values }] of model) hash.update(name).update(new Uint8Array(values.buffer));
  return hash.digest('hex');
}

async function digestsOf(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((file) => path.join(file.parentPath, file.name)).sort();
  const digests = paths.map(async (file) => {
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return `${path.relative(folder, file)} ${sha256}`;
  });
  return Promise.all(digests);
}

describe('foundingCase', () => {
  it('gives the same models for the same seed and others for another', () => {
    const [first, again, other] = [
      foundingCase(1, tinyWidths),
      foundingCase(1, tinyWidths),
      foundingCase(2, tinyWidths),
    ];
    for (const role of foundingRoles) {
      expect(digest(again[role])).toBe(digest(first[role]));
      expect(digest(other[role])).not.toBe(digest(first[role]));
    }
  });

  it('stores the original, the cousin and the stranger in 16 bits and the copy in 32', () => {
    for (const role of foundingRoles) {
      const types = new Set([...models[role].values()].map(({ dtype }) => dtype));
      expect([...types]).toEqual([role === 'copy' ? 'F32' : 'F16']);
    }
  });

  it('renames the two top prefixes of the copy and nothing else', () => {
    expect([...models.copy.keys()]).toEqual([...models.original.keys()].map(copyName));
    const tops = new Set([...models.copy.keys()].map((name) => name.split('.')[0]));
    expect(tops).toEqual(new Set(['llm', 'vison', 'projection']));
  });

  it('adds noise of 1/708 to every tensor of the copy, whatever its scale', () => {
    for (const { name } of shape) {
      const noise = moments(
        difference(tensor(models.copy, copyName(name)).values, tensor(models.original, name).values),
      );
      const count = tensor(models.original, name).values.length;
      // Five standard errors of a deviation and of a mean.
      expect(Math.abs(noise.deviation / foundingSigma - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
      expect(Math.abs(noise.mean / foundingSigma)).toBeLessThan(5 / Math.sqrt(count));
    }
  });

  it('moves the cousin from the original by heavy-tailed amounts that differ by tensor, its projector excepted', () => {
    const pairs = shape.map(({ name, kind, part }) => {
      return { kind, part, ours: tensor(models.original, name).values, theirs: tensor(models.cousin, name).values };
    });
    for (const { ours, theirs } of pairs.filter(({ part }) => part === 'resampler')) {
      expect(Math.abs(correlation(ours, theirs))).toBeLessThan(6 / Math.sqrt(ours.length));
    }
    const shared = pairs.filter(({ part }) => part !== 'resampler');
    for (const { ours, theirs } of shared.filter(({ kind }) => kind.endsWith('gain'))) {
      expect(correlation(ours, theirs)).toBeGreaterThan(0.95);
    }
    const distances: number[] = [];
    for (const { ours, theirs } of shared.filter(({ kind }) => kind === 'down')) {
      const moved = moments(difference(theirs, ours));
      expect(moved.excessKurtosis).toBeGreaterThan(0.5);
      distances.push(moved.deviation / moments(ours).deviation);
    }
    expect(Math.min(...distances)).toBeLessThan(0.07);
    expect(Math.max(...distances)).toBeGreaterThan(0.12);
    expect(Math.max(...distances)).toBeLessThan(0.2);
  });

  it('gives the stranger the same names, shapes and scales but no value of the original', () => {
    expect([...models.stranger.keys()]).toEqual([...models.original.keys()]);
    for (const { name, kind } of shape) {
      const [ours, theirs] = [tensor(models.original, name), tensor(models.stranger, name)];
      expect(theirs.shape).toEqual(ours.shape);
      if (kind !== 'query' && kind !== 'up' && kind !== 'down') continue;
      expect(Math.abs(correlation(ours.values, theirs.values))).toBeLessThan(0.1);
      const ratio = moments(theirs.values).deviation / moments(ours.values).deviation;
      expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(2.5));
    }
  });

  it('has gains that are spread like trained ones, in the projector too', () => {
    for (const { name, kind } of shape) {
      if (!kind.endsWith('gain')) continue;
      const spread = moments(tensor(models.original, name).values);
      expect(spread.deviation / spread.mean).toBeGreaterThan(0.1);
      expect(spread.mean).toBeGreaterThan(0.25);
      expect(spread.mean).toBeLessThan(1.7);
    }
  });
});

describe('writeFoundingCase', () => {
  it('writes the same bytes twice: four folders of three shards, an index, a config and what surrounds them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'founding-'));
    try {
      await writeFoundingCase(folder, 3, tinyWidths);
      const first = await digestsOf(folder);
      await writeFoundingCase(folder, 3, tinyWidths);
      expect(await digestsOf(folder)).toEqual(first);
      expect(first).toHaveLength(38);
      const index: unknown = JSON.parse(
        await readFile(path.join(folder, 'copy', 'model.safetensors.index.json'), 'utf8'),
      );
      const map = Object.entries(fieldOf(index, 'weight_map') ?? {});
      expect(map).toHaveLength(741);
      expect(new Set(map.map(([, file]) => String(file))).size).toBe(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
