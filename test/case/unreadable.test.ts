// A model of which a part cannot be read: the rest is judged, the loss is stated, and silence is not taken for innocence.
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import { ForebearError } from '../../src/errors.ts';
import { openModel } from '../../src/model/open.ts';
import { compareForged, filesOf, openForged } from './in-memory.ts';

const shape = { layers: 4, width: 32, heads: 4, keyValueHeads: 4, feedForward: 64, vocabulary: 64 };
const base = tinyLlama(1, shape);
const shards = 4;

/** The suspect in four files, of which the named ones end after their header's length. */
async function compareCut(suspect: ForgedModel, ...files: readonly number[]): Promise<Comparison> {
  const cut = Object.fromEntries(files.map((file) => [`model-${file}.safetensors`, 40]));
  return (await examine(await openForged(suspect, { shards, cut }), [await openForged(base)])).comparisons[0]!;
}

const ids = (statements: readonly { readonly id: string }[]): string[] => statements.map(({ id }) => id);

describe('examine', () => {
  it('judges the rest of a model of which one file is cut off', async () => {
    const { verdict, reading, evidence } = await compareCut(addNoise(base, 1.4e-3, 5), 2);
    expect(verdict.answer).toBe('derived');
    expect(evidence.some(({ status }) => status === 'measured')).toBe(true);
    expect(reading.tensorsRead).toBeLessThan(reading.tensorsTotal);
    expect(reading.tensorsTotal).toBe(base.size);
    expect(ids(verdict.statements.against)).toContain('unread');
  });

  it('does not call a copy identical of which a part was not read', async () => {
    expect((await compareCut(base, 3)).verdict.answer).toBe('derived');
  });

  it('names the lost tensors in the record of the model', async () => {
    const { problems } = await openForged(base, { shards, cut: { 'model-2.safetensors': 40 } });
    const promised = new Set(problems.flatMap(({ lost }) => lost));
    expect(promised.size).toBeGreaterThan(5);
    expect(problems[0]?.subject).toContain('model-2.safetensors');
  });

  it('keeps the tensors of a cut file that lie before the cut', async () => {
    const whole = filesOf(base, { shards }).get('model-2.safetensors')!;
    const model = await openForged(base, { shards, cut: { 'model-2.safetensors': whole.length - 10 } });
    expect(model.tensors.length).toBe(base.size - 1);
    expect(model.problems.flatMap(({ lost }) => lost)).toHaveLength(1);
  });

  it('calls strangers independent where little was lost', async () => {
    expect((await compareCut(tinyLlama(2, shape), 2)).verdict.answer).toBe('independent');
  });

  it.each([[[1, 2]], [[2, 3]], [[3, 4]], [[1, 2, 3]]])(
    'calls nothing independent of which files %j of four are lost',
    async (files) => {
      const { verdict } = await compareCut(tinyLlama(2, shape), ...files);
      expect(verdict.answer).toBe('inconclusive');
    },
  );

  it('does not call a layer dropped that could not be read', async () => {
    const lost = Object.fromEntries([...base.keys()].map((name, i) => [i + 1, name]));
    const layer = Object.entries(lost).filter(([, name]) => name.includes('.layers.2.'));
    const cut = Object.fromEntries(layer.map(([file]) => [`model-${file}.safetensors`, 40]));
    const suspect = await openForged(base, { shards: base.size, cut });
    const { verdict, alignment } = await compareForged(suspect, base);
    expect([alignment.suspectBlocks, alignment.candidateBlocks]).toEqual([3, 4]);
    expect(verdict.answer).toBe('derived');
    expect(verdict.operations).toEqual([]);
  });

  it('states the coverage of a suspect that is only partly the candidate', async () => {
    const part = new Map([...base].filter(([name]) => !name.includes('.layers.3.')));
    const { reading, verdict } = await compareForged(base, part);
    expect(reading.coverage).toBeLessThan(0.9);
    expect(ids(verdict.statements.against)).toContain('coverage');
  });

  it('lets a test that cannot read fail alone', async () => {
    const [bytes] = [...filesOf(base).values()];
    const good = memorySource(bytes!);
    const header = bytes!.length / 8;
    let broken = false;
    const source = {
      ...good,
      read: (start: number, end: number) =>
        broken && start > header
          ? Promise.reject(new ForebearError('source', 'model.safetensors', 'its bytes', 'a bad sector'))
          : good.read(start, end),
    };
    const suspect = await openModel({ kind: 'files', name: 'm', files: [{ path: 'model.safetensors', source }] });
    broken = true;
    const { verdict, evidence } = await compareForged(suspect, base);
    expect(evidence.some(({ status }) => status === 'failed')).toBe(true);
    expect(verdict.answer).not.toBe('independent');
    expect(verdict.against.length).toBeGreaterThan(0);
  });

  it('lets nothing count that was measured on a file that changed on the way, and examines the other candidates', async () => {
    const [bytes] = [...filesOf(base).values()];
    const good = memorySource(bytes!);
    let reads = 0;
    const source = {
      ...good,
      read: (start: number, end: number) => {
        reads += 1;
        return reads > 60
          ? Promise.reject(new ForebearError('integrity', 'model.safetensors', 'the same file throughout', 'another'))
          : good.read(start, end);
      },
    };
    const changing = await openModel({ kind: 'files', name: 'm', files: [{ path: 'model.safetensors', source }] });
    const caseFile = await examine(await openForged(base), [changing, await openForged(base)]);
    const [first, second] = caseFile.comparisons;
    expect(reads).toBeGreaterThan(60);
    expect(first!.verdict.answer).toBe('inconclusive');
    expect(ids(first!.verdict.statements.because)).toContain('exhibit.void');
    expect(first!.evidence.every(({ status }) => status === 'failed')).toBe(true);
    expect(second!.verdict.answer).toBe('identical');
  });
});
