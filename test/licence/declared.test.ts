// What cards, sentences, identifiers and metadata say of licences, and what they do not say.
import { describe, expect, it } from 'vitest';
import { declarationsOf } from '../../src/licence/declared.ts';
import { knownModel } from '../../src/licence/party.ts';
import { document } from './made.ts';

const of = (text: string, path = 'README.md', metadata = new Map<string, string>()) =>
  declarationsOf('suspect', 'model', [document(path, text)], metadata);

const named = (text: string, path?: string) =>
  of(text, path).licences.map(({ licence, scope }) => `${licence} ${scope}`);

describe('declarationsOf', () => {
  it('reads the fields of a card, with their lines', () => {
    const { licences, parents } = of('---\nlicense: llama3.1\nbase_model:\n- a/b\n- c/d\n---\n# T');
    expect(licences).toMatchObject([{ licence: 'LicenseRef-Llama-3.1-Community', place: { line: 2 } }]);
    expect(parents.map(({ name }) => name)).toEqual(['a/b', 'c/d']);
  });

  it('takes the name that stands beside `other`', () => {
    expect(named('---\nlicense: other\nlicense_name: tongyi-qianwen\n---\n')).toEqual([
      'LicenseRef-Tongyi-Qianwen all',
    ]);
    expect(named('---\nlicense: other\n---\n')).toEqual(['undefined all']);
  });

  it('tells the licence of the code from that of the weights', () => {
    expect(
      named(
        'The code in this repo is released under [Apache-2.0](x) License.\n\nThe usage of model weights must follow [MiniCPM Model License.md](y).\n',
      ),
    ).toEqual(['Apache-2.0 code', 'LicenseRef-MiniCPM-Model-1.0 weights']);
    expect(
      named(
        '* 本仓库中代码依照 [Apache-2.0](x) 协议开源\n* 模型权重的使用则需要遵循 “通用模型许可协议-来源说明-宣传限制-商业授权”。',
      ),
    ).toEqual(['Apache-2.0 code', 'LicenseRef-GML-source-publicity-commercial weights']);
  });

  it('reads nothing into denials, code blocks, data sets and sentences with two licences', () => {
    expect(named('This is not released under the MIT License.')).toEqual([]);
    expect(named('```\nlicense: MIT License\n```')).toEqual([]);
    expect(named('The dataset is under the CC-BY-4.0 license.')).toEqual([]);
    expect(named('Code and weights: Apache-2.0 license and MIT License.')).toEqual([]);
  });

  it('reads identifiers of sources as the licence of code', () => {
    expect(named('# SPDX-License-Identifier: MIT\nx = 1\n', 'a.py')).toEqual(['MIT code']);
  });

  it('reads metadata', () => {
    const metadata = new Map([
      ['general.license', 'llama3'],
      ['general.base_model.0.name', 'Meta Llama 3 8B'],
    ]);
    const { licences, parents } = of('', 'x.txt', metadata);
    expect(licences).toMatchObject([{ licence: 'LicenseRef-Llama-3-Community', scope: 'weights' }]);
    expect(parents).toMatchObject([{ name: 'Meta Llama 3 8B' }]);
  });

  it('reads a parent from a link of a sentence that says so, and not where another model is spoken of', () => {
    expect(of('It is based on [X](https://huggingface.co/owner/x-7b).').parents).toMatchObject([
      { name: 'owner/x-7b' },
    ]);
    expect(of('**Other-2B** is based on [X](https://huggingface.co/owner/x-7b).').parents).toEqual([]);
    expect(of('Unlike models based on [X](https://huggingface.co/owner/x-7b).').parents).toEqual([]);
  });

  it('ends on aliases, deep nesting, HTML and long lines', () => {
    expect(of(`---\na: &a [x,x]\nb: &b [*a,*a]\nlicense: [*b,*b]\n---\n`).licences).toEqual([]);
    of(`---\nlicense: ${'['.repeat(5_000)}\n---\n`);
    of(`# <script>alert(1)</script>\n\n${'license Apache-2.0 '.repeat(60_000)}`);
    of(`${'based on ['.repeat(50_000)}\n`);
  }, 10_000);
});

describe('knownModel', () => {
  it('knows published models by their names alone', () => {
    expect(knownModel('openbmb/MiniCPM-Llama3-V-2_5')?.id).toBe('minicpm-llama3-v-2.5');
    expect(knownModel('meta-llama/Meta-Llama-3-8B-Instruct')?.id).toBe('llama-3');
    expect(knownModel('meta-llama/Llama-3.1-8B')?.id).toBe('llama-3.1');
    expect(knownModel('google/gemma-2-9b-it')?.id).toBe('gemma');
  });

  it('does not take a model made from one for it', () => {
    for (const name of ['Llama-3-Tailor-8B', 'llama3v', 'gemma-tailor', 'Qwen-72B-tailored', '', '___']) {
      expect(knownModel(name), name).toBeUndefined();
    }
  });
});
