// What looks like kinship and is none: gains near one, tables that anyone computes, reused embeddings under a stack of its own.
import { describe, expect, it } from 'vitest';
import { graft, rename } from '../../forgeries/disguises.ts';
import { type ForgedModel, forgedTensor } from '../../forgeries/forged-model.ts';
import { randomFor } from '../../forgeries/random.ts';
import { tinyLlama, tinyLlamaShape } from '../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import type { Measured, TestId } from '../../src/evidence/evidence.ts';
import { compareForged } from '../case/in-memory.ts';

const shape = { ...tinyLlamaShape, layers: 2, width: 64, feedForward: 96, vocabulary: 96 };
const [one, other] = [tinyLlama(1, shape), tinyLlama(2, shape)];

function measurement(comparison: Comparison, test: TestId, component = 'text'): Measured {
  const found = comparison.evidence.find((evidence) => evidence.test === test && evidence.component === component);
  if (found?.status !== 'measured') throw new RangeError(`${test} was not measured`);
  return found;
}

/** Norm gains drawn from N(1, 0.05²), as little trained ones are. */
function withGains(model: ForgedModel, seed: number): ForgedModel {
  return new Map(
    [...model].map(([name, tensor]) => {
      if (tensor.shape.length > 1) return [name, tensor];
      const random = randomFor(seed, name);
      return [
        name,
        forgedTensor(
          tensor.shape,
          'F32',
          tensor.values.map(() => 1 + 0.05 * random.normal()),
        ),
      ];
    }),
  );
}

function withTable(
  model: ForgedModel,
  name: string,
  rows: number,
  columns: number,
  at: (r: number, c: number) => number,
) {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));
  return new Map(model).set(name, forgedTensor([rows, columns], 'F32', values));
}

/** Windowed cosines, the kernel of a short-time Fourier transform. */
const fourier = (row: number, column: number): number =>
  (0.5 - 0.5 * Math.cos((2 * Math.PI * column) / 64)) * Math.cos((2 * Math.PI * row * column) / 64);

const positions = (row: number, column: number): number => {
  const angle = row / 10_000 ** ((2 * Math.floor(column / 2)) / 64);
  return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
};

describe('the cosine of norm gains', () => {
  it('is above 0.99 for strangers, and the answer is independent all the same', async () => {
    const comparison = await compareForged(withGains(one, 11), withGains(other, 12));
    const { cosine, pearson } = measurement(comparison, 'norm-gains').statistics;
    expect(cosine).toBeGreaterThan(0.99);
    expect(Math.abs(pearson ?? 1)).toBeLessThan(0.2);
    expect(comparison.verdict.answer).toBe('independent');
  });

  it('is named as the fallacy that it would be', async () => {
    const { verdict } = await compareForged(withGains(one, 11), withGains(other, 12));
    expect(verdict.statements.against.map(({ id }) => id)).toContain('gains.cosine-fallacy');
  });
});

describe('a table that anyone computes alike', () => {
  it.each([
    ['a Fourier basis', 'audio.stft.basis', fourier],
    ['sinusoidal positions', 'model.embed_positions.weight', positions],
    ['sinusoidal positions of the encoder', 'audio_tower.embed_positions.weight', positions],
  ] as const)('does not make kin of strangers that share %s', async (_, name, at) => {
    const { verdict, components } = await compareForged(
      withTable(one, name, 64, 64, at),
      withTable(other, name, 64, 64, at),
    );
    for (const { answer } of [verdict, ...components.map((component) => component.verdict)])
      expect(['independent', 'inconclusive']).toContain(answer);
  });

  it('is set aside and said to be', async () => {
    const comparison = await compareForged(
      withTable(one, 'audio.stft.basis', 33, 64, fourier),
      withTable(other, 'audio.stft.basis', 33, 64, fourier),
    );
    const states = comparison.evidence.flatMap((evidence) =>
      evidence.test === 'content-equality' && evidence.status === 'measured'
        ? evidence.table.rows.filter(([name]) => name === 'audio.stft.basis').map((row) => row[3])
        : [],
    );
    expect(states).toEqual(['deterministic']);
  });

  it('leaves equal gains of one and biases of zero without weight', async () => {
    const constant = (model: ForgedModel): ForgedModel =>
      new Map(
        [...model].map(([name, tensor]) => [
          name,
          tensor.shape.length > 1 ? tensor : { ...tensor, values: tensor.values.map(() => 1) },
        ]),
      );
    const { verdict } = await compareForged(constant(one), constant(other));
    expect(verdict.answer).toBe('independent');
  });
});

describe('a stack trained afresh between reused embeddings', () => {
  it('is not derived, though the embeddings are identical', async () => {
    const reused = graft(other, one, (name) => /embed_tokens|lm_head/.test(name));
    const { verdict, components } = await compareForged(reused, one);
    const answers = Object.fromEntries(components.map((one) => [one.component, one.verdict.answer]));
    expect(answers['embeddings']).toBe('identical');
    expect(['independent', 'inconclusive']).toContain(answers['text']);
    expect(verdict.answer).toBe('partly-derived');
  });

  it('is not derived where its names were changed as well', async () => {
    const reused = rename(
      graft(other, one, (name) => /embed_tokens|lm_head/.test(name)),
      [['model.', 'm.']],
    );
    const { components } = await compareForged(reused, one);
    const text = components.find(({ component }) => component === 'text');
    expect(['independent', 'inconclusive']).toContain(text?.verdict.answer);
  });
});
