// The streaming JSON reader: the same tokens however the text is cut, and JSON.parse as the judge of what is valid.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonHandler, JsonReader } from '../../src/json/json-stream.ts';

const utf8 = new TextEncoder();

/** The tokens as text, one per call. */
function tokens(pieces: readonly Uint8Array[], limits = { maxDepth: 20, maxStringBytes: 10_000 }): readonly string[] {
  const heard: string[] = [];
  const handler: JsonHandler = {
    beginObject: () => heard.push('{'),
    endObject: () => heard.push('}'),
    beginArray: () => heard.push('['),
    endArray: () => heard.push(']'),
    key: (text) => heard.push(`key ${text}`),
    string: (text) => heard.push(`string ${text}`),
    integer: (value) => heard.push(`integer ${value}`),
    number: (text) => heard.push(`number ${text}`),
    literal: (value) => heard.push(`literal ${value}`),
  };
  const reader = new JsonReader('test', limits, handler);
  for (const piece of pieces) reader.push(piece);
  reader.finish();
  return heard;
}

describe('JsonReader', () => {
  it('names every token in order', () => {
    expect(tokens([utf8.encode(' {"a": [1, -2.5, 1e3, true, null], "b\\n\\u00e9": "ü"} ')])).toEqual([
      '{',
      'key a',
      '[',
      'integer 1',
      'number -2.5',
      'number 1e3',
      'literal true',
      'literal null',
      ']',
      'key b\né',
      'string ü',
      '}',
    ]);
  });

  it('gives whole numbers exactly or as written', () => {
    const text = '[9007199254740991,9007199254740992,-9007199254740991,-0,0,123456789012345]';
    expect(tokens([utf8.encode(text)])).toEqual([
      '[',
      'integer 9007199254740991',
      'number 9007199254740992',
      'integer -9007199254740991',
      'number -0',
      'integer 0',
      'integer 123456789012345',
      ']',
    ]);
  });

  it('hears the same tokens however the text is cut', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), fc.array(fc.nat(200)), (json, cuts) => {
        const bytes = utf8.encode(json);
        const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].toSorted((a, b) => a - b);
        const pieces = [0, ...places].map((from, i) => bytes.subarray(from, places[i]));
        expect(tokens(pieces)).toEqual(tokens([bytes]));
        expect(tokens(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(tokens([bytes]));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  const bad = [
    '',
    ' ',
    '{',
    '}',
    '[',
    ']',
    '[1',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{1:1}',
    '[1 2]',
    '"',
    '"a',
    '"\\',
    '"\\u00"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\t"',
    '01',
    '-',
    '+1',
    '1.',
    '.5',
    '1e',
    '1e+',
    'tru',
    'True',
    'nul',
    'NaN',
    'Infinity',
    '1 1',
    '[]]',
    '{}}',
    '[}',
    '{]',
    '\u00a01',
    "'a'",
  ];
  it.for(bad)('refuses %j', (text) => {
    expect(() => tokens([utf8.encode(text)])).toThrow(expect.objectContaining({ code: 'format' }));
  });

  it('counts depth and string length against its limits', () => {
    const limits = { maxDepth: 2, maxStringBytes: 3 };
    expect(tokens([utf8.encode('[["abc"]]')], limits)).toHaveLength(5);
    expect(() => tokens([utf8.encode('[[[]]]')], limits)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => tokens([utf8.encode('"abcd"')], limits)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => tokens([utf8.encode('"ab'), utf8.encode('cd')], limits)).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });

  it('says where the fault is, counted over all pieces', () => {
    expect(() => tokens([utf8.encode('[1,'), utf8.encode(' ?]')])).toThrow(/“\?” at byte 4/);
  });
});
