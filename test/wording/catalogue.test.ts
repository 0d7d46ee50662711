// Both languages say everything, with the same places filled.
import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isStatementId, say, text } from '../../src/wording/catalogue.ts';
import { statementsChinese } from '../../src/wording/statements-chinese.ts';
import { statementsEnglish } from '../../src/wording/statements-english.ts';
import type { Template, Values } from '../../src/wording/values.ts';

/** Names of the values that a sentence asks for. */
function placesOf(template: Template): string[] {
  const asked = new Set<string>();
  const note = (name: string): string => {
    asked.add(name);
    return '7';
  };
  const values: Values = {
    has: (name) => note(name) !== '',
    count: note,
    counted: note,
    number: note,
    correlation: note,
    percent: note,
    lnP: note,
    text: note,
    list: note,
  };
  template(values);
  return [...asked].sort();
}

/** Every string in a nest of records. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

const ids = Object.keys(statementsEnglish).filter(isStatementId);

/** Words that a report must not use, whatever it found. */
const FORBIDDEN =
  /stolen|plagiari|\bfake|fraud|guilty|\bproof\b|proven|definitive|(?<!in)conclusive|impossible|\bmatch|similarity|套壳|抄袭|剽窃|盗|证明|造假/i;

describe('say', () => {
  it('asks for the same values in both languages', () => {
    for (const id of ids) {
      // The Chinese sentences of the counting tests need no noun, English needs the count for its plural.
      expect([id, placesOf(statementsChinese[id])]).toEqual([id, placesOf(statementsEnglish[id])]);
    }
  });

  it('gives whole sentences in both languages, without forbidden words', () => {
    for (const id of ids) {
      const english = say({ id, values: {} }, 'en');
      const chinese = say({ id, values: {} }, 'zh');
      expect(english).toMatch(/^\S.*[.?]$/s);
      expect(chinese).toMatch(/^\S.*[。？]$/s);
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect(english).not.toMatch(FORBIDDEN);
      expect(chinese).not.toMatch(FORBIDDEN);
      expect(english + chinese).not.toContain('undefined');
    }
  });

  it('formats raw numbers', () => {
    const values = { equal: 3, tensors: 12345, names: 'a, b' };
    expect(say({ id: 'content.some-equal', values }, 'en')).toContain('3 of 12\u202f345 compared tensors');
    expect(say({ id: 'content.all-equal', values: { tensors: 1, elements: 1 } }, 'en')).toContain(
      'All 1 compared tensor (1 element)',
    );
  });

  it('translates the members of lists it knows and keeps the others', () => {
    const values = { derived: 'text, vision', others: 'projector, odd' };
    expect(say({ id: 'rollup.components', values }, 'zh')).toContain('文本、视觉；未发现亲缘的组件：投影、odd');
    expect(say({ id: 'against.nothing-found', values: { tests: 'unit-response, difference' } }, 'en')).toContain(
      'unit response, difference',
    );
  });

  it('shows a sentence it does not know, and never throws', () => {
    expect(say({ id: 'toString', values: {} }, 'en')).toContain('toString');
    expect(say({ id: '__proto__', values: {} }, 'zh')).toContain('__proto__');
  });

  it('shortens long names inside sentences', () => {
    expect([...say({ id: 'part.only', values: { parts: 'x'.repeat(9999) } }, 'en')].length).toBeLessThan(300);
  });
});

describe('isStatementId', () => {
  it('knows every id that the source names', async () => {
    // Ids are literals with a known first part wherever they stand, not only inside `statement(…)`.
    const spaces = [...new Set(ids.filter((id) => id.includes('.')).map((id) => id.split('.', 1)[0]))].join('|');
    const named = new RegExp(`statement\\(\\s*'([^']+)'|'((?:${spaces})\\.[a-z-]+)'`, 'g');
    const unknown: string[] = [];
    for await (const file of glob('src/{align,case,evidence,model,verdict}/**/*.ts')) {
      const source = await readFile(file, 'utf8');
      for (const [, called, literal] of source.matchAll(named)) {
        const id = called ?? literal ?? '';
        if (!isStatementId(id)) unknown.push(`${file}: ${id}`);
      }
    }
    expect(unknown).toEqual([]);
  });
});

describe('text', () => {
  it('leaves no string empty, save translations that English does not need', () => {
    // What is '' in English there is the translation of a word that is English already.
    const { answers: _answers, operations: _operations, ...english } = text('en');
    expect(stringsOf(english).filter((each) => each === '')).toEqual([]);
    expect(stringsOf(text('zh')).filter((each) => each === '')).toEqual([]);
  });

  it('has a glossary of five to eight terms, no forbidden words', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(text(language).terms.length).toBeGreaterThanOrEqual(5);
      expect(text(language).terms.length).toBeLessThanOrEqual(8);
      // Keys are ids of tests and answers, not words for people.
      const shown = JSON.stringify(text(language)).replace(/"[\w-]+":/g, '');
      expect(shown).not.toMatch(FORBIDDEN);
    }
  });
});
