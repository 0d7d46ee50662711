// Names and numbers made to cost time or memory, or to make the solver throw: answered, quickly, and without a template.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random.ts';
import { foldNames, mostPatterns, NameFolder } from '../../src/model/architecture/name-fold.ts';
import { solveArchitecture } from '../../src/model/architecture/solve.ts';
import { tensorsOf } from '../../src/model/architecture/template.ts';
import { byId } from '../model/architecture/by-id.ts';

const random = createRandom(3);
const letters = (length: number): string =>
  Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random.uniform() * 26))).join('');

const many = (count: number, name: (i: number) => string): { name: string }[] =>
  Array.from({ length: count }, (_, i) => ({ name: name(i) }));

const lists: readonly (readonly [what: string, make: () => { name: string; shape?: readonly number[] }[]])[] = [
  ['no name at all', () => []],
  ['an empty name', () => [{ name: '' }]],
  ['points and slashes', () => many(100, (i) => '.'.repeat(i) + '/'.repeat(i % 3))],
  ['a hundred thousand names of their own', () => many(100_000, (i) => `${letters(12)}.${i}x`)],
  ['as many kinds as are matched, each deep', () => many(4_000, (i) => `${`a${i}.`.repeat(100)}w`)],
  ['four thousand weights that could be any layer', () => many(4_000, (i) => `l${i}.weight`)],
  ['a million numbers', () => many(1_000_000, (i) => `model.layers.${i}.w`)],
  ['numbers beyond every model', () => many(1_000, (i) => `h.${i * 1e6}.${i}.${i}.${i}.${i}.w`)],
  ['names special to JavaScript', () => ['__proto__', 'constructor.weight', 'toString.0.w'].map((name) => ({ name }))],
  ['our own marks', () => ['model.layers.{n}.self_attn', '{n}', '?lm_head.weight', 'a 1 2'].map((name) => ({ name }))],
  ['controls and halves of pairs', () => ['\u0000.\u001b', '\ud800.\udc00', '\u202e.weight'].map((name) => ({ name }))],
  ['shapes beyond counting', () => many(100, (i) => `h.${i}.w`).map((one) => ({ ...one, shape: [2 ** 52, 2 ** 52] }))],
  ['a shape for each', () => many(10_000, (i) => `h.${i}.w`).map((one, i) => ({ ...one, shape: [i] }))],
];

describe('solveArchitecture, attacked', () => {
  it.for(lists)('answers %s', { timeout: 20_000 }, ([, make]) => {
    const tensors = make();
    const started = performance.now();
    const solution = solveArchitecture({ names: foldNames(tensors), bytes: 12_345 });
    // Two seconds, and a little more for more than a megabyte of names.
    expect(performance.now() - started).toBeLessThan(2_000 + tensors.length / 200);
    expect(solution.tensors).toBe(tensors.length);
    expect(solution.hypotheses).toEqual([]);
  });

  it.for([0, -1, 0.5, 1e308, Infinity, Number.NaN, Number.MAX_SAFE_INTEGER])('answers for %d bytes', (bytes) => {
    const solution = solveArchitecture({ names: foldNames(tensorsOf(byId('gpt2'))), bytes });
    expect(solution.hypotheses[0]?.template).toBe('gpt2');
  });

  it('answers within a second for the names of a model', () => {
    const names = foldNames([...tensorsOf(byId('mixtral-8x7b'))].map(({ name }) => ({ name })));
    const started = performance.now();
    solveArchitecture({ names, bytes: 93_405_585_408 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('is not led to a template by half of its names', () => {
    const half = [...tensorsOf(byId('llama-3-8b'))].filter(({ name }) => !name.includes('self_attn'));
    expect(solveArchitecture({ names: foldNames(half) }).hypotheses.map(({ fit }) => fit)).not.toContain('exact');
  });
});

describe('NameFolder, attacked', () => {
  it('keeps so many kinds and counts the rest', () => {
    const folder = new NameFolder();
    for (let i = 0; i < mostPatterns + 500; i++) folder.add(`x${i}`);
    for (let i = 0; i < 500; i++) folder.add('x7');
    const folded = folder.finish();
    expect(folded.patterns.length).toBe(mostPatterns);
    expect(folded.unfolded).toBe(500);
    expect(folded.names).toBe(mostPatterns + 1_000);
  });
});
