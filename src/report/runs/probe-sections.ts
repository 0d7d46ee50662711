// A probe as sections: what was found and what is missing, the figures, the questions, the models, and what speaks against it.
import type { ProbeHead, ProbeReveal } from '../../probe/recording.ts';
import type { Weighed } from '../../probe/weigh.ts';
import type { Language } from '../../wording/catalogue.ts';
import { probeWords } from '../../wording/findings/probe-words.ts';
import { formatCount, formatLnPValue, formatNumber, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { type Grid, item, type Passage, plain, type Section } from '../sections.ts';

export interface Probed {
  readonly head: ProbeHead;
  readonly weighed: Weighed;
  readonly reveal: ProbeReveal | undefined;
  /** PNGs of our own encoder by item, where they are at hand. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

const nameLength = 60;

/** Everything but the items themselves. */
export function probeSections(probed: Probed, language: Language): readonly Section[] {
  const words = probeWords[language];
  const { weighed } = probed;
  return [
    ...(weighed.mismatches.length > 0
      ? [
          {
            title: words.finding,
            beside: words.mismatch,
            passages: weighed.mismatches.map((one) => item(words.mismatches[one])),
          },
        ]
      : [
          findingSection(weighed, language),
          { title: words.figures, beside: '', passages: [figureGrid(weighed, language)] },
        ]),
    questionSection(probed, language),
    modelSection(probed, language),
    {
      title: words.against,
      beside: '',
      passages: [
        ...(weighed.panel.models === 0 ? [item(words.noPanel)] : []),
        ...words.reasons.map((reason) => item(reason)),
      ],
    },
  ];
}

function findingSection({ finding }: Weighed, language: Language): Section {
  const words = probeWords[language];
  const missing: Passage[] =
    finding.word === 'ordinary' || finding.shortfalls.length === 0
      ? []
      : [
          plain(`${words.notReached}${words.colon}`.trimEnd()),
          ...finding.shortfalls.map((one) => item(words.shortfalls[one])),
        ];
  // More questions do not make up for a panel.
  const needed = finding.shortfalls.includes('thin-panel') ? 0 : (finding.stillNeeded ?? 0);
  return {
    title: words.finding,
    beside: `[${words.words[finding.word]}] ${words.says[finding.word]}`,
    passages: [
      ...missing,
      ...(needed > 0 && finding.word !== 'ordinary' ? [plain(words.needed(formatCount(needed)))] : []),
    ],
  };
}

function figureGrid({ errors, consistency }: Weighed, language: Language): Grid {
  const words = probeWords[language];
  const of = ({ same, of: whole }: { readonly same: number; readonly of: number }): string =>
    words.of(formatCount(same), formatCount(whole));
  const known = (value: number, shown: (value: number) => string): string =>
    Number.isFinite(value) ? shown(value) : '–';
  return {
    kind: 'grid',
    columns: [{ header: words.figure }, { header: words.value, numeric: true }, { header: words.meaning }],
    rows: [
      [words.bothWrong, of(errors.bothWrong), words.bothWrongMeans],
      [words.oneWrong, of(errors.oneWrong), words.oneWrongMeans],
      [words.overall, of(errors.overall), words.overallMeans],
      [words.expected, known(errors.expected, formatPercent), words.expectedMeans],
      [words.chance, errors.bothWrong.of === 0 ? '–' : formatLnPValue(errors.lnP), words.chanceMeans],
      [words.ratio, formatNumber(errors.log10Ratio, 3), words.ratioMeans],
      [words.shuffled, errors.bothWrong.of === 0 ? '–' : formatPercent(errors.shuffled), words.shuffledMeans],
      [words.consistency, known(consistency, (value) => formatNumber(value, 2)), words.consistencyMeans],
      ...(errors.choice.items > 0 ? [[words.choice, of(errors.choice.bothWrong), words.choiceMeans]] : []),
    ],
  };
}

function questionSection({ head, weighed, reveal }: Probed, language: Language): Section {
  const words = probeWords[language];
  const seed = reveal?.recipe?.seed;
  return {
    title: words.questions,
    beside: words.set(clean(head.set, nameLength), formatCount(head.items)),
    passages: [
      item(words.commitment(clean(head.commitment, 64))),
      ...(seed === undefined ? [] : [item(words.seed(clean(seed, 128)))]),
      item(words.asked(formatCount(weighed.asked), formatCount(weighed.left))),
    ],
  };
}

function modelSection({ head, weighed }: Probed, language: Language): Section {
  const words = probeWords[language];
  const told = head.models.filter(({ role }) => role !== 'panel');
  return {
    title: words.models,
    beside: words.panelOf(formatCount(weighed.panel.models), formatCount(weighed.panel.families)),
    passages: [
      ...told.map(({ role, identity }) =>
        item(
          `${words.roles[role]}${words.colon}${clean(identity.model, nameLength)} (${words.asks(identity.kind, clean(identity.version, nameLength))})`,
        ),
      ),
      ...weighed.faults.map(({ model, count, first }) =>
        item(words.faults(clean(model, nameLength), formatCount(count), clean(first, 200))),
      ),
    ],
  };
}
