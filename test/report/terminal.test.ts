// The terminal report of every golden case, as it stands in test/golden.
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/report/columns.ts';
import { printTerminal } from '../../src/report/terminal.ts';
import { derivedNoised, goldenCases, partly } from '../golden/cases.ts';

describe('printTerminal', () => {
  for (const [name, caseFile] of Object.entries(goldenCases)) {
    for (const language of ['en', 'zh'] as const) {
      it(`prints ${name} in ${language} as kept, within 80 columns`, async () => {
        const shown = printTerminal(caseFile, language);
        expect(Math.max(...shown.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
        await expect(shown).toMatchFileSnapshot(`../golden/${name}.${language}.txt`);
      });
    }
  }

  it('prints the words of the contract literally in both languages', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(printTerminal(partly(), language)).toMatch(/partly-derived[\s\S]*fine-tuned[\s\S]*independent/);
      expect(printTerminal(derivedNoised(), language)).toMatch(/derived[\s\S]*noised[\s\S]*renamed/);
    }
    expect(printTerminal(partly(), 'zh')).toContain('partly-derived（部分衍生）');
  });

  it('says the same with colour as without', () => {
    const coloured = printTerminal(derivedNoised(), 'zh', { colour: true });
    // eslint-disable-next-line no-control-regex -- the escapes are what is taken away
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(printTerminal(derivedNoised(), 'zh'));
  });
});
