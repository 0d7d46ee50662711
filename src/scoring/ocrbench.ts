// OCRBench as its makers score it (Liu et al. 2024): a question counts where one of its answers is contained in what was replied.

export interface OcrItem {
  readonly dataset: string;
  readonly type: string;
  /** Any of them is right. */
  readonly answers: readonly string[];
  readonly reply: string;
}

export const ocrParts = ['recognition', 'scene', 'document', 'extraction', 'mathematics'] as const;

export type OcrPart = (typeof ocrParts)[number];

/** What the makers' file calls the types of each part. */
const partOfType: ReadonlyMap<string, OcrPart> = new Map([
  ['Regular Text Recognition', 'recognition'],
  ['Irregular Text Recognition', 'recognition'],
  ['Artistic Text Recognition', 'recognition'],
  ['Handwriting Recognition', 'recognition'],
  ['Digit String Recognition', 'recognition'],
  ['Non-Semantic Text Recognition', 'recognition'],
  ['Scene Text-centric VQA', 'scene'],
  ['Doc-oriented VQA', 'document'],
  ['Key Information Extraction', 'extraction'],
  ['Handwritten Mathematical Expression Recognition', 'mathematics'],
]);

/** The one set in which case counts and blanks do not. */
const formulas = 'HME100k';

/**
 * Whether a reply is right. Lower case, edges trimmed, line breaks as blanks; of formulas no lower case and no blanks at all. A
 * long reply wins by containment, and a short answer (`1`) is in almost any: so are the makers' rules.
 */
export function isRight({ dataset, answers, reply }: OcrItem): boolean {
  const plain = (text: string): string => {
    const line = text.trim().replaceAll('\n', ' ');
    return dataset === formulas ? line.replaceAll(' ', '') : line.toLowerCase();
  };
  const said = plain(reply);
  return answers.some((answer) => said.includes(plain(answer)));
}

export interface OcrScore {
  readonly parts: { readonly [part in OcrPart]: { readonly right: number; readonly asked: number } };
  /** Right answers in all: of 1,000 where all of the benchmark was asked. */
  readonly sum: number;
  /** Items whose type belongs to no part. */
  readonly unknown: number;
}

export function scoreOcr(items: readonly OcrItem[]): OcrScore {
  const parts: { [part in OcrPart]: { right: number; asked: number } } = {
    recognition: { right: 0, asked: 0 },
    scene: { right: 0, asked: 0 },
    document: { right: 0, asked: 0 },
    extraction: { right: 0, asked: 0 },
    mathematics: { right: 0, asked: 0 },
  };
  let unknown = 0;
  for (const item of items) {
    const part = partOfType.get(item.type);
    if (part === undefined) {
      unknown += 1;
      continue;
    }
    parts[part].asked += 1;
    if (isRight(item)) parts[part].right += 1;
  }
  return { parts, sum: ocrParts.reduce((sum, part) => sum + parts[part].right, 0), unknown };
}
