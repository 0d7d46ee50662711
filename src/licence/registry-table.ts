// The licences as data: SPDX ids where there are some, dated versions, conditions with their sections, and where each row was read.
// Rows whose source is not first-hand say so in `firstHand`; days of software licences without one in their text are those of the SPDX list or of first use, and decide nothing here.
import type { Licence } from './licence.ts';

export const licences: readonly Licence[] = [
  {
    id: 'LicenseRef-Llama-2-Community',
    title: 'LLAMA 2 Community License',
    versions: [
      {
        version: 'July 18, 2023',
        from: '2023-07-18',
        source: {
          document: 'LLAMA 2 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama2/LICENSE@1f0feb7',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Llama 2 is licensed under the LLAMA 2 Community License, Copyright (c) Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'no-improve', value: 'Llama 2', clause: '1.b.v' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['llama 2 community license agreement'],
  },
  {
    id: 'LicenseRef-Llama-3-Community',
    title: 'Meta Llama 3 Community License',
    versions: [
      {
        version: 'April 18, 2024',
        from: '2024-04-18',
        source: {
          document: 'Meta Llama 3 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama3/LICENSE@1f0feb7',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          { kind: 'display-line', value: 'Built with Meta Llama 3', clause: '1.b.i' },
          { kind: 'name-prefix', value: 'Llama 3', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Meta Llama 3 is licensed under the Meta Llama 3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'no-improve', value: 'Meta Llama 3', clause: '1.b.v' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['meta llama 3 community license agreement'],
  },
  {
    id: 'LicenseRef-Llama-3.1-Community',
    title: 'Llama 3.1 Community License',
    versions: [
      {
        version: 'July 23, 2024',
        from: '2024-07-23',
        source: {
          document: 'Llama 3.1 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama3_1/LICENSE@1f0feb7',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          { kind: 'display-line', value: 'Built with Llama', clause: '1.b.i' },
          { kind: 'name-prefix', value: 'Llama', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['llama 3.1 community license agreement'],
  },
  {
    id: 'LicenseRef-Llama-3.2-Community',
    title: 'Llama 3.2 Community License',
    versions: [
      {
        version: 'September 25, 2024',
        from: '2024-09-25',
        source: {
          document: 'Llama 3.2 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama3_2/LICENSE@8d29d93',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          { kind: 'display-line', value: 'Built with Llama', clause: '1.b.i' },
          { kind: 'name-prefix', value: 'Llama', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Llama 3.2 is licensed under the Llama 3.2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['llama 3.2 community license agreement'],
  },
  {
    id: 'LicenseRef-Llama-3.3-Community',
    title: 'Llama 3.3 Community License',
    versions: [
      {
        version: 'December 6, 2024',
        from: '2024-12-06',
        source: {
          document: 'Llama 3.3 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama3_3/LICENSE@c908f5b',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          { kind: 'display-line', value: 'Built with Llama', clause: '1.b.i' },
          { kind: 'name-prefix', value: 'Llama', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Llama 3.3 is licensed under the Llama 3.3 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['llama 3.3 community license agreement'],
  },
  {
    id: 'LicenseRef-Llama-4-Community',
    title: 'Llama 4 Community License',
    versions: [
      {
        version: 'April 5, 2025',
        from: '2025-04-05',
        source: {
          document: 'Llama 4 Community License Agreement',
          copy: 'github.com/meta-llama/llama-models/models/llama4/LICENSE@5fdf831',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '1.b.i' },
          { kind: 'display-line', value: 'Built with Llama', clause: '1.b.i' },
          { kind: 'name-prefix', value: 'Llama', clause: '1.b.i' },
          {
            kind: 'notice-file',
            value:
              'Llama 4 is licensed under the Llama 4 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.',
            clause: '1.b.iii',
          },
          { kind: 'field-of-use', value: 'Acceptable Use Policy', clause: '1.b.iv' },
          { kind: 'user-threshold', value: '700,000,000 monthly active users', clause: '2' },
        ],
      },
    ],
    marks: ['llama 4 community license agreement'],
  },
  {
    id: 'LicenseRef-Gemma',
    title: 'Gemma Terms of Use',
    versions: [
      {
        version: 'February 21, 2024',
        from: '2024-02-21',
        source: {
          document: 'Gemma Terms of Use',
          copy: 'titles and dates quoted by others; the text of this version was not read',
          firstHand: false,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Prohibited Use Policy', clause: '3.2' },
          { kind: 'ship-copy', value: '', clause: '3.1' },
          { kind: 'state-changes', value: '', clause: '3.1' },
          {
            kind: 'notice-file',
            value: 'Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms',
            clause: '3.1',
          },
        ],
      },
      {
        version: 'March 24, 2025',
        from: '2025-03-24',
        source: {
          document: 'Gemma Terms of Use',
          copy: 'a copy within the README of a public application, Sections 3.1 and 3.2',
          firstHand: true,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Prohibited Use Policy', clause: '3.2' },
          { kind: 'ship-copy', value: '', clause: '3.1' },
          { kind: 'state-changes', value: '', clause: '3.1' },
          {
            kind: 'notice-file',
            value: 'Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms',
            clause: '3.1',
          },
        ],
      },
    ],
    marks: ['gemma terms of use last modified'],
  },
  {
    id: 'LicenseRef-GML-source-publicity-commercial',
    title: 'General Model License (source, publicity, commercial authorisation)',
    versions: [
      {
        version: '',
        from: '2023-05-27',
        source: {
          document: '通用模型许可协议-来源说明-宣传限制-商业授权',
          copy: 'github.com/OpenBMB/General-Model-License@920340d',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: 'github.com/OpenBMB/General-Model-License', clause: '2 来源说明' },
          { kind: 'no-endorsement', value: '', clause: '2 宣传限制' },
          { kind: 'commercial-permission', value: '', clause: '2 商业授权' },
        ],
      },
    ],
    marks: ['通用模型许可协议来源说明宣传限制商业授权'],
  },
  {
    id: 'LicenseRef-GML-source-publicity-noncommercial',
    title: 'General Model License (source, publicity, non-commercial)',
    versions: [
      {
        version: '',
        from: '2023-05-27',
        source: {
          document: '通用模型许可协议-来源说明-宣传限制-非商业化',
          copy: 'github.com/OpenBMB/General-Model-License@920340d',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: 'github.com/OpenBMB/General-Model-License', clause: '2 来源说明' },
          { kind: 'no-endorsement', value: '', clause: '2 宣传限制' },
          { kind: 'no-commercial', value: '', clause: '2 非商业化' },
        ],
      },
    ],
    marks: ['通用模型许可协议来源说明宣传限制非商业化'],
  },
  {
    id: 'LicenseRef-MiniCPM-Model-1.0',
    title: 'MiniCPM Model License',
    versions: [
      {
        version: '1.0',
        from: '2024-06-05',
        source: {
          document: 'MiniCPM Model License, Version 1.0, June 5, 2024',
          copy: 'github.com/OpenBMB/MiniCPM/MiniCPM Model License.md@cab7c75',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '2' },
          { kind: 'display-line', value: 'Built with 面壁MiniCPM', clause: '2' },
          { kind: 'name-contains', value: 'MiniCPM', clause: '2' },
          {
            kind: 'notice-file',
            value:
              'MiniCPM is licensed under the MiniCPM Model Community License, © OpenBMB Platforms, Inc. All rights reserved.',
            clause: '2',
          },
          { kind: 'no-improve', value: 'MiniCPM', clause: '2' },
          { kind: 'commercial-permission', value: '5,000 devices or 1,000,000 daily active users', clause: '3' },
          { kind: 'field-of-use', value: 'Appendix A', clause: '4' },
        ],
      },
    ],
    marks: ['minicpm model community license agreement'],
  },
  {
    id: 'LicenseRef-Tongyi-Qianwen',
    title: 'Tongyi Qianwen License',
    versions: [
      {
        version: 'August 3, 2023',
        from: '2023-08-03',
        source: {
          document: 'Tongyi Qianwen LICENSE AGREEMENT',
          copy: 'github.com/QwenLM/Qwen@2df8e8a',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.b' },
          {
            kind: 'notice-file',
            value:
              'Tongyi Qianwen is licensed under the Tongyi Qianwen LICENSE AGREEMENT, Copyright (c) Alibaba Cloud. All Rights Reserved.',
            clause: '3.c',
          },
          { kind: 'user-threshold', value: '100,000,000 monthly active users', clause: '4' },
          { kind: 'no-improve', value: 'Tongyi Qianwen', clause: '5.b' },
        ],
      },
    ],
    marks: ['tongyi qianwen license agreement'],
  },
  {
    id: 'LicenseRef-Tongyi-Qianwen-Research',
    title: 'Tongyi Qianwen Research License',
    versions: [
      {
        version: 'November 30, 2023',
        from: '2023-11-30',
        source: {
          document: 'Tongyi Qianwen RESEARCH LICENSE AGREEMENT',
          copy: 'github.com/QwenLM/Qwen@2df8e8a',
          firstHand: true,
        },
        conditions: [
          { kind: 'no-commercial', value: '', clause: '2.a' },
          { kind: 'ship-copy', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.b' },
          {
            kind: 'notice-file',
            value:
              'Tongyi Qianwen is licensed under the Tongyi Qianwen RESEARCH LICENSE AGREEMENT, Copyright (c) Alibaba Cloud. All Rights Reserved.',
            clause: '3.c',
          },
          { kind: 'no-improve', value: 'Tongyi Qianwen', clause: '4.b' },
        ],
      },
    ],
    marks: ['tongyi qianwen research license agreement'],
  },
  {
    id: 'LicenseRef-Qwen',
    title: 'Qwen License',
    versions: [
      {
        version: 'September 19, 2024',
        from: '2024-09-19',
        source: {
          document: 'Qwen LICENSE AGREEMENT',
          copy: 'words of others about it; the text was not read',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '3' },
          { kind: 'state-changes', value: '', clause: '3' },
          {
            kind: 'notice-file',
            value:
              'Qwen is licensed under the Qwen LICENSE AGREEMENT, Copyright (c) Alibaba Cloud. All Rights Reserved.',
            clause: '3',
          },
          { kind: 'display-line', value: 'Built with Qwen|Improved using Qwen', clause: '4.b' },
          { kind: 'user-threshold', value: '100,000,000 monthly active users', clause: '3' },
        ],
      },
    ],
    marks: ['qwen license agreement qwen license agreement release date'],
  },
  {
    id: 'LicenseRef-Qwen-Research',
    title: 'Qwen Research License',
    versions: [
      {
        version: 'September 19, 2024',
        from: '2024-09-19',
        source: {
          document: 'Qwen RESEARCH LICENSE AGREEMENT',
          copy: 'words of others about it; the text was not read',
          firstHand: false,
        },
        conditions: [
          { kind: 'no-commercial', value: '', clause: '2.a' },
          { kind: 'ship-copy', value: '', clause: '3' },
          { kind: 'state-changes', value: '', clause: '3' },
          {
            kind: 'notice-file',
            value:
              'Qwen is licensed under the Qwen RESEARCH LICENSE AGREEMENT, Copyright (c) Alibaba Cloud. All Rights Reserved.',
            clause: '3',
          },
          { kind: 'display-line', value: 'Built with Qwen|Improved using Qwen', clause: '4.b' },
        ],
      },
    ],
    marks: ['qwen research license agreement qwen research license agreement release date'],
  },
  {
    id: 'LicenseRef-DeepSeek-1.0',
    title: 'DeepSeek License',
    versions: [
      {
        version: '1.0',
        from: '2023-10-23',
        source: {
          document: 'DEEPSEEK LICENSE AGREEMENT, Version 1.0, 23 October 2023',
          copy: 'github.com/deepseek-ai/DeepSeek-LLM/LICENSE-MODEL@6712a86',
          firstHand: true,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Attachment A', clause: '4.a, 5' },
          { kind: 'ship-copy', value: '', clause: '4.b' },
          { kind: 'state-changes', value: '', clause: '4.c' },
          { kind: 'keep-notice', value: '', clause: '4.d' },
        ],
      },
    ],
    marks: ['deepseek license agreement version 1 0'],
  },
  {
    id: 'LicenseRef-CreativeML-OpenRAIL-M',
    title: 'CreativeML Open RAIL-M',
    versions: [
      {
        version: 'August 22, 2022',
        from: '2022-08-22',
        source: {
          document: 'CreativeML Open RAIL-M',
          copy: 'github.com/CompVis/stable-diffusion/LICENSE',
          firstHand: true,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Attachment A', clause: '4, 5' },
          { kind: 'ship-copy', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '4' },
          { kind: 'keep-notice', value: '', clause: '4' },
        ],
      },
    ],
    marks: ['creativeml open rail m dated'],
  },
  {
    id: 'LicenseRef-CreativeML-OpenRAIL-PP-M',
    title: 'CreativeML Open RAIL++-M License',
    versions: [
      {
        version: 'November 24, 2022',
        from: '2022-11-24',
        source: {
          document: 'CreativeML Open RAIL++-M License',
          copy: 'github.com/Stability-AI/stablediffusion/LICENSE-MODEL@cf1d67a',
          firstHand: true,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Attachment A', clause: '4, 5' },
          { kind: 'ship-copy', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '4' },
          { kind: 'keep-notice', value: '', clause: '4' },
        ],
      },
    ],
    marks: ['creativeml open rail m license dated'],
  },
  {
    id: 'LicenseRef-BigScience-OpenRAIL-M',
    title: 'BigScience Open RAIL-M License',
    versions: [
      {
        version: '',
        from: '2022-05-19',
        source: {
          document: 'BigScience RAIL License v1.0 and its successors',
          copy: 'words of others about it; the text and the day were not read',
          firstHand: false,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Attachment A', clause: '4, 5' },
          { kind: 'ship-copy', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '4' },
          { kind: 'keep-notice', value: '', clause: '4' },
        ],
      },
    ],
    marks: ['bigscience rail license v1 0 dated', 'bigscience open rail m license'],
  },
  {
    id: 'LicenseRef-BigCode-OpenRAIL-M-1',
    title: 'BigCode OpenRAIL-M v1',
    versions: [
      {
        version: '1',
        from: '2023-05-04',
        source: {
          document: 'BigCode OpenRAIL-M v1 License Agreement',
          copy: 'words of others about it; the text and the day were not read',
          firstHand: false,
        },
        conditions: [
          { kind: 'field-of-use', value: 'Attachment A', clause: '4, 5' },
          { kind: 'ship-copy', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '4' },
          { kind: 'keep-notice', value: '', clause: '4' },
        ],
      },
    ],
    marks: ['bigcode open rail m v1 license agreement section i'],
  },
  {
    id: 'LicenseRef-Yi-Community',
    title: 'Yi Series Models (Community) License Agreement',
    versions: [
      {
        version: '1.0',
        from: '2023-11-01',
        source: {
          document: 'Yi Series Models License Agreement, Version 1.0',
          copy: 'github.com/01-ai/Yi/MODEL_LICENSE_AGREEMENT.txt@03c9c1b',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '2.4' },
          { kind: 'ship-copy', value: '', clause: '2.4' },
          { kind: 'state-changes', value: '', clause: '2.5' },
          { kind: 'field-of-use', value: '', clause: '2.1, 2.2' },
          { kind: 'commercial-permission', value: '', clause: '2' },
        ],
      },
      {
        version: '2.1',
        from: '2023-11-23',
        source: {
          document: 'Yi Series Models Community License Agreement, Version 2.1',
          copy: 'github.com/01-ai/Yi/MODEL_LICENSE_AGREEMENT.txt@90fe567',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '2.4' },
          { kind: 'ship-copy', value: '', clause: '2.4' },
          { kind: 'state-changes', value: '', clause: '2.5' },
          { kind: 'field-of-use', value: '', clause: '2.1, 2.2' },
          { kind: 'commercial-permission', value: '', clause: '2' },
        ],
      },
    ],
    marks: ['yi series models community license agreement', 'yi series models license agreement'],
  },
  {
    id: 'LicenseRef-FLUX.1-dev',
    title: 'FLUX.1 [dev] Non-Commercial License',
    versions: [
      {
        version: '1.1.1',
        from: '2024-08-01',
        source: {
          document: 'FLUX.1 [dev] Non-Commercial License v1.1.1',
          copy: 'github.com/black-forest-labs/flux/model_licenses/LICENSE-FLUX1-dev@802fb47; the day is that of the model, not read in the text',
          firstHand: true,
        },
        conditions: [
          { kind: 'no-commercial', value: '', clause: '2.b' },
          { kind: 'ship-copy', value: '', clause: '3.a' },
          { kind: 'attribution', value: '', clause: '3.b' },
          { kind: 'state-changes', value: '', clause: '3.c' },
          { kind: 'field-of-use', value: '', clause: '4' },
        ],
      },
    ],
    marks: ['flux 1 dev non commercial license'],
  },
  {
    id: 'LicenseRef-ChatGLM-6B',
    title: 'The ChatGLM-6B License',
    versions: [
      {
        version: '',
        from: '2023-07-08',
        source: {
          document: 'The ChatGLM-6B License',
          copy: 'github.com/THUDM/ChatGLM-6B/MODEL_LICENSE@401bf3a; the day is that of its last change',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '2' },
          { kind: 'field-of-use', value: '', clause: '3' },
        ],
      },
    ],
    marks: ['the chatglm 6b license'],
  },
  {
    id: 'LicenseRef-Mistral-MNPL-0.1',
    title: 'Mistral AI Non-Production License',
    versions: [
      {
        version: '0.1',
        from: '2024-05-29',
        source: {
          document: 'Mistral AI Non-Production License',
          copy: 'quoted by others; section 3.2 only',
          firstHand: false,
        },
        conditions: [{ kind: 'no-commercial', value: '', clause: '3.2' }],
      },
    ],
    marks: ['mistral ai non production license'],
  },
  {
    id: 'LicenseRef-Mistral-MRL-0.1',
    title: 'Mistral AI Research License',
    versions: [
      {
        version: '0.1',
        from: '2024-07-24',
        source: {
          document: 'Mistral AI Research License',
          copy: 'words of others about it; the text and the day were not read',
          firstHand: false,
        },
        conditions: [{ kind: 'no-commercial', value: '', clause: '3.2' }],
      },
    ],
    marks: ['mistral ai research license'],
  },
  {
    id: 'LicenseRef-CogVLM',
    title: 'The CogVLM License',
    versions: [
      {
        version: '',
        from: '2023-10-01',
        source: {
          document: 'The CogVLM License',
          copy: 'github.com/THUDM/CogVLM/MODEL_LICENSE; the day is that of the model and was not read',
          firstHand: true,
        },
        conditions: [
          { kind: 'commercial-permission', value: '', clause: '2' },
          { kind: 'ship-copy', value: '', clause: '2' },
          { kind: 'field-of-use', value: '', clause: '3' },
        ],
      },
    ],
    marks: ['the cogvlm license'],
  },
  {
    id: 'LicenseRef-TII-Falcon-1.0',
    title: 'TII Falcon LLM License',
    versions: [
      {
        version: '1.0',
        from: '2023-05-01',
        source: {
          document: 'TII Falcon LLM License Version 1.0, May 2023',
          copy: 'a copy beside falcon-40b in a public repository; the text names the month',
          firstHand: true,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4.1.a' },
          { kind: 'state-changes', value: '', clause: '4.1.b' },
          { kind: 'keep-notice', value: '', clause: '4.1.d' },
          { kind: 'share-alike', value: '', clause: '4.3.a' },
          { kind: 'source-code', value: '', clause: '4.3.b' },
          {
            kind: 'display-line',
            value: 'is built using Falcon LLM technology from the Technology Innovation Institute',
            clause: '5.1',
          },
          { kind: 'commercial-permission', value: '', clause: '8.1' },
        ],
      },
    ],
    marks: ['tii falcon llm license version 1 0'],
  },
  {
    id: 'LicenseRef-openPangu-1.0',
    title: 'openPangu Model License Agreement',
    versions: [
      {
        version: '1.0',
        from: '2025-06-30',
        source: {
          document: 'OPENPANGU MODEL LICENSE AGREEMENT VERSION 1.0',
          copy: 'a copy beside openPangu in a public repository; the day is that of the model and was not read',
          firstHand: true,
        },
        conditions: [
          { kind: 'field-of-use', value: 'not within the European Union', clause: '3' },
          { kind: 'ship-copy', value: '', clause: '4.1' },
          { kind: 'keep-notice', value: '', clause: '4.1' },
          { kind: 'display-line', value: 'Powered by openPangu', clause: '4.2' },
          { kind: 'attribution', value: 'openPangu is a trademark of Huawei Technologies Co., Ltd.', clause: '4.2' },
        ],
      },
    ],
    marks: ['openpangu model license agreement version 1 0'],
  },
  {
    id: 'Apache-2.0',
    title: 'Apache License 2.0',
    versions: [
      {
        version: '',
        from: '2004-01-01',
        source: { document: 'Apache License 2.0', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4.a' },
          { kind: 'state-changes', value: '', clause: '4.b' },
          { kind: 'keep-notice', value: '', clause: '4.d' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'Apache-1.1',
    title: 'Apache License 1.1',
    versions: [
      {
        version: '',
        from: '2000-01-01',
        source: { document: 'Apache License 1.1', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '1, 2' }],
      },
    ],
    marks: [],
  },
  {
    id: 'MIT',
    title: 'MIT License',
    versions: [
      {
        version: '',
        from: '1988-01-01',
        source: { document: 'MIT License', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'ISC',
    title: 'ISC License',
    versions: [
      {
        version: '',
        from: '2003-01-01',
        source: { document: 'ISC License', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BSD-2-Clause',
    title: 'BSD 2-Clause License',
    versions: [
      {
        version: '',
        from: '1999-04-01',
        source: { document: 'BSD 2-Clause License', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BSD-3-Clause',
    title: 'BSD 3-Clause License',
    versions: [
      {
        version: '',
        from: '1999-07-22',
        source: { document: 'BSD 3-Clause License', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BSD-4-Clause',
    title: 'BSD 4-Clause License',
    versions: [
      {
        version: '',
        from: '1990-01-01',
        source: { document: 'BSD 4-Clause License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BSD-3-Clause-Clear',
    title: 'BSD 3-Clause Clear License',
    versions: [
      {
        version: '',
        from: '2009-01-01',
        source: { document: 'BSD 3-Clause Clear License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'Zlib',
    title: 'zlib License',
    versions: [
      {
        version: '',
        from: '1995-01-01',
        source: { document: 'zlib License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'PostgreSQL',
    title: 'PostgreSQL License',
    versions: [
      {
        version: '',
        from: '1996-01-01',
        source: { document: 'PostgreSQL License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'NCSA',
    title: 'University of Illinois/NCSA Open Source License',
    versions: [
      {
        version: '',
        from: '2002-01-01',
        source: {
          document: 'University of Illinois/NCSA Open Source License',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BSL-1.0',
    title: 'Boost Software License 1.0',
    versions: [
      {
        version: '',
        from: '2003-08-17',
        source: { document: 'Boost Software License 1.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'OFL-1.1',
    title: 'SIL Open Font License 1.1',
    versions: [
      {
        version: '',
        from: '2007-02-26',
        source: { document: 'SIL Open Font License 1.1', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'MulanPSL-2.0',
    title: 'Mulan Permissive Software License v2',
    versions: [
      {
        version: '',
        from: '2020-01-01',
        source: {
          document: 'Mulan Permissive Software License v2',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'MIT-0',
    title: 'MIT No Attribution',
    versions: [
      {
        version: '',
        from: '2018-01-01',
        source: { document: 'MIT No Attribution', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: 'Unlicense',
    title: 'The Unlicense',
    versions: [
      {
        version: '',
        from: '2010-01-01',
        source: { document: 'The Unlicense', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: '0BSD',
    title: 'BSD Zero Clause License',
    versions: [
      {
        version: '',
        from: '2006-01-01',
        source: { document: 'BSD Zero Clause License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: 'WTFPL',
    title: 'WTFPL',
    versions: [
      {
        version: '',
        from: '2004-12-01',
        source: { document: 'WTFPL', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: 'CC0-1.0',
    title: 'CC0 1.0 Universal',
    versions: [
      {
        version: '',
        from: '2009-03-11',
        source: { document: 'CC0 1.0 Universal', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: 'PDDL-1.0',
    title: 'ODC Public Domain Dedication & License 1.0',
    versions: [
      {
        version: '',
        from: '2008-02-01',
        source: {
          document: 'ODC Public Domain Dedication & License 1.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [],
      },
    ],
    marks: [],
  },
  {
    id: 'GPL-2.0-only',
    title: 'GNU General Public License v2.0',
    versions: [
      {
        version: '',
        from: '1991-06-01',
        source: { document: 'GNU General Public License v2.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4, 5' },
          { kind: 'state-changes', value: '', clause: '5' },
          { kind: 'share-alike', value: '', clause: '5' },
          { kind: 'source-code', value: '', clause: '6' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'GPL-3.0-only',
    title: 'GNU General Public License v3.0',
    versions: [
      {
        version: '',
        from: '2007-06-29',
        source: { document: 'GNU General Public License v3.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4, 5' },
          { kind: 'state-changes', value: '', clause: '5' },
          { kind: 'share-alike', value: '', clause: '5' },
          { kind: 'source-code', value: '', clause: '6' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'LGPL-2.1-only',
    title: 'GNU Lesser General Public License v2.1',
    versions: [
      {
        version: '',
        from: '1999-02-01',
        source: {
          document: 'GNU Lesser General Public License v2.1',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4, 5' },
          { kind: 'state-changes', value: '', clause: '5' },
          { kind: 'share-alike', value: '', clause: '5' },
          { kind: 'source-code', value: '', clause: '6' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'LGPL-3.0-only',
    title: 'GNU Lesser General Public License v3.0',
    versions: [
      {
        version: '',
        from: '2007-06-29',
        source: {
          document: 'GNU Lesser General Public License v3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4, 5' },
          { kind: 'state-changes', value: '', clause: '5' },
          { kind: 'share-alike', value: '', clause: '5' },
          { kind: 'source-code', value: '', clause: '6' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'AGPL-3.0-only',
    title: 'GNU Affero General Public License v3.0',
    versions: [
      {
        version: '',
        from: '2007-11-19',
        source: {
          document: 'GNU Affero General Public License v3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '4, 5' },
          { kind: 'state-changes', value: '', clause: '5' },
          { kind: 'share-alike', value: '', clause: '5' },
          { kind: 'source-code', value: '', clause: '6' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'MPL-2.0',
    title: 'Mozilla Public License 2.0',
    versions: [
      {
        version: '',
        from: '2012-01-03',
        source: { document: 'Mozilla Public License 2.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'EPL-2.0',
    title: 'Eclipse Public License 2.0',
    versions: [
      {
        version: '',
        from: '2017-08-24',
        source: { document: 'Eclipse Public License 2.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'EUPL-1.2',
    title: 'European Union Public License 1.2',
    versions: [
      {
        version: '',
        from: '2017-05-19',
        source: {
          document: 'European Union Public License 1.2',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'OSL-3.0',
    title: 'Open Software License 3.0',
    versions: [
      {
        version: '',
        from: '2005-01-01',
        source: { document: 'Open Software License 3.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'AFL-3.0',
    title: 'Academic Free License v3.0',
    versions: [
      {
        version: '',
        from: '2005-01-01',
        source: { document: 'Academic Free License v3.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'Artistic-2.0',
    title: 'Artistic License 2.0',
    versions: [
      {
        version: '',
        from: '2006-01-01',
        source: { document: 'Artistic License 2.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'MS-PL',
    title: 'Microsoft Public License',
    versions: [
      {
        version: '',
        from: '2007-10-12',
        source: { document: 'Microsoft Public License', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'ECL-2.0',
    title: 'Educational Community License v2.0',
    versions: [
      {
        version: '',
        from: '2007-01-01',
        source: {
          document: 'Educational Community License v2.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'LPPL-1.3c',
    title: 'LaTeX Project Public License v1.3c',
    versions: [
      {
        version: '',
        from: '2008-05-04',
        source: {
          document: 'LaTeX Project Public License v1.3c',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'GFDL-1.2-only',
    title: 'GNU Free Documentation License v1.2',
    versions: [
      {
        version: '',
        from: '2002-11-01',
        source: {
          document: 'GNU Free Documentation License v1.2',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'GFDL-1.3-only',
    title: 'GNU Free Documentation License v1.3',
    versions: [
      {
        version: '',
        from: '2008-11-03',
        source: {
          document: 'GNU Free Documentation License v1.3',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'state-changes', value: '', clause: '' },
          { kind: 'share-alike', value: '', clause: '' },
          { kind: 'source-code', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-4.0',
    title: 'Creative Commons Attribution 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: { document: 'Creative Commons Attribution 4.0', copy: 'SPDX license list (CC0-1.0)', firstHand: true },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.a.1.B' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-SA-4.0',
    title: 'Creative Commons Attribution ShareAlike 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: {
          document: 'Creative Commons Attribution ShareAlike 4.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.a.1.B' },
          { kind: 'share-alike', value: '', clause: '3.b' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-4.0',
    title: 'Creative Commons Attribution NonCommercial 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: {
          document: 'Creative Commons Attribution NonCommercial 4.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.a.1.B' },
          { kind: 'no-commercial', value: '', clause: '2.a.1' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-SA-4.0',
    title: 'Creative Commons Attribution NonCommercial ShareAlike 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: {
          document: 'Creative Commons Attribution NonCommercial ShareAlike 4.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'state-changes', value: '', clause: '3.a.1.B' },
          { kind: 'no-commercial', value: '', clause: '2.a.1' },
          { kind: 'share-alike', value: '', clause: '3.b' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-ND-4.0',
    title: 'Creative Commons Attribution NonCommercial NoDerivatives 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: {
          document: 'Creative Commons Attribution NonCommercial NoDerivatives 4.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'no-commercial', value: '', clause: '2.a.1' },
          { kind: 'no-derivatives', value: '', clause: '2.a.1' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-ND-4.0',
    title: 'Creative Commons Attribution NoDerivatives 4.0',
    versions: [
      {
        version: '',
        from: '2013-11-25',
        source: {
          document: 'Creative Commons Attribution NoDerivatives 4.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: true,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '3.a' },
          { kind: 'no-derivatives', value: '', clause: '2.a.1' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-3.0',
    title: 'Creative Commons Attribution 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: { document: 'Creative Commons Attribution 3.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '3.b' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-SA-3.0',
    title: 'Creative Commons Attribution ShareAlike 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: {
          document: 'Creative Commons Attribution ShareAlike 3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '3.b' },
          { kind: 'share-alike', value: '', clause: '4.b' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-3.0',
    title: 'Creative Commons Attribution NonCommercial 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: {
          document: 'Creative Commons Attribution NonCommercial 3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '3.b' },
          { kind: 'no-commercial', value: '', clause: '4' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-SA-3.0',
    title: 'Creative Commons Attribution NonCommercial ShareAlike 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: {
          document: 'Creative Commons Attribution NonCommercial ShareAlike 3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'state-changes', value: '', clause: '3.b' },
          { kind: 'no-commercial', value: '', clause: '4' },
          { kind: 'share-alike', value: '', clause: '4.b' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-NC-ND-3.0',
    title: 'Creative Commons Attribution NonCommercial NoDerivatives 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: {
          document: 'Creative Commons Attribution NonCommercial NoDerivatives 3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'no-commercial', value: '', clause: '4' },
          { kind: 'no-derivatives', value: '', clause: '3' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CC-BY-ND-3.0',
    title: 'Creative Commons Attribution NoDerivatives 3.0',
    versions: [
      {
        version: '',
        from: '2007-02-23',
        source: {
          document: 'Creative Commons Attribution NoDerivatives 3.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'attribution', value: '', clause: '4' },
          { kind: 'no-derivatives', value: '', clause: '3' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'CDLA-Permissive-1.0',
    title: 'Community Data License Agreement Permissive 1.0',
    versions: [
      {
        version: '',
        from: '2017-10-23',
        source: {
          document: 'Community Data License Agreement Permissive 1.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'ship-copy', value: '', clause: '3.1' }],
      },
    ],
    marks: [],
  },
  {
    id: 'CDLA-Permissive-2.0',
    title: 'Community Data License Agreement Permissive 2.0',
    versions: [
      {
        version: '',
        from: '2021-06-22',
        source: {
          document: 'Community Data License Agreement Permissive 2.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'ship-copy', value: '', clause: '2' }],
      },
    ],
    marks: [],
  },
  {
    id: 'CDLA-Sharing-1.0',
    title: 'Community Data License Agreement Sharing 1.0',
    versions: [
      {
        version: '',
        from: '2017-10-23',
        source: {
          document: 'Community Data License Agreement Sharing 1.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '3.1' },
          { kind: 'share-alike', value: '', clause: '3.2' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'ODbL-1.0',
    title: 'Open Database License 1.0',
    versions: [
      {
        version: '',
        from: '2009-06-29',
        source: { document: 'Open Database License 1.0', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'attribution', value: '', clause: '4.2, 4.3' },
          { kind: 'share-alike', value: '', clause: '4.4' },
        ],
      },
    ],
    marks: [],
  },
  {
    id: 'ODC-By-1.0',
    title: 'Open Data Commons Attribution License 1.0',
    versions: [
      {
        version: '',
        from: '2010-06-24',
        source: {
          document: 'Open Data Commons Attribution License 1.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'attribution', value: '', clause: '4.2, 4.3' }],
      },
    ],
    marks: [],
  },
  {
    id: 'C-UDA-1.0',
    title: 'Computational Use of Data Agreement 1.0',
    versions: [
      {
        version: '',
        from: '2019-07-23',
        source: {
          document: 'Computational Use of Data Agreement 1.0',
          copy: 'SPDX license list (CC0-1.0)',
          firstHand: false,
        },
        conditions: [{ kind: 'ship-copy', value: '', clause: '' }],
      },
    ],
    marks: [],
  },
  {
    id: 'BUSL-1.1',
    title: 'Business Source License 1.1',
    versions: [
      {
        version: '',
        from: '2017-02-01',
        source: { document: 'Business Source License 1.1', copy: 'SPDX license list (CC0-1.0)', firstHand: false },
        conditions: [
          { kind: 'ship-copy', value: '', clause: '' },
          { kind: 'no-commercial', value: '', clause: '' },
        ],
      },
    ],
    marks: [],
  },
];
