// `node scripts/behaviour-roc.ts [MODELS]`: how well shared mistakes tell kin from strangers, over small classifiers with planted kinship.
import type { Answers, Item } from '../src/behaviour/answers.ts';
import { meet } from '../src/behaviour/answers.ts';
import { findShared } from '../src/behaviour/finding.ts';
import { weighSharedErrors } from '../src/behaviour/shared-errors.ts';
import { createRandom } from '../src/math/random.ts';
import type { GlyphReader, GlyphSet } from './glyph-readers.ts';
import { chancesOf, drawGlyphs, noised, quantised, read, startReader, stranger, train, wear } from './glyph-readers.ts';

const models = Number(process.argv[2] ?? 80);
const panelSize = 16;
const glyphs = drawGlyphs(createRandom(1));
/** Slips that no reader was trained on, worn more than any it saw. */
const secret = wear(glyphs, 120, 0.7, createRandom(2));
const items: Item[] = [...secret.labels].map((label, i) => ({ id: `slip-${i}`, gold: [`class ${label}`] }));

function answer(reader: GlyphReader): Answers {
  const seen = read(reader, secret.images);
  return { model: 'reader', replies: new Map(items.map(({ id }, i) => [id, `class ${seen[i]}`])) };
}

const strangers = Array.from({ length: models }, (_, i) => stranger(glyphs, 100 + i));
const answers = strangers.map(answer);
const panel = Array.from({ length: panelSize }, (_, i) => answer(stranger(glyphs, 10_000 + i)));
const right = answers.map(
  ({ replies }) => items.filter(({ id, gold }) => replies.get(id) === gold[0]).length / items.length,
);
console.log(
  `${models} strangers, ${panelSize} in the panel, ${items.length} secret slips of ${glyphs.length} classes; right ${(
    (100 * right.reduce((sum, r) => sum + r, 0)) / models
  ).toFixed(1)} %`,
);

function weigh(suspect: Answers, candidate: Answers, seed: number) {
  const errors = weighSharedErrors(meet(items, suspect, candidate, panel), seed);
  return { errors, word: findShared(errors, { models: panelSize, families: panelSize }).word };
}

function row(name: string, found: readonly ReturnType<typeof weigh>[], against?: readonly number[]): number[] {
  const ratios = found.map(({ errors }) => errors.log10Ratio).toSorted((a, b) => a - b);
  const middle = ratios[ratios.length >> 1] as number;
  const wrong = found.reduce((sum, { errors }) => sum + errors.bothWrong.of, 0) / found.length;
  const same = found.reduce((sum, { errors }) => sum + errors.bothWrong.same, 0) / found.length;
  const count = (word: string): number => found.filter((one) => one.word === word).length;
  const auc = against === undefined ? '' : `, AUC ${area(ratios, against).toFixed(4)}`;
  console.log(
    `${name.padEnd(34)} ${String(found.length).padStart(5)} pairs  same ${same.toFixed(1)} of ${wrong.toFixed(1)} wrong  log10 ratio ${middle.toFixed(1)} (${(ratios[0] as number).toFixed(1)}…${(ratios.at(-1) as number).toFixed(1)})  strong ${count('strong')}, moderate ${count('moderate')}, raised ${count('raised')}, undecided ${count('undecided')}, ordinary ${count('ordinary')}${auc}`,
  );
  return ratios;
}

/** Mann–Whitney: how often kin have the higher ratio, ties a half. */
function area(kin: readonly number[], apart: readonly number[]): number {
  let wins = 0;
  for (const a of kin) for (const b of apart) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (kin.length * apart.length);
}

const apart: ReturnType<typeof weigh>[] = [];
for (let i = 0; i < models; i++) {
  for (let j = i + 1; j < models; j++) {
    apart.push(weigh(answers[i] as Answers, answers[j] as Answers, i * models + j));
  }
}
const null_ = row('strangers', apart);
const small = apart.filter(({ errors }) => errors.lnP <= Math.log(0.05)).length;
console.log(`p below 0.05 among strangers: ${((100 * small) / apart.length).toFixed(2)} %`);

const kinds: readonly [string, (parent: GlyphReader, seed: number) => GlyphReader][] = [
  ['noised, 0.05 of the deviation', (parent, seed) => noised(parent, 0.05, createRandom(seed))],
  ['noised, 0.2', (parent, seed) => noised(parent, 0.2, createRandom(seed))],
  ['quantised to 4 bits', (parent) => quantised(parent, 4)],
  ['fine-tuned, 300 other slips', (parent, seed) => tuned(parent, 300, 1, seed)],
  ['fine-tuned, 1,500 other slips', (parent, seed) => tuned(parent, 1_500, 1, seed)],
  ['fine-tuned, 1,500 slips six times', (parent, seed) => tuned(parent, 1_500, 6, seed)],
  ['first layer alone in common', (parent, seed) => shared(parent, seed)],
  ['distilled, no weight in common', (parent, seed) => distilled(parent, seed)],
  ['distilled from all chances', (parent, seed) => taughtChances(parent, seed)],
];

function tuned(parent: GlyphReader, count: number, rounds: number, seed: number): GlyphReader {
  const random = createRandom(seed);
  return train(parent, wear(glyphs, count, 0.3, random), rounds, 0.03, random);
}

function shared(parent: GlyphReader, seed: number): GlyphReader {
  const random = createRandom(seed);
  const own = startReader(random);
  return train({ first: parent.first, second: own.second }, wear(glyphs, 1_500, 0.3, random), 6, 0.03, random, true);
}

/** Trained from its own start on what the parent sees in other slips, worn as the secret ones are. */
function distilled(parent: GlyphReader, seed: number): GlyphReader {
  const random = createRandom(seed);
  const slips = wear(glyphs, 6_000, 0.7, random);
  const seen: GlyphSet = { images: slips.images, labels: read(parent, slips.images) };
  return train(startReader(random), seen, 6, 0.03, random);
}

/** As `distilled`, from all that the parent could say of each slip. */
function taughtChances(parent: GlyphReader, seed: number): GlyphReader {
  const random = createRandom(seed);
  const slips = wear(glyphs, 6_000, 0.7, random);
  const chances = slips.images.map((image) => chancesOf(parent, image));
  return train(startReader(random), { ...slips, chances }, 6, 0.03, random);
}

for (const [name, make] of kinds) {
  const found = strangers
    .slice(0, 40)
    .map((parent, i) => weigh(answer(make(parent, 50_000 + i)), answers[i] as Answers, i));
  row(name, found, null_);
}
