// An assignment of units counts for what its null comparisons support, and for no more.
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/evidence/evidence.ts';
import { assignmentOf, blockMapOf, keptUnitsOf } from '../../src/verdict/assignment.ts';
import { findKinship } from '../../src/verdict/kinship.ts';
import { countHypotheses } from '../../src/verdict/statistics.ts';
import { assignmentNull } from '../../src/verdict/thresholds.ts';

type BlockRow = readonly [block: number, candidateBlock: number, agreements: number, kept?: string];

function measured(rows: readonly BlockRow[], asked = 128): Measured {
  return {
    status: 'measured',
    test: 'unit-assignment',
    version: 1,
    family: 'assignment',
    component: 'text',
    elementsRead: 1000,
    statistics: {
      agreements: rows.reduce((sum, row) => sum + row[2], 0),
      asked: asked * rows.length,
      layers: rows.length,
      candidateLayers: 4,
      likeness: 0.95,
      reordered: rows.filter(([block, candidate]) => block !== candidate).length,
    },
    table: {
      columns: ['block', 'candidateBlock', 'asked', 'agreements', 'keptUnits'],
      rows: rows.map(([block, candidate, agreements, kept]) => [block, candidate, asked, agreements, kept ?? null]),
    },
  };
}

const terms = { alpha: 1e-6, hypotheses: 20, text: [] };
const four = [0, 1, 2, 3].map((block): BlockRow => [block, block, 128]);

describe('assignmentOf', () => {
  it('gives one block three over the number of null comparisons, never less', () => {
    expect(assignmentOf(measured([[0, 0, 128]])).lnP).toBeCloseTo(Math.log(3 / assignmentNull.comparisons), 9);
  });

  it('gives nothing for a share that strangers could have', () => {
    const few = Math.ceil(assignmentNull.share * 128) - 1;
    expect(
      assignmentOf(
        measured([
          [0, 0, few],
          [1, 1, few],
        ]),
      ),
    ).toMatchObject({ lnP: 0, blocks: 0, inBothHalves: false });
    expect(assignmentOf(measured([[0, 0, few + 1]])).blocks).toBe(1);
  });

  it('does not count blocks of fewer units than were tried', () => {
    expect(assignmentOf(measured([[0, 0, 16]], 16)).blocks).toBe(0);
  });

  it('charges for more candidates than the null had', () => {
    const one = measured([[0, 0, 128]]);
    const among = { ...one, statistics: { ...one.statistics, candidateLayers: 40 } };
    expect(assignmentOf(among).lnP - assignmentOf(one).lnP).toBeCloseTo(Math.log(10), 9);
  });

  it('says nothing of what was not measured', () => {
    expect(assignmentOf(undefined)).toMatchObject({ lnP: 0, blocks: 0 });
  });
});

describe('findKinship', () => {
  it('finds kin by four blocks of units, and counts the hypothesis', () => {
    const kinship = findKinship([measured(four)], terms);
    expect(kinship).toMatchObject({ kin: true, assigned: true });
    expect(kinship.because.map(({ id }) => id)).toContain('assignment.found');
    expect(countHypotheses([measured(four)])).toBe(1);
  });

  it('does not by one, which the null does not support so far, and says why', () => {
    const kinship = findKinship([measured(four.slice(0, 1))], terms);
    expect(kinship.kin).toBe(false);
    expect(kinship.doubt.map(({ id }) => id)).toContain('assignment.unsupported');
  });

  it('does not by blocks of one half alone', () => {
    const half = four.map(([block, other]): BlockRow => [block, other, block % 2 === 0 ? 128 : 0]);
    expect(
      findKinship([measured([...half, ...half.map((row): BlockRow => [row[0] + 4, row[1], row[2]])])], terms).kin,
    ).toBe(false);
  });

  it('says against kinship that nothing was found', () => {
    const kinship = findKinship([measured(four.map(([block, other]): BlockRow => [block, other, 1]))], terms);
    expect(kinship.kin).toBe(false);
    expect(kinship.doubt).toEqual([]);
    expect(kinship.against.map(({ id }) => id)).toContain('assignment.none');
  });
});

describe('maps', () => {
  it('name the blocks that were found, and leave open those that were not', () => {
    const rows: BlockRow[] = [
      [0, 0, 128],
      [1, 3, 128],
      [2, 1, 2],
    ];
    expect(blockMapOf([measured(rows)])).toEqual([0, 3, '–']);
    expect(blockMapOf([measured(four)])).toBeUndefined();
  });

  it('hold the kept units where every block has them', () => {
    expect(
      keptUnitsOf([
        measured([
          [0, 0, 128, '0-3 5'],
          [1, 1, 128, '2'],
        ]),
      ]),
    ).toEqual(['0-3 5', '2']);
    expect(
      keptUnitsOf([
        measured([
          [0, 0, 128, '0-3 5'],
          [1, 1, 128],
        ]),
      ]),
    ).toBeUndefined();
    expect(keptUnitsOf([])).toBeUndefined();
  });
});
