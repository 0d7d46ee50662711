// The calibration in words and tables: calibration/README.md.
import { mostAsked as mostAskedUnits } from '../../src/evidence/weights/unit-assignment.ts';
import {
  assignmentNull,
  evenRest,
  evenShare,
  heldGainSpread,
  shareRange,
  trainedGainSpread,
  trainedGains,
} from '../../src/verdict/thresholds.ts';
import { type Calibration, together } from './calibration.ts';
import type { KinFinding } from './kin-study.ts';
import { companies } from './population.ts';

/** The page; the same document gives the same page. */
export function calibrationPage(calibration: Calibration): string {
  return [
    '# Calibration',
    '',
    ...opening(calibration),
    '',
    '## False findings among strangers',
    '',
    ...findings(calibration),
    '',
    '## p-values of strangers',
    '',
    ...pValues(calibration),
    '',
    '## Agreements of gate and up between strangers (unit-match)',
    '',
    ...agreements(calibration),
    '',
    '## Units found under any disguise between strangers (unit-assignment)',
    '',
    ...assignments(calibration),
    '',
    '## One start, or one from the other',
    '',
    ...kin(calibration),
    '',
    '## What it does not support',
    '',
    '- Large models. Nothing here has more than some ten thousand parameters, and nothing was trained for long.',
    '- Independence within a pair. Its tensors and sets (q, k and v of each layer; attention, feed-forward, embedding, head)',
    '  all speak of the same channel labels, its blocks of the same unit labels twice (weights, responses): four spaces of labels',
    '  a pair. Counted that way there are four independent comparisons a pair and not nineteen.',
    '- Independence between pairs. Each model stands in hundreds of pairs. Under the null of exchangeable labels the relabellings of any',
    '  two pairs are independent of one another, of all pairs together they are not; the bounds over all pairs are those',
    '  of as many independent comparisons. The bound over disjoint pairs needs no such reading.',
    '- Other architectures, other optimisers, other initialisations than independent normal draws.',
    '',
  ].join('\n');
}

function opening({ models, languages, kinds, recipe, parameters, command, code, tests }: Calibration): string[] {
  const { shape } = recipe;
  const losses = models.map(({ loss, unigram }) => loss / unigram);
  return [
    `${count(models.length)} models of ${count(parameters)} parameters (${shape.layers} layers, width ${shape.width}, ${shape.feedForward} units a layer,`,
    `${shape.vocabulary} tokens), each trained from an initial seed of its own for ${recipe.steps} steps: as many families of descent as models.`,
    `${count(kinds['own order'])} on the same data, each in its own order; ${count(kinds['shared order'])} on the same data in the very same order;`,
    `${count(kinds['other data'])} on ${languages - 1} other languages. Losses on held-out text end at ${number(Math.min(...losses))} to ${number(Math.max(...losses))} of the entropy of`,
    'single tokens. Stored in BF16 and read by the product’s own reader.',
    '',
    'Made, and made again from nothing but seeds, by',
    '',
    '```sh',
    command,
    '```',
    '',
    `with the tests ${Object.entries(tests)
      .map(([id, version]) => `${id} ${version}`)
      .join(', ')}; code digests ${code.training} (training) and ${code.tests}`,
    '(tests and verdict). Seeds, losses and the SHA-256 of every weight file stand in `calibration.json`.',
  ];
}

function findings({ pairs, singleNulls, judged, examined, falseFindings, bounds, alpha }: Calibration): string[] {
  return [
    ...table(
      ['compared', 'how many', 'found kin', '95 % bound on the rate'],
      [
        [
          `single tensors, sets and blocks with a p-value, in all ${count(pairs)} pairs`,
          count(singleNulls.formal),
          count(falseFindings.single),
          bound(bounds.single),
        ],
        [
          `components, by the whole tests and the verdict, in ${count(judged.pairs)} pairs`,
          count(judged.components),
          count(falseFindings.judged),
          bound(bounds.judged),
        ],
        ['pairs through `examine`', count(examined.pairs), count(falseFindings.examined), bound(bounds.examined)],
        ['of these without a model in common', count(examined.disjoint), '0', bound(bounds.disjoint)],
      ],
    ),
    '',
    `Found kin: for a single tensor, set or block a p-value at the corrected level of its pair (${alpha} over twelve hypotheses); for components`,
    'and pairs any answer but `independent` and `inconclusive`. Agreements of gate and up have no p-value and are counted below.',
    `The answers of \`examine\`: ${Object.entries(examined.answers)
      .map(([answer, n]) => `${count(n)} \`${answer}\``)
      .join(', ')}.`,
  ];
}

function pValues({ conservatism, counts }: Calibration): string[] {
  const z = together(counts.whole).z['residual-alignment'];
  return [
    'P(p ≤ x) must be at most x. *each*: one set of tensors or one block by itself; the others are combined over a component.',
    '*worst*: the largest of P(p ≤ x) / x over x = 10^-0.5, 10^-1, … to which at least ten were to be expected.',
    '',
    ...table(
      ['series', 'p-values', 'smallest', 'worst'],
      conservatism.map(({ series, count: n, smallestP, worstRatio }) => [
        series,
        count(n),
        scientific(smallestP),
        worstRatio.toFixed(3),
      ]),
    ),
    ...(z === undefined
      ? []
      : [
          '',
          `The trace statistic z of residual-alignment, which decides nothing: ${count(z.count)} values, mean ${(z.sum / z.count).toFixed(3)}, standard deviation ${Math.sqrt(z.squares / z.count - (z.sum / z.count) ** 2).toFixed(3)},`,
          `|z| > 3.29 in ${scientific(z.beyond329 / z.count)} (0.001 of a normal), > 4.89 in ${count(z.beyond489)}, largest ${z.largest.toFixed(2)}.`,
        ]),
  ];
}

function agreements({ counts, recipe }: Calibration): string[] {
  const { feedForward, layers } = recipe.shape;
  const rows = companies.map((company) => ({ company, each: counts.single[company].agreements }));
  const tail = (byCount: readonly number[], from: number): number => byCount.slice(from).reduce((sum, n) => sum + n, 0);
  const all = together(counts.single).agreements['layer'];
  const pair = together(counts.single).agreements['pair'];
  return [
    `Of ${feedForward} units of a layer, for how many do gate and up choose the same unit of the other model? One would be expected if the two`,
    'choices were independent.',
    '',
    ...table(
      ['the two had in common', 'layers', 'mean', 'most', '10 or more', '15 or more', '20 or more'],
      rows.map(({ company, each }) => {
        const { count: n = 0, byCount = [] } = each['layer'] ?? {};
        const mean = byCount.reduce((sum, times, k) => sum + k * times, 0) / Math.max(1, n);
        const share = (from: number): string => scientific(tail(byCount, from) / Math.max(1, n));
        return [company, count(n), mean.toFixed(2), String(byCount.length - 1), share(10), share(15), share(20)];
      }),
    ),
    '',
    `Over the ${layers} layers of a pair the most was ${(pair?.byCount.length ?? 1) - 1} of ${layers * feedForward} in ${count(pair?.count ?? 0)} pairs.`,
    `With ${count(all?.count ?? 0)} layers the empirical null supports a p-value of no less than ${scientific(1 / Math.max(1, all?.count ?? 1))} for a single layer.`,
  ];
}

/** Blocks in which three views of a unit chose one and the same: the empirical null that the test's p-value stands on, from trained models. */
function assignments({ counts, recipe }: Calibration): string[] {
  const asked = Math.min(mostAskedUnits, recipe.shape.feedForward);
  const each = together(counts.whole).agreements['unit-assignment layer'];
  if (each === undefined) return ['Not measured in this run.'];
  const most = each.byCount.length - 1;
  const mean = each.byCount.reduce((sum, times, k) => sum + k * times, 0) / Math.max(1, each.count);
  const needed = Math.ceil(assignmentNull.share * asked);
  return [
    `In ${count(each.count)} blocks of ${count(together(counts.whole).pairs)} pairs, each the best of ${recipe.shape.layers} candidates, up to ${asked} units were asked: on how many did all three views agree?`,
    `On ${mean.toFixed(2)} on average and on ${most} at most; ${needed} count as found (\`assignmentNull\`). These blocks come on top of those of forged`,
    'models that the test’s p-value is counted on ([docs/tests/unit-assignment.md](../docs/tests/unit-assignment.md)), and are no part of it.',
  ];
}

function kin({ kin: found, kinGroups }: Calibration): string[] {
  const apart = found.filter(({ bond }) => bond === 'same start');
  const near = apart.filter(({ spread }) => (spread ?? 0) >= trainedGainSpread);
  // The answers are those of the run; a threshold may have been raised since. Mixtures are told by their shares.
  const lower = found.filter(
    ({ bond, answer, gains: r }) => bond !== 'mixed' && answer === 'derived' && r !== null && r < trainedGains,
  ).length;
  const gains = near.flatMap((one) => (one.gains === null ? [] : [one.gains]));
  return [
    ...kinGroups.map(
      ({ bond, pairs, gains: [least, most], correlation, answers }) =>
        `- *${bond}*: ${count(pairs)} pairs, gains r ${number(least)} to ${number(most)}, weights r ${number(correlation[0])} to ${number(correlation[1])}; ${Object.entries(
          answers,
        )
          .map(([answer, n]) => `${n} \`${answer}\``)
          .join(', ')}.`,
    ),
    '',
    `Where they overlap: trainings apart from one start whose gains had hardly spread (standard deviation below ${trainedGainSpread}) reach gains r`,
    `of ${number(Math.max(...apart.flatMap((one) => (one.gains === null ? [] : [one.gains]))))}; from that spread on the most is ${number(Math.max(...gains))}, and \`derived\` asks for ${trainedGains} (\`trainedGains\`, \`trainedGainSpread\`).`,
    'Continued trainings fall below that where little is left of the first, and are then called `common-origin`.',
    ...(lower === 0
      ? []
      : [
          `The answers are those of the run; of the pairs that it called \`derived\`, ${count(lower)} have gains r below the present threshold.`,
        ]),
    '',
    ...shares(found),
    'Each row is several families; *rate* is the second model’s, and both models’ where they start together.',
    '',
    ...table(['bond', 'steps', 'data', 'rate', 'pairs', 'gains r', 'spread', 'weights r', 'answers'], groupRows(found)),
  ];
}

/** How even the slopes of the second model on the first are, in the bonds where that decides; none where it was not measured. */
function shares(found: readonly KinFinding[]): string[] {
  const measured = found.filter(({ share, shareLimit }) => typeof share === 'number' && typeof shareLimit === 'number');
  const inRange = measured.filter(
    ({ share, heldSpread }) =>
      (share as number) >= shareRange[0] && (share as number) <= shareRange[1] && (heldSpread ?? 0) >= heldGainSpread,
  );
  const apart = inRange.filter(({ bond }) => bond === 'same start');
  if (apart.length === 0) return [];
  const excess = ({ share, shareLimit }: KinFinding): number =>
    (shareLimit as number) / Math.min(evenShare * (share as number), evenRest * (1 - (share as number)));
  const groups = [...new Set(measured.map(({ part }) => part))].filter((part) => part !== undefined);
  return [
    'A mixture with a stranger is told by *even shares* (`evenShare`, `evenRest`): slopes of the second model on the first that are',
    `the same in every matrix. Of the pairs from one start, ${count(apart.length)} have a share in the range and a trained first model; the upper bound of`,
    `their slopes’ spread is ${number(Math.min(...apart.map(excess)))} times what would be allowed, and more. *Spread of shares* below is that bound over the share.`,
    '',
    ...table(
      ['mixed, part of the first', 'pairs', 'share', 'spread of shares', 'gains’ share', 'answers'],
      groups.map((part) => {
        const mine = measured.filter((one) => one.part === part);
        return [
          String(part),
          count(mine.length),
          span(mine.map(({ share }) => share ?? null)),
          span(mine.map(({ share, shareLimit }) => (shareLimit as number) / (share as number))),
          span(mine.map(({ gainShare }) => gainShare ?? null)),
          answersOf(mine),
        ];
      }),
    ),
    '',
  ];
}

function answersOf(group: readonly KinFinding[]): string {
  const answers = [...new Set(group.map(({ answer }) => answer))].toSorted();
  return answers.map((answer) => `${group.filter((each) => each.answer === answer).length} ${answer}`).join(', ');
}

function groupRows(found: readonly KinFinding[]): string[][] {
  const groups = new Map<string, KinFinding[]>();
  for (const one of found.filter(({ bond }) => bond !== 'mixed')) {
    const key = [one.bond, one.first, one.second, one.data, one.rate].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const one = group[0] as KinFinding;
    const steps = one.bond === 'continued' ? `${one.first} + ${one.second}` : `${one.first}, ${one.second}`;
    return [
      one.bond,
      steps,
      one.data,
      String(one.rate),
      String(group.length),
      span(group.map(({ gains }) => gains)),
      span(group.map(({ spread }) => spread)),
      span(group.map(({ correlation }) => correlation)),
      answersOf(group),
    ];
  });
}

function span(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '–';
  return `${number(Math.min(...known))} … ${number(Math.max(...known))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
const number = (x: number): string => x.toFixed(3);
const scientific = (x: number): string => (x === 0 ? '0' : x >= 0.01 ? x.toFixed(3) : x.toExponential(1));
const bound = (x: number): string => `< ${x >= 0.001 ? `${(100 * x).toFixed(2)} %` : x.toExponential(2)}`;
