// T3: which unit is which, whatever was done to order, signs, scales, basis and vocabulary? docs/tests/unit-assignment.md
import { allRows, type TextBlock, textBlocks } from '../../align/text-blocks.ts';
import { nearestRows, pickRows, standardise, tellingShare } from '../../math/coincidence.ts';
import { headsOf } from '../../model/config.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import {
  type Agreement,
  agreementIn,
  agreementOf,
  basisFromTokens,
  basisFromUnits,
  fitForms,
  fitTables,
  type Matched,
  shapeOf,
} from './recovered-basis.ts';
import { type BlockForms, readForms, signatures } from './unit-signatures.ts';

export const unitAssignment: Test = { id: 'unit-assignment', version: 1, family: 'assignment', run };

const leastUnits = 32;
/** Blocks are read whole, and four maps of width × width are kept of each: 1 GiB for sixteen blocks of this width. */
const unitLimit = 4_096;
const widthLimit = 1_024;
/** Multiplications spent on a pair unless all is asked for: some seconds. */
const budget = 1e10;
/** Fewer blocks than this support no p-value that would decide (docs/adr/0022). */
const leastBlocks = 4;
const mostBlocks = 8;
export const mostAsked = 128;

interface Block {
  readonly block: number;
  readonly forms: BlockForms;
  readonly asked: Uint32Array;
  /** Signatures of gate, up and down, standardised: of the asked units of the suspect, of all of the candidate. */
  readonly signatures: readonly { readonly values: Float32Array; readonly length: number }[];
}

interface Found {
  readonly mine: Block;
  readonly theirs: Block;
  /** By signatures alone. */
  readonly first: Omit<Agreement, 'likeness'>;
}

/**
 * Three views of a hidden unit, its gate row, its up row and its down column, each choose the candidate's unit that is
 * most like it. First by signatures, which nothing but the weights themselves can change; the units found give the rotation
 * between the two residual streams, and the rotation found in one half of the blocks is tried on the other half. Where the
 * token tables give a rotation that finds more units, that one is taken. Counted is how often all three views agree.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const { alignment, component, plan } = subject;
  if (component !== 'text' && !component.startsWith('expert:'))
    return inapplicable(unitAssignment, subject, 'reason.text-only');
  if (!plan.whole) return inapplicable(unitAssignment, subject, 'reason.not-sampled');
  const count = blocksAfforded(subject);
  if (count === 0) return inapplicable(unitAssignment, subject, 'reason.too-costly');
  const mine = await readBlocks(subject, 'suspect', count, options);
  const theirs = mine.length === 0 ? [] : await readBlocks(subject, 'candidate', count, options);
  const width = mine[0]?.forms.views.width ?? 0;
  if (theirs.length === 0 || theirs[0]?.forms.views.width !== width)
    return inapplicable(
      unitAssignment,
      subject,
      textBlocks(alignment, 'suspect', component).length === 0 ? 'reason.no-tensors' : 'reason.not-sampled',
    );
  const found: Found[] = [];
  for (const block of mine) {
    options.signal?.throwIfAborted();
    found.push(best(block, theirs));
  }
  const byUnits = crossed(found);
  const tokens = await basisFromTokens(subject, width, options);
  const byTokens = tokens === undefined ? undefined : found.map((one) => agreementIn(matchedOf(one), tokens));
  const total = (agreements: readonly Agreement[] | undefined): number =>
    (agreements ?? []).reduce((sum, { three }) => sum + three, 0);
  const isByTokens = total(byTokens) > total(byUnits);
  const taken = (isByTokens ? byTokens : byUnits) ?? byUnits;
  const whole = basisFromUnits(found.map(matchedOf));
  const used = isByTokens ? tokens : whole;
  const shape = used === undefined ? undefined : shapeOf(used, width);
  const tables = whole === undefined ? undefined : await fitTables(subject, whole, width, options);
  const sum = (of: (one: Agreement, i: number) => number): number => taken.reduce((all, one, i) => all + of(one, i), 0);
  const asked = found.reduce((all, one) => all + one.mine.asked.length, 0);
  return measured(
    unitAssignment,
    subject,
    [...mine, ...theirs].reduce((all, { forms }) => all + 3 * forms.views.units * width, 0),
    {
      agreements: sum(({ three }) => three),
      pairs: sum(({ two }) => two),
      asked,
      layers: found.length,
      candidateLayers: theirs.length,
      expected: found.reduce(
        (all, { mine: one, theirs: other }) => all + one.asked.length / other.forms.views.units ** 2,
        0,
      ),
      likeness: likenessOf(found, taken),
      byTokens: isByTokens ? 1 : 0,
      signatures: found.reduce((all, { first }) => all + first.three, 0),
      attentionLikeness: whole === undefined ? null : attentionOf(found, taken, whole, width),
      basisDiagonal: shape?.diagonal ?? null,
      basisInPlace: shape?.inPlace ?? null,
      basisPeak: shape?.peak ?? null,
      tableLikeness: tables?.likeness ?? null,
      tableInPlace: tables?.inPlace ?? null,
      reordered: found.filter(
        (one, i) => one.mine.block !== one.theirs.block && 2 * (taken[i]?.three ?? 0) >= one.mine.asked.length,
      ).length,
    },
    ['block', 'candidateBlock', 'units', 'candidateUnits', 'asked', 'agreements', 'pairs', 'likeness', 'keptUnits'],
    found.map((one, i): Cell[] => {
      const agreement = taken[i] as Agreement;
      return [
        one.mine.block,
        one.theirs.block,
        one.mine.forms.views.units,
        one.theirs.forms.views.units,
        one.mine.asked.length,
        agreement.three,
        agreement.two,
        agreement.likeness,
        keptUnits(one, agreement, used),
      ];
    }),
  );
}

/** How many blocks of a side are looked at; 0 where even the fewest are too much. */
function blocksAfforded({ alignment, component, plan }: Subject): number {
  const sides = (['suspect', 'candidate'] as const).map((side) =>
    textBlocks(alignment, side, component).filter(isReadable),
  );
  const most = Math.max(...sides.map(({ length }) => length));
  if (plan.mode === 'full' || most === 0) return most;
  // Four maps of a block, and seven images of each of three views.
  const costs = sides.map((blocks, side) => {
    const { rows = 0, columns = 0 } = blocks[0]?.weights.get('ffn_up') ?? {};
    return columns ** 2 * (4 * rows + 21 * (side === 0 ? Math.min(mostAsked, rows) : rows));
  });
  const afforded = Math.floor(budget / costs.reduce((sum, cost) => sum + cost, 0));
  return afforded < Math.min(leastBlocks, most) ? 0 : Math.min(mostBlocks, afforded, most);
}

async function readBlocks(
  subject: Subject,
  side: 'suspect' | 'candidate',
  count: number,
  options: RunOptions,
): Promise<Block[]> {
  const all = textBlocks(subject.alignment, side, subject.component).filter(isReadable);
  const heads = headsOf(subject.alignment[side].config, 'text');
  const blocks: Block[] = [];
  for (const index of subject.plan.random('assignment blocks').sample(all.length, count)) {
    options.signal?.throwIfAborted();
    const block = all[index] as TextBlock;
    const forms = await readForms(block, heads, options);
    if (forms === undefined || forms.views.units < leastUnits) continue;
    const { views } = forms;
    const asked = subject.plan.random(`assignment ${subject.component} ${block.block}`).sample(views.units, mostAsked);
    const described = [views.gate, views.up, views.down].map((rows) => {
      const named = side === 'suspect' ? pickRows(rows, views.width, asked) : rows;
      const count = named.length / views.width;
      const { values, length } = signatures(named, count, forms.forms);
      return { values: standardise(values, count, length), length };
    });
    // Down may be silent, as in a block that was put in to write nothing; gate and up must have something to say.
    const isTelling = described
      .slice(0, 2)
      .every(({ values, length }) => tellingShare(values, values.length / length) >= 0.5);
    if (isTelling) blocks.push({ block: block.block, forms, asked, signatures: described });
  }
  // Maps of attention count where both sides have them; blocks of one model have as many as one another.
  return blocks.filter((block) => block.signatures[0]?.length === blocks[0]?.signatures[0]?.length);
}

function isReadable({ weights }: TextBlock): boolean {
  const up = weights.get('ffn_up');
  return up !== undefined && up.rows <= unitLimit && up.columns <= widthLimit && weights.has('ffn_gate');
}

/** The candidate's block on whose units the three views agree most often: the one of its own number where that is most of them. */
function best(block: Block, candidates: readonly Block[]): Found {
  const own = candidates.find((other) => other.block === block.block);
  const first = own === undefined ? undefined : compare(block, own);
  if (own !== undefined && first !== undefined && first.three >= wellFound * block.asked.length)
    return { mine: block, theirs: own, first };
  const found = candidates.map((other): Found => ({ mine: block, theirs: other, first: compare(block, other) }));
  return found.reduce((one, other) =>
    other.first.three > one.first.three || (other.first.three === one.first.three && other.theirs.block === block.block)
      ? other
      : one,
  );
}

function compare(mine: Block, theirs: Block): Omit<Agreement, 'likeness'> {
  const [gate, up, down] = mine.signatures.map(({ values, length }, view) => {
    const other = theirs.signatures[view] as Block['signatures'][number];
    if (other.length !== length) return new Int32Array(mine.asked.length).fill(-1);
    return nearestRows(values, allRows(mine.asked.length), other.values, theirs.forms.views.units, length);
  }) as [Int32Array, Int32Array, Int32Array];
  return agreementOf(gate, up, down);
}

const matchedOf = ({ mine, theirs, first }: Found): Matched => ({
  suspect: mine.forms.views,
  candidate: theirs.forms.views,
  asked: mine.asked,
  units: first.units,
});

/** Each half of the blocks in the basis that the other half gave; one block alone, or a half without units, by its signatures. */
function crossed(found: readonly Found[]): Agreement[] {
  const half = (parity: number): Matched[] => found.filter((_, i) => i % 2 === parity).map(matchedOf);
  const bases = [basisFromUnits(half(1)), basisFromUnits(half(0))] as const;
  return found.map((one, i) => {
    const rotation = bases[i % 2 === 0 ? 0 : 1];
    const bySignatures = { ...one.first, likeness: 0 };
    if (rotation === undefined) return bySignatures;
    const inBasis = agreementIn(matchedOf(one), rotation);
    return inBasis.three >= bySignatures.three ? inBasis : bySignatures;
  });
}

/** Mean over the asked units of the blocks whose units were found, of all blocks where none were. */
function likenessOf(found: readonly Found[], taken: readonly Agreement[]): number {
  const blocks = found.map(({ mine }, i) => ({ asked: mine.asked.length, ...(taken[i] as Agreement) }));
  const well = blocks.filter(({ three, asked }) => three >= wellFound * asked);
  const counted = well.length > 0 ? well : blocks;
  const asked = counted.reduce((sum, block) => sum + block.asked, 0);
  return counted.reduce((sum, block) => sum + block.likeness * block.asked, 0) / asked;
}

/** Mean over the blocks whose units were found of how well attention fits beside them; null where there is none. */
function attentionOf(
  found: readonly Found[],
  taken: readonly Agreement[],
  rotation: Float32Array,
  width: number,
): number | null {
  const fits = found
    .filter(({ mine }, i) => (taken[i]?.three ?? 0) >= wellFound * mine.asked.length)
    .map(({ mine, theirs }) => fitForms(mine.forms.attention, theirs.forms.attention, rotation, width))
    .filter((fit) => fit !== null);
  return fits.length === 0 ? null : fits.reduce((sum, fit) => sum + fit, 0) / fits.length;
}

/** Shares of asked units that must have been found before a list of kept units is worth giving. */
const wellFound = 0.5;

/**
 * Where the candidate has more units: which of them the suspect's are, as ascending runs (`0-3 5 9-11`), every unit asked
 * anew. Null where units are as many, or too few were found.
 */
function keptUnits({ mine, theirs }: Found, agreement: Agreement, rotation: Float32Array | undefined): string | null {
  const [own, other] = [mine.forms.views, theirs.forms.views];
  if (own.units >= other.units || rotation === undefined || agreement.three < wellFound * mine.asked.length)
    return null;
  const asked = Uint32Array.from({ length: own.units }, (_, i) => i);
  const { units } = agreementIn({ suspect: own, candidate: other, asked }, rotation);
  const kept = [...new Set(units.filter((unit) => unit >= 0))].toSorted((a, b) => a - b);
  const runs: string[] = [];
  for (let i = 0; i < kept.length; ) {
    let end = i;
    while (kept[end + 1] === (kept[end] as number) + 1) end += 1;
    runs.push(end === i ? String(kept[i]) : `${kept[i]}-${kept[end]}`);
    i = end + 1;
  }
  return runs.join(' ');
}
