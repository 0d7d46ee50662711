// Preprocessing is the released model's: plans, resized bytes and patches, held to what its own functions and Pillow gave.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/image/pixels.ts';
import { imageParts, type PromptPart, turnParts } from '../../src/minicpm/image-prompt.ts';
import { patched, preprocessed } from '../../src/minicpm/patches.ts';
import { cropped, resizeBicubic } from '../../src/minicpm/resize.ts';
import { roundHalfEven, type SlicePlan, slicePlan } from '../../src/minicpm/slice-plan.ts';

/** Figures of the released functions, of Pillow and of torch; test/fixtures/minicpm/README.md says how they were made. */
const fixture = JSON.parse(readFileSync('test/fixtures/minicpm/preprocessing.json', 'utf8')) as {
  readonly plans: readonly {
    readonly count: number;
    readonly most: number;
    readonly seed: number;
    readonly sha256: string;
  }[];
  readonly examples: readonly { readonly size: readonly [number, number]; readonly plan: readonly number[] }[];
  readonly resizes: {
    readonly seed: number;
    readonly cases: readonly {
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly input: string;
      readonly sha256: string;
    }[];
  };
  readonly patches: { readonly seed: number; readonly size: readonly [number, number]; readonly sha256: string };
};

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** The fixture's generator: 32 bits, multiplier and increment of Numerical Recipes. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

const flat = ({ overview, grid, refined, crops }: SlicePlan): number[] => [
  overview.width,
  overview.height,
  grid?.columns ?? 0,
  grid?.rows ?? 0,
  refined.width,
  refined.height,
  ...crops.flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]),
];

describe('the plan of slices', () => {
  it.each(fixture.plans)(
    'is that of the released functions for $count sizes up to $most',
    ({ count, most, seed, sha256: expected }) => {
      const hash = createHash('sha256');
      const next = numbers(seed);
      for (let i = 0; i < count; i++) {
        const width = 1 + ((next.next().value >>> 8) % most);
        const height = 1 + ((next.next().value >>> 8) % most);
        hash.update(`${flat(slicePlan({ width, height })).join(' ')}\n`);
      }
      expect(hash.digest('hex')).toBe(expected);
    },
    30_000,
  );

  it.each(fixture.examples)('of $size', ({ size: [width, height], plan }) => {
    expect(flat(slicePlan({ width, height }))).toEqual(plan);
  });

  it('rounds half to even, which matters', () => {
    expect([0.5, 1.5, 2.5, 3.4999, 3.5, 4.5].map(roundHalfEven)).toEqual([0, 2, 2, 3, 4, 4]);
  });

  it('refuses sides that are none', () => {
    for (const [width, height] of [
      [0, 1],
      [1.5, 1],
      [Number.NaN, 1],
      [1, -1],
    ] as const) {
      expect(() => slicePlan({ width, height })).toThrow(RangeError);
    }
  });
});

describe('resizing', () => {
  const next = numbers(fixture.resizes.seed);
  const images = fixture.resizes.cases.map(({ from: [width, height], ...rest }) => {
    const data = Uint8Array.from({ length: width * height * 3 }, () => {
      const value = (next.next().value >>> 16) & 255;
      return value < 64 ? 0 : value >= 192 ? 255 : value;
    });
    return { image: { width, height, channels: 3, data } satisfies Pixels, ...rest };
  });

  it.each(images)('to $to gives Pillow’s very bytes', ({ image, to: [width, height], input, sha256: expected }) => {
    expect(sha256(image.data)).toBe(input);
    expect(sha256(resizeBicubic(image, width, height).data)).toBe(expected);
  });

  it('leaves an image of its own size as it is, and refuses what is no image', () => {
    const image: Pixels = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(resizeBicubic(image, 2, 1).data).toEqual(image.data);
    expect(() => resizeBicubic(image, 0, 1)).toThrow(RangeError);
    expect(() => resizeBicubic({ ...image, width: 3 }, 1, 1)).toThrow(RangeError);
    expect([...cropped(image, 1, 0, 2, 1).data]).toEqual([4, 5, 6]);
    expect(() => cropped(image, 1, 0, 3, 1)).toThrow(RangeError);
  });
});

describe('patches', () => {
  it('are torch’s, to the last bit', () => {
    const { seed, size, sha256: expected } = fixture.patches;
    const [width, height] = size;
    const next = numbers(seed);
    const data = Uint8Array.from({ length: width * height * 3 }, () => (next.next().value >>> 16) & 255);
    const { rows, columns, values } = patched({ width, height, channels: 3, data });
    expect([rows, columns]).toEqual([2, 3]);
    expect(sha256(new Uint8Array(values.buffer))).toBe(expected);
  });

  it('of a cut image are the overview’s and those of each slice', () => {
    const image: Pixels = { width: 1344, height: 900, channels: 3, data: new Uint8Array(1344 * 900 * 3).fill(128) };
    const { plan, images } = preprocessed(image);
    expect(images).toHaveLength(1 + plan.crops.length);
    expect(images[0]).toMatchObject({ rows: plan.overview.height / 14, columns: plan.overview.width / 14 });
    expect(images.every(({ values }) => values.every((value) => Math.abs(value - (128 / 255 - 0.5) * 2) < 1e-6))).toBe(
      true,
    );
  });
});

describe('the prompt', () => {
  const shown = (parts: readonly PromptPart[]): string =>
    parts
      .map((part) =>
        part.kind === 'token' ? part.content : part.kind === 'text' ? part.text : `[${part.image}×${part.count}]`,
      )
      .join('');

  it('has an image as one of 96 places, or with its slices by rows', () => {
    expect(shown(imageParts({ grid: undefined }, 0))).toBe('<image>[0×96]</image>');
    expect(shown(imageParts({ grid: { columns: 2, rows: 2 } }, 3))).toBe(
      '<image>[3×96]</image><slice><image>[4×96]</image><image>[5×96]</image>\n<image>[6×96]</image><image>[7×96]</image></slice>',
    );
  });

  it('is a turn of Llama 3 with the images before the question', () => {
    expect(shown(turnParts([{ grid: undefined }, { grid: undefined }], ' What is it? '))).toBe(
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n<image>[0×96]</image>\n<image>[1×96]</image>\nWhat is it?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    );
  });
});
