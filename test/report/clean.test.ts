// Untrusted text made visible.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, shellWord } from '../../src/report/clean.ts';

describe('clean', () => {
  it('writes out what would be obeyed or unseen', () => {
    expect(clean('a\u202eb')).toBe('a‹U+202E›b');
    expect(clean('\u001b[31m')).toBe('‹U+001B›[31m');
    expect(clean('a\u200bb\n')).toBe('a‹U+200B›b‹U+000A›');
    expect(clean('\ud800')).toBe('‹U+D800›');
  });

  it('leaves ordinary text of any script alone', () => {
    for (const text of ['model.layers.0.attn_q', '权重，模型。', 'naïve Ünïcode', 'Ελλάδα', 'हिन्दी', 'ภาษาไทย']) {
      expect(clean(text)).toBe(text);
    }
  });

  it('cuts long text with an ellipsis and never inside an escape', () => {
    expect(clean('abcdef', 4)).toBe('abc…');
    expect(clean('abcd', 4)).toBe('abcd');
    expect(clean('ab\u202ecd', 8)).toBe('ab…');
  });

  it('stops stacks of combining marks', () => {
    expect(clean(`e${'\u0301'.repeat(6)}`)).toBe(`e${'\u0301'.repeat(4)}‹U+0301›‹U+0301›`);
  });

  it('is idempotent and short for any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 12, max: 60 }), (text, limit) => {
        const once = clean(text, limit);
        expect([...once].length).toBeLessThanOrEqual(limit);
        expect(clean(once, limit)).toBe(once);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('shellWord', () => {
  it('quotes where a shell would read more than a name', () => {
    expect(shellWord('org/name-1.0')).toBe('org/name-1.0');
    expect(shellWord('a b; rm')).toBe("'a b; rm'");
    expect(shellWord("it's")).toBe(String.raw`'it'\''s'`);
    expect(shellWord('--help')).toBe("'--help'");
    expect(shellWord('')).toBe("''");
  });
});
