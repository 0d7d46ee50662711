// The measured tables of the IQ types: as ggml has them, and as their packing promises.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gridTable } from '../../../scripts/fixtures-ggml.ts';
import { fourBitLevels, type GridName, grids } from '../../../src/formats/ggml/grid-table.ts';
import { grid } from '../../../src/formats/ggml/grids.ts';
import { ggml } from '../../oracles/ggml.ts';

const library = ggml();
const names = Object.keys(grids) as GridName[];

describe.skipIf(library === undefined)('the grid table', () => {
  it('is what dequantising every code with ggml gives', () => {
    const path = join(import.meta.dirname, '..', '..', '..', 'src', 'formats', 'ggml', 'grid-table.ts');
    expect(readFileSync(path, 'utf8')).toBe(gridTable(library!));
  });
});

describe('grid', () => {
  it.for(names)('unpacks %s into different points of its levels', (name) => {
    const { points, dimensions, levels } = grids[name];
    const coordinates = grid(name);
    expect(coordinates.length).toBe(points * dimensions);
    expect(new Set(coordinates)).toEqual(new Set(levels));
    const seen = new Set<string>();
    for (let i = 0; i < points; i++) seen.add(coordinates.subarray(i * dimensions, (i + 1) * dimensions).join());
    expect(seen.size).toBe(points);
  });

  it('has the sizes that the codes can name', () => {
    expect(names.map((name) => [name, grids[name].points, grids[name].dimensions])).toEqual([
      ['iq1s', 2 ** 11, 8],
      ['iq2xxs', 2 ** 8, 8],
      ['iq2xs', 2 ** 9, 8],
      ['iq2s', 2 ** 10, 8],
      ['iq3xxs', 2 ** 8, 4],
      ['iq3s', 2 ** 9, 4],
    ]);
  });

  it('has sixteen ascending levels of four bits', () => {
    expect(fourBitLevels.length).toBe(16);
    expect(fourBitLevels.toSorted((a, b) => a - b)).toEqual(fourBitLevels);
  });
});
