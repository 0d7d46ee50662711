// The solver's answer as lines for a terminal: what fits, what was renamed, what each parameter takes, and what does not fit.
import type { Hypothesis, SizeDifference, Solution } from '../../model/architecture/solution.ts';
import { clean } from '../../report/clean.ts';
import { paragraph } from '../../report/columns.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import type { InspectWords } from './words.ts';

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

export function architectureLines(solution: Solution, words: InspectWords): string[] {
  const [best, ...others] = solution.hypotheses;
  return [
    ...(best === undefined ? unknownLines(solution, words) : hypothesisLines(best, words)),
    ...alternatives(others, words),
    ...rejectedLines(solution, words),
    ...listed(solution.sameBytes.slice(0, mostRejected), words.sameBytes),
    ...(solution.buffers > 0 ? paragraph(words.buffers(formatCount(solution.buffers)), '  ') : []),
    ...(solution.companions > 0 ? paragraph(words.companions(formatCount(solution.companions)), '  ') : []),
  ];
}

function hypothesisLines(best: Hypothesis, words: InspectWords): string[] {
  const bytes = best.bytesPerParameter ?? best.averageBytes;
  const each = best.bytesPerParameter === null ? words.bytesMean : words.bytesEach;
  const parameters = formatCount(best.parameters);
  return [
    ...paragraph(`${best.model} — ${words.fits[best.fit]}`, `${words.architecture}: `),
    ...(best.also.length > 0 ? paragraph(words.alsoKnown(best.also.join(', ')), '  ') : []),
    ...differenceLines(best, words),
    ...paragraph(sizesOf(best.sizes, words), `  ${words.sizes}: `),
    ...paragraph(bytes === null ? `${parameters} ${words.parameters}` : each(parameters, formatNumber(bytes)), '  '),
    ...(best.bytesOver === null ? [] : paragraph(words.bytesOver(formatCount(best.bytesOver)), '  ')),
    ...renamedLines(best, words),
    ...(best.basis === 'roles' ? paragraph(words.byRoles, '  ') : []),
    ...(best.headStored ? paragraph(words.headStored, '  ') : []),
  ];
}

function differenceLines({ differences, missing, extra }: Hypothesis, words: InspectWords): string[] {
  return [
    ...listed(
      differences.map((one) => differs(one, words)),
      '≠',
    ),
    ...listed(missing.map(quoted), words.missing),
    ...listed(extra.map(quoted), words.extra),
  ];
}

function renamedLines({ prefixes }: Hypothesis, words: InspectWords): string[] {
  const changed = prefixes.filter(({ from, to }) => from !== to);
  const shown = (prefix: string): string => (prefix === '' ? words.anything : quoted(prefix));
  return listed(
    changed
      .slice(0, mostPrefixes)
      .map(({ from, to, tensors }) => `${shown(from)} → ${shown(to)} (${formatCount(tensors)})`),
    words.renamed,
  );
}

function sizesOf(sizes: Hypothesis['sizes'], words: InspectWords): string {
  const known = new Map(Object.entries(sizes));
  return toldSizes
    .filter((size) => known.has(size))
    .map((size) => `${words.size(size)} ${formatCount(known.get(size) ?? 0)}`)
    .join(', ');
}

function alternatives(others: readonly Hypothesis[], words: InspectWords): string[] {
  return others.slice(0, mostOthers).flatMap((one) => {
    const changes = one.differences.map((each) => differs(each, words));
    return paragraph([one.model, ...changes].join(', '), `  ${words.others}: `);
  });
}

/** Variants of the answer with one change, and models of the same names; without an answer only the latter. */
function rejectedLines({ hypotheses, rejected }: Solution, words: InspectWords): string[] {
  const told = rejected.filter(({ changes, because }) =>
    changes.length === 0
      ? because.every((reason) => reason === 'bytes')
      : changes.length === 1 && hypotheses.length > 0,
  );
  return told.slice(0, mostRejected).flatMap(({ model, changes, bytes, because }) => {
    const [change] = changes;
    const what = change === undefined ? model : `${words.size(change.size)} ${formatCount(change.here)}`;
    const reasons = because.filter((reason) => reason !== 'bytes').map((reason) => words.because[reason]);
    const taken = bytes === null ? [] : [words.wouldTake(formatCount(bytes))];
    return paragraph(`${what} — ${[...reasons, ...taken].join(', ')}`, `  ${words.rejected}: `);
  });
}

/** What names and shapes say where no published model fits. */
function unknownLines({ families, stacks, vocabulary }: Solution, words: InspectWords): string[] {
  const [family] = families;
  if (family !== undefined) {
    const sizes = sizesOf(family.sizes, words);
    return [
      ...paragraph(words.noTemplate, `${words.architecture}: `),
      ...paragraph(words.family(family.family), '  '),
      ...(sizes === '' ? [] : paragraph(sizes, `  ${words.sizes}: `)),
    ];
  }
  return [
    ...paragraph(words.noTemplate, `${words.architecture}: `),
    ...stacks.slice(0, mostStacks).flatMap(({ prefix, blocks, tensorsPerBlock, width, units }) => {
      const sides = [width === null ? '' : `${words.size('width')} ${formatCount(width)}`];
      if (units !== null) sides.push(`${words.size('units')} ${formatCount(units)}`);
      const said = [words.stack(quoted(prefix), blocks, tensorsPerBlock), ...sides.filter((side) => side !== '')];
      return paragraph(said.join(', '), '  ');
    }),
    ...(vocabulary === null ? [] : paragraph(`${words.size('vocabulary')} ${formatCount(vocabulary)}`, '  ')),
  ];
}

function differs({ size, here, there }: SizeDifference, words: InspectWords): string {
  return words.differs(words.size(size), formatCount(here), formatCount(there));
}

const quoted = (text: string): string => clean(text, prefixLength);

function listed(items: readonly string[], title: string): string[] {
  return items.length === 0 ? [] : paragraph(items.join(', '), `  ${title}: `);
}
