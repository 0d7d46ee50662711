// What each hidden unit would answer to each token embedding: figures that a rotated or narrowed residual stream leaves alone.
import type { Pair } from '../../align/alignment.ts';
import { sideRows } from '../../align/pair-values.ts';
import { rowProducts } from '../../math/kernels.ts';
import type { RunOptions } from '../../run.ts';
import type { Subject } from '../subject.ts';

export interface ResponseBlock {
  readonly block: number;
  readonly gate: Pair | undefined;
  readonly up: Pair;
  /** The gain vector before the feed-forward part, to be folded in; undefined where the model has none. */
  readonly gain: Pair | undefined;
  /** Units that both sides have by number. */
  readonly size: number;
}

export interface Responses {
  readonly tokens: number;
  /** Units × tokens, one array for each of gate and up that the block has. */
  readonly suspect: readonly Float32Array[];
  readonly candidate: readonly Float32Array[];
}

/** The blocks of the text component that can be asked, and the token table that asks. */
export function responseBlocks(
  subject: Subject,
): { readonly table: Pair; readonly blocks: readonly ResponseBlock[] } | undefined {
  const table = subject.alignment.pairs.find((pair) => pair.role?.kind === 'token_embd' && pair.role.tower === 'text');
  if (table === undefined) return undefined;
  const known = new Map<string, Pair>();
  for (const pair of subject.pairs) {
    if (pair.role?.part === 'weight' && pair.role.block !== undefined)
      known.set(`${pair.role.kind} ${pair.role.block}`, pair);
  }
  const kindIn = (kind: string, block: number): Pair | undefined => known.get(`${kind} ${block}`);
  const numbers = new Set(
    subject.pairs.flatMap((pair) =>
      pair.role?.kind === 'ffn_up' && pair.role.block !== undefined ? [pair.role.block] : [],
    ),
  );
  const blocks: ResponseBlock[] = [];
  for (const block of [...numbers].toSorted((a, b) => a - b)) {
    const up = kindIn('ffn_up', block);
    if (up === undefined) continue;
    const gate = kindIn('ffn_gate', block);
    const widths = (pair: Pair): boolean =>
      pair.suspect.columns === table.suspect.columns && pair.candidate.columns === table.candidate.columns;
    if (widths(up) && (gate === undefined || widths(gate)))
      blocks.push({ block, gate, up, gain: kindIn('ffn_norm', block), size: up.rows });
  }
  return blocks.length === 0 ? undefined : { table, blocks };
}

/** Responses of the given units of both sides to the given token rows: rows of gate and up, gains folded in, times embeddings. */
export async function respond(
  subject: Subject,
  table: Pair,
  block: ResponseBlock,
  tokens: Uint32Array,
  units: Uint32Array,
  options: RunOptions,
): Promise<Responses> {
  const oneSide = async (side: 'suspect' | 'candidate'): Promise<Float32Array[]> => {
    const width = table[side].columns;
    const embeddings = await sideRows(subject.alignment, table, side, tokens, options);
    const gains =
      block.gain === undefined
        ? undefined
        : await sideRows(subject.alignment, block.gain, side, allRows(block.gain[side].rows), options);
    const answers: Float32Array[] = [];
    for (const pair of block.gate === undefined ? [block.up] : [block.gate, block.up]) {
      const rows = await sideRows(subject.alignment, pair, side, units, options);
      if (gains !== undefined && gains.length === width)
        for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] as number) * (gains[i % width] as number);
      answers.push(Float32Array.from(rowProducts(rows, units.length, embeddings, tokens.length, width)));
    }
    return answers;
  };
  return { tokens: tokens.length, suspect: await oneSide('suspect'), candidate: await oneSide('candidate') };
}

function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
