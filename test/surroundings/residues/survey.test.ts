// Names of others where a model's own would stand: found when they are there, quiet when a library or a base brings them.
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../../forgeries/memory-folder.ts';
import { encodeZip } from '../../../forgeries/writers/zip.ts';
import type { Finding, Survey } from '../../../src/findings/finding.ts';
import { surveyOwnResidues, surveyResidues } from '../../../src/surroundings/residues/survey.ts';
import { readSurroundings, type Surroundings } from '../../../src/surroundings/surroundings.ts';

const encoder = new TextEncoder();

type Files = { readonly [path: string]: string };

function around(files: Files, metadata: Files = {}): Promise<Surroundings> {
  const folder = memoryFolder(new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])));
  return readSurroundings({ name: 'model', folder }, new Map(Object.entries(metadata)));
}

const original: Files = {
  'config.json': JSON.stringify({
    architectures: ['MiniCPMV'],
    model_type: 'minicpmv',
    auto_map: { AutoModel: 'modeling_minicpmv.MiniCPMV' },
    vision_config: { model_type: 'siglip_vision_model' },
  }),
  'modeling_minicpmv.py':
    '# Copyright 2024 The OpenBMB Team.\nfrom transformers import LlamaForCausalLM\n\nclass MiniCPMV(LlamaForCausalLM):\n    pass\n',
};

const skin: Files = {
  'config.json': JSON.stringify({
    architectures: ['Llama3v'],
    model_type: 'llama3v',
    vision_config: { model_type: 'siglip_vision_model' },
  }),
  'modeling_llama3v.py': 'from transformers import LlamaForCausalLM\n\nclass Llama3v(LlamaForCausalLM):\n    pass\n',
  'tokenizer_config.json':
    '{\n  "auto_map": {\n    "AutoTokenizer": ["modeling_minicpmv.PreTrainedTokenizerFastWrapper", null]\n  }\n}\n',
  'README.md': '# llama3v\n\nBuilt on Llama 3 and SigLIP.\n',
};

const findings = (survey: Survey, id: string): readonly Finding[] =>
  survey.status === 'measured' ? survey.findings.filter(({ statement }) => statement.id === id) : [];
const telling = (survey: Survey): readonly Finding[] =>
  survey.status === 'measured' ? survey.findings.filter(({ weight }) => weight === 'telling') : [];

describe('residues of another project', () => {
  it('are found with file and line: a module that is asked for and is not there', async () => {
    const survey = surveyResidues(await around(skin), await around(original));
    const [found] = findings(survey, 'residues.absent-module-there');
    expect(found?.statement.values['module']).toBe('modeling_minicpmv');
    expect(found?.weight).toBe('telling');
    expect(found?.places[0]).toMatchObject({ side: 'suspect', file: 'tokenizer_config.json', line: 3 });
    expect(found?.places.some(({ side }) => side === 'candidate')).toBe(true);
  });

  it('are found without anybody to compare with', async () => {
    const survey = surveyOwnResidues(await around(skin));
    expect(findings(survey, 'residues.absent-module').map(({ weight }) => weight)).toEqual(['telling']);
  });

  it('are context where a class map asks for code of a project that the card names', async () => {
    const open = { ...skin, 'README.md': '# llama3v\n\nA fine-tune of MiniCPM-V 2.5.\n' };
    const survey = surveyResidues(await around(open), await around(original));
    expect(findings(survey, 'residues.absent-module-there').map(({ weight }) => weight)).toEqual(['context']);
  });

  it('are context where the texts name the project', async () => {
    const open = { ...skin, 'README.md': '# llama3v\n\nThe tokenizer is that of MiniCPMV.\n' };
    const survey = surveyResidues(await around(open), await around(original));
    const [found] = findings(survey, 'residues.name-declared');
    expect(found?.weight).toBe('context');
    expect(found?.places.some(({ file, line }) => file === 'README.md' && line === 3)).toBe(true);
    expect(findings(survey, 'residues.name')).toEqual([]);
  });

  it('are found in the metadata of weight files', async () => {
    const suspect = await around({ 'config.json': '{"model_type": "llama3v"}' }, { 'clip.minicpmv_version': '2' });
    const [found] = findings(surveyResidues(suspect, await around(original)), 'residues.metadata');
    expect(found?.weight).toBe('context');
  });

  it('are found in chat templates, and in classes that a pickle would have called', async () => {
    const suspect = await around(
      {
        'tokenizer_config.json': JSON.stringify({ chat_template: 'You are MiniCPM-V, a helpful model.' }),
        'config.json': '{}',
      },
      { 'pickle names': 'modeling_minicpmv.MiniCPMV' },
    );
    const survey = surveyResidues(suspect, await around(original));
    expect(findings(survey, 'residues.template').map(({ weight }) => weight)).toEqual(['context']);
    expect(findings(survey, 'residues.metadata').map(({ weight }) => weight)).toEqual(['context']);
  });

  it('are names of known families, where a configuration names one that no text mentions', async () => {
    const files = {
      'config.json': JSON.stringify({ model_type: 'mine', auto_map: { AutoModel: 'modeling_internvl_chat.Chat' } }),
    };
    expect(findings(surveyOwnResidues(await around(files)), 'residues.family').map(({ weight }) => weight)).toEqual([
      'telling',
    ]);
    const open = { ...files, 'README.md': 'Built on InternVL.\n' };
    expect(
      findings(surveyOwnResidues(await around(open)), 'residues.family-declared').map(({ weight }) => weight),
    ).toEqual(['context']);
    const based = { 'config.json': JSON.stringify({ model_type: 'mine', base_model: 'meta-llama/Llama-3-8B' }) };
    expect(findings(surveyOwnResidues(await around(based)), 'residues.family')).toEqual([]);
  });

  it('are not what a library or a public base brings', async () => {
    const honest: Files = {
      'config.json': JSON.stringify({
        architectures: ['CousinForCausalLM'],
        model_type: 'cousin',
        auto_map: { AutoModel: 'modeling_cousin.CousinForCausalLM' },
        vision_config: { model_type: 'siglip_vision_model' },
      }),
      'modeling_cousin.py':
        'from transformers import LlamaForCausalLM, SiglipVisionModel\n\nclass CousinForCausalLM(LlamaForCausalLM):\n    pass\n',
    };
    expect(telling(surveyResidues(await around(honest), await around(original)))).toEqual([]);
    expect(telling(surveyOwnResidues(await around(honest)))).toEqual([]);
  });

  it('are not a project’s own code that is kept back', async () => {
    const closed = {
      'config.json': JSON.stringify({
        model_type: 'elsewhere',
        auto_map: { AutoModel: 'modeling_elsewhere.Elsewhere' },
      }),
    };
    const [found] = findings(surveyOwnResidues(await around(closed)), 'residues.absent-module');
    expect(found?.weight).toBe('context');
  });

  it('are not asked of a module that is fetched from elsewhere by name', async () => {
    const remote = {
      'config.json': JSON.stringify({ auto_map: { AutoModel: 'somebody/model--modeling_other.Other' } }),
    };
    expect(findings(surveyOwnResidues(await around(remote)), 'residues.absent-module')).toEqual([]);
  });

  it('are copyright lines of nobody’s library, as a fact without weight', async () => {
    const code = { 'a.py': '# Copyright 2024 The OpenBMB Team.\nimport torch\n', 'config.json': '{}' };
    const [found] = findings(surveyResidues(await around(code), await around(original)), 'residues.header');
    expect(found?.weight).toBe('context');
    const library = { 'a.py': '# Copyright 2024 The HuggingFace Inc. team.\n' };
    expect(findings(surveyResidues(await around(library), await around(library)), 'residues.header')).toEqual([]);
  });
});

describe('archives', () => {
  it('tell when their entries were changed, and nothing where they say nothing', async () => {
    const zip = encodeZip([{ path: 'a.txt', bytes: encoder.encode('a') }]);
    const dated = zip.slice();
    // 2024-05-28 00:29:28, in the directory's record: time and date behind signature, versions, flags and method.
    const at = dated.findIndex(
      (_, i) => dated[i] === 0x50 && dated[i + 1] === 0x4b && dated[i + 2] === 1 && dated[i + 3] === 2,
    );
    new DataView(dated.buffer).setUint16(at + 12, (0 << 11) | (29 << 5) | 14, true);
    new DataView(dated.buffer).setUint16(at + 14, ((2024 - 1980) << 9) | (5 << 5) | 28, true);
    const folder = memoryFolder(
      new Map([
        ['plain.zip', zip],
        ['dated.zip', dated],
        ['no.zip', encoder.encode('PK..')],
      ]),
    );
    const found = await readSurroundings({ name: 'model', folder }, new Map());
    expect(found.archives).toEqual([
      { path: 'dated.zip', entries: 1, first: '2024-05-28 00:29:28', last: '2024-05-28 00:29:28' },
    ]);
    expect(found.problems).toHaveLength(1);
  });
});

describe('hostile files around weights', () => {
  it('end in bounded time and cost nothing else', async () => {
    const files: Files = {
      'config.json': '['.repeat(200_000),
      'long.py': `x = "${'a/'.repeat(500_000)}"\n`,
      'deep.json': `{"auto_map": ${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`,
      'broken.json': '{"model_type": "\ud800',
      'README.md': `<script>alert(1)</script>\u001b]8;;x\u0007${'minicpmv '.repeat(100_000)}`,
    };
    const survey = surveyResidues(await around({ ...skin, ...files }), await around(original));
    expect(survey.status).toBe('measured');
  });

  it('are left out where they are too large, too many or no text', async () => {
    const found = await around({
      'big.py': 'a\n'.repeat(3_000_000),
      'binary.py': 'MZ\0\0',
      'vocab.txt': 'a\nb\n',
      'ok.py': 'class A: pass\n',
    });
    expect(found.documents.map(({ path }) => path)).toEqual(['ok.py']);
    expect(found.tokenizer?.vocabulary?.tokens.size).toBe(2);
  });
});

describe('a survey of residues', () => {
  it('says where there is nothing to look at', async () => {
    expect(surveyOwnResidues(await around({})).status).toBe('inapplicable');
  });

  it('is the same each time', async () => {
    const once = JSON.stringify(surveyResidues(await around(skin), await around(original)));
    expect(JSON.stringify(surveyResidues(await around(skin), await around(original)))).toBe(once);
  });
});
