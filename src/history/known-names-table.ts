// Names by which public model families are called in code and on hubs: owners, models and modules. To be named is no finding by itself.

export interface KnownFamily {
  readonly family: string;
  /** Accounts that publish it. They say less than a model's name: one account publishes many. */
  readonly owners: readonly string[];
  /** Names of models and modules; compared without regard to case, as whole words between anything but letters and digits. */
  readonly names: readonly string[];
}

export const knownFamilies: readonly KnownFamily[] = [
  {
    family: 'MiniCPM',
    owners: ['openbmb'],
    names: [
      'MiniCPM',
      'MiniCPM-V',
      'MiniCPMV',
      'MiniCPM-Llama3',
      'modeling_minicpm',
      'modeling_minicpmv',
      'OmniLMM',
      '面壁',
    ],
  },
  { family: 'LLaVA-UHD', owners: [], names: ['LLaVA-UHD', 'LLaVA_UHD'] },
  {
    family: 'LLaVA',
    owners: ['liuhaotian', 'llava-hf', 'lmms-lab'],
    names: ['LLaVA', 'LLaVA-NeXT', 'llava_next', 'llava_llama', 'llava_arch', 'LLaVA-OneVision'],
  },
  {
    family: 'Llama',
    owners: ['meta-llama'],
    names: [
      'Llama-2',
      'Llama 2',
      'Llama2',
      'Llama-3',
      'Llama 3',
      'Llama3',
      'Meta-Llama',
      'modeling_llama',
      'CodeLlama',
      'Code Llama',
      'TinyLlama',
    ],
  },
  {
    family: 'Qwen',
    owners: [],
    names: ['Qwen', 'Qwen2', 'Qwen3', 'Qwen-VL', 'Qwen2-VL', 'QwenVL', 'modeling_qwen', 'modeling_qwen2', '通义千问'],
  },
  { family: 'InternVL', owners: ['opengvlab'], names: ['InternVL', 'InternViT', 'modeling_internvl_chat'] },
  {
    family: 'InternLM',
    owners: [],
    names: ['InternLM', 'InternLM2', 'modeling_internlm', 'modeling_internlm2', 'XComposer', '书生'],
  },
  { family: 'Yi', owners: ['01-ai'], names: ['Yi-VL', 'Yi-6B', 'Yi-9B', 'Yi-34B', 'Yi-1.5', 'modeling_yi'] },
  { family: 'CogVLM', owners: [], names: ['CogVLM', 'CogVLM2', 'CogAgent', 'modeling_cogvlm'] },
  {
    family: 'GLM',
    owners: ['thudm', 'zai-org'],
    names: ['ChatGLM', 'ChatGLM2', 'ChatGLM3', 'GLM-4', 'GLM4', 'VisualGLM', 'modeling_chatglm', '智谱'],
  },
  { family: 'Idefics', owners: ['huggingfacem4'], names: ['Idefics', 'Idefics2', 'Idefics3', 'SmolVLM'] },
  { family: 'SigLIP', owners: [], names: ['SigLIP', 'SigLIP2', 'modeling_siglip'] },
  { family: 'CLIP', owners: [], names: ['clip-vit', 'OpenCLIP', 'EVA-CLIP'] },
  {
    family: 'Phi',
    owners: [],
    names: ['Phi-1', 'Phi-1.5', 'Phi-2', 'Phi-3', 'Phi-3.5', 'Phi-4', 'modeling_phi', 'modeling_phi3'],
  },
  {
    family: 'Gemma',
    owners: [],
    names: [
      'Gemma-2b',
      'Gemma-7b',
      'Gemma-2',
      'Gemma2',
      'Gemma-3',
      'Gemma3',
      'PaliGemma',
      'CodeGemma',
      'modeling_gemma',
    ],
  },
  {
    family: 'Mistral',
    owners: ['mistralai'],
    names: [
      'Mistral-7B',
      'Mistral 7B',
      'Mixtral',
      'Mixtral-8x7B',
      'Pixtral',
      'Codestral',
      'modeling_mistral',
      'modeling_mixtral',
    ],
  },
  {
    family: 'DeepSeek',
    owners: ['deepseek-ai'],
    names: [
      'DeepSeek',
      'DeepSeek-V2',
      'DeepSeek-V3',
      'DeepSeek-VL',
      'DeepSeekV2',
      'DeepSeekV3',
      'modeling_deepseek',
      '深度求索',
    ],
  },
  { family: 'Baichuan', owners: ['baichuan-inc'], names: ['Baichuan', 'Baichuan2', 'modeling_baichuan', '百川'] },
  { family: 'Skywork', owners: [], names: ['Skywork', 'modeling_skywork', '天工'] },
  { family: 'BLOOM', owners: ['bigscience'], names: ['BLOOMZ', 'bloom-560m', 'bloom-7b1', 'modeling_bloom'] },
  {
    family: 'Falcon',
    owners: ['tiiuae'],
    names: ['Falcon-7B', 'Falcon-40B', 'Falcon-180B', 'modeling_falcon', 'RefinedWeb'],
  },
  {
    family: 'GPT-NeoX',
    owners: ['eleutherai'],
    names: ['GPT-NeoX', 'Pythia', 'GPT-J', 'GPT-Neo', 'modeling_gpt_neox'],
  },
  { family: 'OPT', owners: [], names: ['opt-125m', 'opt-1.3b', 'opt-6.7b', 'modeling_opt'] },
  { family: 'MPT', owners: ['mosaicml'], names: ['mpt-7b', 'mpt-30b', 'modeling_mpt'] },
  { family: 'StableLM', owners: ['stabilityai'], names: ['StableLM', 'Stable Diffusion', 'stable-diffusion', 'SDXL'] },
  { family: 'Vicuna', owners: ['lmsys'], names: ['Vicuna', 'vicuna-7b', 'vicuna-13b'] },
  { family: 'BLIP', owners: [], names: ['BLIP-2', 'BLIP2', 'InstructBLIP', 'MiniGPT-4'] },
  { family: 'Moondream', owners: ['vikhyatk'], names: ['Moondream', 'Moondream1', 'Moondream2'] },
  { family: 'Florence', owners: [], names: ['Florence-2', 'modeling_florence2'] },
  { family: 'OLMo', owners: ['allenai'], names: ['OLMo', 'OLMoE', 'Molmo', 'modeling_olmo'] },
  { family: 'Pangu', owners: [], names: ['Pangu', 'PanguAlpha', 'openPangu', '盘古'] },
  { family: 'Hunyuan', owners: [], names: ['Hunyuan', 'HunyuanDiT', '混元'] },
  { family: 'Orion', owners: ['orionstarai'], names: ['Orion-14B'] },
  {
    family: 'Whisper',
    owners: [],
    names: ['whisper-tiny', 'whisper-base', 'whisper-small', 'whisper-large', 'modeling_whisper'],
  },
];
