// Which published model was under which licence from which day, and what it was made from, as its publisher says.

/** A day on which the licence of the weights became another, and where that was read. */
export interface LicencePeriod {
  readonly from: string;
  readonly licence: string;
  readonly source: string;
  readonly firstHand: boolean;
}

export interface KnownModel {
  readonly id: string;
  readonly title: string;
  /** Over the name's letters and digits alone, in lower case. */
  readonly pattern: RegExp;
  /** Ids of this table. */
  readonly ancestors: readonly string[];
  readonly ancestrySource: string;
  /** Of the weights; oldest first, never empty. */
  readonly weights: readonly LicencePeriod[];
  /** Of the code beside them, where that is another. */
  readonly code: string | undefined;
}

const meta = 'github.com/meta-llama/llama-models';
const minicpmV = 'github.com/OpenBMB/MiniCPM-V README';
const general = 'words of others; the card was not read';
const gml = 'LicenseRef-GML-source-publicity-commercial';
const minicpm = 'LicenseRef-MiniCPM-Model-1.0';

function period(from: string, licence: string, source: string, firstHand = true): LicencePeriod {
  return { from, licence, source, firstHand };
}

function model(
  id: string,
  title: string,
  pattern: RegExp,
  weights: readonly LicencePeriod[],
  more: { readonly ancestors?: readonly string[]; readonly ancestrySource?: string; readonly code?: string } = {},
): KnownModel {
  return {
    id,
    title,
    pattern,
    weights,
    ancestors: more.ancestors ?? [],
    ancestrySource: more.ancestrySource ?? '',
    code: more.code,
  };
}

/** The first row whose pattern fits is meant. */
export const knownModels: readonly KnownModel[] = [
  model(
    'minicpm-llama3-v-2.5',
    'MiniCPM-Llama3-V 2.5',
    /^minicpmllama3v25/,
    [
      period('2024-05-20', gml, `${minicpmV}_en at bbdf568, Model License`),
      period('2024-06-05', minicpm, `${minicpmV} at 6bd8779, Model License`),
      period('2025-09-15', 'Apache-2.0', `${minicpmV} at 9d37b1c, "update license"`),
    ],
    {
      ancestors: ['llama-3', 'siglip-so400m'],
      ancestrySource: `${minicpmV}: built on SigLIP-400M and Llama3-8B-Instruct`,
      code: 'Apache-2.0',
    },
  ),
  model(
    'minicpm-v',
    'MiniCPM-V, MiniCPM-o, OmniLMM',
    /^(?:minicpm(?:v|o)\d*|omnilmm)/,
    [
      period('2024-02-01', gml, `${minicpmV} at 24bb62b`),
      period('2024-06-05', minicpm, `${minicpmV} at 6bd8779, Model License`),
      period('2025-09-15', 'Apache-2.0', `${minicpmV} at 9d37b1c, "update license"`),
    ],
    { code: 'Apache-2.0' },
  ),
  model(
    'minicpm',
    'MiniCPM (text)',
    /^minicpm(?!llama3|v|o)/,
    [
      period('2024-02-01', gml, 'github.com/OpenBMB/MiniCPM README'),
      period('2024-06-05', minicpm, 'github.com/OpenBMB/MiniCPM/MiniCPM Model License.md@cab7c75'),
      period('2025-06-06', 'Apache-2.0', 'github.com/OpenBMB/MiniCPM at 2ec3e1d, where the licence file ends'),
    ],
    { code: 'Apache-2.0' },
  ),
  model('llama-4', 'Llama 4', /^(?:meta)?llama4(?:scout|maverick)/, [
    period('2025-04-05', 'LicenseRef-Llama-4-Community', `${meta}/models/llama4/LICENSE`),
  ]),
  model('llama-3.3', 'Llama 3.3', /^(?:meta)?llama3370b(?:instruct)?(?:hf)?$/, [
    period('2024-12-06', 'LicenseRef-Llama-3.3-Community', `${meta}/models/llama3_3/LICENSE`),
  ]),
  model('llama-3.2', 'Llama 3.2', /^(?:meta)?llama32(?:1b|3b|11b|90b)(?:vision)?(?:instruct)?(?:hf)?$/, [
    period('2024-09-25', 'LicenseRef-Llama-3.2-Community', `${meta}/models/llama3_2/LICENSE`),
  ]),
  model('llama-3.1', 'Llama 3.1', /^(?:meta)?llama31(?:8b|70b|405b)(?:instruct)?(?:hf)?$/, [
    period('2024-07-23', 'LicenseRef-Llama-3.1-Community', `${meta}/models/llama3_1/LICENSE`),
  ]),
  model('llama-3', 'Llama 3', /^(?:meta)?llama3(?:(?:8b|70b)(?:instruct)?(?:hf)?)?$/, [
    period('2024-04-18', 'LicenseRef-Llama-3-Community', `${meta}/models/llama3/LICENSE`),
  ]),
  model('llama-2', 'Llama 2', /^(?:meta)?llama2(?:7b|13b|70b)(?:chat)?(?:hf)?$/, [
    period('2023-07-18', 'LicenseRef-Llama-2-Community', `${meta}/models/llama2/LICENSE`),
  ]),
  model('llama-guard', 'Llama Guard', /^(?:meta)?llamaguard(?:2|3)?\d+b$/, [
    period('2024-04-18', 'LicenseRef-Llama-3-Community', general, false),
  ]),
  model('codellama', 'Code Llama', /^codellama(?:7b|13b|34b|70b)(?:python|instruct)?(?:hf)?$/, [
    period('2023-08-24', 'LicenseRef-Llama-2-Community', general, false),
  ]),
  model('falcon', 'Falcon 1B, 7B, 40B', /^falcon(?:rw)?(?:1b|7b|40b)(?:instruct)?$/, [
    period('2023-05-25', 'LicenseRef-TII-Falcon-1.0', general, false),
    period('2023-05-31', 'Apache-2.0', general, false),
  ]),
  model('openpangu', 'openPangu', /^openpangu(?:embedded|pro|ultra|\d+b)/, [
    period('2025-06-30', 'LicenseRef-openPangu-1.0', general, false),
  ]),
  model('cogvlm', 'CogVLM', /^cogvlm/, [period('2023-10-01', 'LicenseRef-CogVLM', 'github.com/THUDM/CogVLM')]),
  model(
    'gemma',
    'Gemma 1 to 3',
    /^(?:code|pali|shield|recurrent|embedding)?gemma(?:11|2|3n?)?(?:\d+[bm]|e\db)(?:it|pt)?(?:mix|pt)?(?:224|448|896)?$/,
    [period('2024-02-21', 'LicenseRef-Gemma', general, false)],
  ),
  model('qwen-research', 'Qwen 1.8B', /^qwen18b(?:chat)?$/, [
    period('2023-11-30', 'LicenseRef-Tongyi-Qianwen-Research', 'github.com/QwenLM/Qwen'),
  ]),
  model('qwen', 'Qwen 7B, 14B, 72B', /^qwen(?:7b|14b|72b)(?:chat)?$/, [
    period('2023-08-03', 'LicenseRef-Tongyi-Qianwen', 'github.com/QwenLM/Qwen'),
  ]),
  model('qwen-2.5-72b', 'Qwen2.5 72B', /^qwen25(?:vl)?72b/, [period('2024-09-19', 'LicenseRef-Qwen', general, false)]),
  model('qwen-2.5-3b', 'Qwen2.5 3B', /^qwen25(?:vl|coder)?3b/, [
    period('2024-09-19', 'LicenseRef-Qwen-Research', general, false),
  ]),
  model('qwen-2.5', 'Qwen2.5, other sizes', /^qwen25(?:vl|coder|math)?(?:05b|15b|7b|14b|32b)/, [
    period('2024-09-19', 'Apache-2.0', general, false),
  ]),
  model('deepseek-r1', 'DeepSeek-R1', /^deepseekr1(?:zero)?$/, [period('2025-01-20', 'MIT', general, false)]),
  model('deepseek-v3', 'DeepSeek-V3', /^deepseekv3(?:base)?$/, [
    period('2024-12-26', 'LicenseRef-DeepSeek-1.0', 'github.com/deepseek-ai/DeepSeek-V3/LICENSE-MODEL', false),
  ]),
  model('deepseek-llm', 'DeepSeek LLM, Coder', /^deepseek(?:llm|coder)(?:v2)?/, [
    period('2023-10-23', 'LicenseRef-DeepSeek-1.0', 'github.com/deepseek-ai/DeepSeek-LLM/LICENSE-MODEL@6712a86'),
  ]),
  model('yi', 'Yi', /^yi(?:6b|9b|34b)/, [
    period('2023-11-04', 'LicenseRef-Yi-Community', 'github.com/01-ai/Yi at 03c9c1b'),
    period('2024-05-30', 'Apache-2.0', 'github.com/01-ai/Yi at 6280097, "update license"'),
  ]),
  model('mistral-7b', 'Mistral 7B, Mixtral', /^(?:mistral7b|mixtral8x(?:7|22)b)(?:instruct)?(?:v\d+)?$/, [
    period('2023-09-27', 'Apache-2.0', general, false),
  ]),
  model('codestral', 'Codestral 22B', /^codestral22b/, [
    period('2024-05-29', 'LicenseRef-Mistral-MNPL-0.1', general, false),
  ]),
  model('mistral-large-2', 'Mistral Large 2', /^mistrallargeinstruct24(?:07|11)/, [
    period('2024-07-24', 'LicenseRef-Mistral-MRL-0.1', general, false),
  ]),
  model('stable-diffusion-1', 'Stable Diffusion 1', /^stablediffusionv?1/, [
    period('2022-08-22', 'LicenseRef-CreativeML-OpenRAIL-M', 'github.com/CompVis/stable-diffusion/LICENSE'),
  ]),
  model('stable-diffusion-2', 'Stable Diffusion 2', /^stablediffusionv?2/, [
    period('2022-11-24', 'LicenseRef-CreativeML-OpenRAIL-PP-M', 'github.com/Stability-AI/stablediffusion'),
  ]),
  model('flux-1-dev', 'FLUX.1 [dev]', /^flux1dev/, [
    period('2024-08-01', 'LicenseRef-FLUX.1-dev', 'github.com/black-forest-labs/flux'),
  ]),
  model('chatglm-6b', 'ChatGLM-6B', /^chatglm6b/, [
    period('2023-03-14', 'LicenseRef-ChatGLM-6B', 'github.com/THUDM/ChatGLM-6B/MODEL_LICENSE@401bf3a'),
  ]),
  model('siglip-so400m', 'SigLIP so400m', /^siglipso400m/, [period('2024-01-08', 'Apache-2.0', general, false)]),
];
