// `npm run fixtures -- ggml`: measures ggml's grids and levels by dequantising every code, and stores blocks made by
// ggml with what ggml reads out of them, so that our readers are tested where ggml's library does not run.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ForebearError } from '../src/errors.ts';
import { type BlockType, blockTypes } from '../src/formats/numbers/dtype.ts';
import { fingerprint, fixtureValues, type GgmlFixture, randomBlocks } from '../test/formats/ggml/sample-blocks.ts';
import { type Ggml, ggml } from '../test/oracles/ggml.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** How to ask ggml for one point of a grid: a block whose scale makes every value an integer, and where a code goes. */
interface GridQuestion {
  readonly name: string;
  readonly dtype: BlockType;
  readonly points: number;
  readonly dimensions: 4 | 8;
  /** A half-precision power of two that takes the fractions of the type away. */
  readonly head: readonly [at: number, code: number];
  /** Puts the code of point `point` first in the block. */
  readonly place: (block: Uint8Array, point: number) => void;
  /** What the type adds to every coordinate. */
  readonly shift?: number;
}

const halfCodes = { one: 0x3c00, four: 0x4400, eight: 0x4800 } as const;

const questions: readonly GridQuestion[] = [
  {
    name: 'iq1s',
    dtype: 'IQ1_S',
    points: 2048,
    dimensions: 8,
    head: [0, halfCodes.one],
    shift: 0.125,
    place: (block, point) => {
      block[2] = point & 255;
      block[34] = point >> 8;
    },
  },
  {
    name: 'iq2xxs',
    dtype: 'IQ2_XXS',
    points: 256,
    dimensions: 8,
    head: [0, halfCodes.eight],
    place: (block, point) => {
      block[2] = point;
    },
  },
  {
    name: 'iq2xs',
    dtype: 'IQ2_XS',
    points: 512,
    dimensions: 8,
    head: [0, halfCodes.eight],
    place: (block, point) => {
      block[2] = point & 255;
      block[3] = point >> 8;
    },
  },
  {
    name: 'iq2s',
    dtype: 'IQ2_S',
    points: 1024,
    dimensions: 8,
    head: [0, halfCodes.eight],
    place: (block, point) => {
      block[2] = point & 255;
      block[66] = point >> 8;
    },
  },
  {
    name: 'iq3xxs',
    dtype: 'IQ3_XXS',
    points: 256,
    dimensions: 4,
    head: [0, halfCodes.four],
    place: (block, point) => {
      block[2] = point;
    },
  },
  {
    name: 'iq3s',
    dtype: 'IQ3_S',
    points: 512,
    dimensions: 4,
    head: [0, halfCodes.one],
    place: (block, point) => {
      block[2] = point & 255;
      block[66] = point >> 8;
    },
  },
];

/** The coordinates of every point, as ggml gives them. */
function measureGrid(library: Ggml, { dtype, points, dimensions, head, place, shift = 0 }: GridQuestion): number[] {
  const { elements, bytes } = blockTypes[dtype];
  const blocks = new Uint8Array(points * bytes);
  for (let point = 0; point < points; point++) {
    const block = blocks.subarray(point * bytes, (point + 1) * bytes);
    block[head[0]] = head[1] & 255;
    block[head[0] + 1] = head[1] >> 8;
    place(block, point);
  }
  const values = library.dequantise(dtype, blocks, points * elements);
  return Array.from({ length: points * dimensions }, (_, i) => {
    return (values[Math.floor(i / dimensions) * elements + (i % dimensions)] ?? Number.NaN) - shift;
  });
}

/** The level of each of the sixteen codes of IQ4_NL: one block with codes 0 to 15, under a scale of one. */
function measureLevels(library: Ggml): number[] {
  const block = new Uint8Array(blockTypes.IQ4_NL.bytes);
  block.set([halfCodes.one & 255, halfCodes.one >> 8, ...Array.from({ length: 16 }, (_, code) => code)]);
  return [...library.dequantise('IQ4_NL', block, 32).subarray(0, 16)];
}

/** Numbers of levels, lowest bits first, in base64. */
function pack(coordinates: readonly number[], levels: readonly number[]): string {
  const bits = Math.ceil(Math.log2(levels.length));
  const packed = new Uint8Array(Math.ceil((coordinates.length * bits) / 8));
  coordinates.forEach((coordinate, i) => {
    const bit = i * bits;
    const word = levels.indexOf(coordinate) << (bit & 7);
    packed[bit >> 3] = (packed[bit >> 3] ?? 0) | (word & 255);
    if (word > 255) packed[(bit >> 3) + 1] = (packed[(bit >> 3) + 1] ?? 0) | (word >> 8);
  });
  return Buffer.from(packed).toString('base64');
}

function quotedLines(text: string): string {
  const lines = text.match(/.{1,100}/g) ?? [];
  return lines.map((line) => `      '${line}',\n`).join('');
}

/** The text of src/formats/ggml/grid-table.ts as this build of ggml has it. */
export function gridTable(library: Ggml): string {
  const entries = questions.map((question) => {
    const coordinates = measureGrid(library, question);
    const levels = [...new Set(coordinates)].toSorted((a, b) => a - b);
    return [
      `  ${question.name}: {`,
      `    points: ${question.points},`,
      `    dimensions: ${question.dimensions},`,
      `    levels: [${levels.join(', ')}],`,
      '    packed: [',
      `${quotedLines(pack(coordinates, levels))}    ],`,
      '  },',
      '',
    ].join('\n');
  });
  return `// The grids of ggml's IQ types and the levels of IQ4, measured by \`npm run fixtures -- ggml\`; grids.ts unpacks.

/** A grid: points of several coordinates each, every coordinate one of a few levels. */
interface PackedGrid {
  readonly points: number;
  readonly dimensions: number;
  readonly levels: readonly number[];
  readonly packed: readonly string[];
}

export type GridName = ${questions.map(({ name }) => `'${name}'`).join(' | ')};

/** The level of each code of IQ4_NL and IQ4_XS. */
export const fourBitLevels: readonly number[] = [
  ${measureLevels(library).join(', ')},
];

export const grids: { readonly [name in GridName]: PackedGrid } = {
${entries.join('')}};
`;
}

/**
 * Two rows of weights as they are common in models, in every type, and random bytes, with what ggml reads from both.
 */
function fixtures(library: Ggml): Record<string, GgmlFixture> {
  const values = fixtureValues();
  const importance = new Float32Array(256).fill(1);
  const out: Record<string, GgmlFixture> = {};
  for (const dtype of Object.keys(blockTypes) as BlockType[]) {
    // ggml has no reader of Q8_1; a test derives what it means from Q8_0.
    if (dtype === 'Q8_1') continue;
    const made = library.quantise(dtype, values, 2, library.needsImportance(dtype) ? importance : undefined);
    const read = library.dequantise(dtype, made, 512);
    const bytes = randomBlocks(dtype, 64, 1);
    const count = 64 * blockTypes[dtype].elements;
    out[dtype] = {
      made: Buffer.from(made).toString('base64'),
      begins: [...read.subarray(0, 8)],
      sha256: fingerprint(read),
      randomSha256: fingerprint(library.dequantise(dtype, bytes, count)),
    };
  }
  return out;
}

/** Writes the table and the fixtures. Throws `unsupported` where ggml's library does not run. */
export async function makeGgmlFixtures(): Promise<void> {
  const library = ggml();
  if (library === undefined) {
    throw new ForebearError('unsupported', 'ggml', 'Linux on x64, which the library is built for', process.platform);
  }
  await writeFile(path.join(root, 'src', 'formats', 'ggml', 'grid-table.ts'), gridTable(library));
  const folder = path.join(root, 'test', 'fixtures', 'ggml');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'blocks.json'), `${JSON.stringify(fixtures(library), null, 2)}\n`);
}
