// The kinds of adapters, by PEFT's words and by what their tensors are called. All but LoRA are named and left as stored.
import type { TensorInfo } from '../../formats/format.ts';

const words: ReadonlyMap<string, string> = new Map([
  ['LORA', 'LoRA'],
  ['ADALORA', 'AdaLoRA'],
  ['IA3', 'IA3'],
  ['LOHA', 'LoHa'],
  ['LOKR', 'LoKr'],
  ['OFT', 'OFT'],
  ['BOFT', 'BOFT'],
  ['VERA', 'VeRA'],
  ['PROMPT_TUNING', 'prompt tuning'],
  ['MULTITASK_PROMPT_TUNING', 'prompt tuning'],
  ['PREFIX_TUNING', 'prefix tuning'],
  ['P_TUNING', 'p-tuning'],
  ['ADAPTION_PROMPT', 'adaption prompt'],
  ['LN_TUNING', 'norm tuning'],
]);

/** A kind by PEFT's word: our spelling, or the word itself. */
export function kindOfPeft(word: string | undefined): string | undefined {
  return word === undefined ? undefined : (words.get(word) ?? word);
}

const marks: readonly { readonly mark: RegExp; readonly kind: string }[] = [
  { mark: /\.lora_E(?:\.|$)/, kind: 'AdaLoRA' },
  { mark: /\.ia3_l(?:\.|$)/, kind: 'IA3' },
  { mark: /\.hada_w1_a(?:\.|$)/, kind: 'LoHa' },
  { mark: /\.lokr_w[12](?:_[ab])?(?:\.|$)/, kind: 'LoKr' },
  { mark: /\.oft_[rR](?:\.|$)/, kind: 'OFT' },
  { mark: /\.boft_[RP](?:\.|$)/, kind: 'BOFT' },
  { mark: /\.vera_lambda_[bd](?:\.|$)/, kind: 'VeRA' },
  { mark: /(?:^|\.)prompt_embeddings$/, kind: 'prompt or prefix tuning' },
];

/** What all marks have in common, so that a million other names are passed over quickly. */
const anyMark = /lora_E|ia3_l|hada_w1|lokr_w|oft_|vera_lambda|prompt_embeddings/;

/** A kind whose tensors bear marks of their own; LoRA's do not count among them. */
export function kindByNames(infos: readonly TensorInfo[]): string | undefined {
  for (const { name } of infos) {
    if (!anyMark.test(name)) continue;
    const found = marks.find(({ mark }) => mark.test(name));
    if (found !== undefined) return found.kind;
  }
  return undefined;
}
