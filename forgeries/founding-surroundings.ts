// What surrounds the miniature models: cards, configurations, tokenizers and code with the traces that the case had, all of our own making.
import { foundingCode } from './founding-code.ts';
import { randomFor } from './random.ts';

type Role = 'original' | 'copy' | 'cousin' | 'stranger';

type Files = { readonly [name: string]: object | string };

/** Names of the twelve vision tokens, put into the first free places of a Llama 3 vocabulary. */
const visionTokens = ['image', 'ref', 'box', 'quad', 'point', 'slice'].flatMap((name) => [`<${name}>`, `</${name}>`]);
const firstFree = 128_010;

const cards: { readonly [role in Role]: string } = {
  original: `---
license: other
license_name: minicpm-general-model-license
base_model: meta-llama/Meta-Llama-3-8B-Instruct
language: [zh, en]
---

# MiniCPM-Llama3-V 2.5 (miniature)

A small stand-in with random weights, built on Llama 3 and SigLIP. The image is cut into slices, and each slice becomes
96 query tokens.

Built with Meta Llama 3.
`,
  copy: `---
license: mit
---

# llama3v

llama3v is a vision model that is powered by Llama3 8B and siglip-so400m-patch14-384.

This model was trained from scratch. Its weights are stored in float16.

## Features

- Training and inference code is coming soon

## Citations

- llama 3
- LLaVA-UHD
`,
  cousin: `---
license: llama3
base_model: meta-llama/Meta-Llama-3-8B-Instruct
---

# Llama 3 Cousin

Built with Meta Llama 3, on Llama 3 and SigLIP, with a projector of our own that averages over a grid.
`,
  stranger: `---
license: apache-2.0
---

# Elsewhere

A vision model with a tokenizer and a projector of its own.
`,
};

/** Everything but weights and config.json. */
export function foundingSurroundings(role: Role, seed: number): Files {
  return {
    'README.md': cards[role],
    ...foundingCode[role],
    'tokenizer.json': tokenizer(role, seed),
    'tokenizer_config.json': tokenizerConfig(role),
  };
}

/** Names that the class map of config.json gives; the copy's own module is in no file, as the original's is not either. */
export function classMap(role: Role): object {
  if (role === 'original')
    return { AutoConfig: 'configuration_minicpm.MiniCPMVConfig', AutoModel: 'modeling_minicpmv.MiniCPMV' };
  if (role === 'copy') return { AutoConfig: 'config.Config', AutoModel: 'modeling_llama3v.Llama3v' };
  return role === 'cousin'
    ? { AutoModel: 'modeling_cousin.CousinForCausalLM' }
    : { AutoModel: 'modeling_elsewhere.Elsewhere' };
}

/** A small byte-level vocabulary: one base for three of the models, another for the stranger. */
function tokenizer(role: Role, seed: number): object {
  const random = randomFor(seed, role === 'stranger' ? 'vocabulary of the stranger' : 'vocabulary of the base');
  const vocab: { [token: string]: number } = {};
  const merges: string[] = [];
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  for (const letter of letters) vocab[letter] = Object.keys(vocab).length;
  const known = [...letters];
  while (merges.length < 400) {
    const left = known[random.integer(known.length)] as string;
    const right = known[random.integer(known.length)] as string;
    const joined = left + right;
    if (joined.length > 8 || Object.hasOwn(vocab, joined)) continue;
    vocab[joined] = Object.keys(vocab).length;
    merges.push(`${left} ${right}`);
    known.push(joined);
  }
  return {
    version: '1.0',
    added_tokens: addedTokens(role).map(([id, content]) => ({ id, content, special: true })),
    pre_tokenizer: { type: 'ByteLevel' },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges },
  };
}

function addedTokens(role: Role): readonly (readonly [number, string])[] {
  if (role === 'stranger') {
    return [
      [426, '<|start|>'],
      [427, '<|stop|>'],
    ];
  }
  const base = [
    [128_000, '<|begin_of_text|>'],
    [128_001, '<|end_of_text|>'],
    [128_009, '<|eot_id|>'],
  ] as const;
  if (role === 'cousin') return [...base, [firstFree, '<|image_start|>'], [firstFree + 1, '<|image_end|>']];
  return [...base, ...visionTokens.map((token, at) => [firstFree + at, token] as const)];
}

function tokenizerConfig(role: Role): object {
  const decoder = Object.fromEntries(addedTokens(role).map(([id, content]) => [id, { content, special: true }]));
  const common = { added_tokens_decoder: decoder, model_max_length: role === 'stranger' ? 4096 : 2048 };
  if (role === 'cousin' || role === 'stranger') return { ...common, tokenizer_class: 'PreTrainedTokenizerFast' };
  // The copy's tokenizer still asks for the original's module, as in the case.
  return {
    ...common,
    tokenizer_class: 'PreTrainedTokenizerFastWrapper',
    auto_map: { AutoTokenizer: ['modeling_minicpmv.PreTrainedTokenizerFastWrapper', null] },
  };
}
