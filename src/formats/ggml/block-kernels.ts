// The WASM kernels of assembly/dequantise.ts: SIMD twins of the plain readers, fed through a small window of memory.
import { type BlockType, blockTypes } from '../numbers/dtype.ts';
import { kernelsBase64 } from './dequantise.generated.ts';
import { fourBitLevels, type GridName } from './grid-table.ts';
import { grid } from './grids.ts';
import { doubledF4 } from './micro-scaled-blocks.ts';

type Kernel = (from: number, blocks: number, to: number, table: number) => void;

interface Kernels {
  readonly memory: ArrayBuffer;
  readonly kernels: { readonly [name in Lowercase<BlockType>]: Kernel };
  /** Where each table of signed bytes lies in the memory. */
  readonly tables: ReadonlyMap<TableName, number>;
}

type TableName = GridName | 'iq4' | 'f4';

/** The table that a type's codes point into. */
const tableNames: { readonly [name in BlockType]?: TableName } = {
  IQ1_S: 'iq1s',
  IQ1_M: 'iq1s',
  IQ2_XXS: 'iq2xxs',
  IQ2_XS: 'iq2xs',
  IQ2_S: 'iq2s',
  IQ3_XXS: 'iq3xxs',
  IQ3_S: 'iq3s',
  IQ4_NL: 'iq4',
  IQ4_XS: 'iq4',
  MXFP4: 'f4',
  NVFP4: 'f4',
};

const pageBytes = 65_536;

/**
 * asc keeps the module's own data in the first page; the tables (33 kB) have the second, then come blocks and values.
 */
const tablesAt = pageBytes;
const blocksAt = 2 * pageBytes;
const valuesAt = 3 * pageBytes;
const memoryPages = 4;

/**
 * 64 KiB of values a call stay in the second-level cache until they are copied out; their blocks take 19 kB at most.
 */
const tileElements = pageBytes / 4;

/**
 * Dequantises the whole blocks in `bytes` into `out`, which is as long as their elements. Gives false, and does
 * nothing, where there is no WebAssembly with SIMD. NaN may have another payload than the plain reader's.
 */
export function runKernel(dtype: BlockType, bytes: Uint8Array, out: Float32Array): boolean {
  loaded ??= load();
  if (loaded === 'none') return false;
  const { memory, kernels, tables } = loaded;
  const kernel = kernels[dtype.toLowerCase() as Lowercase<BlockType>];
  const name = tableNames[dtype];
  const table = (name === undefined ? undefined : tables.get(name)) ?? 0;
  const { elements, bytes: size } = blockTypes[dtype];
  const tileBlocks = tileElements / elements;
  const window = new Uint8Array(memory, blocksAt, tileBlocks * size);
  const values = new Float32Array(memory, valuesAt, tileElements);
  const blocks = bytes.length / size;
  for (let block = 0; block < blocks; block += tileBlocks) {
    const count = Math.min(tileBlocks, blocks - block);
    window.set(bytes.subarray(block * size, (block + count) * size));
    kernel(blocksAt, count, valuesAt, table);
    out.set(count === tileBlocks ? values : values.subarray(0, count * elements), block * elements);
  }
  return true;
}

let loaded: Kernels | 'none' | undefined;

/** Some places forbid WebAssembly altogether, which shows only when it is tried. */
function load(): Kernels | 'none' {
  try {
    const code = Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {});
    const memory = exports['memory'] as WebAssembly.Memory;
    memory.grow(memoryPages - memory.buffer.byteLength / pageBytes);
    return {
      memory: memory.buffer,
      kernels: exports as unknown as Kernels['kernels'],
      tables: placeTables(memory.buffer),
    };
  } catch {
    return 'none';
  }
}

function placeTables(memory: ArrayBuffer): ReadonlyMap<TableName, number> {
  const places = new Map<TableName, number>();
  let at = tablesAt;
  const place = (name: TableName, values: readonly number[] | Float32Array): void => {
    new Int8Array(memory, at, values.length).set(values);
    places.set(name, at);
    at += values.length;
  };
  place('iq4', fourBitLevels);
  place('f4', doubledF4);
  for (const name of ['iq1s', 'iq2xxs', 'iq2xs', 'iq2s', 'iq3xxs', 'iq3s'] as const) place(name, grid(name));
  return places;
}
