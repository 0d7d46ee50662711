// Claims out of the prose of cards. A sentence counts where it is about this model alone: what is denied, compared, planned,
// quoted in a table or said of another model is left out, because a claim that was never made must not be contradicted.
import { readCard } from '../../documents/card.ts';
import { linesOf, type TextDocument } from '../../documents/document.ts';
import { excerptOf, type Place, type Side } from '../../findings/finding.ts';
import type { Claim, Words } from './claim.ts';

/** Longer lines are data or whole pages in one line; sentences in them cannot be told apart safely. */
const longestLine = 4_000;
const mostClaims = 500;
const mostLines = 20_000;

/** Says that the sentence is not a plain statement about this model. */
const excluded =
  /\b(?:not|never|no longer|cannot|without|instead of|unlike|than|versus|vs\.?|compar(?:ed|able|ison|ing)|outperform\w*|surpass\w*|similar to|such as|e\.g\.|like|you|your|will|plan(?:s|ned)?|upcoming|coming soon|should|would|could|might|if|previous|earlier|before|other|others|both|either|family|series|models|variants?|sizes|ranging|respectively|dataset|corpus|tokens of)\b|n't\b|不是|并非|没有|未|不再|相比|相较|超过|优于|类似|例如|计划|将会|即将|系列|数据集|分别/iu;

/** Says of a number of parameters that it is not of the whole model. */
const partial =
  /\b(?:active|activated|activates|trainable|non-embedding|embedding|lora|adapter|additional|extra|projector|vision|encoder|decoder|tower|head|experts?|draft|per|each|only|teacher|student)\b|激活|可训练|非嵌入|视觉|编码器/iu;

const parameterCount =
  /(?<![\w.,-])(\d{1,4}(?:\.\d{1,3})?)\s?(?:(B|M)(?![A-Za-z])|(billion|million)|(亿|万亿|十亿|百万))[\s-]*(?:model\s)?(?:parameters?|params?\b|参数)|参数(?:量|总量|规模)?\s*(?:为|是|约|：|:|达到?)?\s*(?:约\s*)?(\d{1,4}(?:\.\d{1,3})?)\s?(B|M|亿|百万)/iu;

const scales: ReadonlyMap<string, number> = new Map([
  ['b', 1e9],
  ['billion', 1e9],
  ['m', 1e6],
  ['million', 1e6],
  ['百万', 1e6],
  ['亿', 1e8],
  ['十亿', 1e9],
  ['万亿', 1e12],
]);

const subject = /\b(?:this|the|our|it|its)\b|本模型|该模型|我们的/iu;

const scratch =
  /\b(?:pre-?)?train(?:ed|s|ing)?\b[^.。]{0,60}\bfrom scratch\b|从零(?:开始)?(?:预?训练|自?研)|(?:完全|全)?自主?研发?的?(?:大?模型)/iu;

/** The parts of a network that can be trained from scratch on top of what is not. */
const part =
  /\b(?:tokenizer|projector|projection|adapter|head|connector|resampler|layers?|classifier|encoder|decoder|vae|lora)\b|分词器|投影|适配|编码器/iu;

const stored =
  /\b(?:weights?|checkpoints?|model)\b[^.。]{0,40}\b(?:stored|saved|released|published|provided|distributed)\b[^.。]{0,20}\b(?:in|as)\s+(bf16|bfloat16|fp16|float16|fp32|float32|int8|int4|8-bit|4-bit)\b|权重[^。]{0,20}(?:以|为)\s*(bf16|bfloat16|fp16|float16|fp32|float32|int8|int4)\s*(?:格式|精度|存储|保存|发布)/iu;

const bitsOf: ReadonlyMap<string, number> = new Map([
  ['bf16', 16],
  ['bfloat16', 16],
  ['fp16', 16],
  ['float16', 16],
  ['fp32', 32],
  ['float32', 32],
  ['int8', 8],
  ['8-bit', 8],
  ['int4', 4],
  ['4-bit', 4],
]);

/** Image encoders carry their patch and image size in their names. */
const encoder = /\b((?:siglip2?|clip|dfn|eva|metaclip)[\w.-]{0,40}?patch(\d{1,3})-(\d{2,4}))\b/iu;
const uses =
  /\b(?:based on|built (?:on|upon|with|from)|powered by|combin\w+|us(?:es|ed|ing)|vision (?:encoder|tower|model|backbone)|image encoder|initiali[sz]ed (?:from|with))\b|基于|采用|使用|视觉编码器/iu;

/** Says that others' work is acknowledged or cited there. */
const thanks = /\b(?:thank\w*|acknowledg\w*|codebases?|projects|citations?|repositor\w+)\b|感谢|致谢/iu;

const counted: readonly (readonly [RegExp, 'layers' | 'queries' | 'vocabulary'])[] = [
  [/(?<![\w.,-])(\d{1,3})[\s-](?:transformer |decoder |hidden )?layers?\b/iu, 'layers'],
  [/(?<![\w.,-])(\d{1,5})\s(?:learn(?:ed|able) )?(?:queries|query tokens)\b/iu, 'queries'],
  [/\bvocabulary(?: size)? of (\d{1,3}(?:,\d{3})+|\d{4,7})(?!\w|[.,]\d)/iu, 'vocabulary'],
];

/** The claims in a model's cards. */
export function readWords(side: Side, name: string, documents: readonly TextDocument[]): Words {
  const claims: Claim[] = [];
  let [read, lines] = [0, 0];
  for (const document of documents) {
    if (!/(?:^|\/)(?:readme|model[-_ ]?card)[^/]*\.(?:md|markdown|txt)$/i.test(document.path)) continue;
    const { fields, bodyLine } = readCard(document);
    const all = linesOf(document.text);
    const place = (line: number): Place => ({
      side,
      file: document.path,
      line,
      excerpt: excerptOf(all.lineText(line)),
    });
    const base = fields.find(({ key }) => key === 'base_model');
    for (const value of base?.values ?? []) {
      if (base !== undefined) claims.push({ kind: 'base-model', name: value, place: place(base.line) });
    }
    let fenced = false;
    lines += all.count;
    for (let line = bodyLine; line <= Math.min(all.count, mostLines); line++) {
      const text = all.lineText(line);
      const fence = /^\s*(?:```|~~~)/.test(text);
      if (fence) fenced = !fenced;
      if (fence || fenced || text.length > longestLine || isLayout(text)) continue;
      read += 1;
      if (claims.length >= mostClaims) continue;
      for (const sentence of sentencesOf(text)) claims.push(...claimsIn(sentence, name, place(line)));
    }
  }
  return { name, claims, read, lines };
}

/** Tables, HTML, pictures, quotations and indented code. */
function isLayout(text: string): boolean {
  return /^\s*(?:\||<|>|!\[)|^(?: {4}|\t)|\|[^|]*\|/.test(text);
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+|(?<=[。！？；])/u).map((sentence) => sentence.replace(/[*_`]/g, ''));
}

function claimsIn(sentence: string, name: string, place: Place): Claim[] {
  const found: Claim[] = [];
  const named = encoder.exec(sentence);
  if (
    named !== null &&
    uses.test(sentence) &&
    !thanks.test(sentence) &&
    !/\b(?:not|unlike|instead of)\b|n't\b|不是|并非/iu.test(sentence)
  ) {
    const [, full = '', patch = '', size = ''] = named;
    found.push({ kind: 'encoder', name: full, patch: Number(patch), size: Number(size), place });
  }
  if (namesAnother(sentence, name)) return found;
  if (isFromScratch(sentence, name)) found.push({ kind: 'from-scratch', place });
  if (excluded.test(sentence)) return found;
  if (!subject.test(sentence) && !mentions(sentence, name)) return found;
  const parameters = parametersIn(sentence);
  if (parameters !== undefined) found.push({ kind: 'parameters', ...parameters, place });
  const dtype = stored.exec(sentence);
  const word = (dtype?.[1] ?? dtype?.[2] ?? '').toLowerCase();
  const bits = bitsOf.get(word);
  if (bits !== undefined) found.push({ kind: 'bits', value: bits, name: word, place });
  for (const [pattern, kind] of counted) {
    const value = pattern.exec(sentence)?.[1]?.replaceAll(',', '');
    if (value !== undefined && !partial.test(sentence)) found.push({ kind, value: Number(value), place });
  }
  return found;
}

/** What it was trained on is no comparison here. */
const trainedOn = /dataset|corpus|tokens of|数据集/giu;

function isFromScratch(sentence: string, name: string): boolean {
  if (!scratch.test(sentence) || part.test(sentence) || excluded.test(sentence.replace(trainedOn, ''))) return false;
  return subject.test(sentence) || mentions(sentence, name);
}

/** A number of parameters, and half a unit of its last place: what rounding may hide. */
export function parametersIn(sentence: string): { readonly value: number; readonly rounded: number } | undefined {
  if (partial.test(sentence)) return undefined;
  const hit = parameterCount.exec(sentence);
  if (hit === null) return undefined;
  const digits = hit[1] ?? hit[5] ?? '';
  const scale = scales.get((hit[2] ?? hit[3] ?? hit[4] ?? hit[6] ?? '').toLowerCase());
  if (scale === undefined) return undefined;
  const decimals = digits.split('.')[1]?.length ?? 0;
  return { value: Number(digits) * scale, rounded: (scale * 10 ** -decimals) / 2 };
}

const size = /[- ]\d+(?:\.\d+)?[BM]\b/g;

/** Words before a size that make no name of it: `a total of 8B`, `with 7B`. */
const noName = /^(?:of|with|has|have|a|an|the|about|around|nearly|total|over|contains?|is|this|only|just|comprising)$/i;

/** Characters before a size in which its name must stand, and parts of a name that are tried: `MiniCPM Llama3 V 2.5`. */
const nameReach = 80;
const nameParts = 5;

/** Whether a name like `Llama-3-8B` stands there that is no part of this model's own. */
function namesAnother(sentence: string, name: string): boolean {
  const own = compact(name);
  for (const { index, 0: amount } of sentence.matchAll(size)) {
    const parts = sentence.slice(Math.max(0, index - nameReach), index).split(/[^\w.]+/);
    const last = parts.at(-1) ?? '';
    if (last === '' || noName.test(last) || !/[A-Za-z]|\d/.test(last)) continue;
    // A sentence's ordinary word before a size is no name either; names have a capital or a digit.
    if (!/[A-Z\d]/.test(last)) continue;
    const tried = Array.from({ length: nameParts }, (_, at) => compact(parts.slice(-1 - at).join('')));
    const isOwn = tried.some(
      (each) => each !== '' && (own.includes(each) || own.includes(`${each}${compact(amount)}`)),
    );
    if (!isOwn) return true;
  }
  return false;
}

function mentions(sentence: string, name: string): boolean {
  const own = compact(name);
  return own.length >= 3 && compact(sentence).includes(own);
}

const compact = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
