// What cards claim: plain sentences about the model alone, in English and Chinese; what is denied, compared or of others is no claim.
import { describe, expect, it } from 'vitest';
import { decodeDocument } from '../../../src/documents/document.ts';
import { parametersIn, readWords } from '../../../src/surroundings/claims/prose.ts';

const words = (text: string, name = 'Tailor') =>
  readWords('suspect', name, [decodeDocument('README.md', new TextEncoder().encode(text))]);

const claims = (text: string, name?: string): string[] =>
  words(text, name).claims.map((claim) => {
    const value = 'value' in claim ? ` ${claim.value}` : 'name' in claim ? ` ${claim.name}` : '';
    return `${claim.kind}${value}`;
  });

describe('readWords', () => {
  it('reads numbers of parameters', () => {
    expect(claims('The model has 8.5 billion parameters.')).toEqual(['parameters 8500000000']);
    expect(claims('With a total of 8B parameters, our model is small.')).toEqual(['parameters 8000000000']);
    expect(claims('Tailor has 350M parameters.')).toEqual(['parameters 350000000']);
    expect(claims('Tailor-7B is the model with 7B parameters.', 'Tailor-7B')).toEqual(['parameters 7000000000']);
    expect(claims('Tailor V 2.5 8B is the model with 8B parameters.', 'Tailor-V-2_5')).toEqual([
      'parameters 8000000000',
    ]);
    expect(claims('本模型具有 62 亿参数。')).toEqual(['parameters 6200000000']);
    expect(claims('该模型参数量为 7B。')).toEqual(['parameters 7000000000']);
  });

  it('reads no number that is of something else', () => {
    for (const line of [
      'The model is better than models with 8B parameters.',
      'The model does not have 8B parameters.',
      'The model surpasses Llama-3-8B with 8B parameters.',
      'The model has 8B active parameters.',
      'The model adds 20M trainable parameters.',
      'The vision encoder of the model has 400M parameters.',
      'We plan a model with 70B parameters.',
      'The series comes with 7B parameters.',
      '| the model | 8B parameters |',
      '> The model has 8B parameters.',
      '    The model has 8B parameters.',
      '<p>The model has 8B parameters.</p>',
      '```\nThe model has 8B parameters.\n```',
      '与 7B 参数的模型相比，该模型更小。',
      '该模型不是 7B 参数。',
      'Qwen2-7B has 7B parameters and the model uses it.',
      'The model is Llama3 8B with 8B parameters.',
      'It is powered by [Llama-3-8B](x), which has 8B parameters.',
    ]) {
      expect(claims(line), line).toEqual([]);
    }
  });

  it('reads that a model was trained from scratch, and not that a part of it was, or that it was not', () => {
    expect(claims('Our model was trained from scratch on a large dataset.')).toEqual(['from-scratch']);
    expect(claims('该模型从零开始训练。')).toEqual(['from-scratch']);
    expect(claims('The model was not trained from scratch.')).toEqual([]);
    expect(claims('The tokenizer of the model was trained from scratch.')).toEqual([]);
    expect(claims('Unlike models trained from scratch, the model is cheap.')).toEqual([]);
    expect(claims('该模型并非从零训练。')).toEqual([]);
  });

  it('reads the encoder that a model uses, and not one that is thanked or left', () => {
    expect(claims('It is powered by [s](https://x/google/siglip-so400m-patch14-384).')).toEqual([
      'encoder siglip-so400m-patch14-384',
    ]);
    expect(claims('Based on the codebases of [s](https://x/google/siglip-so400m-patch14-384).')).toEqual([]);
    expect(claims('We do not use siglip-so400m-patch14-384.')).toEqual([]);
  });

  it('reads how weights are stored, layers, queries and vocabularies', () => {
    expect(claims('The weights are stored in bfloat16.')).toEqual(['bits 16']);
    expect(claims('The model has 32 layers.')).toEqual(['layers 32']);
    expect(claims('The model has 96 queries and a vocabulary of 128,256.')).toEqual([
      'queries 96',
      'vocabulary 128256',
    ]);
    expect(claims('The model can be loaded with 4-bit quantization.')).toEqual([]);
  });

  it('reads base models from the card, with their lines', () => {
    const [claim] = words('---\nbase_model: owner/model\n---\n').claims;
    expect(claim).toMatchObject({ kind: 'base-model', name: 'owner/model', place: { line: 2, file: 'README.md' } });
  });

  it('counts lines that it read, of all', () => {
    expect(words('One.\n\n```\ncode\n```\n')).toMatchObject({ lines: 6, read: 3 });
  });

  it('ends on long lines, many sentences and hostile repetitions', () => {
    expect(claims('The model has '.repeat(100_000))).toEqual([]);
    words(`${'The model has 8B '.repeat(200)}\n`.repeat(400));
    words('[('.repeat(300_000));
    words('abc Def-ghi '.repeat(330).concat('\n').repeat(3_000));
    words('a-B '.repeat(900).concat('\n').repeat(200));
    words(`---\nbase_model: &a [${'*a,'.repeat(1_000)}]\n---\n`);
  }, 8_000);
});

describe('parametersIn', () => {
  it('knows what rounding may hide', () => {
    expect(parametersIn('8.5B parameters')).toEqual({ value: 8.5e9, rounded: 5e7 });
    expect(parametersIn('8 billion parameters')).toEqual({ value: 8e9, rounded: 5e8 });
  });
});
