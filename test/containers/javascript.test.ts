// Scripts that carry models, as they are written by people and by minifiers; refusals are in test/hostile.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Archive } from '../../src/containers/container.ts';
import { javascriptContainer } from '../../src/containers/javascript.ts';
import { readLiteral, readStringLiteral } from '../../src/containers/script-literal.ts';
import { moduleName, nameBefore } from '../../src/containers/script-names.ts';
import { openModel } from '../../src/model/open.ts';
import { memberOutcome } from '../hostile/archive-outcome.ts';
import { counting, folderDoor, weights } from '../model/memory-model.ts';

const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256);
const base64 = Buffer.from(bytes).toString('base64');
const base64url = Buffer.from(bytes.subarray(0, 299)).toString('base64url');
const description = { format: 'layers-model', layers: Array.from({ length: 20 }, (_, i) => ({ name: `layer${i}` })) };

function open(script: string, name = 'weights.min.js'): Promise<Archive> {
  return javascriptContainer.open(memorySource(new TextEncoder().encode(script)), { name });
}

describe('javascriptContainer', () => {
  it.for([
    ['export const model = "…";', 'model'],
    ["export const model: string = '…';", 'model'],
    ['var model=`…`', 'model'],
    ['exports.model = "…"', 'model'],
    ['!function(){n.exports="…"}()', 'weights'],
    ['export default "…"', 'weights'],
    ['const o = { "a/b.tflite": "…" }', 'a/b.tflite'],
    ['const o = { b : "…" }', 'b'],
    ['const model = new Uint8Array(atob("…"))', 'model'],
    ['const model = "data:application/octet-stream;base64,…"', 'model'],
    ['load("…")', 'string-1'],
    ['x = /"/; export let model = "…"', 'model'],
    ['{"weights": "…"}', 'weights'],
    ['const o = { "../b": "…" }', 'string-1'],
  ])('finds the string in %s and calls it %s', async ([script, name]) => {
    const archive = await open(script!.replace('…', base64));
    expect(archive.members.map(({ path, size }) => [path, size])).toEqual([[name, 300]]);
    expect(await memberOutcome(archive, name!)).toEqual(bytes);
  });

  it('reads unpadded and URL-safe text, and tells strings of one name apart', async () => {
    const unpadded = base64url.replace(/[-_]/g, 'A');
    const archive = await open(`a = "${base64url}"; b = "${unpadded}"; a = "${base64}"; x("${base64}", "${base64}")`);
    expect(archive.members.map(({ path, size }) => [path, size])).toEqual([
      ['a', 299],
      ['b', 299],
      ['a-2', 300],
      ['string-1', 300],
      ['string-2', 300],
    ]);
    expect(await memberOutcome(archive, 'a')).toEqual(bytes.subarray(0, 299));
    expect(await memberOutcome(archive, 'a-2')).toEqual(bytes);
  });

  it('finds strings that lie across pieces and at the very end of them', async () => {
    for (const shift of [-200, -100, -3, -2, -1, 0, 1, 400, 402]) {
      const padding = ' '.repeat(1_048_576 - 402 + shift);
      const archive = await open(`${padding}a="${base64}"`);
      expect(await memberOutcome(archive, 'a')).toEqual(bytes);
    }
  });

  it.for([
    ['what is short', `a = "${base64.slice(0, 200)}"`],
    ['what has no quotes', `a = ${base64}`],
    ['what has two kinds of quotes', `a = "${base64}'`],
    ['what mixes both alphabets', `a = "${'-'.repeat(200)}${'+'.repeat(200)}"`],
    ['what has an impossible length', `a = "${'A'.repeat(401)}"`],
    ['what has "=" in the middle', `a = "${base64}=${base64}"`],
    ['what has three "="', `a = "${'A'.repeat(297)}==="`],
    ['what is a longer string', `a = "text ${base64}"`],
    ['another kind of URL', `a = "data:text/plain,${base64}"`],
  ])('takes nothing for a string: %s', async ([, script]) => {
    await expect(open(script!)).rejects.toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  it.for([
    ['export default { … };', 'model.json'],
    ['h.exports = { … }', 'model.json'],
    ['export const mobile = { … };', 'mobile.json'],
    ['exports.mobile=({ … })', 'mobile.json'],
    ["module.exports = JSON.parse('{ … }')", 'model.json'],
    ['export const mobile = JSON.parse(`{ … }`)', 'mobile.json'],
  ] as const)('finds the description in %s and calls it %s', async ([script, name]) => {
    const archive = await open(script.replace('{ … }', JSON.stringify(description)), 'model.min.js');
    const found = await memberOutcome(archive, name);
    expect(JSON.parse(new TextDecoder().decode(found as Uint8Array))).toEqual(description);
  });

  it('leaves the small and private objects of code alone', async () => {
    const script = `const options = ${JSON.stringify(description)}; export const model = "${base64}"`;
    expect((await open(script)).members.map(({ path }) => path)).toEqual(['model']);
  });

  it('knows scripts and documents with strings in them, and leaves other texts alone', () => {
    const known = (text: string): boolean => {
      const head = new TextEncoder().encode(text);
      return javascriptContainer.matches(head.subarray(0, 4096), head.length);
    };
    const code = `export const a = 1; // ${'x'.repeat(300)}`;
    expect([known(code), known(`{"a": "${base64}"}`), known(`"${base64}"`), known(`[${'1,'.repeat(3000)}1]`)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const others = [
      '{"a": 1}',
      `{"a": [${'1,'.repeat(300)}1]}`,
      `<html>${code}`,
      `\0${code}`,
      'export',
      'text '.repeat(99),
    ];
    expect(others.map(known)).toEqual(others.map(() => false));
  });

  it('opens as a model', async () => {
    const safetensors = Buffer.from(weights(counting('w', 100))).toString('base64');
    await using model = await openModel(
      folderDoor({ 'model.js': new TextEncoder().encode(`export default "${safetensors}"`) }),
    );
    expect(model.tensors).toMatchObject([{ name: 'w', file: 'model.js!/model' }]);
    expect(await model.read(model.tensors[0]!, 98, 100)).toEqual(Float32Array.of(98, 99));
  });
});

describe('readLiteral', () => {
  it('reads JSON as JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const literal = readLiteral(`x = ${json};`, 4);
        expect('json' in literal && JSON.parse(literal.json)).toEqual(JSON.parse(json));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.for([
    ['{a:1,\'b\':.5,"c":-1e-3,1:0x1F,$_:[1,2,],}', { a: 1, b: 0.5, c: -0.001, 1: 31, $_: [1, 2] }],
    ['[!0,!1,true,false,null,void 0,undefined,+3.]', [true, false, true, false, null, null, null, 3]],
    ["['\\x41\\u0042\\u{43}\\n\\'\\\n\\0',`a\nb\\``,\"\\/\"]", ["ABC\n'\0", 'a\nb`', '/']],
    ['/* a */ ( { a /* b */ : // c\n 1 } )', { a: 1 }],
    ['{"__proto__":1}', JSON.parse('{"__proto__":1}')],
    ['"\ud83d\ude00\\ud83d\\ude00"', '😀😀'],
  ] as const)('reads %s as minifiers write it', ([script, value]) => {
    const literal = readLiteral(script, 0);
    expect('json' in literal && JSON.parse(literal.json)).toEqual(value);
    expect('end' in literal && literal.end).toBe(script.length);
  });

  it.for([
    '{a:b}',
    '{a:f()}',
    '{a(){}}',
    '{a}',
    '{...a}',
    '{a:1,,}',
    '[1,,2]',
    '[1 2]',
    '{a 1}',
    '{["a"]:1}',
    '`${a}`',
    "'a\nb'",
    "'a",
    "'\\u12'",
    "'\\u{110000}'",
    "'\\1'",
    '1e999',
    'NaN',
    '!2',
    '/a/',
    '(1',
    '',
    '{',
    '['.repeat(100) + ']'.repeat(100),
  ])('says that %j is none', (script) => {
    expect(readLiteral(script, 0)).not.toHaveProperty('json');
  });

  it('reads string literals as JavaScript does', () => {
    expect(readStringLiteral('a"\\x41\\\r\nb"c', 1)).toEqual({ value: 'Ab', end: 11 });
    expect(readStringLiteral('abc', 0)).toBeUndefined();
  });
});

describe('names in scripts', () => {
  it('are found backwards from the value', () => {
    expect(nameBefore('export const weights =')).toBe('weights');
    expect(nameBefore('const weights: Uint8Array = decode(')).toBe('weights');
    expect(nameBefore('{ "a b" :')).toBe('a b');
    expect(nameBefore('module.exports =')).toBe('');
    expect(nameBefore('export default')).toBe('');
    expect(nameBefore('foo(')).toBeUndefined();
    expect(nameBefore('')).toBeUndefined();
    expect(nameBefore('{"/etc/passwd":')).toBeUndefined();
  });

  it('are those of the file for whole modules', () => {
    expect(['a/model.min.js', 'x.mjs', 'y.tsx', 'z.json', '..', undefined].map(moduleName)).toEqual([
      'model',
      'x',
      'y',
      'z',
      'default',
      'default',
    ]);
  });
});
