// How licences are named in cards, metadata and sentences, each with the id that our registry keeps it under.
import { licences } from './registry-table.ts';

/** Values of a card's `license`, `license_name`, of `general.license`, in lower case with `-` between words. */
const cardNames: readonly (readonly [string, string])[] = [
  ['llama2', 'LicenseRef-Llama-2-Community'],
  ['llama3', 'LicenseRef-Llama-3-Community'],
  ['llama3.1', 'LicenseRef-Llama-3.1-Community'],
  ['llama3.2', 'LicenseRef-Llama-3.2-Community'],
  ['llama3.3', 'LicenseRef-Llama-3.3-Community'],
  ['llama4', 'LicenseRef-Llama-4-Community'],
  ['gemma', 'LicenseRef-Gemma'],
  ['gemma-terms-of-use', 'LicenseRef-Gemma'],
  ['creativeml-openrail-m', 'LicenseRef-CreativeML-OpenRAIL-M'],
  ['openrail++', 'LicenseRef-CreativeML-OpenRAIL-PP-M'],
  ['bigscience-openrail-m', 'LicenseRef-BigScience-OpenRAIL-M'],
  ['bigscience-bloom-rail-1.0', 'LicenseRef-BigScience-OpenRAIL-M'],
  ['bigcode-openrail-m', 'LicenseRef-BigCode-OpenRAIL-M-1'],
  ['deepseek', 'LicenseRef-DeepSeek-1.0'],
  ['deepseek-license', 'LicenseRef-DeepSeek-1.0'],
  ['tongyi-qianwen', 'LicenseRef-Tongyi-Qianwen'],
  ['tongyi-qianwen-license-agreement', 'LicenseRef-Tongyi-Qianwen'],
  ['tongyi-qianwen-research', 'LicenseRef-Tongyi-Qianwen-Research'],
  ['qwen', 'LicenseRef-Qwen'],
  ['qwen-research', 'LicenseRef-Qwen-Research'],
  ['yi-license', 'LicenseRef-Yi-Community'],
  ['minicpm', 'LicenseRef-MiniCPM-Model-1.0'],
  ['minicpm-model-license', 'LicenseRef-MiniCPM-Model-1.0'],
  ['mrl', 'LicenseRef-Mistral-MRL-0.1'],
  ['mnpl', 'LicenseRef-Mistral-MNPL-0.1'],
  ['flux-1-dev-non-commercial-license', 'LicenseRef-FLUX.1-dev'],
  ['gpl-2.0', 'GPL-2.0-only'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['lgpl-2.1', 'LGPL-2.1-only'],
  ['lgpl-3.0', 'LGPL-3.0-only'],
  ['agpl-3.0', 'AGPL-3.0-only'],
  ['gpl-2.0-or-later', 'GPL-2.0-only'],
  ['gpl-3.0-or-later', 'GPL-3.0-only'],
  ['lgpl-3.0-or-later', 'LGPL-3.0-only'],
  ['agpl-3.0-or-later', 'AGPL-3.0-only'],
  ['gfdl', 'GFDL-1.3-only'],
];

const byCardName: ReadonlyMap<string, string> = new Map([
  ...licences.map(({ id }) => [id.toLowerCase(), id] as const),
  ...cardNames,
]);

/** The registry's id for a value of a card or of metadata; undefined where we know none (`other`, `openrail`, `cc`). */
export function idOfCardName(value: string): string | undefined {
  return byCardName.get(
    value
      .slice(0, 200)
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-'),
  );
}

/** Names of licences within sentences. The longer one stands first where one holds another. */
export const sentenceNames: readonly (readonly [RegExp, string])[] = [
  [/通用模型许可协议\s*-\s*来源说明\s*-\s*宣传限制\s*-\s*非商业化/u, 'LicenseRef-GML-source-publicity-noncommercial'],
  [/通用模型许可协议\s*-\s*来源说明\s*-\s*宣传限制\s*-\s*商业授权/u, 'LicenseRef-GML-source-publicity-commercial'],
  [
    /General Model License Agreement\s*-\s*Source Notes\s*-\s*Publicity Restrictions\s*-\s*Commercial/i,
    'LicenseRef-GML-source-publicity-commercial',
  ],
  [/MiniCPM Model (?:Community )?License|MiniCPM\s*模型(?:商用|社区)许可协议/iu, 'LicenseRef-MiniCPM-Model-1.0'],
  [/Llama 4 Community License/i, 'LicenseRef-Llama-4-Community'],
  [/Llama 3\.3 Community License/i, 'LicenseRef-Llama-3.3-Community'],
  [/Llama 3\.2 Community License/i, 'LicenseRef-Llama-3.2-Community'],
  [/Llama 3\.1 Community License/i, 'LicenseRef-Llama-3.1-Community'],
  [/Llama[- ]?3 (?:Community )?License/i, 'LicenseRef-Llama-3-Community'],
  [/Llama[- ]?2 (?:Community )?License/i, 'LicenseRef-Llama-2-Community'],
  [/Gemma Terms of Use/i, 'LicenseRef-Gemma'],
  [/Tongyi Qianwen RESEARCH LICENSE/i, 'LicenseRef-Tongyi-Qianwen-Research'],
  [/Tongyi Qianwen LICENSE/i, 'LicenseRef-Tongyi-Qianwen'],
  [/Qwen RESEARCH LICENSE/i, 'LicenseRef-Qwen-Research'],
  [/Yi Series Models (?:Community )?License/i, 'LicenseRef-Yi-Community'],
  [/DeepSeek (?:Model )?License/i, 'LicenseRef-DeepSeek-1.0'],
  [/CreativeML Open ?RAIL\+\+-M/i, 'LicenseRef-CreativeML-OpenRAIL-PP-M'],
  [/CreativeML Open ?RAIL-M/i, 'LicenseRef-CreativeML-OpenRAIL-M'],
  [/FLUX\.1 \[dev\] Non-Commercial License/i, 'LicenseRef-FLUX.1-dev'],
  [/Apache(?:[- ]2(?:\.0)?| License,? (?:Version )?2\.0| 许可证 ?2\.0)/iu, 'Apache-2.0'],
  [/\bMIT(?: License|[- ]licen[cs]ed| 许可证| 协议)/iu, 'MIT'],
  [/CC[- ]BY[- ]NC[- ]SA[- ]4\.0/i, 'CC-BY-NC-SA-4.0'],
  [/CC[- ]BY[- ]NC[- ]4\.0/i, 'CC-BY-NC-4.0'],
  [/CC[- ]BY[- ]SA[- ]4\.0/i, 'CC-BY-SA-4.0'],
  [/CC[- ]BY[- ]4\.0/i, 'CC-BY-4.0'],
];
