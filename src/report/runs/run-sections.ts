// One answer as sections: who was asked, what, what came, and what to know before it is compared.
import type { Cut } from '../../runtimes/divergences.ts';
import type { Decoding, Reply, RuntimeIdentity } from '../../runtimes/runtime.ts';
import type { Language } from '../../wording/catalogue.ts';
import { runWords } from '../../wording/findings/run-words.ts';
import { formatCount, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { type Grid, inner, item, type Passage, plain, type Section } from '../sections.ts';

/** An image as it was asked about. */
export interface AskedImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  /** What the runtime makes of it; undefined where nobody says. */
  readonly cut: Cut | undefined;
  /** Against the released preprocessing of MiniCPM-Llama3-V 2.5. */
  readonly differs: 'no' | 'sizes' | 'parts';
}

export interface Answered {
  readonly identity: RuntimeIdentity;
  readonly prompt: string;
  readonly images: readonly AskedImage[];
  readonly decoding: Decoding;
  readonly reply: Reply;
}

const longestReply = 20_000;
const mostSteps = 200;

const size = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `${formatCount(width)} × ${formatCount(height)}`;

/** @param whole with the reply itself, and every step; the terminal has printed the reply as it came */
export function runSections(answered: Answered, language: Language, whole: boolean): readonly Section[] {
  const words = runWords[language];
  const { identity, prompt, images, reply } = answered;
  const preparation =
    images.length === 0 ? words.none : identity.preprocessing === 'unknown' ? words.unknown : identity.preprocessing;
  const files = identity.files
    .slice(0, 20)
    .map(({ path, bytes, sha256 }) =>
      item(words.file(clean(path, 120), formatCount(bytes), whole ? sha256 : `${sha256.slice(0, 16)}…`)),
    );
  return [
    {
      title: words.model,
      beside: clean(identity.model, 120),
      passages: [
        plain(`${identity.kind}, ${clean(identity.version, 80)}`, words.runtime),
        plain(clean(preparation, 80), words.preprocessing),
        ...files,
      ],
    },
    {
      title: words.question,
      beside: reply.promptTokens < 0 ? '' : words.promptTokens(formatCount(reply.promptTokens)),
      passages: [
        ...(whole ? [plain(clean(prompt, longestReply), words.prompt)] : []),
        ...images.flatMap((image, at) => imagePassages(image, at, language, whole)),
      ],
    },
    {
      title: words.reply,
      beside: words.finish[reply.finish],
      passages: whole ? [plain(reply.text === '' ? words.empty : clean(reply.text, longestReply))] : [],
    },
    { title: words.against, beside: '', passages: notes(answered, language) },
    ...(whole && reply.steps.length > 0
      ? [{ title: words.steps, beside: '', passages: [stepGrid(reply, language)] }]
      : []),
  ];
}

function imagePassages(image: AskedImage, at: number, language: Language, whole: boolean): Passage[] {
  const words = runWords[language];
  const hash = whole ? image.sha256 : `${image.sha256.slice(0, 16)}…`;
  const passages: Passage[] = [
    plain(words.image(formatCount(at + 1), formatCount(image.width), formatCount(image.height), hash)),
  ];
  const { cut } = image;
  if (cut?.grid === undefined)
    return cut === undefined ? passages : [...passages, inner(words.uncut(size(cut.overview)))];
  const { columns, rows } = cut.grid;
  const part = { width: cut.refined.width / columns, height: cut.refined.height / rows };
  const told = words.plan(`${columns} × ${rows}`, formatCount(columns * rows), size(cut.overview), size(part));
  return [...passages, inner(told)];
}

function notes({ identity, images, reply }: Answered, language: Language): Passage[] {
  const words = runWords[language];
  const { saysModel } = reply;
  return [
    ...(saysModel === undefined || saysModel === identity.model
      ? []
      : [item(words.says(clean(identity.model, 80), clean(saysModel, 80)))]),
    ...(reply.exchanges.length > 1 ? [item(words.attempts(formatCount(reply.exchanges.length)))] : []),
    ...images.flatMap(({ differs }, at) => {
      if (differs === 'no') return [];
      return [item((differs === 'parts' ? words.differsParts : words.differs)(formatCount(at + 1)))];
    }),
    item(words.noteRuntime),
    item(words.noteOne),
  ];
}

function stepGrid({ steps }: Reply, language: Language): Grid {
  const words = runWords[language];
  const chance = (ln: number): string => (Number.isFinite(ln) ? formatPercent(Math.exp(ln)) : '–');
  return {
    kind: 'grid',
    columns: [
      { header: words.step, numeric: true },
      { header: words.token, quoted: true },
      { header: words.chance, numeric: true },
      { header: words.others, quoted: true },
    ],
    rows: steps.slice(0, mostSteps).map(({ text, lnProbability, alternatives }, at) => [
      formatCount(at + 1),
      clean(text, 40),
      chance(lnProbability),
      alternatives
        .filter((one) => one.text !== text)
        .slice(0, 3)
        .map((one) => `${clean(one.text, 20)} ${chance(one.lnProbability)}`)
        .join(' · '),
    ]),
  };
}
