// The solver's answer as a section: what fits, what was renamed, what each parameter takes, and what does not fit.
import type { Inspection } from '../../case/inspection/inspection.ts';
import type { InspectWords } from '../../wording/inspection-words.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { inner, type Passage, type Section } from '../sections.ts';

type Solution = Inspection['architecture'];
type Hypothesis = Solution['hypotheses'][number];
type SizeDifference = Hypothesis['differences'][number];

/** Others that are named beside the best one; the document holds more. */
const mostOthers = 3;
const mostRejected = 4;
const mostPrefixes = 8;
const mostStacks = 3;

/** Longest quotation of a name's beginning. */
const prefixLength = 60;

/** The sizes that people know a model by, in the order of telling. */
const toldSizes = [
  'blocks',
  'decoder.blocks',
  'width',
  'heads',
  'keyValueHeads',
  'units',
  'experts',
  'vocabulary',
  'positions',
  'queries',
  'vision.blocks',
  'vision.width',
  'vision.units',
  'vision.positions',
];

/** The architecture, told as far as names, shapes and bytes tell it. */
export function architectureSection(solution: Solution, words: InspectWords): Section {
  const [best, ...others] = solution.hypotheses;
  const [beside, passages] =
    best === undefined
      ? [words.noTemplate, unknownPassages(solution, words)]
      : [`${best.model} — ${words.fits[best.fit]}`, hypothesisPassages(best, words)];
  return {
    title: words.architecture,
    beside,
    passages: [
      ...passages,
      ...alternatives(others, words),
      ...rejectedPassages(solution, words),
      ...listed(solution.sameBytes.slice(0, mostRejected), words.sameBytes, words),
      ...(solution.buffers > 0 ? [inner(words.buffers(formatCount(solution.buffers)))] : []),
      ...(solution.companions > 0 ? [inner(words.companions(formatCount(solution.companions)))] : []),
    ],
  };
}

function hypothesisPassages(best: Hypothesis, words: InspectWords): Passage[] {
  const bytes = best.bytesPerParameter ?? best.averageBytes;
  const each = best.bytesPerParameter === null ? words.bytesMean : words.bytesEach;
  const parameters = formatCount(best.parameters);
  return [
    ...(best.also.length > 0 ? [inner(words.alsoKnown(best.also.join(words.comma)))] : []),
    ...differencePassages(best, words),
    inner(sizesOf(best.sizes, words), words.sizes),
    inner(bytes === null ? `${parameters} ${words.parameters}` : each(parameters, formatNumber(bytes))),
    ...(best.bytesOver === null ? [] : [inner(words.bytesOver(formatCount(best.bytesOver)))]),
    ...renamedPassages(best, words),
    ...(best.basis === 'roles' ? [inner(words.byRoles)] : []),
    ...(best.headStored ? [inner(words.headStored)] : []),
  ];
}

function differencePassages({ differences, missing, extra }: Hypothesis, words: InspectWords): Passage[] {
  return [
    ...listed(
      differences.map((one) => differs(one, words)),
      '≠',
      words,
    ),
    ...listed(missing.map(quoted), words.missing, words),
    ...listed(extra.map(quoted), words.extra, words),
  ];
}

function renamedPassages({ prefixes }: Hypothesis, words: InspectWords): Passage[] {
  const changed = prefixes.filter(({ from, to }) => from !== to);
  const shown = (prefix: string): string => (prefix === '' ? words.anything : quoted(prefix));
  return listed(
    changed
      .slice(0, mostPrefixes)
      .map(({ from, to, tensors }) => `${shown(from)} → ${shown(to)} (${formatCount(tensors)})`),
    words.renamed,
    words,
  );
}

function sizesOf(sizes: Hypothesis['sizes'], words: InspectWords): string {
  const known = new Map(Object.entries(sizes));
  return toldSizes
    .filter((size) => known.has(size))
    .map((size) => `${words.size(size)} ${formatCount(known.get(size) ?? 0)}`)
    .join(words.comma);
}

function alternatives(others: readonly Hypothesis[], words: InspectWords): Passage[] {
  return others.slice(0, mostOthers).map((one) => {
    const changes = one.differences.map((each) => differs(each, words));
    return inner([one.model, ...changes].join(words.comma), words.others);
  });
}

/** Variants of the answer with one change, and models of the same names; without an answer only the latter. */
function rejectedPassages({ hypotheses, rejected }: Solution, words: InspectWords): Passage[] {
  const told = rejected.filter(({ changes, because }) =>
    changes.length === 0
      ? because.every((reason) => reason === 'bytes')
      : changes.length === 1 && hypotheses.length > 0,
  );
  return told.slice(0, mostRejected).map(({ model, changes, bytes, because }) => {
    const [change] = changes;
    const what = change === undefined ? model : `${words.size(change.size)} ${formatCount(change.here)}`;
    const reasons = because.filter((reason) => reason !== 'bytes').map((reason) => words.because[reason]);
    const taken = bytes === null ? [] : [words.wouldTake(formatCount(bytes))];
    return inner(`${what} — ${[...reasons, ...taken].join(words.comma)}`, words.rejected);
  });
}

/** What names and shapes say where no published model fits. */
function unknownPassages({ families, stacks, vocabulary }: Solution, words: InspectWords): Passage[] {
  const [family] = families;
  if (family !== undefined) {
    const sizes = sizesOf(family.sizes, words);
    return [inner(words.family(family.family)), ...(sizes === '' ? [] : [inner(sizes, words.sizes)])];
  }
  return [
    ...stacks.slice(0, mostStacks).map(({ prefix, blocks, tensorsPerBlock, width, units }) => {
      const sides = [width === null ? '' : `${words.size('width')} ${formatCount(width)}`];
      if (units !== null) sides.push(`${words.size('units')} ${formatCount(units)}`);
      const said = [words.stack(quoted(prefix), blocks, tensorsPerBlock), ...sides.filter((side) => side !== '')];
      return inner(said.join(words.comma));
    }),
    ...(vocabulary === null ? [] : [inner(`${words.size('vocabulary')} ${formatCount(vocabulary)}`)]),
  ];
}

function differs({ size, here, there }: SizeDifference, words: InspectWords): string {
  return words.differs(words.size(size), formatCount(here), formatCount(there));
}

const quoted = (text: string): string => clean(text, prefixLength);

function listed(items: readonly string[], title: string, { comma }: InspectWords): Passage[] {
  return items.length === 0 ? [] : [inner(items.join(comma), title)];
}
